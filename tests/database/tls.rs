//! TLS to Postgres: certificate and host name are checked, whatever the URL calls it, and nothing falls back to plain text.

use local_postgres::{Authentication, Durability, Options, Port, ScratchDir, Server};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use shared::database::DatabaseConfig;
use shared::{Database, Secret, StorageError, users};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// A certificate authority of the test's own.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
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

    fn pem(&self) -> Secret {
        Secret::new(self.0.pem())
    }

    /// Certificate and key of a server of that name.
    fn issue(&self, name: &str, is_expired: bool) -> (String, String) {
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
struct TlsServer {
    server: Server,
    major: u32,
    _scratch: ScratchDir,
}

impl TlsServer {
    fn start(certificate: Option<(String, String)>) -> Self {
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
        let binaries = test_support::binaries();
        let server = Server::start(&binaries, &options, &mut |_| ()).expect("a server");
        Self {
            server,
            major: binaries.major,
            _scratch: scratch,
        }
    }

    /// Its URL with other options than sslmode=disable, by host name.
    fn url(&self, options: &str) -> String {
        let url = self
            .server
            .url("postgres")
            .replace("127.0.0.1", "localhost");
        url.split('?')
            .next()
            .map(|url| format!("{url}?{options}"))
            .expect("a URL")
    }

    /// Tries to get an answer.
    async fn ask(&self, options: &str, ca: &Secret) -> Result<(), StorageError> {
        let config = DatabaseConfig::from_url_and_ca(&self.url(options), ca)
            .expect("settings that can be used");
        let answer = Database::new(&config, 1)
            .run_alone(users::find_login("nobody"))
            .await;
        match answer {
            // Not migrated, so the role is unknown: that the server says so is an answer.
            Err(StorageError::Refused(_)) | Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The whole chain of reasons why there is no answer.
    async fn refusal(&self, options: &str, ca: &Secret) -> String {
        let error = self
            .ask(options, ca)
            .await
            .expect_err("the connection must be refused");
        let mut text = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(error) = source {
            text = format!("{text}: {error}");
            source = error.source();
        }
        text
    }
}

#[tokio::test]
async fn a_server_with_the_right_name_and_authority_is_talked_to() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("localhost", false)));
    for mode in ["require", "verify-ca", "verify-full"] {
        server
            .ask(&format!("sslmode={mode}"), &authority.pem())
            .await
            .unwrap_or_else(|error| panic!("{mode}: {error:?}"));
    }
}

#[tokio::test]
async fn tls_begins_at_once_with_servers_that_know_it_and_others_are_refused() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("localhost", false)));
    let result = server
        .ask("sslmode=require&sslnegotiation=direct", &authority.pem())
        .await;
    // Postgres 17 was the first to know it; an older one takes the handshake for noise.
    assert_eq!(result.is_ok(), server.major >= 17, "{result:?}");
}

#[tokio::test]
async fn scram_is_bound_to_the_tls_channel_when_asked() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("localhost", false)));
    server
        .ask("sslmode=require&channel_binding=require", &authority.pem())
        .await
        .expect("an answer");
    let plain = server
        .refusal("sslmode=disable&channel_binding=require", &authority.pem())
        .await;
    assert!(plain.contains("channel"), "{plain}");
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_refused() {
    let server = TlsServer::start(Some(Authority::new().issue("localhost", false)));
    for mode in ["require", "verify-ca", "verify-full"] {
        let reason = server
            .refusal(&format!("sslmode={mode}"), &Authority::new().pem())
            .await;
        assert!(
            reason.contains("certificate verify failed"),
            "{mode}: {reason}"
        );
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("db.example.com", false)));
    for mode in ["require", "verify-ca", "verify-full"] {
        let reason = server
            .refusal(&format!("sslmode={mode}"), &authority.pem())
            .await;
        assert!(
            reason.contains("certificate verify failed"),
            "{mode}: {reason}"
        );
    }
}

#[tokio::test]
async fn an_expired_certificate_is_refused() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("localhost", true)));
    let reason = server.refusal("sslmode=require", &authority.pem()).await;
    assert!(reason.contains("certificate verify failed"), "{reason}");
}

#[tokio::test]
async fn a_server_without_tls_is_refused() {
    let server = TlsServer::start(None);
    let reason = server
        .refusal("sslmode=require", &Authority::new().pem())
        .await;
    assert!(reason.contains("does not support TLS"), "{reason}");
}
