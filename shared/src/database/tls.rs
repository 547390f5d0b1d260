//! TLS to Postgres by native-tls: certificate and host name are always checked.

use crate::settings::{Secret, SettingsError};
use native_tls::{Certificate, Protocol, TlsConnector};
use postgres_native_tls::{MakeTlsConnector, set_postgresql_alpn};

/// A connector that trusts the system's certificates, or only those in `ca_cert` (PEM, one or more) when given.
///
/// # Errors
/// [`SettingsError::Malformed`] when `ca_cert` holds no certificate.
pub(super) fn connector(ca_cert: Option<&Secret>) -> Result<MakeTlsConnector, SettingsError> {
    let malformed = |reason: String| SettingsError::malformed("DATABASE_CA_CERT", reason);
    let mut builder = TlsConnector::builder();
    builder.min_protocol_version(Some(Protocol::Tlsv12));
    // Asked for by sslnegotiation=direct and harmless otherwise.
    set_postgresql_alpn(&mut builder);
    if let Some(pem) = ca_cert {
        // A PEM squeezed into one line of a .env file has its line breaks written as \n.
        let pem = pem.expose().replace("\\n", "\n");
        let certificates = Certificate::stack_from_pem(pem.as_bytes())
            .map_err(|error| malformed(error.to_string()))?;
        if certificates.is_empty() {
            return Err(malformed("it holds no PEM certificate".to_owned()));
        }
        builder.disable_built_in_roots(true);
        for certificate in certificates {
            builder.add_root_certificate(certificate);
        }
    }
    let connector = builder
        .build()
        .map_err(|error| malformed(error.to_string()))?;
    Ok(MakeTlsConnector::new(connector))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_is_none_is_refused_by_name() {
        let error = connector(Some(&Secret::new("not a certificate")))
            .map(|_| ())
            .expect_err("no PEM in it");
        assert!(error.to_string().contains("DATABASE_CA_CERT"));
    }
}
