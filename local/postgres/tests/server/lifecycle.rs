//! Start, stop, kill, pause.

use std::{
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::Path,
    thread,
    time::Duration,
};

use local_postgres::{Binaries, Durability, ScratchDir};
use rustix::process::{Pid, geteuid, getpgid, getpgrp};
use tokio::time::timeout;

use crate::support::{ask, binaries, connect, options, runtime, scratch, start, try_ask};

/// Long enough for an answer, had there been one.
const NO_ANSWER: Duration = Duration::from_millis(300);
/// The number of the user `nobody` nearly everywhere; any that is neither root nor we would do.
const NOBODY: u32 = 65534;

#[test]
fn data_outlives_a_stop() {
    let (_scratch, data_dir) = scratch();
    let server = start(&options(&data_dir));
    ask(
        &server,
        "create table kept (n int); insert into kept values (7)",
    );
    let url = server.url("postgres");
    server.stop();
    assert!(
        try_ask(&url, "select 1").is_err(),
        "a stopped server answers nobody"
    );
    let server = start(&options(&data_dir));
    assert_eq!(ask(&server, "select n from kept").as_deref(), Some("7"));
}

#[test]
fn data_outlives_a_kill() {
    let (_scratch, data_dir) = scratch();
    // A throw-away server may lose its last commits here.
    let mut options = options(&data_dir);
    options.durability = Durability::Durable;
    let mut server = start(&options);
    ask(
        &server,
        "create table kept (n int); insert into kept values (7)",
    );
    let url = server.url("postgres");
    server.kill();
    assert!(!server.is_running());
    assert!(
        try_ask(&url, "select 1").is_err(),
        "a killed server answers nobody"
    );
    drop(server);
    let server = start(&options);
    assert_eq!(ask(&server, "select n from kept").as_deref(), Some("7"));
}

#[test]
fn a_paused_server_hangs_until_it_is_resumed() {
    let (_scratch, data_dir) = scratch();
    let server = start(&options(&data_dir));
    runtime().block_on(async {
        let client = connect(&server.url("postgres"))
            .await
            .expect("a running server takes connections");
        server.pause();
        let question = client.simple_query("select 1");
        tokio::pin!(question);
        assert!(
            timeout(NO_ANSWER, &mut question).await.is_err(),
            "an open connection hangs"
        );
        let url = server.url("postgres");
        let second = connect(&url);
        assert!(
            timeout(NO_ANSWER, second).await.is_err(),
            "a new connection hangs"
        );
        server.resume();
        question.await.expect("the answer comes late");
    });
    assert_eq!(ask(&server, "select 2").as_deref(), Some("2"));
}

#[test]
fn a_paused_server_can_be_stopped() {
    let (_scratch, data_dir) = scratch();
    let server = start(&options(&data_dir));
    server.pause();
    server.stop();
    assert_eq!(
        ask(&start(&options(&data_dir)), "select 1").as_deref(),
        Some("1")
    );
}

#[test]
fn the_server_outlives_the_thread_that_started_it() {
    let (_scratch, data_dir) = scratch();
    let thread = thread::spawn(move || start(&options(&data_dir)));
    let server = thread.join().expect("the server starts");
    // Several round trips: a signal would have arrived by then.
    for _ in 0..20 {
        assert_eq!(ask(&server, "select 1").as_deref(), Some("1"));
    }
}

#[test]
fn a_ctrl_c_in_the_terminal_does_not_reach_the_server() {
    let (_scratch, data_dir) = scratch();
    let server = start(&options(&data_dir));
    let group = getpgid(Pid::from_raw(server.pid())).expect("the server runs");
    assert_ne!(group, getpgrp());
}

#[test]
fn data_of_another_user_is_run_as_that_user() {
    if !geteuid().is_root() {
        // Only root can become somebody else.
        return;
    }
    let (_scratch, data_dir) = scratch();
    let server = start(&options(&data_dir));
    ask(
        &server,
        "create table kept (n int); insert into kept values (7)",
    );
    server.stop();
    give_to(&data_dir, NOBODY);
    let server = start(&options(&data_dir));
    let owner = fs::metadata(format!("/proc/{}", server.pid())).expect("the server runs");
    assert_eq!(owner.uid(), NOBODY);
    assert_eq!(ask(&server, "select n from kept").as_deref(), Some("7"));
}

/// Gives a directory and all in it to a user.
fn give_to(path: &Path, user: u32) {
    chown(path, Some(user), Some(user)).expect("root may do this");
    if fs::symlink_metadata(path).expect("it is there").is_dir() {
        for entry in fs::read_dir(path).expect("it is a directory") {
            give_to(&entry.expect("it can be read").path(), user);
        }
    }
}

#[test]
fn settings_reach_the_server() {
    let (_scratch, data_dir) = scratch();
    let mut options = options(&data_dir);
    options
        .settings
        .push(("max_connections".to_owned(), "33".to_owned()));
    let server = start(&options);
    for (setting, expected) in [
        ("max_connections", "33"),
        ("fsync", "off"),
        ("listen_addresses", "127.0.0.1"),
        ("server_encoding", "UTF8"),
        ("timezone", "UTC"),
    ] {
        let value = ask(&server, &format!("show {setting}"));
        assert_eq!(value.as_deref(), Some(expected), "{setting}");
    }
}

#[test]
fn a_database_with_any_name_can_be_reached_by_its_url() {
    let (_scratch, data_dir) = scratch();
    let server = start(&options(&data_dir));
    ask(&server, "create database \"a b/c?d\"");
    let name =
        try_ask(&server.url("a b/c?d"), "select current_database()").expect("the URL leads there");
    assert_eq!(name.as_deref(), Some("a b/c?d"));
}

#[test]
fn a_deep_directory_is_no_obstacle() {
    // Deeper than the 107 bytes a Unix socket could have.
    let (scratch, _) = scratch();
    let data_dir = scratch
        .path()
        .join("d".repeat(100))
        .join("e".repeat(100))
        .join("data");
    assert_eq!(
        ask(&start(&options(&data_dir)), "select 1").as_deref(),
        Some("1")
    );
}

#[test]
fn a_scratch_directory_goes_with_its_owner() {
    let scratch = ScratchDir::new().expect("a scratch directory can be made");
    let path = scratch.path().to_owned();
    let server = start(&options(&path.join("data")));
    server.stop();
    drop(scratch);
    assert!(!path.exists());
}

#[test]
fn the_programs_are_found_and_new_enough() {
    let Binaries { bin_dir, major } = binaries();
    assert!(Path::new(&bin_dir).join("initdb").is_file());
    assert!(major >= local_postgres::OLDEST_MAJOR);
}
