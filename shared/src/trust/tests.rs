use super::*;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::cell::Cell;
use tokio::net::{TcpListener, TcpStream};

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
    let pem = Secret::new("not a certificate");
    let error = Trust::only("DATABASE_CA_CERT", &pem, |_| ())
        .map(|_| ())
        .expect_err("no PEM in it");
    assert!(error.to_string().contains("DATABASE_CA_CERT"));
}

/// A server called `localhost`, and its authority's certificate in a file.
struct Peer {
    listener: TcpListener,
    acceptor: tokio_native_tls::TlsAcceptor,
    bundle: &'static [&'static str],
    pem: String,
}

impl Peer {
    async fn start() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let authority = CertifiedIssuer::self_signed(params, key).expect("an authority");
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
        // Of the same name as its authority it would look like one that signed itself.
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, "a server");
        let certificate = params.signed_by(&key, &authority).expect("a certificate");
        let (chain, key) = (certificate.pem(), key.serialize_pem());
        let identity = native_tls::Identity::from_pkcs8(chain.as_bytes(), key.as_bytes());
        let acceptor = native_tls::TlsAcceptor::new(identity.expect("an identity"));
        let name = format!("authority-{}.pem", uuid::Uuid::new_v4().simple());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, authority.pem()).expect("a file");
        let path: &'static str = path.display().to_string().leak();
        Self {
            listener: TcpListener::bind("127.0.0.1:0").await.expect("a port"),
            acceptor: acceptor.expect("an acceptor").into(),
            bundle: vec![path].leak(),
            pem: authority.pem(),
        }
    }

    /// Connects to it as `name` as often as `trust` tries. Gives how often that was, when it worked.
    async fn attempts(&self, trust: &Trust, name: &str) -> Result<u32, native_tls::Error> {
        let attempts = Cell::new(0);
        let address = self.listener.local_addr().expect("its address");
        let attempts = &attempts;
        let connected = trust.connect(|connector| async move {
            attempts.set(attempts.get() + 1);
            let stream = TcpStream::connect(address).await.expect("somebody listens");
            let connector = tokio_native_tls::TlsConnector::from(connector);
            let (accepted, _) = self.listener.accept().await.expect("a connection");
            let (connected, _) = tokio::join!(
                connector.connect(name, stream),
                self.acceptor.accept(accepted)
            );
            connected.map(|_| ())
        });
        connected.await.map(|()| attempts.get())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(std::fs::remove_file(self.bundle[0]));
    }
}

#[tokio::test]
async fn an_authority_that_the_system_trusts_is_found_and_remembered() {
    let peer = Peer::start().await;
    let trust = Trust::public_with(DATABASE_ROOTS, |_| (), peer.bundle).expect("TLS");
    assert_eq!(peer.attempts(&trust, "localhost").await.ok(), Some(2));
    assert_eq!(peer.attempts(&trust, "localhost").await.ok(), Some(1));
}

#[tokio::test]
async fn an_authority_that_nobody_trusts_is_refused() {
    let peer = Peer::start().await;
    let trust = Trust::public_with(DATABASE_ROOTS, |_| (), &[]).expect("TLS");
    assert!(peer.attempts(&trust, "localhost").await.is_err());
}

#[tokio::test]
async fn a_name_that_is_not_the_peers_is_refused_whoever_vouches() {
    let peer = Peer::start().await;
    let trust = Trust::public_with(DATABASE_ROOTS, |_| (), peer.bundle).expect("TLS");
    assert!(peer.attempts(&trust, "elsewhere.example").await.is_err());
    assert_eq!(peer.attempts(&trust, "localhost").await.ok(), Some(2));
}

#[tokio::test]
async fn beside_a_given_authority_the_system_is_not_asked() {
    let (peer, other) = (Peer::start().await, Peer::start().await);
    let given = |peer: &Peer| Trust::only("DATABASE_CA_CERT", &Secret::new(&peer.pem), |_| ());
    let trust = given(&peer).expect("PEM");
    assert_eq!(peer.attempts(&trust, "localhost").await.ok(), Some(1));
    assert!(other.attempts(&trust, "localhost").await.is_err());
}
