//! What killed processes leave behind.

use std::{fs, net::TcpStream, path::Path, process::Command};

use local_postgres::ScratchDir;

use crate::{
    children::{Mode, Parent},
    support::{ask, eventually, options, scratch, start, try_ask},
};

#[test]
fn the_server_dies_with_its_parent_however_that_dies() {
    for mode in [Mode::Durable, Mode::Throwaway, Mode::Exits] {
        let (_scratch, data_dir) = scratch();
        let mut parent = Parent::start(&data_dir, mode);
        if mode == Mode::Exits {
            parent.wait();
        } else {
            parent.kill();
        }
        eventually(&format!("the port refuses ({mode:?})"), || {
            refuses(parent.port)
        });
        eventually(&format!("postmaster.pid is gone ({mode:?})"), || {
            !data_dir.join("postmaster.pid").exists()
        });
    }
}

#[test]
fn a_start_right_after_the_parent_was_killed_works_and_keeps_the_data() {
    let (_scratch, data_dir) = scratch();
    let mut parent = Parent::start(&data_dir, Mode::Durable);
    try_ask(
        &parent.url,
        "create table kept (n int); insert into kept values (7)",
    )
    .expect("the server answers");
    parent.kill();
    let server = start(&options(&data_dir));
    assert_eq!(ask(&server, "select n from kept").as_deref(), Some("7"));
}

#[test]
fn an_orphan_that_stands_still_is_woken_and_ended() {
    let (_scratch, data_dir) = scratch();
    let mut parent = Parent::start(&data_dir, Mode::Paused);
    parent.kill();
    let server = start(&options(&data_dir));
    assert_eq!(ask(&server, "select 1").as_deref(), Some("1"));
    eventually("the orphan is gone", || refuses(parent.port));
}

#[test]
fn a_stale_pid_file_does_not_stop_a_start() {
    let (_scratch, data_dir) = scratch();
    start(&options(&data_dir)).stop();
    let mut zombie = Command::new("true").spawn().expect("`true` can be run");
    let never_a_process = i32::MAX;
    for pid in [
        std::process::id().to_string(),
        zombie.id().to_string(),
        never_a_process.to_string(),
    ] {
        // As a server killed while ready leaves it.
        let text = format!(
            "{pid}\n{}\n1700000000\n5432\n\n127.0.0.1\n   5   4\nready   \n",
            data_dir.display()
        );
        fs::write(data_dir.join("postmaster.pid"), text)
            .expect("the data directory can be written to");
        let server = start(&options(&data_dir));
        assert_eq!(ask(&server, "select 1").as_deref(), Some("1"), "pid {pid}");
    }
    zombie.wait().expect("our own child can be waited for");
}

#[test]
fn a_half_made_cluster_is_made_again() {
    let (_scratch, data_dir) = scratch();
    let unfinished = data_dir.with_extension("new");
    fs::create_dir_all(unfinished.join("base")).expect("the scratch directory can be written to");
    fs::write(unfinished.join("PG_VERSION"), "15\n")
        .expect("the scratch directory can be written to");
    let server = start(&options(&data_dir));
    assert_eq!(ask(&server, "select 1").as_deref(), Some("1"));
    assert!(!unfinished.exists());
}

#[test]
fn an_empty_data_directory_is_filled() {
    let (_scratch, data_dir) = scratch();
    fs::create_dir(&data_dir).expect("the scratch directory can be written to");
    assert_eq!(
        ask(&start(&options(&data_dir)), "select 1").as_deref(),
        Some("1")
    );
}

#[test]
fn scratch_directories_of_dead_processes_are_swept_with_their_servers() {
    let place = tempfile::tempdir().expect("a temporary directory can be made");
    let mine = ScratchDir::below(place.path()).expect("a scratch directory can be made");
    // What a killed process leaves: its name, its lock file with nobody holding it, and a server
    // that stands still.
    let dead = Command::new("true")
        .spawn()
        .and_then(|mut child| child.wait().map(|_| child.id()));
    let dead = dead.expect("`true` can be run");
    let leftover = place.path().join(format!("local-postgres-{dead}-abc"));
    fs::create_dir(&leftover).expect("the directory can be written to");
    fs::write(leftover.join("in-use"), "").expect("the directory can be written to");
    let mut parent = Parent::start(&leftover.join("data"), Mode::Paused);
    parent.kill();
    let not_ours = place.path().join("something-else");
    fs::create_dir(&not_ours).expect("the directory can be written to");

    let second = ScratchDir::below(place.path()).expect("a scratch directory can be made");
    assert!(!leftover.exists());
    assert!(refuses(parent.port), "its server is gone");
    for kept in [mine.path(), second.path(), Path::new(&not_ours)] {
        assert!(kept.exists(), "{}", kept.display());
    }
}

fn refuses(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_err()
}
