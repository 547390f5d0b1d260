//! The symbolic links of npm's copy, which npm cannot carry.

use std::{
    fs, io,
    os::unix::fs::symlink,
    path::{Component, Path, PathBuf},
};

use serde_json::Value;

/// Makes the links listed in `native/pg-symlinks.json`, whose paths begin with `native/`.
pub(crate) fn make_links(native: &Path) -> Result<(), String> {
    let root = native.parent().unwrap_or(native);
    let text = fs::read_to_string(native.join("pg-symlinks.json"))
        .map_err(|error| format!("its pg-symlinks.json is unreadable: {error}"))?;
    let links: Vec<Value> = serde_json::from_str(&text)
        .map_err(|error| format!("its pg-symlinks.json is not as expected: {error}"))?;
    for link in &links {
        let (source, target) = (plain_path(&link["source"])?, plain_path(&link["target"])?);
        let made = match symlink(relative(source, target), root.join(target)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made,
        };
        made.map_err(|error| format!("the link {} cannot be made: {error}", target.display()))?;
    }
    Ok(())
}

/// A path that stays within the package.
fn plain_path(value: &Value) -> Result<&Path, String> {
    let path = Path::new(value.as_str().unwrap_or_default());
    let plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if plain && path.components().next().is_some() {
        Ok(path)
    } else {
        Err(format!(
            "its pg-symlinks.json holds a path that is not as expected: {value}"
        ))
    }
}

/// How to get from the directory of `target` to `source`, both given from the same root.
fn relative(source: &Path, target: &Path) -> PathBuf {
    if let (Some(name), true) = (source.file_name(), source.parent() == target.parent()) {
        return PathBuf::from(name);
    }
    let depth = target.components().count().saturating_sub(1);
    let mut path: PathBuf = std::iter::repeat_n("..", depth).collect();
    path.push(source);
    path
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use serde_json::json;

    use super::{plain_path, relative};

    #[test]
    fn links_are_relative_and_so_survive_a_rename() {
        for (source, target, expected) in [
            (
                "native/lib/libpq.so.5.18",
                "native/lib/libpq.so",
                "libpq.so.5.18",
            ),
            ("native/lib/a", "native/bin/b", "../../native/lib/a"),
        ] {
            assert_eq!(
                relative(Path::new(source), Path::new(target)),
                PathBuf::from(expected)
            );
        }
    }

    #[test]
    fn a_link_out_of_the_package_is_refused() {
        for path in ["../x", "/etc/passwd", "native/../../x", ""] {
            assert!(plain_path(&json!(path)).is_err(), "{path}");
        }
        assert!(plain_path(&json!(7)).is_err());
        assert!(plain_path(&json!("native/lib/x")).is_ok());
    }
}
