//! Secrets that organisers give us to keep (the key of a model, the secret of a webhook, that of an authenticator): sealed before they are stored, so that whoever
//! reads the database alone reads none of them.
//!
//! XChaCha20-Poly1305 under a key that is derived from `SESSION_SECRET`: the first entry seals, all open. Taking an entry out of the list
//! makes what was sealed with it unreadable; it has to be typed in again. The owner (a client, of an
//! authenticator's secret the user) is part of what is sealed: moved to another's row, nothing opens it.

use crate::random_bytes;
use crate::session_cookie::SessionKeys;
use crate::settings::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use std::fmt;
use std::sync::Arc;
use uuid::Uuid;

/// What the keys are derived for.
const USE: &[u8] = b"conference-chat: sealed values, v1";
/// Before what is sealed this way, so that there can be another way later.
const VERSION: &str = "v1.";
const NONCE_BYTES: usize = 24;

/// Seals and opens. Cheap to clone.
#[derive(Clone)]
pub struct Sealer {
    /// One for each entry of `SESSION_SECRET`, in order.
    ciphers: Arc<Vec<XChaCha20Poly1305>>,
}

/// What was sealed cannot be opened: by another deployment or an entry of `SESSION_SECRET` that is gone, for another client or
/// user, or it was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key opens what was sealed")]
pub struct NotOpened;

impl Sealer {
    /// With keys that are derived from the deployment's own.
    #[must_use]
    pub fn new(keys: &SessionKeys) -> Self {
        let derived = keys.derived_for(USE).into_iter();
        Self {
            ciphers: Arc::new(
                derived
                    .map(|key| XChaCha20Poly1305::new(&key.into()))
                    .collect(),
            ),
        }
    }

    /// Seals a secret of a client or user: `v1.` and base64. Sealing the same twice gives two texts.
    #[must_use]
    pub fn seal(&self, owner_id: Uuid, secret: &Secret) -> String {
        let cipher = self
            .ciphers
            .first()
            .expect("a list that was split has at least one entry");
        let nonce: [u8; NONCE_BYTES] = random_bytes();
        let payload = Payload {
            msg: secret.expose().as_bytes(),
            aad: owner_id.as_bytes(),
        };
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), payload)
            .expect("only a text of 256 GB is too long for this cipher");
        let bytes = [&nonce[..], &sealed[..]].concat();
        format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The same sealed with the first key, when an older one sealed it: so it outlives that.
    #[must_use]
    pub fn renew(&self, owner_id: Uuid, sealed: &str) -> Option<String> {
        let secret = self.open(owner_id, sealed).ok()?;
        let first = Self {
            ciphers: Arc::new(self.ciphers.iter().take(1).cloned().collect()),
        };
        let is_current = first.open(owner_id, sealed).is_ok();
        (!is_current).then(|| self.seal(owner_id, &secret))
    }

    /// Opens what was sealed for this client or user.
    ///
    /// # Errors
    /// [`NotOpened`], whatever the reason.
    pub fn open(&self, owner_id: Uuid, sealed: &str) -> Result<Secret, NotOpened> {
        let encoded = sealed.strip_prefix(VERSION).ok_or(NotOpened)?;
        let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| NotOpened)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(NotOpened)?;
        let opened = self.ciphers.iter().find_map(|cipher| {
            let payload = Payload {
                msg: sealed,
                aad: owner_id.as_bytes(),
            };
            cipher.decrypt(&XNonce::from(*nonce), payload).ok()
        });
        let text = String::from_utf8(opened.ok_or(NotOpened)?).map_err(|_| NotOpened)?;
        Ok(Secret::new(text))
    }
}

/// The ciphers are keys.
impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: Uuid = Uuid::from_u128(1);

    fn sealer(list: &str) -> Sealer {
        let settings = [("SESSION_SECRET", list)].into_iter().collect();
        Sealer::new(&SessionKeys::from_settings(&settings).expect("the list can be used"))
    }

    fn secret(text: &str) -> Secret {
        Secret::new(text)
    }

    #[test]
    fn what_was_sealed_opens_again() {
        let sealer = sealer("one");
        for text in ["sk-12345", "", "schlüssel 🔑"] {
            let sealed = sealer.seal(CLIENT, &secret(text));
            assert_eq!(sealer.open(CLIENT, &sealed), Ok(secret(text)));
        }
    }

    #[test]
    fn what_is_stored_shows_nothing_and_is_never_the_same_twice() {
        let (first, second) = {
            let sealer = sealer("one");
            let seal = || sealer.seal(CLIENT, &secret("sk-12345"));
            (seal(), seal())
        };
        assert_ne!(first, second);
        assert!(
            first.starts_with("v1.") && !first.contains("12345"),
            "{first}"
        );
    }

    #[test]
    fn the_first_key_seals_and_all_open() {
        let old = sealer("old").seal(CLIENT, &secret("x"));
        let both = sealer("new, old");
        assert_eq!(both.open(CLIENT, &old), Ok(secret("x")));
        let new = both.seal(CLIENT, &secret("x"));
        assert_eq!(sealer("new").open(CLIENT, &new), Ok(secret("x")));
        assert_eq!(sealer("old").open(CLIENT, &new), Err(NotOpened));
    }

    #[test]
    fn what_an_older_key_sealed_is_sealed_anew() {
        let old = sealer("old").seal(CLIENT, &secret("x"));
        let both = sealer("new, old");
        let renewed = both.renew(CLIENT, &old).expect("another seal");
        assert_eq!(sealer("new").open(CLIENT, &renewed), Ok(secret("x")));
        assert_eq!(both.renew(CLIENT, &renewed), None);
        assert_eq!(sealer("new").renew(CLIENT, &old), None);
    }

    #[test]
    fn for_another_client_it_does_not_open() {
        let sealer = sealer("one");
        let sealed = sealer.seal(CLIENT, &secret("x"));
        assert_eq!(sealer.open(Uuid::from_u128(2), &sealed), Err(NotOpened));
    }

    #[test]
    fn whatever_is_changed_does_not_open() {
        let sealer = sealer("one");
        let sealed = sealer.seal(CLIENT, &secret("sk-12345"));
        for place in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert_eq!(sealer.open(CLIENT, &changed), Err(NotOpened), "{place}");
        }
        for text in ["", "v1.", "v2.AAAA", "sk-12345", "v1.AAAA", &sealed[..40]] {
            assert_eq!(sealer.open(CLIENT, text), Err(NotOpened), "{text}");
        }
    }

    #[test]
    fn printing_it_prints_no_key() {
        assert_eq!(format!("{:?}", sealer("one")), "Sealer");
    }
}
