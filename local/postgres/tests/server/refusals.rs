//! What cannot start says why, and names what is in the way.

use std::{fs, net::TcpListener};

use local_postgres::{Error, Port};

use crate::support::{ask, options, refusal, scratch, start};

#[test]
fn a_second_start_on_one_directory_names_the_directory() {
    let (_scratch, data_dir) = scratch();
    let first = start(&options(&data_dir));
    let error = refusal(&options(&data_dir));
    assert!(matches!(error, Error::InUse { .. }), "{error}");
    assert!(
        error
            .to_string()
            .contains(data_dir.to_str().expect("ASCII")),
        "{error}"
    );
    assert_eq!(
        ask(&first, "select 1").as_deref(),
        Some("1"),
        "the first is untouched"
    );
}

#[test]
fn a_taken_port_is_named_and_nothing_is_made() {
    let (_scratch, data_dir) = scratch();
    let taken = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let port = taken.local_addr().expect("it is bound").port();
    let mut options = options(&data_dir);
    options.port = Port::Fixed(port);
    let error = refusal(&options);
    assert!(
        matches!(error, Error::PortTaken { port: named } if named == port),
        "{error}"
    );
    assert!(!data_dir.exists());
    drop(taken);
    assert_eq!(
        start(&options).port(),
        port,
        "and once it is free it is used"
    );
}

#[test]
fn another_major_version_is_refused_with_both_versions() {
    let (_scratch, data_dir) = scratch();
    start(&options(&data_dir)).stop();
    fs::write(data_dir.join("PG_VERSION"), "12\n").expect("the data directory can be written to");
    let error = refusal(&options(&data_dir));
    assert!(
        matches!(error, Error::OtherMajor { cluster: 12, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("PG_BIN_DIR"), "{error}");
}

#[test]
fn a_directory_with_other_things_in_it_is_left_alone() {
    let (_scratch, data_dir) = scratch();
    fs::create_dir(&data_dir).expect("the scratch directory can be written to");
    fs::write(data_dir.join("thesis.txt"), "years of work")
        .expect("the directory can be written to");
    let error = refusal(&options(&data_dir));
    assert!(matches!(error, Error::NotACluster { .. }), "{error}");
    assert!(data_dir.join("thesis.txt").exists());
}

#[test]
fn a_server_that_ends_while_starting_is_quoted() {
    let (_scratch, data_dir) = scratch();
    let mut options = options(&data_dir);
    options
        .settings
        .push(("no_such_setting".to_owned(), "1".to_owned()));
    let error = refusal(&options);
    assert!(
        matches!(&error, Error::Exited { tail, .. } if tail.contains("no_such_setting")),
        "{error}"
    );
    options.settings.clear();
    assert_eq!(ask(&start(&options), "select 1").as_deref(), Some("1"));
}
