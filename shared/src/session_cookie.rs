//! The `connect.sid` cookie as express-session signs and reads it: `s:<sid>.<HMAC-SHA256 of the sid, base64 without padding>`,
//! percent-encoded. <https://github.com/tj/node-cookie-signature>, RFC 6265.

use crate::sessions::{NewSession, Sid};
use crate::settings::{Secret, Settings, SettingsError};
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::Sha256;
use std::borrow::Cow;
use std::sync::Arc;

pub(crate) const NAME: &str = "connect.sid";
/// What JavaScript's encodeURIComponent leaves as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// The keys that sign session cookies: the first signs, all verify, so that a new one can be put in front while people
/// stay logged in. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SessionKeys {
    keys: Arc<Vec<Secret>>,
}

impl SessionKeys {
    /// Reads `SESSION_SECRET`, a comma-separated list.
    ///
    /// # Errors
    /// When it is missing or holds an empty entry.
    pub fn from_settings(settings: &Settings) -> Result<Self, SettingsError> {
        let setting = settings.required("SESSION_SECRET")?;
        let mut keys: Vec<Secret> = setting
            .expose()
            .split(',')
            .map(|key| Secret::new(key.trim()))
            .collect();
        if keys.iter().any(|key| key.expose().is_empty()) {
            return Err(SettingsError::malformed(
                "SESSION_SECRET",
                "an entry of the list is empty",
            ));
        }
        if keys.iter().any(|key| key.expose().len() < 32) {
            // Not refused: it may be the old server's, by which people are logged in.
            tracing::warn!(
                "an entry of SESSION_SECRET has fewer than 32 characters: put a longer one in front"
            );
        }
        // The old server knew no lists: its one secret may hold a comma, or spaces around it.
        if !keys.contains(&setting) {
            keys.push(setting);
        }
        Ok(Self {
            keys: Arc::new(keys),
        })
    }

    /// The session id in a request's cookies, when its signature is ours. Anything else is the same as no cookie.
    #[must_use]
    pub fn sid(&self, headers: &HeaderMap) -> Option<Sid> {
        let value = cookie_value(headers, NAME)?;
        let signed = value.strip_prefix("s:")?;
        let (sid, signature) = signed.rsplit_once('.')?;
        let signature = STANDARD_NO_PAD.decode(signature).ok()?;
        self.keys
            .iter()
            .any(|key| mac(key, sid.as_bytes()).verify_slice(&signature).is_ok())
            .then(|| Sid::from_verified(sid))
    }

    /// Signs something else than a cookie. What it signs must not look like a session id.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 32] {
        let key = self
            .keys
            .first()
            .expect("a list that was split has at least one entry");
        mac(key, message).finalize().into_bytes().into()
    }

    /// A key for another use from each of these, in their order (HKDF, RFC 5869, of one block).
    pub(crate) fn derived_for(&self, purpose: &[u8]) -> Vec<[u8; 32]> {
        let derived = self.keys.iter().map(|key| {
            let salt = Secret::new("conference-chat derived keys");
            let extracted = mac(&salt, key.expose().as_bytes()).finalize().into_bytes();
            let mut expand =
                Hmac::<Sha256>::new_from_slice(&extracted).expect("HMAC takes keys of any length");
            expand.update(purpose);
            expand.update(&[1]);
            expand.finalize().into_bytes().into()
        });
        derived.collect()
    }

    /// Whether `signature`, or so much of one, is ours for `message`.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.keys
            .iter()
            .any(|key| mac(key, message).verify_truncated_left(signature).is_ok())
    }

    /// The cookie that hands a new session to the browser.
    #[must_use]
    pub fn set_cookie(&self, session: &NewSession) -> HeaderValue {
        let key = self
            .keys
            .first()
            .expect("a list that was split has at least one entry");
        let sid = session.sid.expose();
        let signature = STANDARD_NO_PAD.encode(mac(key, sid.as_bytes()).finalize().into_bytes());
        let plain = format!("s:{sid}.{signature}");
        let value = utf8_percent_encode(&plain, ENCODED);
        let expires = httpdate::fmt_http_date(session.expires_at);
        header(format!(
            "{NAME}={value}; Path=/; Expires={expires}; HttpOnly{}; SameSite=Lax",
            secure(session.is_secure)
        ))
    }
}

/// The cookie that takes a session away from the browser.
#[must_use]
pub fn clear_cookie(is_secure: bool) -> HeaderValue {
    header(format!(
        "{NAME}=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT{}; SameSite=Lax",
        secure(is_secure)
    ))
}

pub(crate) fn secure(is_secure: bool) -> &'static str {
    if is_secure { "; Secure" } else { "" }
}

pub(crate) fn header(text: String) -> HeaderValue {
    HeaderValue::try_from(text).expect("percent-encoding leaves only visible ASCII")
}

fn mac(key: &Secret, message: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes())
        .expect("HMAC takes keys of any length");
    mac.update(message);
    mac
}

/// The first cookie of a name, as npm's `cookie` package reads it: quotes taken off; percent-decoded, or left as it is when that
/// fails.
pub(crate) fn cookie_value<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<Cow<'a, str>> {
    let pairs = headers
        .get_all(COOKIE)
        .iter()
        // Another cookie may hold any bytes; they must not take ours along.
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| std::str::from_utf8(pair).ok());
    let (_, value) = pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| name.trim() == wanted)?;
    let value = value.trim();
    let value = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value);
    Some(
        percent_decode_str(value)
            .decode_utf8()
            .unwrap_or(Cow::Borrowed(value)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};
    use uuid::Uuid;

    // From a recorded session of the old server.
    const SECRET: &str = "exp-orig-session-secret-0123456789abcdef";
    const SID: &str = "AliceSession0000000000000000000A";
    const COOKIE_OF_ALICE: &str = "connect.sid=s%3AAliceSession0000000000000000000A.GKzsoiqnM5BuaxegNuc9rXZQ9vB200cx20Dylmxbiw4";

    fn keys(list: &str) -> SessionKeys {
        SessionKeys::from_settings(&[("SESSION_SECRET", list)].into_iter().collect())
            .expect("the list can be used")
    }

    fn sid(list: &str, cookies: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(
                COOKIE,
                HeaderValue::from_str(cookie).expect("a header value"),
            );
        }
        keys(list).sid(&headers).map(|sid| sid.expose().to_owned())
    }

    #[test]
    fn a_cookie_of_the_old_server_is_read() {
        assert_eq!(sid(SECRET, &[COOKIE_OF_ALICE]).as_deref(), Some(SID));
    }

    #[test]
    fn any_key_of_the_list_verifies_and_the_first_signs() {
        let list = format!("a-new-key, {SECRET}");
        assert_eq!(sid(&list, &[COOKIE_OF_ALICE]).as_deref(), Some(SID));
        let session = NewSession::begin(Uuid::nil(), UNIX_EPOCH, false, None, None);
        let set = keys(&list).set_cookie(&session);
        let pair = set
            .to_str()
            .expect("ASCII")
            .split(';')
            .next()
            .expect("a first part");
        assert_eq!(
            sid("a-new-key", &[pair]).as_deref(),
            Some(session.sid.expose())
        );
        assert_eq!(sid(SECRET, &[pair]), None);
    }

    #[test]
    fn a_secret_of_the_old_server_that_looks_like_a_list_still_verifies() {
        let cookie = |secret: &str| {
            let signature = STANDARD_NO_PAD.encode(
                mac(&Secret::new(secret), SID.as_bytes())
                    .finalize()
                    .into_bytes(),
            );
            format!("connect.sid=s:{SID}.{signature}")
        };
        for secret in ["one, secret", " spaces around "] {
            assert_eq!(
                sid(secret, &[&cookie(secret)]).as_deref(),
                Some(SID),
                "{secret}"
            );
        }
    }

    #[test]
    fn a_tampered_or_foreign_cookie_is_no_cookie() {
        for cookie in [
            "connect.sid=s%3AAliceSession0000000000000000000A.GKzsoiqnM5BuaxegNuc9rXZQ9vB200cx20Dylmxbiw",
            "connect.sid=s%3AAliceSession0000000000000000000A.GKzsoiqnM5BuaxegNuc9rXZQ9vB200cx20Dylmxbiw4%3D",
            "connect.sid=s%3AAliceSession0000000000000000000B.GKzsoiqnM5BuaxegNuc9rXZQ9vB200cx20Dylmxbiw4",
            "connect.sid=AliceSession0000000000000000000A.GKzsoiqnM5BuaxegNuc9rXZQ9vB200cx20Dylmxbiw4",
            "Connect.sid=s%3AAliceSession0000000000000000000A.GKzsoiqnM5BuaxegNuc9rXZQ9vB200cx20Dylmxbiw4",
            "connect.sid=s%3A%ZZ",
            "connect.sid=",
            "",
        ] {
            assert_eq!(sid(SECRET, &[cookie]), None, "{cookie}");
        }
        assert_eq!(sid("another-secret", &[COOKIE_OF_ALICE]), None);
    }

    #[test]
    fn among_several_cookies_the_first_of_the_name_counts() {
        assert_eq!(
            sid(SECRET, &["a=b", &format!("c=d;{COOKIE_OF_ALICE}; e=f")]).as_deref(),
            Some(SID)
        );
        assert_eq!(
            sid(SECRET, &[&format!("connect.sid=x; {COOKIE_OF_ALICE}")]),
            None
        );
    }

    #[test]
    fn bytes_of_another_cookie_do_no_harm() {
        let mut headers = HeaderMap::new();
        let others: &[u8] = b"city=Z\xfcrich; town=\xc3\x9cber; ";
        let cookies = [others, COOKIE_OF_ALICE.as_bytes()].concat();
        headers.insert(
            COOKIE,
            HeaderValue::from_bytes(&cookies).expect("a header value"),
        );
        let sid = keys(SECRET).sid(&headers).expect("a cookie of ours");
        assert_eq!(sid.expose(), SID);
    }

    #[test]
    fn quotes_and_an_unencoded_value_are_understood() {
        let plain = "connect.sid=\"s:AliceSession0000000000000000000A.GKzsoiqnM5BuaxegNuc9rXZQ9vB200cx20Dylmxbiw4\"";
        assert_eq!(sid(SECRET, &[plain]).as_deref(), Some(SID));
    }

    #[test]
    fn the_cookie_has_the_recorded_attributes_and_the_new_ones() {
        let begin = UNIX_EPOCH + Duration::from_secs(1_795_380_000);
        let cookie = |is_secure| {
            keys(SECRET).set_cookie(&NewSession::begin(
                Uuid::nil(),
                begin,
                is_secure,
                None,
                None,
            ))
        };
        let plain = cookie(false);
        let plain = plain.to_str().expect("ASCII");
        assert!(
            plain.ends_with(
                "; Path=/; Expires=Sun, 29 Nov 2026 20:40:00 GMT; HttpOnly; SameSite=Lax"
            ),
            "{plain}"
        );
        assert!(
            cookie(true)
                .to_str()
                .expect("ASCII")
                .ends_with("; HttpOnly; Secure; SameSite=Lax")
        );
    }

    #[test]
    fn an_empty_entry_in_the_list_is_refused() {
        assert!(
            SessionKeys::from_settings(&[("SESSION_SECRET", "a,,b")].into_iter().collect())
                .is_err()
        );
    }
}
