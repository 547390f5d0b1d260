//! What the code has: the functions' crates, and the routes that their routers are built with.

use std::fs;
use std::path::{Path, PathBuf};

/// A route as the code writes it.
#[derive(Debug)]
pub struct Route {
    /// The crate that has it.
    pub function: String,
    /// Its path, with a value for each of its parameters.
    pub path: String,
}

pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The names of the functions' crates.
pub fn functions() -> Vec<String> {
    let mut names: Vec<String> = entries(&workspace().join("functions"))
        .into_iter()
        .filter(|path| path.join("src/main.rs").exists())
        .map(|path| name(&path))
        .collect();
    names.sort();
    names
}

/// How a function starts, as its `main.rs` says.
pub struct Start {
    /// It asks Parameter Store.
    pub reads_settings: bool,
    /// Its answers leave as they are made.
    pub streams: bool,
}

/// How a function starts.
pub fn start_of(function: &str) -> Start {
    let main = read(&workspace().join(format!("functions/{function}/src/main.rs")));
    let says = |words: &str| main.contains(words);
    let starts = [
        "lambda::run(",
        "lambda::run_with_events(",
        "with_parameters(",
    ];
    let reads_settings = starts.into_iter().any(says);
    assert!(
        reads_settings != says("lambda::run_alone("),
        "{function} starts in a way that is not known here"
    );
    Start {
        reads_settings,
        streams: says("Answers::Streamed"),
    }
}

/// Every route of every function: each `.route(` in the sources of its crate.
pub fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    for function in functions() {
        let folder = workspace().join(format!("functions/{function}/src"));
        for file in sources(&folder) {
            let code = read(&file);
            let calls = code.split(".route(").skip(1);
            routes.extend(calls.map(|call| route(&function, call)));
        }
    }
    assert!(!routes.is_empty(), "no routes were found");
    routes
}

/// Reads what follows `.route(`.
fn route(function: &str, call: &str) -> Route {
    let quoted = call.trim_start().strip_prefix('"');
    let path = quoted.and_then(|rest| rest.split_once('"'));
    let Some((path, _)) = path else {
        panic!("{function}: the path of a route is not written out");
    };
    Route {
        function: function.to_owned(),
        path: example(path),
    }
}

/// A path that the route takes: `{id}` is one segment, `{*rest}` are several.
fn example(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with("{*") {
            "one/two"
        } else if segment.starts_with('{') {
            "one"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in entries(folder) {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.unwrap_or_default().into_owned()
}

#[test]
fn a_path_is_read_with_values_for_its_parameters() {
    let call = "\n    \"/a/{id}/b/{*rest}\",\n    get(read::find),\n)";
    assert_eq!(route("it", call).path, "/a/one/b/one/two");
}
