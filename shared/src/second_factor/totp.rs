//! Codes of authenticators: TOTP (RFC 6238) as all of them speak it, with SHA-1, six digits and steps of 30 seconds.

use super::recovery_codes::base32;
use crate::random_bytes;
use crate::sealed::{NotOpened, Sealer};
use crate::settings::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// Digits of a code.
pub(super) const DIGITS: usize = 6;
const STEP_S: u64 = 30;
/// As long as SHA-1's own hashes (RFC 4226, section 4, R6).
const SECRET_BYTES: usize = 20;
/// What authenticators show beside the user's name.
const ISSUER: &str = "Conference Chat";

/// What an authenticator makes its codes of.
#[derive(Clone)]
pub struct AuthenticatorSecret(Vec<u8>);

impl fmt::Debug for AuthenticatorSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthenticatorSecret")
    }
}

impl AuthenticatorSecret {
    /// A new one.
    #[must_use]
    pub fn generate() -> Self {
        Self(random_bytes::<SECRET_BYTES>().to_vec())
    }

    /// For keeping: sealed for its user.
    #[must_use]
    pub fn seal(&self, sealer: &Sealer, user_id: Uuid) -> String {
        sealer.seal(user_id, &Secret::new(URL_SAFE_NO_PAD.encode(&self.0)))
    }

    /// Opens what was sealed for that user.
    ///
    /// # Errors
    /// [`NotOpened`], whatever the reason.
    pub fn open(sealer: &Sealer, user_id: Uuid, sealed: &str) -> Result<Self, NotOpened> {
        let opened = sealer.open(user_id, sealed)?;
        let bytes = URL_SAFE_NO_PAD.decode(opened.expose());
        bytes.map(Self).map_err(|_| NotOpened)
    }

    /// For typing in: base32 without padding.
    #[must_use]
    pub fn base32(&self) -> String {
        base32(&self.0)
    }

    /// For scanning: <https://github.com/google/google-authenticator/wiki/Key-Uri-Format>.
    #[must_use]
    pub fn uri(&self, username: &str) -> String {
        let issuer = utf8_percent_encode(ISSUER, NON_ALPHANUMERIC);
        let username = utf8_percent_encode(username, NON_ALPHANUMERIC);
        let secret = self.base32();
        format!(
            "otpauth://totp/{issuer}:{username}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_S}"
        )
    }

    /// The time step that a code belongs to: that of `now`, or the one before or after it, since clocks differ (RFC 6238, section 5.2); none
    /// up to `after`, of which a code was used.
    pub(super) fn find_step(&self, code: u32, now: SystemTime, after: i64) -> Option<i64> {
        let since = now.duration_since(UNIX_EPOCH).ok()?;
        let current = i64::try_from(since.as_secs() / STEP_S).ok()?;
        let mut steps = (current - 1..=current + 1).filter(|step| *step > after);
        steps.find(|step| self.code(*step) == code)
    }

    /// The code of a time step.
    #[must_use]
    pub fn code(&self, step: i64) -> u32 {
        self.truncated(step) % 1_000_000
    }

    /// HOTP's dynamic truncation (RFC 4226, section 5.3).
    fn truncated(&self, counter: i64) -> u32 {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(&counter.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash[hash.len() - 1] & 0xf);
        let bytes = [0, 1, 2, 3].map(|place| hash[offset + place]);
        u32::from_be_bytes(bytes) & 0x7fff_ffff
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn of_the_rfc() -> AuthenticatorSecret {
        AuthenticatorSecret(b"12345678901234567890".to_vec())
    }

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    /// RFC 6238, appendix B, whose codes have eight digits.
    const VECTORS: [(u64, u32); 6] = [
        (59, 94_287_082),
        (1_111_111_109, 7_081_804),
        (1_111_111_111, 14_050_471),
        (1_234_567_890, 89_005_924),
        (2_000_000_000, 69_279_037),
        (20_000_000_000, 65_353_130),
    ];

    #[test]
    fn codes_are_those_of_the_rfc() {
        for (seconds, code) in VECTORS {
            let step = i64::try_from(seconds / 30).expect("a step");
            assert_eq!(of_the_rfc().truncated(step) % 100_000_000, code);
            assert_eq!(of_the_rfc().code(step), code % 1_000_000);
            let found = of_the_rfc().find_step(code % 1_000_000, at(seconds), 0);
            assert_eq!(found, Some(step), "{seconds}");
        }
    }

    #[test]
    fn the_steps_beside_the_current_one_are_good_and_no_others() {
        let secret = of_the_rfc();
        let now = at(1_234_567_890);
        let current = 1_234_567_890 / 30;
        let found = |step| secret.find_step(secret.code(step), now, 0);
        for step in current - 1..=current + 1 {
            assert_eq!(found(step), Some(step));
        }
        for step in [current - 3, current - 2, current + 2, current + 3] {
            assert_eq!(found(step), None);
        }
    }

    #[test]
    fn what_was_used_and_what_came_before_it_is_no_good() {
        let secret = of_the_rfc();
        let now = at(1_234_567_890);
        let current = 1_234_567_890 / 30;
        let found = |step, after| secret.find_step(secret.code(step), now, after);
        assert_eq!(found(current, current - 1), Some(current));
        assert_eq!(found(current, current), None);
        assert_eq!(found(current - 1, current), None);
        assert_eq!(found(current + 1, current), Some(current + 1));
    }

    #[test]
    fn the_address_for_authenticators_has_all_they_need() {
        assert_eq!(
            of_the_rfc().uri("ada & bob"),
            "otpauth://totp/Conference%20Chat:ada%20%26%20bob?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Conference%20Chat&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn two_secrets_are_never_the_same_and_are_not_printed() {
        let (one, two) = (
            AuthenticatorSecret::generate(),
            AuthenticatorSecret::generate(),
        );
        assert_ne!(one.base32(), two.base32());
        assert_eq!(one.base32().len(), 32);
        assert_eq!(format!("{one:?}"), "AuthenticatorSecret");
    }
}
