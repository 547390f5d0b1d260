//! The two projects of the npm workspace `web/`, and how each is built.

use node::{Node, Version};
use std::env;
use std::path::Path;

/// A folder of `web/` that gives files for browsers.
#[derive(Debug)]
pub struct Project {
    /// The folder.
    pub name: &'static str,
    /// The program that builds it, with its arguments but the last one: where to.
    command: &'static [&'static str],
    /// What tools write beside the sources, and building does not need. Writing it must not have everything built again.
    pub(crate) generated: &'static [&'static str],
}

/// The dashboard. Types are not checked here, so the description of the API that they come from is not needed.
pub const DASHBOARD: Project = Project {
    name: "dashboard",
    command: &[
        "vite",
        "build",
        "--logLevel=warn",
        "--emptyOutDir",
        "--outDir",
    ],
    generated: &["src/api/schema.d.ts"],
};

/// The widget that visitors see.
pub const WIDGET: Project = Project {
    name: "widget",
    command: &["node", "build.mjs", "--out"],
    generated: &[],
};

impl Project {
    /// Installs what is needed and builds into `out`.
    pub(crate) fn build(&self, root: &Path, out: &Path) -> Result<(), String> {
        let web = root.join("web");
        let node = Node::find_or_install(Version::FOR_WEB, &root.join(".data"))?;
        node::install_locked(&node, &web)?;
        let folder = web.join(self.name);
        // As npm runs its scripts: programs of the packages come first.
        let programs = [
            folder.join("node_modules/.bin"),
            web.join("node_modules/.bin"),
        ];
        let places = programs.into_iter().chain(env::split_paths(&node.path));
        let path = env::join_paths(places).map_err(|error| format!("PATH: {error}"))?;
        let Some((program, arguments)) = self.command.split_first() else {
            return Err(format!("nothing builds {}", self.name));
        };
        let mut command = node.command(program);
        command.env("PATH", path).args(arguments);
        node::run(command.arg(out).current_dir(folder))
    }
}
