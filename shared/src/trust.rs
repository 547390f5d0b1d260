//! Which certificate authorities a TLS connection trusts. Certificate and host name are always checked.
//!
//! Peers that every deployment talks to (Neon, AWS) are checked against the few authorities that sign for them, so that a cold start
//! does not read the system's bundle of 150; a certificate those do not vouch for is checked against the system's once more. All of
//! them are authorities that Mozilla trusts, and a peer that changes its own costs one handshake, not an outage.

use crate::settings::{Secret, SettingsError};
use native_tls::{Certificate, Protocol, TlsConnector, TlsConnectorBuilder};
use std::error::Error;
use std::sync::{Arc, OnceLock};

/// Let's Encrypt signs for Neon. <https://letsencrypt.org/certificates/>
pub(crate) const DATABASE_ROOTS: &str = include_str!("trust/database.pem");
/// What AWS asks its clients to trust. <https://www.amazontrust.com/repository/>
pub(crate) const AWS_ROOTS: &str = include_str!("trust/aws.pem");

/// Where the system keeps all authorities it trusts: Amazon Linux, Debian, Alpine and macOS.
const SYSTEM_BUNDLES: &[&str] = &[
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/cert.pem",
];

/// What else a connector needs.
type Prepare = fn(&mut TlsConnectorBuilder);

/// What one kind of peer is checked against. Cheap to clone; clones share what they learn.
#[derive(Clone)]
pub(crate) struct Trust {
    first: TlsConnector,
    /// `None` when only what was given is trusted.
    system: Option<Arc<System>>,
}

/// The system's authorities, read when they are first needed.
struct System {
    bundles: &'static [&'static str],
    prepare: Prepare,
    /// Filled once it has vouched for a peer; from then on it is asked at once.
    connector: OnceLock<TlsConnector>,
}

impl Trust {
    /// Trusts `roots` (PEM), and beneath them the system's authorities.
    ///
    /// # Errors
    /// When the TLS library cannot be used.
    pub(crate) fn public(roots: &str, prepare: Prepare) -> Result<Self, native_tls::Error> {
        Self::public_with(roots, prepare, SYSTEM_BUNDLES)
    }

    fn public_with(
        roots: &str,
        prepare: Prepare,
        bundles: &'static [&'static str],
    ) -> Result<Self, native_tls::Error> {
        let system = System {
            bundles,
            prepare,
            connector: OnceLock::new(),
        };
        Ok(Self {
            first: of_only(Certificate::stack_from_pem(roots.as_bytes())?, prepare)?,
            system: Some(Arc::new(system)),
        })
    }

    /// Trusts the authorities in `pem` and no others.
    ///
    /// # Errors
    /// [`SettingsError::Malformed`] naming `setting` when it holds no certificate.
    pub(crate) fn only(
        setting: &'static str,
        pem: &Secret,
        prepare: Prepare,
    ) -> Result<Self, SettingsError> {
        let malformed = |reason: String| SettingsError::malformed(setting, reason);
        // A PEM squeezed into one line of a .env file has its line breaks written as \n.
        let pem = pem.expose().replace("\\n", "\n");
        let certificates = Certificate::stack_from_pem(pem.as_bytes())
            .map_err(|error| malformed(error.to_string()))?;
        if certificates.is_empty() {
            return Err(malformed("it holds no PEM certificate".to_owned()));
        }
        let first = of_only(certificates, prepare).map_err(|error| malformed(error.to_string()))?;
        Ok(Self {
            first,
            system: None,
        })
    }

    /// The connector that vouched for the peer, or will be asked first.
    pub(crate) fn connector(&self) -> TlsConnector {
        let system = self.system.as_ref();
        let proved = system.and_then(|system| system.connector.get());
        proved.unwrap_or(&self.first).clone()
    }

    /// Connects, and once more with the system's authorities where those asked first do not vouch for the peer.
    ///
    /// # Errors
    /// Those of `connect`.
    pub(crate) async fn connect<T, E: Error + 'static, F: Future<Output = Result<T, E>>>(
        &self,
        connect: impl Fn(TlsConnector) -> F,
    ) -> Result<T, E> {
        let refused = match connect(self.connector()).await {
            Err(error) if is_about_the_certificate(&error) => error,
            answered => return answered,
        };
        let unasked = self
            .system
            .as_ref()
            .filter(|system| system.connector.get().is_none())
            .and_then(|system| Some((system, system.read()?)));
        let Some((system, connector)) = unasked else {
            return Err(refused);
        };
        let connected = connect(connector.clone()).await?;
        tracing::info!("the peer's certificate is of another authority than usual");
        // Somebody else may have been faster, with the same.
        let _ = system.connector.set(connector);
        Ok(connected)
    }
}

impl System {
    /// Trusts what the system trusts, also where SSL_CERT_FILE keeps the TLS library from reading it at start.
    fn read(&self) -> Option<TlsConnector> {
        let certificates = Certificate::stack_from_pem(&read_first(self.bundles));
        let mut builder = TlsConnector::builder();
        builder.min_protocol_version(Some(Protocol::Tlsv12));
        (self.prepare)(&mut builder);
        for certificate in certificates.unwrap_or_default() {
            builder.add_root_certificate(certificate);
        }
        builder.build().ok()
    }
}

/// All authorities that the system trusts (PEM), also where SSL_CERT_FILE keeps the TLS library from reading them at start. Nothing where
/// they are kept elsewhere.
pub(crate) fn of_the_system() -> Vec<u8> {
    read_first(SYSTEM_BUNDLES)
}

fn read_first(bundles: &[&str]) -> Vec<u8> {
    let bundle = bundles.iter().find_map(|path| std::fs::read(path).ok());
    bundle.unwrap_or_default()
}

fn of_only(roots: Vec<Certificate>, prepare: Prepare) -> Result<TlsConnector, native_tls::Error> {
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
mod tests;
