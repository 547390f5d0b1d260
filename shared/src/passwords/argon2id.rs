//! Argon2id in memory that is kept. An allocator that is handed back 19 MiB by one thread and asked for them by the next keeps them for
//! both: a hundred log-ins would leave hundreds of megabytes behind. Kept are only as many as were in use at once.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, PasswordVerifier, Version};
use std::sync::{Mutex, PoisonError};

/// OWASP's first choice: 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
/// How every hash of those parameters begins; one that begins otherwise is upgraded at log-in.
pub const CURRENT: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

/// Not in use now. What a hash left in them says no more of its password than freed memory would.
static KEPT: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// Hashes a password with a salt of its own.
///
/// # Errors
/// Never but for a mistake in the parameters.
pub fn hash(password: &[u8]) -> Result<PasswordHash, argon2::password_hash::Error> {
    let salt = Salt::new(&crate::random_bytes::<16>())?;
    Ok(PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2().params())?,
        hash: Some(output(password, &salt)?),
        salt: Some(salt),
    })
}

/// Whether it is the password of a hash, of these parameters or of others.
pub fn verify(stored: &str, password: &[u8]) -> bool {
    let Ok(parsed) = PasswordHash::new(stored) else {
        return false;
    };
    match (&parsed.salt, &parsed.hash) {
        (Some(salt), Some(hash)) if stored.starts_with(CURRENT) && hash.len() == LENGTH => {
            // Outputs are compared in constant time.
            output(password, salt).is_ok_and(|output| output == *hash)
        }
        _ => argon2().verify_password(password, &parsed).is_ok(),
    }
}

const LENGTH: usize = Params::DEFAULT_OUTPUT_LEN;

fn output(password: &[u8], salt: &[u8]) -> Result<Output, argon2::password_hash::Error> {
    let mut bytes = [0; LENGTH];
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let mut blocks = kept.unwrap_or_else(|| vec![Block::new(); argon2().params().block_count()]);
    let hashed = argon2().hash_password_into_with_memory(password, salt, &mut bytes, &mut blocks);
    KEPT.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(blocks);
    hashed?;
    Ok(Output::new(&bytes)?)
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None)
        .expect("OWASP's parameters are within Argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}
