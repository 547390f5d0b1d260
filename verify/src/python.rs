//! The Python tools that checks need, in a virtual environment of our own.

use crate::prerequisites;
use crate::steps::succeed;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

const FOLDER: &str = ".data/python";
const REQUIREMENTS: &str = "verify/requirements.txt";

/// The interpreter of an environment that has what `requirements.txt` lists. Made at the first call, and again when the list has
/// changed.
pub fn interpreter() -> Result<PathBuf, String> {
    let folder = Path::new(FOLDER);
    let python = folder.join("bin/python");
    let wanted = read(Path::new(REQUIREMENTS))?;
    // Written last, so that an environment that is half made counts as none.
    let marker = folder.join("requirements.txt");
    fs::create_dir_all(".data").map_err(|error| format!(".data cannot be made: {error}"))?;
    let _lock = lock(Path::new(".data/python.lock"))?;
    if fs::read_to_string(&marker).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    prerequisites::python()?;
    println!("Installing {REQUIREMENTS} into {FOLDER} …");
    succeed(Command::new("python3").args(["-m", "venv", "--clear", FOLDER]))?;
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
        REQUIREMENTS,
    ];
    succeed(Command::new(&python).args(install))
        .map_err(|reason| format!("{reason}; it needs a way to PyPI"))?;
    fs::write(&marker, wanted)
        .map_err(|error| format!("{} cannot be written: {error}", marker.display()))?;
    Ok(python)
}

/// Two runs at a time would make it under each other's feet.
fn lock(path: &Path) -> Result<File, String> {
    File::create(path)
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| format!("{} cannot be locked: {error}", path.display()))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}
