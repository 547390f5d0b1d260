//! The packages of `express-server/`, installed when they are missing.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The folder of the server, ready to run.
pub fn installed() -> &'static Path {
    static INSTALLED: OnceLock<PathBuf> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions/express-server");
        install(&folder);
        folder
    })
}

/// Several test runs may come here at once: one installs, the others wait. A copy of the lock file, written last, tells that an
/// installation is whole and still the right one.
fn install(folder: &Path) {
    let lock_file = folder.join("package-lock.json");
    let guard = File::open(&lock_file).expect("package-lock.json can be opened");
    guard.lock().expect("package-lock.json can be locked");

    let wanted = fs::read(&lock_file).expect("package-lock.json can be read");
    let mark = folder.join("node_modules/.installed-package-lock.json");
    if fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return;
    }
    let output = Command::new("npm")
        .args(["ci", "--no-progress"])
        .current_dir(folder)
        .output();
    let output = output.unwrap_or_else(|error| {
        panic!("these tests need Node 20 or newer with npm on the PATH (npm: {error})")
    });
    assert!(
        output.status.success(),
        "`npm ci` failed in {}:\n{}",
        folder.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    fs::write(&mark, wanted).expect("node_modules can be written to");
}
