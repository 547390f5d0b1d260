//! Public keys of clients: `pk_live_` and 64 hex digits. They stand in every embed snippet, so they are names, not secrets;
//! what protects a client is its list of allowed domains.

use std::fmt::Write as _;

/// What every public key begins with.
pub const PREFIX: &str = "pk_live_";

/// Makes a new public key from 32 random bytes.
#[must_use]
pub fn generate() -> String {
    let mut key = PREFIX.to_owned();
    for byte in crate::random_bytes::<32>() {
        write!(key, "{byte:02x}").expect("writing to a String cannot fail");
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_the_prefix_and_64_hex_digits() {
        let key = generate();
        let digits = key.strip_prefix(PREFIX).expect("the prefix");
        assert_eq!(digits.len(), 64);
        assert!(
            digits
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        );
    }

    #[test]
    fn two_keys_differ() {
        assert_ne!(generate(), generate());
    }
}
