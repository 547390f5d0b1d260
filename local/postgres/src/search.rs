//! Where the server's programs are looked for.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use crate::{Binaries, Error, OLDEST_MAJOR, npm};

/// Where installers put the programs; `*` is the version.
const INSTALLED: [&str; 8] = [
    "/usr/lib/postgresql/*/bin",
    "/usr/lib/postgresql*/bin",
    "/usr/pgsql-*/bin",
    "/usr/libexec/postgresql*",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
];

/// The places to look at. [`Binaries::find`] looks at all of them; leave some out to look at fewer.
#[derive(Debug, Clone)]
pub struct Search {
    /// A directory the developer named. If set, nothing else is looked at.
    pub bin_dir: Option<PathBuf>,
    /// A list of directories as in `PATH`.
    pub path: Option<OsString>,
    /// Patterns of directories, each with one `*` for the version; newest first within a pattern.
    pub installed: Vec<String>,
    /// Where a fetched copy is, or is to be put. `None`: nothing is fetched.
    pub download_dir: Option<PathBuf>,
    /// Only this major version, for example the one an existing cluster needs.
    pub major: Option<u32>,
}

impl Search {
    /// All places, as this process' environment gives them.
    pub fn from_environment(download_dir: &Path) -> Self {
        Self {
            // Set to nothing counts as not set, as for most variables.
            bin_dir: env::var_os("PG_BIN_DIR")
                .filter(|dir| !dir.is_empty())
                .map(PathBuf::from),
            path: env::var_os("PATH"),
            installed: INSTALLED.map(str::to_owned).to_vec(),
            download_dir: Some(download_dir.to_owned()),
            major: None,
        }
    }

    /// The first usable programs.
    ///
    /// # Errors
    ///
    /// [`Error::BadBinDir`] when `bin_dir` is set and unusable, [`Error::NoBinaries`] when there is
    /// nothing.
    pub fn run(&self, progress: &mut dyn FnMut(&str)) -> Result<Binaries, Error> {
        if let Some(dir) = &self.bin_dir {
            return self.check(dir).map_err(|reason| Error::BadBinDir {
                dir: dir.clone(),
                reason,
            });
        }
        let mut looked_at = Vec::new();
        let candidates = self.on_path().into_iter().chain(self.in_known_places());
        for dir in candidates {
            match self.check(&dir) {
                Ok(binaries) => return Ok(binaries),
                Err(reason) => looked_at.push(format!("{}: {reason}", dir.display())),
            }
        }
        looked_at.push(format!("PATH {}: nothing else", self.installed.join(" ")));
        let npm_has_it = self.major.is_none_or(|wanted| wanted == npm::MAJOR);
        if let Some(download_dir) = self.download_dir.as_ref().filter(|_| npm_has_it) {
            let fetched = npm::copy_in(download_dir, progress).and_then(|dir| self.check(&dir));
            match fetched {
                Ok(binaries) => return Ok(binaries),
                Err(reason) => looked_at.push(format!(
                    "npm's copy in {}: {reason}",
                    download_dir.display()
                )),
            }
        }
        Err(Error::NoBinaries {
            oldest: OLDEST_MAJOR,
            looked_at,
        })
    }

    fn check(&self, dir: &Path) -> Result<Binaries, String> {
        let binaries = Binaries::in_dir(dir)?;
        match self.major {
            Some(wanted) if wanted != binaries.major => Err(format!(
                "it is Postgres {}, not the {wanted} asked for",
                binaries.major
            )),
            _ => Ok(binaries),
        }
    }

    /// Where `postgres` on the path really is: a link to it may stand in a directory without
    /// `initdb`.
    fn on_path(&self) -> Vec<PathBuf> {
        let Some(path) = &self.path else {
            return Vec::new();
        };
        env::split_paths(path)
            .filter_map(|dir| fs::canonicalize(dir.join("postgres")).ok())
            .filter_map(|program| program.parent().map(Path::to_owned))
            .collect()
    }

    fn in_known_places(&self) -> Vec<PathBuf> {
        self.installed
            .iter()
            .flat_map(|pattern| expand(pattern))
            .collect()
    }
}

/// The existing directories a pattern stands for, newest version first.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else {
        return vec![PathBuf::from(pattern)];
    };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or((".", before));
    let Ok(entries) = fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut found: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let name = name.to_str()?;
            // `latest`, `common` and the like carry no version of their own.
            let version = name.strip_prefix(prefix)?.split('.').next()?.parse().ok()?;
            Some((version, PathBuf::from(format!("{parent}/{name}{after}"))))
        })
        .filter(|(_, dir)| dir.is_dir())
        .collect();
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, dir)| dir).collect()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::expand;

    #[test]
    fn the_newest_version_comes_first_by_number_not_by_letter() {
        let root = tempfile::tempdir().expect("a temporary directory can be made");
        for version in ["9", "17", "16", "common"] {
            fs::create_dir_all(root.path().join(version).join("bin"))
                .expect("a directory can be made in it");
        }
        let root = root
            .path()
            .to_str()
            .expect("temporary directories are named in ASCII");
        let found = expand(&format!("{root}/*/bin"));
        let expected =
            ["17", "16", "9"].map(|version| PathBuf::from(format!("{root}/{version}/bin")));
        assert_eq!(found, expected);
    }
}
