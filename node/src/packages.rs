//! Packages that a lock file names.

use crate::{Node, lock};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

const FROM_NPM: &str = "it needs a way to npm's registry";

/// Installs what `package-lock.json` in a folder names, at the first call and when the list has changed. No script of a package is run.
///
/// # Errors
/// A sentence for people.
pub fn install_locked(node: &Node, folder: &Path) -> Result<(), String> {
    let modules = folder.join("node_modules");
    // Two build scripts come here at once: one installs, the other waits. Not in `node_modules`, which npm empties.
    let _lock = fs::File::open(folder.join("package-lock.json"))
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| format!("{}/package-lock.json: {error}", folder.display()))?;
    // npm writes its own list of what is there last, so that half an installation has none.
    let installed = changed(&modules.join(".package-lock.json"));
    let wanted = changed(&folder.join("package-lock.json"));
    if installed.is_some() && installed >= wanted {
        return Ok(());
    }
    println!("Installing the packages of {} …", folder.display());
    // Not `npm ci`: it refuses a list that does not name the programs of every system, and not every registry has those.
    let install = ["install", "--no-save", "--ignore-scripts", "--include=dev"];
    node.npm(folder, &install)
        .map_err(|reason| format!("{reason}\n{FROM_NPM}"))
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}

/// Installs what the lock file in `packages` names into another folder, at the first call and when the list has changed; `built` are the
/// packages that have to be compiled.
///
/// # Errors
/// A sentence for people.
pub fn install_copy(
    node: &Node,
    packages: &Path,
    folder: &Path,
    built: &[&str],
) -> Result<(), String> {
    let (what, place) = (packages.display(), folder.display());
    let wanted = fs::read(packages.join("package-lock.json"));
    let wanted = wanted.map_err(|error| format!("{what}: {error}"))?;
    let _lock = lock(&folder.join("packages.lock"))?;
    // Written last, so that half an installation counts as none.
    let marker = folder.join("installed");
    if fs::read(&marker).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Installing {what} into {place} …");
    let unwritable = |error: std::io::Error| format!("{place} cannot be written: {error}");
    if marker.exists() {
        fs::remove_file(&marker).map_err(unwritable)?;
    }
    for file in ["package.json", "package-lock.json"] {
        fs::copy(packages.join(file), folder.join(file)).map_err(unwritable)?;
    }
    // The list is complete, so that nothing has to be worked out but what this system needs of it.
    node.npm(folder, &["install", "--ignore-scripts"])
        .map_err(|reason| format!("{reason}\n{FROM_NPM}"))?;
    for package in built {
        node.npm(folder, &["rebuild", package])
            .map_err(|reason| format!("{reason}\nit needs a C++ compiler, make and python3"))?;
    }
    fs::write(&marker, wanted).map_err(unwritable)
}
