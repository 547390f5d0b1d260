//! Who a visitor is on the organiser's own site, as a page claims it: a user's id, and the HMAC that only the organiser's server can have
//! made of it. Postgres checks it with the client's secret ([`crate::identity_secrets`]).

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::{Builder, Uuid};

/// What a user's id and name may have, in UTF-16 units as browsers count.
pub const MAX_LENGTH: usize = 200;
/// More than the longest claim takes.
const MAX_HEADER_BYTES: usize = 8 * 1024;
/// With the `=` at the end or without.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What a page says of its visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nothing: a visitor without a name.
    None,
    /// Something that cannot be read, which is no better than a wrong hash.
    Malformed,
    /// A user of the organiser's site.
    User(ClaimedUser),
}

/// A user as a page claims it.
#[derive(Clone, PartialEq, Eq)]
pub struct ClaimedUser {
    id: String,
    name: Option<String>,
    hash: [u8; 32],
}

/// It says who asks, and the hash opens that user's conversations.
impl fmt::Debug for ClaimedUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClaimedUser")
    }
}

impl Claim {
    /// Reads base64url of `{"userId": "…", "name": "…", "hash": "…"}`. The name may be missing or null.
    #[must_use]
    pub fn read(header: &[u8]) -> Self {
        read(header).map_or(Self::Malformed, Self::User)
    }

    /// The visitor that the claim makes, once it is verified. It is always the same for a user, whatever browser asks, and none that a token
    /// is ever given for: those are random ids, of another version.
    #[must_use]
    pub fn visitor_id(&self) -> Option<Uuid> {
        let Self::User(user) = self else {
            return None;
        };
        let digest = Sha256::digest(format!("user of the organiser's site: {}", user.id));
        let (bytes, _) = digest.split_first_chunk::<16>()?;
        Some(Builder::from_custom_bytes(*bytes).into_uuid())
    }

    /// User id, name and hash as Postgres checks them; of what cannot be read, some that are never right.
    pub(crate) fn parts(&self) -> (Option<String>, Option<String>, Vec<u8>) {
        match self {
            Self::None => (None, None, Vec::new()),
            Self::Malformed => (Some(String::new()), None, Vec::new()),
            Self::User(user) => (Some(user.id.clone()), user.name.clone(), user.hash.to_vec()),
        }
    }
}

fn read(header: &[u8]) -> Option<ClaimedUser> {
    if header.len() > MAX_HEADER_BYTES {
        return None;
    }
    let json = BASE64URL.decode(header).ok()?;
    let claim: Value = serde_json::from_slice(&json).ok()?;
    let id = claim.get("userId")?.as_str()?;
    let name = match claim.get("name") {
        None | Some(Value::Null) => None,
        Some(name) => Some(name.as_str()?).filter(|name| !name.is_empty()),
    };
    let is_sound = |text: &str| {
        text.encode_utf16().count() <= MAX_LENGTH && !text.chars().any(char::is_control)
    };
    if id.is_empty() || !is_sound(id) || !name.is_none_or(is_sound) {
        return None;
    }
    Some(ClaimedUser {
        id: id.to_owned(),
        name: name.map(str::to_owned),
        hash: bytes_of_hex(claim.get("hash")?.as_str()?)?,
    })
}

fn bytes_of_hex(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let pairs = digits.as_bytes().chunks_exact(2);
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE as PADDED, URL_SAFE_NO_PAD};
    use serde_json::json;

    fn header(claim: &Value) -> String {
        URL_SAFE_NO_PAD.encode(claim.to_string())
    }

    fn good() -> Value {
        json!({"userId": "42", "name": "Ada Ünlü", "hash": "ab".repeat(32)})
    }

    #[test]
    fn a_claim_is_read_as_it_was_written() {
        let user = ClaimedUser {
            id: "42".to_owned(),
            name: Some("Ada Ünlü".to_owned()),
            hash: [0xab; 32],
        };
        let expected = Claim::User(user);
        assert_eq!(Claim::read(header(&good()).as_bytes()), expected);
        let padded = PADDED.encode(good().to_string());
        assert_eq!(Claim::read(padded.as_bytes()), expected);
        for name in [json!(null), json!("")] {
            let mut claim = good();
            claim["name"] = name;
            let Claim::User(user) = Claim::read(header(&claim).as_bytes()) else {
                panic!("{claim} cannot be read");
            };
            assert_eq!(user.name, None);
        }
    }

    #[test]
    fn ids_and_names_have_a_length() {
        let with = |member: &str, text: String| {
            let mut claim = good();
            claim[member] = text.into();
            Claim::read(header(&claim).as_bytes())
        };
        for member in ["userId", "name"] {
            for longest in ["x".repeat(200), "😀".repeat(100)] {
                assert!(matches!(with(member, longest), Claim::User(_)), "{member}");
            }
            for wrong in [
                "x".repeat(201),
                "😀".repeat(101),
                "a\0".to_owned(),
                "a\nb".to_owned(),
            ] {
                assert_eq!(with(member, wrong), Claim::Malformed, "{member}");
            }
        }
    }

    #[test]
    fn whatever_else_is_malformed() {
        let mut wrong = vec![
            String::new(),
            "nonsense!".to_owned(),
            header(&json!([])),
            header(&json!("42")),
            STANDARD.encode("{\"userId\": \"??????>>>>>\"}"),
            URL_SAFE_NO_PAD.encode([0xff, 0xfe]),
            "A".repeat(MAX_HEADER_BYTES + 4),
        ];
        for (member, value) in [
            ("userId", json!("")),
            ("userId", json!(42)),
            ("userId", json!(null)),
            ("name", json!(1)),
            ("hash", json!(null)),
            ("hash", json!("ab".repeat(31))),
            ("hash", json!("ab".repeat(33))),
            ("hash", json!("xy".repeat(32))),
            ("hash", json!("é".repeat(32))),
            ("hash", json!("+1".repeat(32))),
        ] {
            let mut claim = good();
            claim[member] = value;
            wrong.push(header(&claim));
        }
        for header in wrong {
            assert_eq!(Claim::read(header.as_bytes()), Claim::Malformed, "{header}");
        }
    }

    #[test]
    fn a_user_is_one_visitor_and_never_one_with_a_token() {
        let of = |id: &str, hash: &str| {
            let claim = json!({"userId": id, "hash": hash.repeat(32)});
            let visitor = Claim::read(header(&claim).as_bytes()).visitor_id();
            visitor.expect("a claim of a user")
        };
        assert_eq!(of("42", "ab"), of("42", "cd"));
        assert_ne!(of("42", "ab"), of("43", "ab"));
        assert_eq!(of("42", "ab").get_version_num(), 8);
        assert_eq!(crate::visitors::VisitorId::new().id().get_version_num(), 4);
        assert_eq!(Claim::None.visitor_id(), None);
        assert_eq!(Claim::Malformed.visitor_id(), None);
    }
}
