//! Calls to addresses that organisers type in: their workflow, their model. Whoever may name an address that we call could otherwise
//! have us ask what only we can reach: the metadata of the machine, the network behind it.
//! <https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html>
//!
//! An address is checked twice: as text by [`Policy::check`], and by what its name stands for at the moment of every connection, in the
//! [`client`]: a name that was public when it was typed in may be another later. What the deployment itself is set to call is not checked.

mod addresses;

use crate::settings::{Secret, Settings, SettingsError};
use crate::trust;
use addresses::is_public;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect;
use reqwest::{Certificate, Client, ClientBuilder};
use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// Longer than any real address.
const MAX_LENGTH: usize = 2_000;
/// How long a neighbour may take to accept a connection.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// Which addresses organisers may have called.
///
/// - `PRIVATE_NEIGHBOURS`: `allow` lets them name machines of this network, and plain http; `forbid`, the default, does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Machines on the public internet, by https.
    Public,
    /// Whatever can be reached. For development, and where all organisers are one's own people.
    Anywhere,
}

/// Why an address is not called, in a sentence for the organiser who typed it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not a URL.
    #[error("The address must be a full URL, like https://n8n.example.com/webhook/chat")]
    NotAUrl,
    /// More than 2 000 bytes.
    #[error("The address cannot exceed 2000 characters")]
    TooLong,
    /// Readable for everybody on the way.
    #[error("The address must begin with https://")]
    NotHttps,
    /// Neither `http` nor `https`.
    #[error("The address must begin with https:// or http://")]
    NotHttp,
    /// A user name or password before the host.
    #[error("The address cannot contain a user name or password")]
    HasCredentials,
    /// A machine in a network of ours or of the provider.
    #[error("The address must be reachable from the public internet")]
    NotPublic,
}

impl Policy {
    /// Reads the setting.
    ///
    /// # Errors
    /// When it is another word.
    pub fn from_settings(settings: &Settings) -> Result<Self, SettingsError> {
        let word = settings.optional("PRIVATE_NEIGHBOURS");
        match word.as_ref().map(Secret::expose) {
            None | Some("forbid") => Ok(Self::Public),
            Some("allow") => Ok(Self::Anywhere),
            Some(_) => Err(SettingsError::malformed(
                "PRIVATE_NEIGHBOURS",
                "it is neither allow nor forbid",
            )),
        }
    }

    /// Reads an address. To be called when it is typed in and again whenever it is used: the policy may have changed in between, and an
    /// IP address in it is not seen by the client's own check.
    ///
    /// # Errors
    /// When it must not be called.
    pub fn check(self, address: &str) -> Result<Url, Refused> {
        if address.len() > MAX_LENGTH {
            return Err(Refused::TooLong);
        }
        let url = Url::parse(address).map_err(|_| Refused::NotAUrl)?;
        match (self, url.scheme()) {
            (_, "https") | (Self::Anywhere, "http") => {}
            (Self::Public, _) => return Err(Refused::NotHttps),
            (Self::Anywhere, _) => return Err(Refused::NotHttp),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::HasCredentials);
        }
        // The parser has read 0x7f.1 and 2130706433 as the IPv4 addresses that they are.
        let may_be_public = match url.host() {
            Some(Host::Ipv4(address)) => is_public(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => is_public(IpAddr::V6(address)),
            Some(Host::Domain(name)) => may_be_public(name),
            None => return Err(Refused::NotAUrl),
        };
        if self == Self::Public && !may_be_public {
            return Err(Refused::NotPublic);
        }
        Ok(url)
    }
}

/// Names that never stand for a public machine (RFC 6761, RFC 6762, and `internal`, set aside for private use). The others are looked up.
fn may_be_public(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let top = name.rsplit('.').next().unwrap_or_default();
    name.contains('.') && !matches!(top, "localhost" | "local" | "internal" | "test" | "invalid")
}

/// What calls neighbours that organisers name. Building it reads the system's certificate authorities: do it once, and clone it. It connects
/// to what [`Policy::check`] has let through, under [`Policy::Public`] only where the name stands for a public address, and asks no proxy, which would
/// look names up by itself.
///
/// # Errors
/// When the program has no TLS.
pub fn client(policy: Policy) -> Result<Client, SettingsError> {
    build(guarded(policy), "PRIVATE_NEIGHBOURS")
}

/// The same for a function that calls nobody as a rule, so that its environment keeps the TLS library from reading the system's authorities
/// at start (`SSL_CERT_FILE`): they are read here.
///
/// # Errors
/// When the program has no TLS.
pub fn client_of_rare_calls(policy: Policy) -> Result<Client, SettingsError> {
    let authorities = Certificate::from_pem_bundle(&trust::of_the_system());
    let authorities = authorities
        .map_err(|error| SettingsError::malformed("SSL_CERT_FILE", error.to_string()))?;
    let builder = guarded(policy).tls_certs_merge(authorities);
    build(builder, "PRIVATE_NEIGHBOURS")
}

fn guarded(policy: Policy) -> ClientBuilder {
    let builder = builder().no_proxy();
    match policy {
        Policy::Public => builder.https_only(true).dns_resolver(Arc::new(PublicOnly)),
        Policy::Anywhere => builder,
    }
}

/// What calls the neighbour that the deployment's own `setting` names: wherever that is, and by the environment's proxy if it has one.
///
/// # Errors
/// When the program has no TLS; the error names the setting.
pub fn trusted_client(setting: &'static str) -> Result<Client, SettingsError> {
    build(builder(), setting)
}

fn builder() -> ClientBuilder {
    Client::builder()
        // A redirect would carry secrets and messages to somewhere nobody configured.
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT_LIMIT)
        // A connection that was kept over a freeze is dead without a word, and found out only by waiting for an answer.
        .pool_max_idle_per_host(0)
}

fn build(builder: ClientBuilder, setting: &'static str) -> Result<Client, SettingsError> {
    let built = builder.build();
    built.map_err(|error| SettingsError::malformed(setting, error.to_string()))
}

/// The system's resolver without the addresses that are not public.
#[derive(Debug)]
struct PublicOnly;

/// A name stands for no public address.
#[derive(Debug, thiserror::Error)]
#[error("the name stands for no public address")]
struct NoPublicAddress;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(only_public(found)?)
        })
    }
}

fn only_public(found: impl Iterator<Item = SocketAddr>) -> Result<Addrs, NoPublicAddress> {
    let public: Vec<_> = found.filter(|address| is_public(address.ip())).collect();
    if public.is_empty() {
        return Err(NoPublicAddress);
    }
    Ok(Box::new(public.into_iter()))
}

/// Why a call failed before there was an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The name stands for no public address, and others may not be called.
    NotAllowed,
    /// The name stands for nothing.
    NameUnknown,
    /// There is no TLS, or its certificate is not trusted.
    NotSecure,
    /// No connection comes about, or not in time.
    NotConnected,
    /// The connection broke, or whatever else.
    Other,
}

/// What kept a call from its answer.
#[must_use]
pub fn trouble(error: &reqwest::Error) -> Trouble {
    if was_refused(error) {
        Trouble::NotAllowed
    } else if causes(error).any(|cause| cause.to_string().starts_with("dns error")) {
        // The layer that looks names up has no type for it that could be seen from here.
        Trouble::NameUnknown
    } else if causes(error).any(|cause| cause.is::<native_tls::Error>()) {
        Trouble::NotSecure
    } else if error.is_connect() {
        Trouble::NotConnected
    } else {
        Trouble::Other
    }
}

/// Whether a call failed because the name stands for no public address.
#[must_use]
pub fn was_refused(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.is::<NoPublicAddress>())
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    #[test]
    fn a_public_https_address_may_be_called() {
        for address in [
            "https://n8n.example.com/webhook/chat?x=y",
            "https://n8n.example.com:8443/",
            "https://api.openai.com/v1",
            "https://EXAMPLE.com./v1",
            "https://1.1.1.1/",
            "https://[2606:4700::1111]/",
            "https://xn--bcher-kva.example/",
            // What it stands for is found out when it is called.
            "https://127.0.0.1.nip.io/",
        ] {
            assert!(Policy::Public.check(address).is_ok(), "{address}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_the_reason() {
        let long = format!("https://example.com/{}", "x".repeat(2_000));
        for (address, refused) in [
            ("", Refused::NotAUrl),
            ("n8n.example.com/webhook", Refused::NotAUrl),
            ("https://", Refused::NotAUrl),
            ("https://1.2.3.4.5/", Refused::NotAUrl),
            (&long, Refused::TooLong),
            ("http://n8n.example.com/", Refused::NotHttps),
            ("ftp://n8n.example.com/", Refused::NotHttps),
            ("file:///etc/passwd", Refused::NotHttps),
            ("gopher://127.0.0.1:6379/_x", Refused::NotHttps),
            ("https://user@n8n.example.com/", Refused::HasCredentials),
            ("https://:pass@n8n.example.com/", Refused::HasCredentials),
            ("https://example.com@127.0.0.1/", Refused::HasCredentials),
            ("https://localhost/", Refused::NotPublic),
            ("https://localhost./", Refused::NotPublic),
            ("https://a.localhost:8080/", Refused::NotPublic),
            ("https://printer.local/", Refused::NotPublic),
            (
                "https://metadata.google.internal/computeMetadata/v1/",
                Refused::NotPublic,
            ),
            ("https://postgres:5432/", Refused::NotPublic),
            ("https://127.0.0.1/", Refused::NotPublic),
            ("https://127.1/", Refused::NotPublic),
            ("https://2130706433/", Refused::NotPublic),
            ("https://0x7f000001/", Refused::NotPublic),
            ("https://0177.0.0.1/", Refused::NotPublic),
            ("https://0/", Refused::NotPublic),
            ("https://①②⑦.0.0.1/", Refused::NotPublic),
            (
                "https://169.254.169.254/latest/meta-data/",
                Refused::NotPublic,
            ),
            ("https://[::1]/", Refused::NotPublic),
            ("https://[::ffff:a9fe:a9fe]/", Refused::NotPublic),
            ("https://[fd00:ec2::254]/", Refused::NotPublic),
        ] {
            assert_eq!(Policy::Public.check(address), Err(refused), "{address}");
        }
    }

    #[test]
    fn where_it_is_allowed_this_network_and_plain_http_may_be_called() {
        for address in ["http://127.0.0.1:5678/webhook/chat", "http://n8n:5678/"] {
            assert!(Policy::Anywhere.check(address).is_ok(), "{address}");
        }
        for (address, refused) in [
            ("file:///etc/passwd", Refused::NotHttp),
            ("http://user:pass@n8n/", Refused::HasCredentials),
        ] {
            assert_eq!(Policy::Anywhere.check(address), Err(refused), "{address}");
        }
    }

    #[test]
    fn the_setting_has_two_words_and_is_strict_without_one() {
        for (word, policy) in [
            (None, Some(Policy::Public)),
            (Some("forbid"), Some(Policy::Public)),
            (Some("allow"), Some(Policy::Anywhere)),
            (Some("true"), None),
        ] {
            let settings = word.map(|word| ("PRIVATE_NEIGHBOURS", word));
            let read = Policy::from_settings(&settings.into_iter().collect());
            assert_eq!(read.ok(), policy, "{word:?}");
        }
    }

    #[test]
    fn of_what_a_name_stands_for_only_the_public_addresses_are_tried() {
        let tried = |found: &[&str]| {
            let found = found.iter().map(|address| address.parse());
            let found: Vec<SocketAddr> = found.collect::<Result<_, _>>().expect("addresses");
            only_public(found.into_iter()).map(Iterator::collect::<Vec<_>>)
        };
        let public = tried(&["127.0.0.1:0", "1.1.1.1:0", "[fd00:ec2::254]:0"]);
        assert_eq!(
            public.ok(),
            Some(vec!["1.1.1.1:0".parse().expect("an address")])
        );
        assert!(tried(&["169.254.169.254:0"]).is_err());
        assert!(tried(&[]).is_err());
    }

    /// Such a name passes for public until it is looked up, as one does that an attacker's name server turns around.
    #[tokio::test]
    async fn a_name_that_stands_for_this_machine_is_not_connected_to() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let http = client(Policy::Public).expect("a client");
        let call = http.get(format!("https://localhost:{port}/")).send();
        tokio::select! {
            answer = call => assert!(was_refused(&answer.expect_err("nobody there"))),
            _ = listener.accept() => panic!("it was connected to"),
        }
    }

    #[tokio::test]
    async fn a_call_that_fails_for_another_reason_was_not_refused() {
        let http = client(Policy::Anywhere).expect("a client");
        let answer = http.get("http://localhost:1/").send().await;
        let error = answer.expect_err("nobody there");
        assert!(!was_refused(&error));
        assert_eq!(trouble(&error), Trouble::NotConnected);
    }

    #[tokio::test]
    async fn what_kept_a_call_from_its_answer_is_told() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let hang_up = tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let greeting = b"220 this is no TLS\r\n";
                tokio::io::AsyncWriteExt::write_all(&mut stream, greeting)
                    .await
                    .expect("somebody reads it");
            }
        });
        for (policy, url, expected) in [
            (
                Policy::Anywhere,
                "http://no-such-name.invalid/".to_owned(),
                Trouble::NameUnknown,
            ),
            (
                Policy::Anywhere,
                format!("https://localhost:{port}/"),
                Trouble::NotSecure,
            ),
            (
                Policy::Public,
                format!("https://localhost:{port}/"),
                Trouble::NotAllowed,
            ),
            (
                Policy::Anywhere,
                format!("http://localhost:{port}/"),
                Trouble::Other,
            ),
        ] {
            let answer = client(policy).expect("a client").get(&url).send().await;
            let error = answer.expect_err(&url);
            assert_eq!(trouble(&error), expected, "{url}: {error:?}");
        }
        hang_up.abort();
    }
}
