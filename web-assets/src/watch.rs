//! What to look at to know whether files have to be built again.

use crate::Project;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What no build reads.
const PASSED_BY: [&str; 3] = ["node_modules", "dist", "coverage"];

/// All that a project is built from. Cargo looks through a folder it is told of, so those are named as a whole unless they hold
/// something that must be passed by.
pub fn paths(web: &Path, project: &Project) -> io::Result<Vec<PathBuf>> {
    let mut paths = ["package-lock.json", "tsconfig.base.json"]
        .map(|file| web.join(file))
        .to_vec();
    let folder = web.join(project.name);
    let passed_by: Vec<PathBuf> = PASSED_BY
        .iter()
        .chain(project.generated)
        .map(|name| folder.join(name))
        .collect();
    add(&folder, &passed_by, &mut paths)?;
    paths.sort();
    Ok(paths)
}

fn add(folder: &Path, passed_by: &[PathBuf], paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if passed_by.contains(&path) {
            continue;
        }
        let holds_some = passed_by.iter().any(|other| other.starts_with(&path));
        if holds_some {
            add(&path, passed_by, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DASHBOARD, WIDGET};

    fn watched(project: &Project, files: &[&str]) -> Vec<String> {
        let web = tempfile::tempdir().expect("a folder");
        for file in files {
            let file = web.path().join(file);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, "").expect("a file");
        }
        let paths = paths(web.path(), project).expect("what to watch");
        let inner = |path: &PathBuf| path.strip_prefix(web.path()).map(Path::to_owned);
        let inner = paths.iter().map(|path| inner(path).expect("a path in it"));
        inner.map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn sources_are_watched_and_what_tools_write_is_not() {
        let files = [
            "dashboard/dist/index.html",
            "dashboard/index.html",
            "dashboard/node_modules/.vite/deps.js",
            "dashboard/public/favicon.svg",
            "dashboard/src/api/client.ts",
            "dashboard/src/api/schema.d.ts",
            "dashboard/src/features/session/LoginPage.tsx",
            "dashboard/src/main.tsx",
            "widget/build.mjs",
        ];
        let expected = [
            "dashboard/index.html",
            "dashboard/public",
            "dashboard/src/api/client.ts",
            "dashboard/src/features",
            "dashboard/src/main.tsx",
            "package-lock.json",
            "tsconfig.base.json",
        ];
        assert_eq!(watched(&DASHBOARD, &files), expected);
    }

    #[test]
    fn a_change_of_one_project_is_none_of_the_other() {
        let files = [
            "dashboard/index.html",
            "widget/build.mjs",
            "widget/src/a.ts",
        ];
        let expected = [
            "package-lock.json",
            "tsconfig.base.json",
            "widget/build.mjs",
            "widget/src",
        ];
        assert_eq!(watched(&WIDGET, &files), expected);
    }
}
