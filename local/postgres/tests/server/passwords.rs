//! Clusters with a password.

use std::{fs, os::unix::fs::PermissionsExt};

use local_postgres::{Authentication, Error};
use tokio_postgres::error::SqlState;

use crate::support::{ask, options, refusal, scratch, start, try_ask};

#[test]
fn only_the_right_password_is_let_in_and_it_is_kept() {
    let (_scratch, data_dir) = scratch();
    let mut options = options(&data_dir);
    options.authentication = Authentication::Password;
    let server = start(&options);
    let password = server.password().expect("this cluster has one").clone();
    assert_eq!(ask(&server, "select 1").as_deref(), Some("1"));

    let url = server.url("postgres");
    for wrong in [
        url.replace(password.reveal(), "wrong"),
        url.replace(&format!(":{}@", password.reveal()), "@"),
    ] {
        let error = try_ask(&wrong, "select 1").expect_err("this must be refused");
        // Without a password the client gives up by itself, and there is no code.
        assert!(
            matches!(error.code(), None | Some(&SqlState::INVALID_PASSWORD)),
            "{error:?}"
        );
    }
    let stored = ask(
        &server,
        "select rolpassword from pg_authid where rolname = 'postgres'",
    );
    assert!(stored.is_some_and(|stored| stored.starts_with("SCRAM-SHA-256$")));
    server.stop();

    let again = start(&options);
    assert_eq!(again.password(), Some(&password));
    assert_eq!(ask(&again, "select 1").as_deref(), Some("1"));
}

#[test]
fn the_password_is_neither_printed_nor_readable_by_others() {
    let (_scratch, data_dir) = scratch();
    let mut options = options(&data_dir);
    options.authentication = Authentication::Password;
    let server = start(&options);
    let password = server.password().expect("this cluster has one").reveal();
    assert!(!format!("{server:?}").contains(password));
    let file = fs::metadata(data_dir.with_extension("password")).expect("it is kept in a file");
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
    let log = fs::read_to_string(server.log_file()).expect("the log is a file");
    assert!(!log.contains(password));
}

#[test]
fn a_cluster_keeps_the_authentication_it_was_made_with() {
    for (made, asked) in [
        (Authentication::Trust, Authentication::Password),
        (Authentication::Password, Authentication::Trust),
    ] {
        let (_scratch, data_dir) = scratch();
        let mut options = options(&data_dir);
        options.authentication = made;
        start(&options).stop();
        options.authentication = asked;
        let error = refusal(&options);
        assert!(
            matches!(error, Error::AuthenticationDiffers { .. }),
            "{error}"
        );
    }
}
