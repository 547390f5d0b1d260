//! Which certificate authorities a TLS connection trusts. Certificate and host name are always checked.
//!
//! Peers that every deployment talks to (Neon, AWS) are checked against the few authorities that sign for them, so that a cold start
//! does not read the system's bundle of 150; a certificate those do not vouch for is checked against the system's once more. So
//! nothing is trusted that the system would not trust, and a peer that changes its authority costs one handshake, not an outage.

use crate::settings::{Secret, SettingsError};
use native_tls::{Certificate, Protocol, TlsConnector};
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Let's Encrypt signs for Neon. <https://letsencrypt.org/certificates/>
pub(crate) const DATABASE_ROOTS: &str = include_str!("trust/database.pem");
/// What AWS asks its clients to trust. <https://www.amazontrust.com/repository/>
pub(crate) const AWS_ROOTS: &str = include_str!("trust/aws.pem");

/// Where the system keeps all authorities it trusts: Amazon Linux, Debian, Alpine and macOS.
const SYSTEM_BUNDLES: [&str; 3] = [
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/cert.pem",
];

/// What one kind of peer is checked against. Cheap to clone; clones share what they learn.
#[derive(Clone)]
pub(crate) struct Trust {
    first: TlsConnector,
    /// `None` when only what was given is trusted.
    fallback: Option<Arc<Fallback>>,
}

struct Fallback {
    prepare: fn(&mut native_tls::TlsConnectorBuilder),
    is_needed: AtomicBool,
}

impl Trust {
    /// Trusts `roots` (PEM), and beneath them the system's authorities. `prepare` sets what else the connector needs.
    ///
    /// # Errors
    /// When the TLS library cannot be used.
    pub(crate) fn public(
        roots: &str,
        prepare: fn(&mut native_tls::TlsConnectorBuilder),
    ) -> Result<Self, native_tls::Error> {
        let fallback = Fallback {
            prepare,
            is_needed: AtomicBool::new(false),
        };
        Ok(Self {
            first: connector(Certificate::stack_from_pem(roots.as_bytes())?, prepare)?,
            fallback: Some(Arc::new(fallback)),
        })
    }

    /// Trusts the authorities in `pem` and no others.
    ///
    /// # Errors
    /// [`SettingsError::Malformed`] naming `setting` when it holds no certificate.
    pub(crate) fn only(
        setting: &'static str,
        pem: &Secret,
        prepare: fn(&mut native_tls::TlsConnectorBuilder),
    ) -> Result<Self, SettingsError> {
        let malformed = |reason: String| SettingsError::malformed(setting, reason);
        // A PEM squeezed into one line of a .env file has its line breaks written as \n.
        let pem = pem.expose().replace("\\n", "\n");
        let certificates = Certificate::stack_from_pem(pem.as_bytes())
            .map_err(|error| malformed(error.to_string()))?;
        if certificates.is_empty() {
            return Err(malformed("it holds no PEM certificate".to_owned()));
        }
        let first =
            connector(certificates, prepare).map_err(|error| malformed(error.to_string()))?;
        Ok(Self {
            first,
            fallback: None,
        })
    }

    /// The connector to begin with.
    pub(crate) fn connector(&self) -> TlsConnector {
        let system = self
            .fallback
            .as_ref()
            .filter(|fallback| fallback.is_needed.load(Ordering::Relaxed))
            .and_then(|fallback| fallback.connector());
        system.unwrap_or_else(|| self.first.clone())
    }

    /// The connector to try again with after `error`, when it says that nobody trusted vouches for the peer's certificate and
    /// others may. From then on [`Trust::connector`] gives that one.
    pub(crate) fn after(&self, error: &(dyn Error + 'static)) -> Option<TlsConnector> {
        let fallback = self.fallback.as_ref()?;
        if !is_about_the_certificate(error) || fallback.is_needed.swap(true, Ordering::Relaxed) {
            return None;
        }
        tracing::info!(
            "the peer's certificate is not of the authority it usually has: asking the system's"
        );
        fallback.connector()
    }
}

impl Fallback {
    /// Trusts what the system trusts, also where SSL_CERT_FILE keeps the TLS library from reading it at start.
    fn connector(&self) -> Option<TlsConnector> {
        let bundle = SYSTEM_BUNDLES
            .iter()
            .find_map(|path| std::fs::read(path).ok())
            .unwrap_or_default();
        let certificates = Certificate::stack_from_pem(&bundle).unwrap_or_default();
        let mut builder = TlsConnector::builder();
        builder.min_protocol_version(Some(Protocol::Tlsv12));
        (self.prepare)(&mut builder);
        for certificate in certificates {
            builder.add_root_certificate(certificate);
        }
        builder.build().ok()
    }
}

fn connector(
    roots: Vec<Certificate>,
    prepare: fn(&mut native_tls::TlsConnectorBuilder),
) -> Result<TlsConnector, native_tls::Error> {
    let mut builder = TlsConnector::builder();
    builder.min_protocol_version(Some(Protocol::Tlsv12));
    builder.disable_built_in_roots(true);
    prepare(&mut builder);
    for root in roots {
        builder.add_root_certificate(root);
    }
    builder.build()
}

/// The TLS library tells its reasons apart by their text alone.
fn is_about_the_certificate(error: &(dyn Error + 'static)) -> bool {
    let mut reason = Some(error);
    while let Some(error) = reason {
        if error.is::<native_tls::Error>() {
            return error.to_string().contains("certificate");
        }
        reason = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_authority_is_one_that_mozilla_trusts() {
        for pem in [DATABASE_ROOTS, AWS_ROOTS] {
            let roots = Certificate::stack_from_pem(pem.as_bytes()).expect("PEM");
            assert!(roots.len() >= 2);
            for root in roots {
                let der = root.to_der().expect("a certificate");
                assert!(
                    webpki_root_certs::TLS_SERVER_ROOT_CERTS
                        .iter()
                        .any(|trusted| **trusted == *der)
                );
            }
        }
    }

    #[test]
    fn a_certificate_that_is_none_is_refused_by_name() {
        let error = Trust::only(
            "DATABASE_CA_CERT",
            &Secret::new("not a certificate"),
            |_| (),
        )
        .map(|_| ())
        .expect_err("no PEM in it");
        assert!(error.to_string().contains("DATABASE_CA_CERT"));
    }

    #[test]
    fn only_a_refused_certificate_makes_it_ask_the_system() {
        let trust = Trust::public(DATABASE_ROOTS, |_| ()).expect("TLS");
        let reset = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        assert!(trust.after(&reset).is_none());
    }
}
