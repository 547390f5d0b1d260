//! The secret with which an organiser's server vouches for its users: one a client. It is told once, when it is made. Postgres keeps the two
//! keys that HMAC makes of it, which requests write and cannot read.

use crate::database::{Changed, FromRow, Query, Statement, StorageError, column};
use crate::settings::Secret;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// What every secret begins with.
pub const PREFIX: &str = "is_live_";
/// How much of its end its owner knows it again by.
const HINT_CHARACTERS: usize = 4;
/// SHA-256's, by which HMAC pads its key (RFC 2104).
const BLOCK_BYTES: usize = 64;

/// What is known of a client's secret.
#[derive(Clone, Debug)]
pub struct IdentitySecret {
    /// Its last characters; `None` when there is none.
    pub hint: Option<String>,
    /// When it was made.
    pub created_at: Option<OffsetDateTime>,
    /// How long the one before is good.
    pub previous_until: Option<OffsetDateTime>,
}

/// A secret that nobody has yet: 256 random bits.
#[must_use]
pub fn generate() -> Secret {
    let mut secret = PREFIX.to_owned();
    for byte in crate::random_bytes::<32>() {
        write!(secret, "{byte:02x}").expect("writing to a String cannot fail");
    }
    Secret::new(secret)
}

/// What there is of one of the signed-in user's clients; `None` when it is not the user's.
pub fn find(client_id: Option<Uuid>) -> Statement<Option<IdentitySecret>> {
    Query::repeatable(
        "select i.hint, i.created_at, case when i.previous_until > now() then i.previous_until end as previous_until
           from clients c
           left join identity_secrets i on i.client_id = c.id
          where c.id = $1 and c.user_id = app.user_id()",
    )
    .uuid(client_id)
    .optional()
}

/// Keeps a new secret; the one before stays good for 72 hours. `None` when the client is not the user's.
pub fn upsert(client_id: Option<Uuid>, secret: &Secret) -> Statement<Option<IdentitySecret>> {
    let text = secret.expose();
    let hint = &text[text.floor_char_boundary(text.len().saturating_sub(HINT_CHARACTERS))..];
    let (inner, outer) = keys(text.as_bytes());
    // A trigger keeps the keys before: requests could not read them to do so.
    Query::write(
        "insert into identity_secrets (client_id, hint, inner_key, outer_key)
         select c.id, $2, $3, $4 from clients c where c.id = $1 and c.user_id = app.user_id()
         on conflict on constraint identity_secrets_pkey do update
            set hint = $2, inner_key = $3, outer_key = $4, created_at = now()
         returning hint, created_at, previous_until",
    )
    .uuid(client_id)
    .text(hint)
    .bytes(inner.to_vec())
    .bytes(outer.to_vec())
    .optional()
}

/// Deletes the secret, and with it the one before. Nobody can prove anything from then on, so the widget asks for no login any more. False
/// when the client is not the user's.
pub fn delete(client_id: Option<Uuid>) -> Statement<Changed> {
    Query::repeatable(
        "with own as (
             select c.id from clients c where c.id = $1 and c.user_id = app.user_id()
         ), deleted as (
             delete from identity_secrets i using own where i.client_id = own.id
         ), opened as (
             update client_widgets w set require_login = false, updated_at = now()
               from own where w.client_id = own.id and w.require_login
         )
         select 1 from own",
    )
    .uuid(client_id)
    .changed()
}

/// HMAC's key for its inner and for its outer hash.
fn keys(secret: &[u8]) -> ([u8; BLOCK_BYTES], [u8; BLOCK_BYTES]) {
    let mut padded = [0; BLOCK_BYTES];
    if secret.len() > BLOCK_BYTES {
        let digest = Sha256::digest(secret);
        padded[..digest.len()].copy_from_slice(&digest);
    } else {
        padded[..secret.len()].copy_from_slice(secret);
    }
    (
        padded.map(|byte| byte ^ 0x36),
        padded.map(|byte| byte ^ 0x5c),
    )
}

impl FromRow for IdentitySecret {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            hint: column(row, "hint")?,
            created_at: column(row, "created_at")?,
            previous_until: column(row, "previous_until")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hmac::{Hmac, KeyInit, Mac};

    #[test]
    fn a_secret_has_the_prefix_and_64_hex_digits_and_is_another_each_time() {
        let secret = generate();
        let digits = secret.expose().strip_prefix(PREFIX).expect("the prefix");
        assert_eq!(digits.len(), 64);
        assert!(digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(secret, generate());
    }

    #[test]
    fn the_two_keys_make_the_hmac() {
        for secret in [
            "",
            "short",
            &"x".repeat(64),
            &"x".repeat(65),
            generate().expose(),
        ] {
            let (inner, outer) = keys(secret.as_bytes());
            let inner = Sha256::digest([&inner[..], b"42"].concat());
            let made = Sha256::digest([&outer[..], &inner[..]].concat());
            let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
            mac.update(b"42");
            assert_eq!(made, mac.finalize().into_bytes(), "{secret}");
        }
    }
}
