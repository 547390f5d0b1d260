//! Recovery codes: 80 random bits each, in base32 (RFC 4648), which people can copy without mistaking one character for another.

use crate::random_bytes;
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

/// How many a user is given.
const COUNT: usize = 10;
const BYTES: usize = 10;
/// Characters of a code without its dashes.
const LENGTH: usize = 16;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// New ones, to be shown once.
pub struct RecoveryCodes {
    user_id: Uuid,
    codes: Vec<String>,
}

/// Each opens an account.
impl fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCodes")
    }
}

/// Ten codes for a user.
#[must_use]
pub fn generate(user_id: Uuid) -> RecoveryCodes {
    let code = |_| base32(&random_bytes::<BYTES>());
    RecoveryCodes {
        user_id,
        codes: (0..COUNT).map(code).collect(),
    }
}

impl RecoveryCodes {
    /// As they are shown: `xxxx-xxxx-xxxx-xxxx`.
    #[must_use]
    pub fn shown(&self) -> Vec<String> {
        let in_fours = |code: &String| {
            let parts = code.as_bytes().chunks(4).map(String::from_utf8_lossy);
            parts.collect::<Vec<_>>().join("-").to_lowercase()
        };
        self.codes.iter().map(in_fours).collect()
    }

    /// As they are kept.
    pub(super) fn hashes(&self) -> Vec<Vec<u8>> {
        let codes = self.codes.iter();
        codes.map(|code| hash(self.user_id, code)).collect()
    }
}

/// What is kept of a code. It needs no salt and no slow hash, being random; the user's id keeps it from being good for another.
pub(super) fn hash(user_id: Uuid, normalised: &str) -> Vec<u8> {
    let hash = Sha256::new().chain_update(user_id.as_bytes());
    hash.chain_update(normalised).finalize().to_vec()
}

/// A code without dashes in capitals, when it has the form of one.
pub(super) fn normalised(code: &str) -> Option<String> {
    let code = code.to_ascii_uppercase();
    let is_one = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    is_one.then_some(code)
}

/// Base32 without padding. Five bits at a time; what is left over of the last byte is filled up with zeros.
pub(super) fn base32(bytes: &[u8]) -> String {
    let bit = |place: usize| {
        let byte = bytes.get(place / 8).copied().unwrap_or_default();
        usize::from(byte >> (7 - place % 8) & 1)
    };
    let character = |start: usize| {
        let index = (start..start + 5).fold(0, |index, place| index * 2 + bit(place));
        char::from(ALPHABET[index])
    };
    (0..bytes.len() * 8).step_by(5).map(character).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10.
    #[test]
    fn base32_is_that_of_the_rfc() {
        for (text, expected) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn there_are_ten_different_codes_in_fours() {
        let mut codes = generate(Uuid::nil()).shown();
        for code in &codes {
            let parts: Vec<_> = code.split('-').collect();
            assert!(parts.len() == 4 && parts.iter().all(|part| part.len() == 4));
        }
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), 10);
    }

    #[test]
    fn a_hash_is_of_a_code_and_a_user() {
        let user = Uuid::from_u128(1);
        let one = hash(user, "ABCDEFGHIJKLMNOP");
        assert_eq!(one.len(), 32);
        assert_ne!(one, hash(Uuid::from_u128(2), "ABCDEFGHIJKLMNOP"));
        assert_ne!(one, hash(user, "ABCDEFGHIJKLMNOQ"));
    }

    #[test]
    fn printing_them_prints_none() {
        assert_eq!(format!("{:?}", generate(Uuid::nil())), "RecoveryCodes");
    }
}
