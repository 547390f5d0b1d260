//! The programs under test, as cargo has built them, and what of the machine they hold.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A program that ends with this value.
pub struct Program {
    child: Child,
    log: PathBuf,
}

/// Where cargo puts a program of the workspace: `cargo verify neighbours` has it built before.
pub fn program(name: &str) -> PathBuf {
    let this = std::env::current_exe().expect("this program's own path");
    let built = this
        .parent()
        .and_then(Path::parent)
        .expect("cargo's folder");
    let path = test_support::bootstrap(name, &built.join(name).to_string_lossy());
    assert!(
        path.is_file(),
        "no {}: run `cargo verify neighbours`",
        path.display()
    );
    path
}

impl Program {
    pub fn start(command: &mut Command, log: &Path) -> Self {
        let file = File::create(log).expect("a log");
        command
            .stdin(Stdio::null())
            .stdout(file.try_clone().expect("the same log"))
            .stderr(file);
        Self {
            child: command.spawn().expect("a program that starts"),
            log: log.to_owned(),
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn assert_runs(&mut self) {
        if let Some(status) = self.child.try_wait().expect("a child of ours") {
            let log = fs::read_to_string(&self.log).unwrap_or_default();
            panic!("it ended with {status}:\n{log}");
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill().and_then(|()| self.child.wait()));
    }
}

/// What a process holds.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub memory_kb: u64,
    pub files: usize,
}

impl Held {
    pub fn by(pid: u32) -> Self {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("a live process");
        let memory = status.lines().find_map(|line| {
            let rest = line.strip_prefix("VmRSS:")?;
            rest.trim().split(' ').next()?.parse().ok()
        });
        let files = fs::read_dir(format!("/proc/{pid}/fd")).expect("a live process");
        Self {
            memory_kb: memory.expect("a figure"),
            files: files.count(),
        }
    }
}
