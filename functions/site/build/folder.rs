//! Which folder is served and what is in it. The build script and a test use this file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder that is served, and what to watch for the choice and the content to change.
#[derive(Debug)]
pub struct Chosen {
    pub folder: PathBuf,
    pub watched: Vec<PathBuf>,
}

/// The built dashboard below `web`, or else the start page.
pub fn choose(web: &Path) -> io::Result<Chosen> {
    let (dashboard, start) = (web.join("dashboard"), web.join("start"));
    let built = dashboard.join("dist");
    if built.join("index.html").is_file() {
        return Ok(Chosen {
            folder: built.clone(),
            watched: vec![built],
        });
    }
    if !start.join("index.html").is_file() {
        let message = format!("{} has no index.html", start.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    // Cargo takes a path that is not there for one that has changed, at every build. So the nearest folder in which the built
    // dashboard can appear is watched.
    let nearest = [built, dashboard, web.to_owned()]
        .into_iter()
        .find(|folder| folder.is_dir());
    Ok(Chosen {
        watched: nearest.into_iter().chain([start.clone()]).collect(),
        folder: start,
    })
}

/// All files below a folder, each with its URL path, in the order of these.
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
