//! Password hashes: Argon2id with OWASP's parameters for new ones, bcrypt as the old server wrote it for those it left behind.
//! <https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html>
//!
//! Hashing takes tens of milliseconds of a whole core, so it runs beside the async threads, and only so many at once.

mod argon2id;

use crate::settings::{Secret, Settings, SettingsError};
use argon2id::CURRENT as ARGON2_CURRENT;
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// What the old server uses.
const BCRYPT_COST: u32 = 10;

/// Which algorithm new and upgraded hashes use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PasswordAlgorithm {
    /// The default.
    #[default]
    Argon2id,
    /// For the time in which the old server, which knows nothing else, runs beside this one.
    Bcrypt,
}

/// Makes and checks password hashes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords {
    algorithm: PasswordAlgorithm,
    at_once: Arc<Semaphore>,
}

/// The result of checking a password.
#[derive(Debug, PartialEq, Eq)]
pub enum Checked {
    /// It is wrong, or there is no such user.
    Wrong,
    /// It is right and its hash may stay.
    Right,
    /// It is right, and this hash of it should replace the stored one.
    RightAndUpgraded(Secret),
}

/// Hashing could not be carried out.
#[derive(Debug, thiserror::Error)]
#[error("hashing a password failed: {0}")]
pub struct HashingFailed(String);

impl Passwords {
    /// Reads `PASSWORD_HASH`: `argon2id` (the default) or `bcrypt`.
    ///
    /// # Errors
    /// When it says anything else.
    pub fn from_settings(settings: &Settings) -> Result<Self, SettingsError> {
        let algorithm = match settings
            .optional("PASSWORD_HASH")
            .as_ref()
            .map(Secret::expose)
        {
            None | Some("argon2id") => PasswordAlgorithm::Argon2id,
            Some("bcrypt") => PasswordAlgorithm::Bcrypt,
            Some(_) => {
                return Err(SettingsError::malformed(
                    "PASSWORD_HASH",
                    "it must be argon2id or bcrypt",
                ));
            }
        };
        Ok(Self::new(algorithm))
    }

    /// Hashes with `algorithm`, checks both. As many at once as there are cores: more would only take memory.
    #[must_use]
    pub fn new(algorithm: PasswordAlgorithm) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            algorithm,
            at_once: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// [`HashingFailed`] when memory runs out.
    pub async fn hash(&self, password: Secret) -> Result<Secret, HashingFailed> {
        let algorithm = self.algorithm;
        self.aside(move || hash(algorithm, &password)).await?
    }

    /// Checks a password against a stored hash, or against nothing for a user that does not exist. All wrong answers take the
    /// same work, whichever algorithm the stored hash has: one check with each.
    ///
    /// # Errors
    /// [`HashingFailed`] when an upgraded hash could not be made.
    pub async fn check(
        &self,
        stored: Option<Secret>,
        password: Secret,
    ) -> Result<Checked, HashingFailed> {
        let algorithm = self.algorithm;
        self.aside(move || {
            if !stored
                .as_ref()
                .is_some_and(|stored| verify(stored, &password))
            {
                let is_bcrypt = stored.as_ref().is_some_and(is_bcrypt);
                let is_argon2 = stored
                    .as_ref()
                    .is_some_and(|stored| stored.expose().starts_with("$argon2"));
                if !is_bcrypt {
                    std::hint::black_box(verify(&NOBODYS_BCRYPT, &password));
                }
                if !is_argon2 {
                    std::hint::black_box(verify(&NOBODYS_ARGON2, &password));
                }
                return Ok(Checked::Wrong);
            }
            match stored {
                Some(stored)
                    if !is_current(algorithm, &stored) && was_seen_whole(&stored, &password) =>
                {
                    hash(algorithm, &password).map(Checked::RightAndUpgraded)
                }
                _ => Ok(Checked::Right),
            }
        })
        .await?
    }

    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashingFailed> {
        let permit = Arc::clone(&self.at_once)
            .acquire_owned()
            .await
            .map_err(|error| HashingFailed(error.to_string()))?;
        let work = move || {
            let result = work();
            drop(permit);
            result
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| HashingFailed(error.to_string()))
    }
}

static NOBODYS_BCRYPT: LazyLock<Secret> = LazyLock::new(|| {
    // Any well-formed hash will do: only the work of checking counts.
    Secret::new("$2b$10$CwTycUXWue0Thq9StjUM0uJ8i1sCq1u7w5vQyQ7H3e4Ywb6M0Qx7e")
});
static NOBODYS_ARGON2: LazyLock<Secret> = LazyLock::new(|| {
    Secret::new(format!(
        "{ARGON2_CURRENT}bm9ib2R5J3Mgc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    ))
});

fn hash(algorithm: PasswordAlgorithm, password: &Secret) -> Result<Secret, HashingFailed> {
    let password = password.expose().as_bytes();
    match algorithm {
        PasswordAlgorithm::Argon2id => argon2id::hash(password)
            .map(|hash| Secret::new(hash.to_string()))
            .map_err(|error| HashingFailed(error.to_string())),
        PasswordAlgorithm::Bcrypt => bcrypt::hash(password, BCRYPT_COST)
            .map(Secret::new)
            .map_err(|error| HashingFailed(error.to_string())),
    }
}

/// The variants of bcrypt that the old server checks. It refuses PHP's `$2y$`, and so do we: nobody could ever log in with one.
fn is_bcrypt(stored: &Secret) -> bool {
    stored.expose().starts_with("$2b$") || stored.expose().starts_with("$2a$")
}

fn verify(stored: &Secret, password: &Secret) -> bool {
    let password = password.expose().as_bytes();
    if is_bcrypt(stored) {
        return bcrypt::verify(password, stored.expose()).unwrap_or(false);
    }
    argon2id::verify(stored.expose(), password)
}

/// bcrypt looks at the first 72 bytes only. What follows them was not checked, so it must not become part of the password.
fn was_seen_whole(stored: &Secret, password: &Secret) -> bool {
    !is_bcrypt(stored) || password.expose().len() < 72
}

fn is_current(algorithm: PasswordAlgorithm, stored: &Secret) -> bool {
    match algorithm {
        PasswordAlgorithm::Argon2id => stored.expose().starts_with(ARGON2_CURRENT),
        PasswordAlgorithm::Bcrypt => is_bcrypt(stored),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::password_hash::phc::PasswordHash;

    /// Made by bcrypt of npm: "alice-pass-1" with cost 10.
    const OLD_HASH: &str = "$2b$10$EDVFTbEV8OLS8hnknPs3QuIwt15PEe6hUrbm6tMdXpszWBfRh/YUC";

    async fn check(passwords: &Passwords, stored: Option<&str>, password: &str) -> Checked {
        passwords
            .check(stored.map(Secret::new), Secret::new(password))
            .await
            .expect("hashing works")
    }

    #[tokio::test]
    async fn a_bcrypt_hash_of_the_old_server_is_right_and_upgraded() {
        let passwords = Passwords::new(PasswordAlgorithm::Argon2id);
        let Checked::RightAndUpgraded(upgraded) =
            check(&passwords, Some(OLD_HASH), "alice-pass-1").await
        else {
            panic!("an old hash is upgraded");
        };
        assert!(
            upgraded.expose().starts_with(ARGON2_CURRENT),
            "{}",
            upgraded.expose()
        );
        assert_eq!(
            check(&passwords, Some(upgraded.expose()), "alice-pass-1").await,
            Checked::Right
        );
        assert_eq!(
            check(&passwords, Some(upgraded.expose()), "alice-pass-2").await,
            Checked::Wrong
        );
    }

    #[tokio::test]
    async fn beside_the_old_server_bcrypt_stays_and_argon2_goes_back_to_it() {
        let passwords = Passwords::new(PasswordAlgorithm::Bcrypt);
        assert_eq!(
            check(&passwords, Some(OLD_HASH), "alice-pass-1").await,
            Checked::Right
        );
        let argon2 = Passwords::new(PasswordAlgorithm::Argon2id)
            .hash(Secret::new("secret-1"))
            .await
            .expect("hashing works");
        let Checked::RightAndUpgraded(back) =
            check(&passwords, Some(argon2.expose()), "secret-1").await
        else {
            panic!("the hash is rewritten");
        };
        assert!(back.expose().starts_with("$2b$10$"));
    }

    #[tokio::test]
    async fn what_bcrypt_did_not_look_at_does_not_become_the_password() {
        let long = "p".repeat(90);
        let bcrypt = Passwords::new(PasswordAlgorithm::Bcrypt);
        let stored = bcrypt
            .hash(Secret::new(&long))
            .await
            .expect("hashing works");
        let passwords = Passwords::new(PasswordAlgorithm::Argon2id);
        let with_a_slip = format!("{}x", &long[..89]);
        for password in [&with_a_slip, &long] {
            assert_eq!(
                check(&passwords, Some(stored.expose()), password).await,
                Checked::Right
            );
        }
    }

    #[tokio::test]
    async fn what_is_no_hash_of_ours_fits_no_password() {
        let passwords = Passwords::new(PasswordAlgorithm::Argon2id);
        let php = "$2y$05$Nj1JZFJu6LvZw0bLP7p6Xen94VnUEpXrSJd/Qg7lVFG4mW0FkAhie";
        for stored in [
            None,
            Some(""),
            Some("alice-pass-1"),
            Some(php),
            Some("$2b$10$short"),
            Some("$argon2id$v=19$"),
        ] {
            assert_eq!(
                check(&passwords, stored, "alice-pass-1").await,
                Checked::Wrong,
                "{stored:?}"
            );
        }
    }

    #[test]
    fn the_hashes_of_nobody_are_well_formed() {
        assert!(bcrypt::verify("x", NOBODYS_BCRYPT.expose()).is_ok());
        assert!(PasswordHash::new(NOBODYS_ARGON2.expose()).is_ok_and(|hash| hash.hash.is_some()));
    }

    #[test]
    fn an_unknown_algorithm_is_refused_by_name() {
        let settings: Settings = [("PASSWORD_HASH", "md5")].into_iter().collect();
        assert!(
            Passwords::from_settings(&settings)
                .expect_err("md5 is none")
                .to_string()
                .contains("PASSWORD_HASH")
        );
    }
}
