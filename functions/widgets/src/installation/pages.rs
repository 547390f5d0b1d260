//! Fetches a page that an organiser names. Like every address that somebody types in it is checked first, and so is each one that it
//! redirects to: see [`shared::neighbours`].

use reqwest::header::{ACCEPT, LOCATION, USER_AGENT};
use reqwest::{Client, Response};
use shared::neighbours::{self, Policy, Refused};
use shared::{Settings, SettingsError};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use url::Url;

/// In all, redirects included.
const TIME_LIMIT: Duration = Duration::from_secs(5);
const MOST_REDIRECTS: usize = 3;
/// The embed code stands in the head or at the end of the body of pages, which are rarely a tenth of this.
const LARGEST: usize = 1024 * 1024;

/// What fetches pages. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Pages {
    policy: Policy,
    time_limit: Duration,
    /// Made for the first page: few ask for any.
    http: Arc<OnceLock<Client>>,
}

/// A page as it was answered in the end.
#[derive(Debug)]
pub struct Page {
    /// Where it was found.
    pub url: Url,
    pub status: u16,
    /// Its beginning.
    pub html: String,
}

/// Why there is no page, in a sentence for the organiser who asked for it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    #[error("The page's server answered with the status {0}.")]
    Status(u16),
    #[error("The page did not answer within 5 seconds.")]
    TooSlow,
    #[error("The page redirects more than three times.")]
    TooManyRedirects,
    #[error("The page redirects to an address that cannot be read.")]
    RedirectsNowhere,
    #[error("The page redirects to an address that we do not call. {0}.")]
    RedirectRefused(Refused),
    #[error("{}.", Refused::NotPublic)]
    NotPublic,
    #[error("The page could not be reached. Is the address right, and is it open to the public?")]
    Away,
}

impl Pages {
    /// Reads which addresses may be called.
    ///
    /// # Errors
    /// When the setting cannot be used.
    pub fn from_settings(settings: &Settings) -> Result<Self, SettingsError> {
        Ok(Self {
            policy: Policy::from_settings(settings)?,
            time_limit: TIME_LIMIT,
            http: Arc::default(),
        })
    }

    /// Whether an address may be called.
    pub fn check(&self, address: &str) -> Result<Url, Refused> {
        self.policy.check(address)
    }

    /// Fetches the beginning of a page whose address was checked.
    pub async fn fetch(&self, url: Url) -> Result<Page, Unreachable> {
        let fetched = tokio::time::timeout(self.time_limit, self.follow(url)).await;
        fetched.unwrap_or(Err(Unreachable::TooSlow))
    }

    async fn follow(&self, mut url: Url) -> Result<Page, Unreachable> {
        let http = self.http()?;
        for _ in 0..=MOST_REDIRECTS {
            let response = get(&http, url.clone()).await?;
            let status = response.status();
            if status.is_success() {
                let html = beginning(response).await?;
                let status = status.as_u16();
                return Ok(Page { url, status, html });
            }
            if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Err(Unreachable::Status(status.as_u16()));
            }
            url = self.next(&url, &response)?;
        }
        Err(Unreachable::TooManyRedirects)
    }

    fn next(&self, url: &Url, response: &Response) -> Result<Url, Unreachable> {
        let location = response.headers().get(LOCATION);
        let location = location.and_then(|location| location.to_str().ok());
        let next = location.and_then(|location| url.join(location).ok());
        let next = next.ok_or(Unreachable::RedirectsNowhere)?;
        let checked = self.policy.check(next.as_str());
        checked.map_err(Unreachable::RedirectRefused)
    }

    fn http(&self) -> Result<Client, Unreachable> {
        if let Some(http) = self.http.get() {
            return Ok(http.clone());
        }
        let http = neighbours::client_of_rare_calls(self.policy).map_err(|error| {
            tracing::error!(%error, "there is no TLS to fetch pages with");
            Unreachable::Away
        })?;
        Ok(self.http.get_or_init(|| http).clone())
    }
}

async fn get(http: &Client, url: Url) -> Result<Response, Unreachable> {
    let request = http
        .get(url)
        .header(ACCEPT, "text/html")
        .header(USER_AGENT, "ConferenceChat/1.0 (installation check)");
    request.send().await.map_err(|error| {
        if neighbours::was_refused(&error) {
            Unreachable::NotPublic
        } else {
            Unreachable::Away
        }
    })
}

async fn beginning(mut response: Response) -> Result<String, Unreachable> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| Unreachable::Away)? {
        let room = LARGEST - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if bytes.len() == LARGEST {
            break;
        }
    }
    // What is looked for is ASCII in every encoding that pages have.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http;
    use tokio::net::TcpListener;

    fn pages(policy: Policy) -> Pages {
        Pages {
            policy,
            time_limit: Duration::from_millis(50),
            http: Arc::default(),
        }
    }

    #[test]
    fn a_redirect_is_checked_like_the_address_that_was_typed_in() {
        let pages = pages(Policy::Public);
        let here = Url::parse("https://conference.example/a/").expect("a URL");
        for (location, next) in [
            ("b", Ok("https://conference.example/a/b")),
            ("//www.example/", Ok("https://www.example/")),
            (
                "http://conference.example/",
                Err(Unreachable::RedirectRefused(Refused::NotHttps)),
            ),
            (
                "https://169.254.169.254/latest/meta-data/",
                Err(Unreachable::RedirectRefused(Refused::NotPublic)),
            ),
            (
                "https://localhost/",
                Err(Unreachable::RedirectRefused(Refused::NotPublic)),
            ),
            ("https://[", Err(Unreachable::RedirectsNowhere)),
        ] {
            let answer = http::Response::builder()
                .status(302)
                .header(LOCATION, location);
            let answer = Response::from(answer.body("").expect("an answer"));
            let found = pages.next(&here, &answer);
            let found = found.as_ref().map(Url::as_str);
            assert_eq!(found, next.as_deref(), "{location}");
        }
    }

    #[tokio::test]
    async fn a_page_that_says_nothing_is_given_up() {
        let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = silent.local_addr().expect("its address");
        let url = Url::parse(&format!("http://{address}/")).expect("a URL");
        let fetched = pages(Policy::Anywhere).fetch(url).await;
        assert!(matches!(fetched, Err(Unreachable::TooSlow)), "{fetched:?}");
    }

    /// Nor is a name that stands for this machine, however public it looks.
    #[tokio::test]
    async fn a_name_of_this_machine_is_not_called() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let url = Url::parse(&format!("https://localhost:{port}/")).expect("a URL");
        let mut pages = pages(Policy::Public);
        pages.time_limit = TIME_LIMIT;
        let fetched = pages.fetch(url).await;
        assert!(
            matches!(fetched, Err(Unreachable::NotPublic)),
            "{fetched:?}"
        );
    }
}
