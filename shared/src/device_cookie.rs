//! The cookie by which a browser is known again as one that a user has logged in with. It opens nothing: whoever guesses at a name from elsewhere
//! does not hold up such a browser, because its attempts are counted apart.
//! <https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies>

use crate::random_bytes;
use crate::session_cookie::{SessionKeys, cookie_value, header, secure};
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// The cookie's name.
pub const NAME: &str = "conference-chat-device";
/// How long a browser is known that its user does not log in with: a year.
const LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// Only log-ins read it.
const PATH: &str = "/api/auth";
const SIGNATURE_BYTES: usize = 32;

/// A browser, as one user's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// The user that has logged in with it.
    pub user_id: Uuid,
    /// The browser, as nobody else calls it.
    pub(crate) id: Uuid,
}

impl Device {
    /// One that nobody knows yet.
    #[must_use]
    pub fn new(user_id: Uuid) -> Self {
        let id = Uuid::from_bytes(random_bytes());
        Self { user_id, id }
    }

    /// The browser that sends these headers, when it was given a cookie of ours within the last year.
    #[must_use]
    pub fn of(headers: &HeaderMap, keys: &SessionKeys, now: SystemTime) -> Option<Self> {
        let value = cookie_value(headers, NAME)?;
        let bytes = URL_SAFE_NO_PAD.decode(value.as_bytes()).ok()?;
        let (user_id, rest) = bytes.split_first_chunk::<16>()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let (issued_at, signature) = rest.split_first_chunk::<8>()?;
        let issued_at_s = u64::from_be_bytes(*issued_at);
        let device = Self {
            user_id: Uuid::from_bytes(*user_id),
            id: Uuid::from_bytes(*id),
        };
        let is_ours = signature.len() == SIGNATURE_BYTES
            && keys.verify(&device.message(issued_at_s), signature);
        let age = seconds(now).checked_sub(issued_at_s)?;
        (is_ours && age < LIFETIME.as_secs()).then_some(device)
    }

    /// The cookie that makes it known for another year.
    #[must_use]
    pub fn cookie(self, keys: &SessionKeys, now: SystemTime, is_secure: bool) -> HeaderValue {
        let issued_at_s = seconds(now);
        let mut bytes = Vec::with_capacity(72);
        bytes.extend(self.user_id.as_bytes());
        bytes.extend(self.id.as_bytes());
        bytes.extend(issued_at_s.to_be_bytes());
        bytes.extend(keys.sign(&self.message(issued_at_s)));
        let value = URL_SAFE_NO_PAD.encode(bytes);
        let age = LIFETIME.as_secs();
        header(format!(
            "{NAME}={value}; Path={PATH}; Max-Age={age}; HttpOnly{}; SameSite=Lax",
            secure(is_secure)
        ))
    }

    /// Not the form of a session id: what signs cookies signs nothing that could be taken for one.
    fn message(self, issued_at_s: u64) -> Vec<u8> {
        let Self { user_id, id } = self;
        format!("browser {id} of the user {user_id} since {issued_at_s}").into_bytes()
    }
}

/// Who has both ids still lacks the signature, but they are nobody's business.
impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Device")
    }
}

fn seconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;

    const USER: Uuid = Uuid::from_u128(7);

    fn keys(list: &str) -> SessionKeys {
        SessionKeys::from_settings(&[("SESSION_SECRET", list)].into_iter().collect())
            .expect("the list can be used")
    }

    fn now() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_795_380_000)
    }

    fn pair(cookie: &HeaderValue) -> String {
        let text = cookie.to_str().expect("ASCII");
        text.split(';').next().expect("a first part").to_owned()
    }

    fn read(list: &str, pair: &str, now: SystemTime) -> Option<Device> {
        let mut headers = HeaderMap::new();
        let cookies = format!("connect.sid=x; {pair}");
        headers.insert(COOKIE, HeaderValue::from_str(&cookies).expect("a value"));
        Device::of(&headers, &keys(list), now)
    }

    #[test]
    fn a_browser_is_known_again_for_a_year_and_after_a_rotation() {
        let device = Device::new(USER);
        let pair = pair(&device.cookie(&keys("old"), now(), false));
        let days = |days: u64| now() + Duration::from_secs(days * 24 * 60 * 60);
        assert_eq!(read("old", &pair, now()), Some(device));
        assert_eq!(read("new, old", &pair, days(364)), Some(device));
        assert_eq!(read("new", &pair, now()), None);
        assert_eq!(read("old", &pair, days(365)), None);
        // Issued in the future.
        let before = now() - Duration::from_secs(1);
        assert_eq!(read("old", &pair, before), None);
    }

    #[test]
    fn whatever_is_changed_is_no_cookie_of_ours() {
        let pair = pair(&Device::new(USER).cookie(&keys("one"), now(), false));
        let value = NAME.len() + 1;
        for place in value..pair.len() {
            let mut changed = pair.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert_eq!(read("one", &changed, now()), None, "{place}");
        }
        for length in value..pair.len() {
            assert_eq!(read("one", &pair[..length], now()), None, "{length}");
        }
        let longer = format!("{pair}AAAA");
        assert_eq!(read("one", &longer, now()), None);
    }

    #[test]
    fn the_cookie_is_hidden_and_goes_to_log_ins_alone() {
        let cookie = |is_secure| Device::new(USER).cookie(&keys("one"), now(), is_secure);
        let plain = cookie(false);
        let (_, attributes) = plain
            .to_str()
            .expect("ASCII")
            .split_once("; ")
            .expect("some");
        assert_eq!(
            attributes,
            "Path=/api/auth; Max-Age=31536000; HttpOnly; SameSite=Lax"
        );
        let secure = cookie(true);
        let secure = secure.to_str().expect("ASCII");
        assert!(secure.ends_with("; HttpOnly; Secure; SameSite=Lax"));
    }
}
