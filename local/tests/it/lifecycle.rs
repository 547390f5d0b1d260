//! Starting, stopping, keeping, starting over.

use crate::dev::{Dev, failure};
use local_postgres::ScratchDir;
use std::net::TcpListener;
use test_support::TestDatabase;

fn folder() -> ScratchDir {
    ScratchDir::new().expect("a scratch directory")
}

#[tokio::test]
async fn both_signals_stop_it_cleanly_and_data_is_kept() {
    let folder = folder();
    let dev = Dev::start(&folder, &[], &[]).await;
    let cookie = dev.register("ada").await;
    let (status, last) = dev.stop("-TERM").await;
    assert!(status.success(), "{status}");
    assert_eq!(last, "Stopped.");

    let dev = Dev::start(&folder, &[], &[]).await;
    assert_eq!(dev.me(&cookie).await.as_deref(), Some("ada"));
    let (status, last) = dev.stop("-INT").await;
    assert!(status.success(), "{status}");
    assert_eq!(last, "Stopped.");
}

#[tokio::test]
async fn data_and_log_ins_survive_kill_9() {
    let folder = folder();
    let dev = Dev::start(&folder, &[], &[]).await;
    let cookie = dev.register("ada").await;
    dev.stop("-KILL").await;

    let dev = Dev::start(&folder, &[], &[]).await;
    assert_eq!(dev.me(&cookie).await.as_deref(), Some("ada"));
}

#[tokio::test]
async fn reset_starts_over() {
    let folder = folder();
    let dev = Dev::start(&folder, &[], &[]).await;
    let cookie = dev.register("ada").await;
    dev.stop("-TERM").await;

    let dev = Dev::start(&folder, &["--reset"], &[]).await;
    assert_eq!(dev.me(&cookie).await, None);
    dev.register("ada").await;
}

#[tokio::test]
async fn reset_does_not_pull_the_database_from_under_another_run() {
    let folder = folder();
    let dev = Dev::start(&folder, &[], &[]).await;
    let cookie = dev.register("ada").await;
    let said = failure(&folder, &["--port", "0", "--reset"], &[]).await;
    assert!(said.starts_with("error: "), "{said}");
    assert_eq!(dev.me(&cookie).await.as_deref(), Some("ada"));
}

#[tokio::test]
async fn it_stops_even_when_nobody_reads_what_it_says() {
    let folder = folder();
    let mut dev = Dev::start(&folder, &[], &[]).await;
    dev.close_output();
    let (status, _) = dev.stop("-TERM").await;
    assert!(status.success(), "{status}");
}

#[tokio::test]
async fn it_ends_with_a_reason_when_its_postgres_ends() {
    let folder = folder();
    let mut dev = Dev::start(&folder, &[], &[]).await;
    let pid_file = folder.path().join("database/postmaster.pid");
    let pid = std::fs::read_to_string(pid_file).expect("a running server");
    dev.signal("-KILL", pid.lines().next().expect("its pid"))
        .await;
    let said = dev.failure().await;
    assert!(said.contains("Postgres ended by itself"), "{said}");
}

#[tokio::test]
async fn a_taken_port_is_said_before_anything_starts() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its number").port().to_string();
    let said = failure(&folder, &["--port", &port], &[]).await;
    assert!(
        said.contains(&format!("port {port} of 127.0.0.1 cannot be used")),
        "{said}"
    );
    assert!(said.contains("cargo dev --port"), "{said}");
    assert!(!folder.path().join("database").exists());
}

#[tokio::test]
async fn another_database_is_used_when_named_and_never_reset() {
    let database = TestDatabase::create_empty().await;
    for by_argument in [true, false] {
        let folder = folder();
        let (arguments, settings) = if by_argument {
            (vec!["--database-url", database.url()], vec![])
        } else {
            (vec![], vec![("DATABASE_URL", database.url())])
        };
        let dev = Dev::start(&folder, &arguments, &settings).await;
        dev.register(&format!("ada-{by_argument}")).await;
        dev.stop("-TERM").await;
        assert!(!folder.path().join("database").exists());
        let said = failure(
            &folder,
            &[&["--port", "0", "--reset"], arguments.as_slice()].concat(),
            &settings,
        )
        .await;
        assert!(said.contains("--reset"), "{said}");
    }
    assert_eq!(database.count("select count(*) from users").await, 2);
}

#[tokio::test]
async fn an_unpooled_url_of_another_database_is_left_alone() {
    // Nothing listens there: had the migrations gone to it, the start would fail.
    let elsewhere = (
        "DATABASE_URL_UNPOOLED",
        "postgres://somebody@127.0.0.1:1/production",
    );
    let folder = folder();
    let dev = Dev::start(&folder, &[], &[elsewhere]).await;
    dev.register("ada").await;
    dev.stop("-TERM").await;

    let database = TestDatabase::create_empty().await;
    let settings = [
        elsewhere,
        ("DATABASE_URL", "postgres://somebody@127.0.0.1:1/production"),
    ];
    let dev = Dev::start(&folder, &["--database-url", database.url()], &settings).await;
    dev.register("ada").await;
}

#[tokio::test]
async fn settings_are_read_from_a_dotenv_file_without_showing_a_broken_line() {
    for broken in [
        "SESSION_SECRET='hunter2\n",
        "DATABASE_URL=postgres://u:hunter2@h/d?sslmode=require extra\n",
    ] {
        let folder = folder();
        std::fs::write(folder.path().join(".env"), broken).expect("a file");
        let said = failure(&folder, &["--port", "0"], &[]).await;
        assert!(said.contains(".env"), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}
