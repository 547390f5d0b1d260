//! What Lambda is sent: the size of a zip with the same files, each compressed as zip does.

use super::environments::bundle;
use super::{Express, Own};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Of a file's two headers, beside its name that stands in both (APPNOTE.TXT, 4.3.7 and 4.3.12).
const HEADERS: usize = 30 + 46;

/// Megabytes.
pub fn measure(own: &Own, express: &Express) -> Vec<(String, f64)> {
    let functions = own.functions().into_iter();
    let mut sizes: Vec<(String, f64)> = functions
        .map(|(name, path)| (format!("function {name}"), zipped(&[path])))
        .collect();
    let native =
        ["bcrypt", "node-gyp-build"].map(|name| express.folder().join("node_modules").join(name));
    let mut bundled = vec![bundle(express)];
    for folder in &native {
        collect(folder, &mut bundled);
    }
    sizes.push(("function Express, bundled".to_owned(), zipped(&bundled)));
    sizes.push((
        "function Express, as installed".to_owned(),
        zipped(&installed(express.folder())),
    ));
    sizes
}

/// Our code and each package that runs in production.
fn installed(folder: &Path) -> Vec<PathBuf> {
    let lock = fs::read_to_string(folder.join("package-lock.json")).expect("the lock file");
    let lock: Value = serde_json::from_str(&lock).expect("JSON");
    let packages = lock["packages"].as_object().expect("packages");
    let mut files = Vec::new();
    for (place, package) in packages {
        if !place.is_empty() && package["dev"] != true {
            collect(&folder.join(place), &mut files);
        }
    }
    let code = fs::read_dir(folder)
        .expect("the folder")
        .flatten()
        .map(|entry| entry.path());
    files.extend(code.filter(|path| path.extension().is_some_and(|ending| ending == "mjs")));
    files.sort();
    files.dedup();
    files
}

/// All files below, but programs for other systems than Lambda's.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_foreign = path
            .parent()
            .is_some_and(|parent| parent.ends_with("prebuilds"))
            && !path.ends_with("linux-arm64");
        if path.is_dir() && !is_foreign {
            collect(&path, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "sizes in megabytes")]
fn zipped(files: &[PathBuf]) -> f64 {
    let bytes: usize = files
        .iter()
        .map(|file| deflated(file) + HEADERS + 2 * file.as_os_str().len())
        .sum();
    bytes as f64 / 1e6
}

fn deflated(file: &Path) -> usize {
    let content = fs::read(file).expect("a file that was listed");
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(&content)
        .and_then(|()| encoder.finish())
        .map_or(content.len(), |compressed| compressed.len())
}
