//! Known faults of what we depend on. It asks the world (RustSec's database, npm's registry) and its answer changes without a change of
//! ours, so it is no part of what must hold for every change.

use crate::steps::{cargo, has_deny, succeed};
use node::{Node, Version};
use std::path::Path;

/// Every lock file of npm, and what of it counts: what people load, or all that runs on machines of developers.
const PACKAGES: [(&str, &[&str]); 7] = [
    ("web", &["--omit=dev", "--audit-level=low"]),
    ("web", &["--audit-level=high"]),
    ("tests/browser", &["--audit-level=high"]),
    ("benches/compare", &["--audit-level=high"]),
    ("tests/sessions/express-server", &["--audit-level=high"]),
    ("verify/n8n", &["--audit-level=critical"]),
    ("verify/directus", &["--audit-level=critical"]),
];

/// Asks for all crates and all packages; an error names the first that is affected, or says that nobody answered.
pub fn check() -> Result<(), String> {
    if !has_deny() {
        return Err(
            "cargo-deny is missing: cargo install --locked cargo-deny (it reads what cargo-audit reads)"
                .to_owned(),
        );
    }
    cargo(&["deny", "check", "advisories"])
        .map_err(|reason| format!("{reason}; it needs a way to github.com"))?;
    let node = Node::find_or_install(Version::FOR_WEB, Path::new(".data"))?;
    for (folder, options) in PACKAGES {
        println!("npm audit in {folder}");
        let audit = [&["audit", "--package-lock-only"], options].concat();
        succeed(node.command("npm").args(audit).current_dir(folder))
            .map_err(|reason| format!("{reason}, in {folder}; it needs a way to npm's registry"))?;
    }
    Ok(())
}
