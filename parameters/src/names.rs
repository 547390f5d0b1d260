//! The names that the system knows. The test below compares them with what the code reads.

/// What functions read from Parameter Store.
pub use shared::settings::NAMES as KNOWN;

/// Read from the environment before Parameter Store is, so a parameter of that name would change nothing.
pub const LOG_LEVEL: &str = "RUST_LOG";

/// Where a function reads [`LOG_LEVEL`]'s value from instead.
pub const LOG_LEVEL_IS_ELSEWHERE: &str =
    "functions do not read it here: ApplicationLogLevel of template.yaml says what they log";

/// Names that must not become parameters: Lambda's own, with which parameters are read, and those of which the template alone knows the value.
pub fn is_never_a_parameter(name: &str) -> bool {
    name.starts_with("AWS_") || matches!(name, "SSM_PREFIX" | "INGEST_FUNCTION" | "UPLOAD_ORIGIN")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

    #[test]
    fn they_are_what_functions_and_the_shared_crate_read() {
        let mut read = BTreeSet::new();
        for folder in ["functions", "shared"] {
            collect(&Path::new(ROOT).join(folder), &mut read);
        }
        assert!(read.contains("SSM_PREFIX") && read.contains("AWS_REGION"));
        read.retain(|name| !is_never_a_parameter(name));
        assert_eq!(read, ours());
    }

    #[test]
    fn they_are_what_the_example_shows() {
        let path = Path::new(ROOT).join(".env.example");
        let shown = fs::read_to_string(path).expect("the example");
        let shown = shown.lines().filter_map(|line| {
            let (name, _) = line.strip_prefix('#')?.split_once('=')?;
            (!name.contains(' ')).then(|| name.to_owned())
        });
        assert_eq!(shown.collect::<BTreeSet<_>>(), ours());
    }

    fn ours() -> BTreeSet<String> {
        let names = KNOWN.into_iter().chain([LOG_LEVEL]);
        names.map(str::to_owned).collect()
    }

    /// The names given to `Settings::optional` and `Settings::required` in all `src/` beneath a folder.
    fn collect(folder: &Path, names: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, names);
            } else if path.extension().is_some_and(|end| end == "rs")
                && path.components().any(|part| part.as_os_str() == "src")
            {
                let code = fs::read_to_string(&path).expect("code");
                // Tests of a file stand at its end; those in a file of their own are only named.
                let code = code.split("#[cfg(test)]\nmod tests {").next();
                let code = code.unwrap_or_default();
                for call in ["optional(", "required("] {
                    names.extend(code.split(call).skip(1).filter_map(|rest| {
                        let (name, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
                        // Members of a JSON object are required and optional, too.
                        let is_setting = !name.bytes().any(|byte| byte.is_ascii_lowercase());
                        is_setting.then(|| name.to_owned())
                    }));
                }
            }
        }
    }
}
