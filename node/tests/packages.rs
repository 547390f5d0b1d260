//! Packages are installed when they have to be, and only then. A package in a folder stands for one of the registry.

use node::{Node, Version, install_locked};
use std::fs;
use std::path::Path;

fn write(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, text).expect("a file");
}

fn node() -> Node {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.data");
    Node::find_or_install(Version::FOR_WEB, &data).expect("Node.js")
}

/// A project that needs one package.
fn project(folder: &Path) {
    write(
        folder,
        "session/package.json",
        r#"{"name": "session", "version": "1.0.0"}"#,
    );
    let needs = r#"{"name": "project", "dependencies": {"session": "file:session"}}"#;
    write(folder, "package.json", needs);
    write(
        folder,
        "package-lock.json",
        r#"{"name": "project", "lockfileVersion": 3, "packages": {
            "": {"name": "project", "dependencies": {"session": "file:session"}},
            "node_modules/session": {"resolved": "session", "link": true},
            "session": {"version": "1.0.0"}}}"#,
    );
}

#[test]
fn they_are_installed_again_when_they_are_gone_or_the_list_has_changed() {
    let node = node();
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    project(folder);
    let package = folder.join("node_modules/session/package.json");
    let installed = || {
        let list = fs::metadata(folder.join("node_modules/.package-lock.json"));
        list.and_then(|list| list.modified()).expect("npm's list")
    };

    install_locked(&node, folder).expect("the first time");
    assert!(package.is_file());
    let first = installed();
    install_locked(&node, folder).expect("the second time");
    assert_eq!(installed(), first, "nothing had to be done");

    let lock_file = folder.join("package-lock.json");
    let text = fs::read(&lock_file).expect("the list");
    fs::write(&lock_file, &text).expect("the list");
    install_locked(&node, folder).expect("after a change");
    assert!(installed() > first);
    assert_eq!(fs::read(&lock_file).expect("the list"), text);

    fs::remove_dir_all(folder.join("node_modules")).expect("a folder");
    install_locked(&node, folder).expect("after they went");
    assert!(package.is_file());
}

#[test]
fn what_npm_says_about_a_failure_is_passed_on() {
    let node = node();
    let folder = tempfile::tempdir().expect("a folder");
    let missing = install_locked(&node, folder.path()).expect_err("no list");
    assert!(missing.contains("package-lock.json"), "{missing}");
    project(folder.path());
    write(folder.path(), "package.json", "{");
    let reason = install_locked(&node, folder.path()).expect_err("no JSON");
    assert!(reason.contains("`npm"), "{reason}");
    assert!(reason.contains("EJSONPARSE"), "{reason}");
}
