//! Who a visitor is: an id that we made up, in a token that the visitor's browser keeps and sends along. Nothing is stored for it; the
//! signature is what tells ours from made-up ones. No cookie, so that it works on pages of any site.

use crate::session_cookie::SessionKeys;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;
use uuid::Uuid;

/// What tokens begin with, so that people and secret scanners know one when they see it.
pub const PREFIX: &str = "vt_";
/// Half of an HMAC-SHA256, which is as strong as needed for a value that opens one conversation (RFC 2104, section 5).
const SIGNATURE_LENGTH: usize = 16;

/// A visitor with a token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VisitorId(Uuid);

/// It opens what a visitor has said.
impl fmt::Debug for VisitorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VisitorId")
    }
}

impl VisitorId {
    /// A visitor that nobody has seen before.
    #[must_use]
    pub fn new() -> Self {
        Self(Uuid::new_v4())
    }

    /// The id, for the database.
    #[must_use]
    pub fn id(self) -> Uuid {
        self.0
    }

    /// The token, for the visitor.
    #[must_use]
    pub fn token(self, keys: &SessionKeys) -> String {
        let mut bytes = self.0.as_bytes().to_vec();
        bytes.extend(&keys.sign(&message(self.0))[..SIGNATURE_LENGTH]);
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The visitor of a token that we made; nobody for any other text.
    #[must_use]
    pub fn of_token(token: &str, keys: &SessionKeys) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(token.strip_prefix(PREFIX)?).ok()?;
        let (id, signature) = bytes.split_at_checked(16)?;
        let id = Uuid::from_slice(id).ok()?;
        let is_ours = signature.len() == SIGNATURE_LENGTH && keys.verify(&message(id), signature);
        is_ours.then_some(Self(id))
    }
}

impl Default for VisitorId {
    fn default() -> Self {
        Self::new()
    }
}

/// A name for an address that tells nobody the address, by which requests are counted for an hour.
#[must_use]
pub fn address_hash(address: &str, keys: &SessionKeys) -> String {
    let signed = keys.sign(format!("address of a visitor: {address}").as_bytes());
    URL_SAFE_NO_PAD.encode(&signed[..SIGNATURE_LENGTH])
}

/// Not the form of a session id: what signs cookies signs nothing that could be taken for one.
fn message(id: Uuid) -> Vec<u8> {
    format!("token of the visitor {id}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    fn keys(secret: &str) -> SessionKeys {
        let settings: Settings = [("SESSION_SECRET", secret)].into_iter().collect();
        SessionKeys::from_settings(&settings).expect("keys")
    }

    #[test]
    fn a_token_names_its_visitor_also_after_the_key_has_moved_back() {
        let visitor = VisitorId::new();
        let token = visitor.token(&keys("an old secret"));
        let now = keys("a new secret, an old secret");
        assert_eq!(VisitorId::of_token(&token, &now), Some(visitor));
        assert_eq!(VisitorId::of_token(&token, &keys("another secret")), None);
    }

    #[test]
    fn no_other_text_is_a_token() {
        let keys = keys("a secret");
        let token = VisitorId::new().token(&keys);
        let mut swapped = token.clone().into_bytes();
        swapped.swap(5, 6);
        let short = &token[..token.len() - 1];
        let long = format!("{token}A");
        let swapped = String::from_utf8(swapped).expect("ASCII");
        for text in [
            "",
            "new",
            PREFIX,
            short,
            &long,
            &token[3..],
            "vt_ä",
            "vt_AAAA",
        ] {
            assert_eq!(VisitorId::of_token(text, &keys), None, "{text}");
        }
        assert!(swapped == token || VisitorId::of_token(&swapped, &keys).is_none());
    }

    #[test]
    fn an_address_is_not_to_be_seen_in_its_hash() {
        let hash = address_hash("203.0.113.9", &keys("a secret"));
        assert_eq!(hash, address_hash("203.0.113.9", &keys("a secret")));
        assert_ne!(hash, address_hash("203.0.113.8", &keys("a secret")));
        assert_ne!(hash, address_hash("203.0.113.9", &keys("another")));
        assert!(!hash.contains("203"));
    }
}
