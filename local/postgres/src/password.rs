//! The superuser's password: made once with the cluster, kept in a file beside it, never printed.

use std::{
    fmt,
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use crate::{Error, error::Doing};

/// A password. Printing it with `{:?}` prints its name only.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// The password itself, for a connection.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn random() -> Result<Self, Error> {
        let mut bytes = [0_u8; 24];
        getrandom::fill(&mut bytes).doing(|| "get random bytes for a password".to_owned())?;
        // Hexadecimal: needs no escaping in a URL or in a shell.
        Ok(Self(
            bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        ))
    }

    pub(crate) fn read(file: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(file).doing(|| format!("read {}", file.display()))?;
        Ok(Self(text.trim_end().to_owned()))
    }

    /// Replaces the file, so that one left by somebody else (with wider permissions) is never
    /// written into.
    pub(crate) fn write(&self, file: &Path) -> Result<(), Error> {
        remove_if_there(file)?;
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(file)
            .and_then(|mut handle| handle.write_all(self.0.as_bytes()))
            .doing(|| format!("write {}", file.display()))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

pub(crate) fn remove_if_there(file: &Path) -> Result<(), Error> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).doing(|| format!("delete {}", file.display()))
        }
        _ => Ok(()),
    }
}
