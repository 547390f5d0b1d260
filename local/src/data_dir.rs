//! The folder where `cargo dev` keeps what must outlive it: the database, the session secret, Postgres itself if it had to be fetched.

use crate::Failed;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The folder, which exists.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
}

impl DataDir {
    /// Makes the folder when it is missing.
    ///
    /// # Errors
    /// [`Failed::File`] when it cannot be made.
    pub fn open(path: &Path) -> Result<Self, Failed> {
        let failed = |source| Failed::File {
            path: path.to_owned(),
            source,
        };
        fs::create_dir_all(path).map_err(failed)?;
        Ok(Self {
            path: path.canonicalize().map_err(failed)?,
        })
    }

    /// The database's files.
    #[must_use]
    pub fn cluster(&self) -> PathBuf {
        self.path.join("database")
    }

    /// Where Postgres is put when the machine has none.
    #[must_use]
    pub fn postgres(&self) -> PathBuf {
        self.path.join("postgres")
    }

    /// Uploaded files.
    #[must_use]
    pub fn documents(&self) -> PathBuf {
        self.path.join("documents")
    }

    /// Deletes all uploaded files, for a database that knows none of them.
    ///
    /// # Errors
    /// [`Failed::File`] when they cannot be deleted.
    pub fn delete_documents(&self) -> Result<(), Failed> {
        let path = self.documents();
        match fs::remove_dir_all(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(Failed::File { path, source })
            }
            _ => Ok(()),
        }
    }

    /// The secret that signs session cookies, so that people stay logged in between runs.
    ///
    /// # Errors
    /// [`Failed::File`] when it can be neither read nor written.
    pub fn session_secret(&self) -> Result<String, Failed> {
        self.secret("session-secret")
    }

    /// The secret that signs addresses to upload to.
    ///
    /// # Errors
    /// [`Failed::File`] when it can be neither read nor written.
    pub fn upload_secret(&self) -> Result<String, Failed> {
        self.secret("upload-secret")
    }

    /// Made once, kept for this machine.
    fn secret(&self, name: &str) -> Result<String, Failed> {
        let path = self.path.join(name);
        match fs::read_to_string(&path) {
            Ok(secret) if !secret.trim().is_empty() => return Ok(secret.trim().to_owned()),
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(Failed::File { path, source });
            }
            _ => {}
        }
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| Failed::Io {
            what: "getting random bytes".to_owned(),
            source: error.into(),
        })?;
        let mut secret = String::new();
        for byte in bytes {
            write!(secret, "{byte:02x}").expect("writing to a String cannot fail");
        }
        self.write_private(name, &secret)?;
        Ok(secret)
    }

    /// Writes a file that only its owner may read; gives its path.
    pub(crate) fn write_private(&self, name: &str, text: &str) -> Result<PathBuf, Failed> {
        let path = self.path.join(name);
        // Beside and renamed: a run that is killed halfway leaves no empty secret.
        let draft = self.path.join(format!("{name}.new"));
        let written = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .and_then(|()| fs::rename(&draft, &path));
        written.map_err(|source| Failed::File {
            path: path.clone(),
            source,
        })?;
        Ok(path)
    }
}
