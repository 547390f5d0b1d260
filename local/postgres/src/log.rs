//! The file the server's messages go to.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use crate::{Error, error::Doing};

/// Past this size a start begins the file anew: it is for reading, not for keeping.
const LARGEST_BYTES: u64 = 8 * 1024 * 1024;
const TAIL_LINES: usize = 15;
const TAIL_BYTES: u64 = 16 * 1024;

/// A log file and where in it the present start begins.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    pub path: PathBuf,
    begins_at: u64,
}

impl Log {
    /// Opens the file for one start. The handle is for the server; opened here, so that the server
    /// may write to it whoever it runs as.
    pub fn open(path: &Path) -> Result<(Self, File), Error> {
        let doing = || format!("open {}", path.display());
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path)
            .doing(doing)?;
        let mut begins_at = file.metadata().doing(doing)?.len();
        if begins_at > LARGEST_BYTES {
            file.set_len(0).doing(doing)?;
            begins_at = 0;
        }
        Ok((
            Self {
                path: path.to_owned(),
                begins_at,
            },
            file,
        ))
    }

    /// The last lines written since the file was opened, for an error message.
    pub fn tail(&self) -> String {
        match self.read_tail() {
            Ok(text) if text.trim().is_empty() => "(empty)".to_owned(),
            Ok(text) => last_lines(&text),
            Err(error) => format!("(unreadable: {error})"),
        }
    }

    fn read_tail(&self) -> io::Result<String> {
        let mut file = File::open(&self.path)?;
        let end = file.metadata()?.len();
        file.seek(SeekFrom::Start(
            self.begins_at.max(end.saturating_sub(TAIL_BYTES)),
        ))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The last few lines of a program's output.
pub(crate) fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let from = lines.len().saturating_sub(TAIL_LINES);
    lines.get(from..).unwrap_or_default().join("\n")
}
