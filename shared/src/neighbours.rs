//! Calls to addresses that organisers type in: their workflow, their model. Whoever may name an address that we call could otherwise
//! have us ask what only we can reach: the metadata of the machine, the network behind it.
//! <https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html>
//!
//! An address is checked twice: as text by [`Policy::check`], and by what its name stands for at the moment of every connection, in the
//! [`client`]: a name that was public when it was typed in may be another later. What the deployment itself is set to call is not checked.

mod addresses;
mod failure;

pub(crate) use addresses::is_public;
pub use failure::{Trouble, trouble, was_refused};

use crate::settings::{Secret, Settings, SettingsError};
use crate::trust;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect;
use reqwest::{Certificate, Client, ClientBuilder};
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

#[cfg(test)]
mod tests;
