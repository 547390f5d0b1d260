//! Where the programs are found.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use local_postgres::{Binaries, Error, Search, Server};

use crate::support::{ask, binaries, options, scratch};

/// Looks nowhere.
fn nowhere() -> Search {
    Search {
        bin_dir: None,
        path: None,
        installed: Vec::new(),
        download_dir: None,
        major: None,
    }
}

fn run(search: &Search) -> Result<Binaries, Error> {
    search.run(&mut |_| ())
}

#[test]
fn without_anything_the_error_says_how_to_install_it() {
    let error = run(&nowhere()).expect_err("there is nothing to find");
    for hint in [
        "apt install postgresql",
        "brew install",
        "PG_BIN_DIR",
        "npm",
    ] {
        assert!(error.to_string().contains(hint), "{error}");
    }
}

#[test]
fn a_wrong_pg_bin_dir_is_an_error_and_not_passed_over() {
    let search = Search {
        bin_dir: Some("/nonexistent".into()),
        ..Search::from_environment(Path::new("/nonexistent"))
    };
    let error = run(&search).expect_err("it was asked for");
    assert!(matches!(error, Error::BadBinDir { .. }), "{error}");
}

#[test]
fn links_on_the_path_are_followed_and_old_versions_passed_over() {
    let place = tempfile::tempdir().expect("a temporary directory can be made");
    let old = place.path().join("old");
    fs::create_dir(&old).expect("the directory can be written to");
    for program in ["postgres", "initdb"] {
        let file = old.join(program);
        fs::write(&file, "#!/bin/sh\necho 'postgres (PostgreSQL) 9.6.24'\n")
            .expect("it can be written to");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("it is ours");
    }
    let found = binaries();
    let links = place.path().join("links");
    fs::create_dir(&links).expect("the directory can be written to");
    std::os::unix::fs::symlink(found.bin_dir.join("postgres"), links.join("postgres"))
        .expect("links can be made");

    let path = std::env::join_paths([&old, &links]).expect("no colons in these names");
    let search = Search {
        path: Some(path),
        ..nowhere()
    };
    assert_eq!(run(&search).expect("the link leads there"), found);

    let other_major = Search {
        major: Some(found.major + 1),
        ..search
    };
    let error = run(&other_major)
        .expect_err("that version is not there")
        .to_string();
    assert!(
        error.contains("older than") && error.contains("asked for"),
        "{error}"
    );
}

/// Fetches 24 MB, so it needs npm and its registry.
#[test]
fn npms_copy_runs() {
    let place = tempfile::tempdir().expect("a temporary directory can be made");
    let search = Search {
        download_dir: Some(place.path().to_owned()),
        ..nowhere()
    };
    let mut told = Vec::new();
    let fetched = search
        .run(&mut |line| told.push(line.to_owned()))
        .expect("npm's copy must run");
    assert_eq!(told.len(), 1, "{told:?}");

    let (_scratch, data_dir) = scratch();
    let server =
        Server::start(&fetched, &options(&data_dir), &mut |_| ()).expect("npm's copy must run");
    assert_eq!(ask(&server, "select lower('ÄÖ')").as_deref(), Some("äö"));
    ask(&server, "create extension pgcrypto");

    let again = search
        .run(&mut |line| told.push(line.to_owned()))
        .expect("the copy stays");
    assert_eq!(
        (again, told.len()),
        (fetched, 1),
        "and is not fetched twice"
    );
}
