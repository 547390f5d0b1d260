//! Tokens of programs that read a client's knowledge. A token is shown once, when it is made; only its hash is kept.

use crate::database::{Changed, FromRow, Query, Statement, StorageError, column};
use crate::settings::Secret;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// What every token begins with.
pub const PREFIX: &str = "ct_live_";
/// How much of its end its owner knows it again by.
const HINT_CHARACTERS: usize = 4;

/// A row of `client_tokens`.
#[derive(Clone, Debug)]
pub struct ClientToken {
    /// The token's id, which opens nothing.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// Its last characters.
    pub hint: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it was used last, to within a few minutes.
    pub last_used_at: Option<OffsetDateTime>,
}

/// A token that nobody has yet: 256 random bits.
#[must_use]
pub fn generate() -> Secret {
    let mut token = PREFIX.to_owned();
    for byte in crate::random_bytes::<32>() {
        write!(token, "{byte:02x}").expect("writing to a String cannot fail");
    }
    Secret::new(token)
}

/// The tokens of one of the signed-in user's clients, newest first, 1 000 at most.
pub fn list(client_id: Option<Uuid>) -> Statement<Vec<ClientToken>> {
    Query::repeatable(
        "select t.id, t.name, t.hint, t.created_at, t.last_used_at
           from client_tokens t
          where t.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
          order by t.created_at desc, t.id
          limit 1000",
    )
    .uuid(client_id)
    .many()
}

/// Keeps a new token's hash. `None` when the client is not the user's.
pub fn insert(
    client_id: Option<Uuid>,
    name: &str,
    token: &Secret,
) -> Statement<Option<ClientToken>> {
    let text = token.expose();
    let hint = &text[text.floor_char_boundary(text.len().saturating_sub(HINT_CHARACTERS))..];
    Query::write(
        "insert into client_tokens (client_id, name, token_hash, hint)
         select c.id, $2, $3, $4 from clients c where c.id = $1 and c.user_id = app.user_id()
         returning id, name, hint, created_at, last_used_at",
    )
    .uuid(client_id)
    .text(name)
    .bytes(hash(text))
    .text(hint)
    .optional()
}

/// Deletes a token, which opens nothing from then on. False when it is not the user's.
pub fn delete(client_id: Option<Uuid>, id: Option<Uuid>) -> Statement<Changed> {
    Query::write(
        "delete from client_tokens t
          where t.id = $2 and t.client_id = $1
            and exists (select from clients c where c.id = $1 and c.user_id = app.user_id())
         returning 1",
    )
    .uuid(client_id)
    .uuid(id)
    .changed()
}

/// What a token leads to.
#[derive(Clone, Debug)]
pub struct TokenHolder {
    /// The client's id.
    pub client_id: Uuid,
    /// The client's status; it is open only when that is `active`.
    pub status: String,
}

/// Opens the client of a token for the batch, when it is active. `None` for an unknown token.
pub fn open(token: &str) -> Statement<Option<TokenHolder>> {
    Query::repeatable("select client_id, status from app.open_token($1)")
        .bytes(hash(token))
        .optional()
}

/// Tokens are random: a plain hash gives nothing away that could be tried out.
fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

impl FromRow for ClientToken {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: column(row, "id")?,
            name: column(row, "name")?,
            hint: column(row, "hint")?,
            created_at: column(row, "created_at")?,
            last_used_at: column(row, "last_used_at")?,
        })
    }
}

impl FromRow for TokenHolder {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            client_id: column(row, "client_id")?,
            status: column(row, "status")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_the_prefix_and_64_hex_digits_and_is_another_each_time() {
        let token = generate();
        let digits = token.expose().strip_prefix(PREFIX).expect("the prefix");
        assert_eq!(digits.len(), 64);
        assert!(digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(token, generate());
    }
}
