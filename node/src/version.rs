//! Versions of Node.js, as far as they matter here.

use std::fmt;
use std::path::Path;
use std::process::Command;

/// The first two numbers of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32);

impl Version {
    /// What the tools of `web/` and of the browser tests need.
    pub const FOR_WEB: Self = Self(22, 12);
    /// Neither n8n nor Directus runs on an older one.
    pub const FOR_NEIGHBOURS: Self = Self(24, 0);

    /// That of a program; `None` when there is no such program.
    pub(crate) fn of(node: &Path) -> Option<Self> {
        let output = Command::new(node).arg("--version").output().ok()?;
        Self::read(&String::from_utf8(output.stdout).ok()?)
    }

    /// Reads what `node --version` says: `v24.21.0`.
    fn read(said: &str) -> Option<Self> {
        let mut numbers = said.trim().strip_prefix('v')?.split('.');
        let mut next = || numbers.next()?.parse().ok();
        Some(Self(next()?, next()?))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.1 == 0 {
            write!(formatter, "{}", self.0)
        } else {
            write!(formatter, "{}.{}", self.0, self.1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn a_version_is_read_and_compared_by_its_numbers() {
        let read = |said| Version::read(said).expect("a version");
        assert!(read("v22.12.0\n") >= Version::FOR_WEB);
        assert!(read("v22.9.0") < Version::FOR_WEB);
        assert!(read("v24.21.0") >= Version::FOR_NEIGHBOURS);
        assert!(read("v100.0.0") > Version::FOR_NEIGHBOURS);
        for said in ["", "24.1.0", "v24", "vx.y.z"] {
            assert_eq!(Version::read(said), None, "{said}");
        }
    }

    #[test]
    fn it_is_written_as_people_do() {
        assert_eq!(Version::FOR_WEB.to_string(), "22.12");
        assert_eq!(Version::FOR_NEIGHBOURS.to_string(), "24");
    }
}
