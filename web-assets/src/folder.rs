//! What is in a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// All files below a folder, each with its URL path, in the order of these.
///
/// # Errors
/// When a folder cannot be read, or a name is not UTF-8.
pub fn list(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    add(folder, "", &mut files)?;
    // By the bytes of the whole path, as the look-up compares them.
    files.sort();
    Ok(files)
}

fn add(folder: &Path, path: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let source = entry.path();
        let Ok(name) = entry.file_name().into_string() else {
            let message = format!("{}: the name is not UTF-8", source.display());
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        };
        // What tools leave behind (`.vite`, `.DS_Store`) or keep for themselves (`.env`) is nobody's business.
        if name.starts_with('.') && name != ".well-known" {
            continue;
        }
        let path = format!("{path}/{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            add(&source, &path, files)?;
        } else if kind.is_file() {
            files.push((path, source));
        }
    }
    Ok(())
}
