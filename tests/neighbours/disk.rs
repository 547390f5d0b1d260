//! A small disk of its own for Postgres, which can be filled: a file system in memory. Mounting takes a right that not everybody has;
//! `cargo verify neighbours` gets it where the system lets it, in a view of the file system that ends with this program.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Enough for the cluster and what is written meanwhile.
const SIZE: &str = "size=320m,mode=0755";

pub struct Disk(PathBuf);

/// What fills it, until this is dropped.
pub struct Ballast(PathBuf);

impl Disk {
    /// `None` where nothing may be mounted.
    pub fn mount() -> Option<Self> {
        let path = std::env::temp_dir().join(format!("disk-{}", uuid::Uuid::new_v4().simple()));
        fs::create_dir(&path).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", SIZE, "tmpfs"])
            .arg(&path)
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(path));
        }
        drop(fs::remove_dir(&path));
        None
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes until there is no room.
    pub fn fill(&self) -> Ballast {
        let path = self.0.join("ballast");
        let mut file = File::create(&path).expect("a file");
        for length in [1 << 20, 4096] {
            while file.write_all(&vec![1; length]).is_ok() {}
        }
        Ballast(path)
    }
}

impl Drop for Ballast {
    fn drop(&mut self) {
        fs::remove_file(&self.0).expect("the ballast goes");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Postgres may be on its way out.
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
        drop(fs::remove_dir(&self.0));
    }
}
