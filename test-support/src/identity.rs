//! An organiser's own server, which vouches for its users.

use crate::database::TestDatabase;
use crate::people::Person;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::fmt::Write as _;

/// A secret to vouch with.
pub const IDENTITY_SECRET: &str = "is_live_a-secret-that-a-server-has";

/// What a page sends in `x-visitor-identity`: the user with a hash of the id that is made with `secret`.
#[must_use]
pub fn identity(secret: &str, user_id: &str, name: impl Into<Value>) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    mac.update(user_id.as_bytes());
    let hash = hex(&mac.finalize().into_bytes());
    let claim = json!({"userId": user_id, "name": name.into(), "hash": hash});
    URL_SAFE_NO_PAD.encode(claim.to_string())
}

/// Gives a person's client a secret of 64 bytes at most, behind the product's back.
pub async fn set_identity_secret(database: &TestDatabase, person: &Person, secret: &str) {
    let key = |byte: u8| {
        let mut padded = secret.as_bytes().to_vec();
        assert!(padded.len() <= 64, "{secret} is longer than a block");
        padded.resize(64, 0);
        hex(&padded.iter().map(|part| part ^ byte).collect::<Vec<_>>())
    };
    let sql = format!(
        "insert into identity_secrets (client_id, hint, inner_key, outer_key)
         values ('{}', 'abcd', '\\x{}', '\\x{}')
         on conflict on constraint identity_secrets_pkey do update
            set inner_key = excluded.inner_key, outer_key = excluded.outer_key",
        person.client_id,
        key(0x36),
        key(0x5c)
    );
    database.sql(&sql).await;
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String cannot fail");
        text
    })
}
