//! The Python tools that checks need, in virtual environments of our own.

use crate::prerequisites;
use crate::steps::succeed;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A virtual environment: where it is, what is in it, and which Python it is made with.
pub struct Environment {
    folder: &'static str,
    requirements: &'static str,
    python: fn() -> Result<PathBuf, String>,
}

/// For the checks that belong to every change.
pub const CHECKS: Environment = Environment {
    folder: ".data/python",
    requirements: "verify/requirements.txt",
    python: prerequisites::python,
};

/// For a deployment: what builds and deploys.
pub const SAM: Environment = Environment {
    folder: ".data/deploy/sam",
    requirements: "verify/deploy/sam.txt",
    python: prerequisites::python,
};

/// For a deployment: what plays AWS. Apart, because the two want other versions of the same packages.
pub const LOCALSTACK: Environment = Environment {
    folder: ".data/deploy/localstack",
    requirements: "verify/deploy/localstack.txt",
    python: prerequisites::python_3_13,
};

/// What makes requests from the API's description.
pub const SCHEMATHESIS: Environment = Environment {
    folder: ".data/schemathesis/python",
    requirements: "verify/schemathesis/requirements.txt",
    python: prerequisites::python,
};

/// A Postgres with pgvector.
pub const POSTGRES: Environment = Environment {
    folder: ".data/vector/python",
    requirements: "verify/vector/requirements.txt",
    python: prerequisites::python,
};

impl Environment {
    /// The folder of its programs, `python` among them. Made at the first call, and again when the list of requirements has changed.
    pub fn programs(&self) -> Result<PathBuf, String> {
        let folder = Path::new(self.folder);
        let programs = folder.join("bin");
        let wanted = read(Path::new(self.requirements))?;
        // Written last, so that an environment that is half made counts as none.
        let marker = folder.join("requirements.txt");
        let _lock = lock(&folder.with_extension("lock"))?;
        if fs::read_to_string(&marker).is_ok_and(|installed| installed == wanted) {
            return Ok(programs);
        }
        let python = (self.python)()?;
        println!("Installing {} into {} …", self.requirements, self.folder);
        let make = ["-m", "venv", "--clear", self.folder];
        succeed(Command::new(python).args(make))?;
        let install = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
            self.requirements,
        ];
        succeed(Command::new(programs.join("python")).args(install))
            .map_err(|reason| format!("{reason}; it needs a way to PyPI"))?;
        fs::write(&marker, wanted)
            .map_err(|error| format!("{} cannot be written: {error}", marker.display()))?;
        Ok(programs)
    }
}

/// Two runs at a time would work under each other's feet. Makes the folders that lead there.
pub(crate) fn lock(path: &Path) -> Result<File, String> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| File::create(path))
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| format!("{} cannot be locked: {error}", path.display()))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}
