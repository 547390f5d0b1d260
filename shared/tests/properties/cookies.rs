//! Nobody makes a session's cookie, or a visitor's token, but us.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use shared::session_cookie::SessionKeys;
use shared::sessions::NewSession;
use shared::visitors::VisitorId;
use std::time::{Duration, UNIX_EPOCH};
use uuid::Uuid;

fn keys(list: &str) -> SessionKeys {
    SessionKeys::from_settings(&[("SESSION_SECRET", list)].into_iter().collect())
        .expect("the list can be used")
}

fn sid(keys: &SessionKeys, cookies: &[u8]) -> Option<String> {
    let mut headers = HeaderMap::new();
    headers.insert(COOKIE, HeaderValue::from_bytes(cookies).ok()?);
    keys.sid(&headers).map(|sid| sid.expose().to_owned())
}

/// A new session's id, and the cookie that a browser sends for it.
fn session(keys: &SessionKeys) -> (String, String) {
    let session = NewSession::begin(
        Uuid::nil(),
        UNIX_EPOCH + Duration::from_secs(1),
        true,
        None,
        None,
    );
    let set = keys.set_cookie(&session);
    let pair = set.to_str().expect("ASCII").split(';').next();
    (
        session.sid.expose().to_owned(),
        pair.expect("a pair").to_owned(),
    )
}

/// Any text a secret may have.
const SECRET: &str = "[!-+\\--~]{1,80}";

proptest! {
    #[test]
    fn a_cookie_is_read_as_it_was_signed_among_any_others(
        old in SECRET, new in SECRET, before in "[a-z]{1,8}=[!-:<-~]{0,20}; ", after in "(; [a-z]{1,8}=[!-:<-~]{0,20}){0,3}",
    ) {
        let (sid_of_it, cookie) = session(&keys(&old));
        let both = keys(&format!("{new},{old}"));
        prop_assert_eq!(sid(&both, format!("{before}{cookie}{after}").as_bytes()), Some(sid_of_it));
    }

    #[test]
    fn another_key_opens_nothing(one in SECRET, other in SECRET) {
        prop_assume!(one != other);
        prop_assert_eq!(sid(&keys(&other), session(&keys(&one)).1.as_bytes()), None);
    }

    /// What was changed is another session's cookie never, whichever byte it was.
    #[test]
    fn a_changed_cookie_is_none(at in any::<prop::sample::Index>(), byte in 32..127_u8, is_cut in any::<bool>()) {
        let keys = keys("a-secret-that-signs-cookies-here");
        let (own, cookie) = session(&keys);
        let mut bytes = cookie.into_bytes();
        let at = at.index(bytes.len());
        match is_cut {
            true => bytes.truncate(at),
            false => bytes[at] = byte,
        }
        let read = sid(&keys, &bytes);
        prop_assert!(read.is_none() || read == Some(own), "{:?}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_session_id_with_the_signature_of_another_is_none(other in "[A-Za-z0-9_-]{1,40}") {
        let keys = keys("a-secret-that-signs-cookies-here");
        let (own, cookie) = session(&keys);
        prop_assume!(own != other);
        prop_assert_eq!(sid(&keys, cookie.replace(&own, &other).as_bytes()), None);
    }

    #[test]
    fn any_bytes_are_no_cookie_and_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300), form in 0..3) {
        let head: &[u8] = [b"".as_slice(), b"connect.sid=", b"connect.sid=s%3A"][usize::try_from(form).expect("small")];
        prop_assert_eq!(sid(&keys("a-secret-that-signs-cookies-here"), &[head, &bytes].concat()), None);
    }

    #[test]
    fn a_visitors_token_is_its_own_and_a_changed_one_is_nobodys(at in any::<prop::sample::Index>(), letter in "[ -~]") {
        let keys = keys("a-secret-that-signs-cookies-here");
        let visitor = VisitorId::new();
        let token = visitor.token(&keys);
        prop_assert_eq!(VisitorId::of_token(&token, &keys).map(VisitorId::id), Some(visitor.id()));
        let at = at.index(token.len());
        let changed = format!("{}{letter}{}", &token[..at], &token[at + 1..]);
        prop_assume!(changed != token);
        prop_assert!(VisitorId::of_token(&changed, &keys).is_none(), "{}", changed);
    }

    #[test]
    fn any_text_is_no_visitors_token(text in any::<String>()) {
        prop_assert!(VisitorId::of_token(&text, &keys("a-secret-that-signs-cookies-here")).is_none());
    }
}
