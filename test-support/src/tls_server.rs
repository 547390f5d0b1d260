//! A Postgres that speaks TLS and asks for passwords (SCRAM), as hosted ones do, and the certificate authority behind it.

use local_postgres::{Authentication, Durability, Options, Port, ScratchDir, Server};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use shared::Secret;
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// A certificate authority of the test's own.
#[derive(Debug)]
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// A new one.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "a new authority is made on purpose, never by default"
    )]
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        // An authority and a server of one name would look like a certificate that signed itself.
        params
            .distinguished_name
            .push(DnType::CommonName, "Authority of a test");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(
            CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key"))
                .expect("a certificate"),
        )
    }

    /// Its certificate.
    #[must_use]
    pub fn pem(&self) -> Secret {
        Secret::new(self.0.pem())
    }

    /// Certificate and key of a server of that name.
    #[must_use]
    pub fn issue(&self, name: &str, is_expired: bool) -> (String, String) {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        if is_expired {
            params.not_before = rcgen::date_time_ymd(2020, 1, 1);
            params.not_after = rcgen::date_time_ymd(2021, 1, 1);
        }
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        (certificate.pem(), key.serialize_pem())
    }
}

/// A Postgres with SCRAM passwords that speaks TLS as a server of the given name, or none at all.
#[derive(Debug)]
pub struct TlsServer {
    /// The server.
    pub server: Server,
    /// Its major version.
    pub major: u32,
    _scratch: ScratchDir,
}

impl TlsServer {
    /// Starts one.
    #[must_use]
    pub fn start(certificate: Option<(String, String)>) -> Self {
        let scratch = ScratchDir::new().expect("a scratch directory");
        let mut settings = vec![("max_connections".to_owned(), "20".to_owned())];
        if let Some((certificate, key)) = certificate {
            for (setting, name, text) in [
                ("ssl_cert_file", "server.crt", certificate),
                ("ssl_key_file", "server.key", key),
            ] {
                let path = scratch.path().join(name);
                fs::write(&path, text).expect("a file");
                fs::set_permissions(&path, fs::Permissions::from_mode(0o600))
                    .expect("a private file");
                settings.push((setting.to_owned(), path.display().to_string()));
            }
            settings.push(("ssl".to_owned(), "on".to_owned()));
        }
        let options = Options {
            data_dir: scratch.path().join("data"),
            port: Port::Any,
            durability: Durability::Throwaway,
            authentication: Authentication::Password,
            settings,
        };
        let binaries = crate::server::binaries();
        let server = Server::start(&binaries, &options, &mut |_| ()).expect("a server");
        Self {
            server,
            major: binaries.major,
            _scratch: scratch,
        }
    }

    /// Its URL with other options than sslmode=disable, by host name.
    #[must_use]
    pub fn url(&self, options: &str) -> String {
        let url = self
            .server
            .url("postgres")
            .replace("127.0.0.1", "localhost");
        url.split('?')
            .next()
            .map(|url| format!("{url}?{options}"))
            .expect("a URL")
    }
}
