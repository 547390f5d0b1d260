//! Our own release binaries, which stand beside this program.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Those that answer the routes.
const FUNCTIONS: [&str; 4] = ["auth", "clients", "widgets", "chat"];

/// Where the binaries are.
#[derive(Debug)]
pub struct Own {
    folder: PathBuf,
}

impl Own {
    /// Finds them; otherwise says how to build them.
    #[must_use]
    pub fn find() -> Option<Self> {
        let here = std::env::current_exe().expect("a program knows where it is");
        let own = Self {
            folder: here.parent().unwrap_or(Path::new(".")).to_owned(),
        };
        let are_there = own.functions().iter().all(|(_, path)| path.exists());
        if are_there && own.local().exists() {
            return Some(own);
        }
        let bins: String = FUNCTIONS
            .iter()
            .map(|name| format!(" --bin {name}"))
            .collect();
        println!("not built: cargo build --release{bins} --bin local");
        None
    }

    /// The functions by name.
    #[must_use]
    pub fn functions(&self) -> [(&'static str, PathBuf); 4] {
        FUNCTIONS.map(|name| (name, self.folder.join(name)))
    }

    /// All of them behind one port.
    #[must_use]
    pub fn local(&self) -> PathBuf {
        self.folder.join("local")
    }

    /// The runner as a command with this database; it takes a port that is free now.
    pub(super) fn serve(&self, folder: &Path, database_url: &str, workflow_url: &str) -> Command {
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = port.expect("a free port").port().to_string();
        let mut command = Command::new(self.local());
        command
            .args([
                "--port",
                &port,
                "--database-url",
                database_url,
                "--data-dir",
            ])
            .arg(folder.join("data"))
            .env("N8N_WEBHOOK_URL", workflow_url)
            .current_dir(folder);
        command
    }
}
