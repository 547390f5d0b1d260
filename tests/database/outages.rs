//! What the database layer does when connections die: what may be repeated is, what may not is not.

use shared::clients::{self, NewClient};
use shared::sessions::{self, Opened};
use shared::{Services, StorageError};
use std::time::{Duration, Instant};
use test_support::{Person, Proxy, TestDatabase, TestServer, services_at};

/// More than the layer may take, less than the three seconds a caller is promised.
const PROMISED: Duration = Duration::from_secs(3);

struct Broken {
    proxy: Proxy,
    services: Services,
    alice: Person,
    database: TestDatabase,
}

impl Broken {
    async fn start() -> Self {
        let database = TestDatabase::create().await;
        let proxy = Proxy::start(TestServer::shared().server.port(), Duration::ZERO);
        let services = services_at(&proxy.url(database.url()), 1);
        let alice = Person::register(&services, "alice").await;
        Self {
            proxy,
            services,
            alice,
            database,
        }
    }

    /// Opens the session of alice and reads her clients.
    async fn read(&self) -> Result<usize, StorageError> {
        let sid = self
            .services
            .session_keys
            .sid(&cookie(&self.alice))
            .expect("a cookie of ours");
        let (opened, clients) = self
            .services
            .database
            .run(sessions::open(&sid), clients::list())
            .await?;
        assert!(matches!(opened, Opened::SignedIn(_)));
        Ok(clients?.len())
    }

    /// Opens the session of alice and creates a client.
    async fn write(&self) -> Result<(), StorageError> {
        let sid = self
            .services
            .session_keys
            .sid(&cookie(&self.alice))
            .expect("a cookie of ours");
        let client = NewClient::named("One more");
        let (_, inserted) = self
            .services
            .database
            .run(sessions::open(&sid), clients::insert(&client))
            .await?;
        inserted.map(|_| ())
    }

    async fn clients(&self) -> i64 {
        self.database.count("select count(*) from clients").await
    }
}

fn cookie(person: &Person) -> axum::http::HeaderMap {
    [(
        axum::http::header::COOKIE,
        person.cookie.parse().expect("a header value"),
    )]
    .into_iter()
    .collect()
}

fn is_away<T>(result: &Result<T, StorageError>) -> bool {
    matches!(result, Err(StorageError::Unavailable { .. }))
}

#[tokio::test]
async fn a_read_whose_connection_dies_is_repeated_on_a_new_one() {
    let broken = Broken::start().await;
    broken.proxy.cut_at_next_commit();
    assert_eq!(broken.read().await.expect("the second attempt answers"), 1);
    assert_eq!(broken.proxy.accepted(), 2);
}

#[tokio::test]
async fn a_write_whose_connection_dies_is_not_repeated() {
    let broken = Broken::start().await;
    broken.proxy.cut_at_next_commit();
    assert!(is_away(&broken.write().await));
    // It did run, once; the caller was told that nobody knows.
    assert_eq!(broken.clients().await, 2);
    broken
        .write()
        .await
        .expect("the next request finds a connection");
    assert_eq!(broken.clients().await, 3);
}

#[tokio::test]
async fn a_connection_closed_while_idle_is_replaced_even_before_a_write() {
    let broken = Broken::start().await;
    broken.database.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'conference-chat' and datname = current_database()").await;
    wait_for(async || {
        let sql = "select count(*) from pg_stat_activity where application_name = 'conference-chat' and datname = current_database()";
        broken.database.count(sql).await == 0
    })
    .await;
    broken
        .write()
        .await
        .expect("a new connection was made first");
    assert_eq!(broken.clients().await, 2);
}

#[tokio::test]
async fn a_connection_lost_without_a_word_while_idle_is_replaced_even_before_a_write() {
    let mut broken = Broken::start().await;
    broken.services.database = broken.services.database.checking_after(Duration::ZERO);
    broken.proxy.forget();
    broken
        .write()
        .await
        .expect("it was asked, did not answer, and was replaced");
    assert_eq!(broken.clients().await, 2);
}

#[tokio::test]
async fn a_database_that_is_away_is_said_so_quickly_and_found_again() {
    let broken = Broken::start().await;
    broken.proxy.go_away();
    let started = Instant::now();
    assert!(is_away(&broken.read().await));
    assert!(is_away(&broken.write().await));
    assert!(started.elapsed() < PROMISED);
    broken.proxy.come_back();
    assert_eq!(broken.read().await.expect("the database is back"), 1);
}

#[tokio::test]
async fn a_database_that_hangs_costs_less_than_three_seconds_and_no_connection() {
    let broken = Broken::start().await;
    broken.proxy.stall();
    let started = Instant::now();
    assert!(is_away(&broken.read().await));
    assert!(started.elapsed() < PROMISED, "{:?}", started.elapsed());
    broken.proxy.come_back();
    assert_eq!(
        broken
            .read()
            .await
            .expect("the only place in the pool is free again"),
        1
    );
}

#[tokio::test]
async fn a_request_that_is_dropped_halfway_leaves_a_usable_pool() {
    let broken = Broken::start().await;
    broken.proxy.stall();
    assert!(
        tokio::time::timeout(Duration::from_millis(50), broken.write())
            .await
            .is_err()
    );
    broken.proxy.come_back();
    broken.write().await.expect("a connection of its own");
    assert_eq!(broken.clients().await, 2);
}

#[tokio::test]
async fn a_refused_statement_rolls_the_whole_batch_back() {
    let broken = Broken::start().await;
    let taken = NewClient {
        public_api_key: broken.alice.key.clone(),
        ..NewClient::named("Same key")
    };
    let sid = broken
        .services
        .session_keys
        .sid(&cookie(&broken.alice))
        .expect("a cookie of ours");
    let batch = (
        clients::insert(&NewClient::named("Fine")).0,
        clients::insert(&taken),
    );
    let (_, result) = broken
        .services
        .database
        .run(sessions::open(&sid), batch)
        .await
        .expect("the session opens");
    let Err(StorageError::Conflict { constraint, .. }) = result else {
        panic!("{result:?}")
    };
    assert_eq!(constraint, "clients_public_api_key_unique");
    assert_eq!(broken.clients().await, 1);
}

/// Has the next insert of a client, and no later one, do this in the database.
async fn at_the_next_insert(broken: &Broken, what: &str) {
    let trigger = format!(
        "create sequence inserts;
         create function disturb() returns trigger language plpgsql security definer as $$
         begin
             -- What a sequence gives is not taken back with the transaction.
             if nextval('public.inserts') = 1 then {what} end if;
             return new;
         end $$;
         create trigger disturbed before insert on clients for each row execute function disturb()"
    );
    broken.database.sql(&trigger).await;
}

#[tokio::test]
async fn a_write_that_lost_a_deadlock_is_done_once_more() {
    let broken = Broken::start().await;
    at_the_next_insert(&broken, "raise exception using errcode = '40P01';").await;
    broken.write().await.expect("the second attempt");
    assert_eq!(broken.clients().await, 2);
}

#[tokio::test]
async fn a_write_whose_backend_is_ended_in_the_middle_is_done_on_another() {
    let broken = Broken::start().await;
    let end = "perform pg_terminate_backend(pg_backend_pid());";
    at_the_next_insert(&broken, end).await;
    broken.write().await.expect("the second attempt");
    assert_eq!(broken.clients().await, 2);
    assert_eq!(broken.proxy.accepted(), 2);
}

#[tokio::test]
async fn a_server_that_takes_no_writes_is_away_for_them_and_left_for_another() {
    let broken = Broken::start().await;
    let name = broken
        .database
        .text("select current_database()::text")
        .await;
    let read_only = format!("alter database {name} set default_transaction_read_only");
    broken.database.sql(&format!("{read_only} = on")).await;
    broken.proxy.cut();
    assert_eq!(broken.read().await.expect("reads go on"), 1);
    let connections = broken.proxy.accepted();
    assert!(is_away(&broken.write().await));
    assert_eq!(
        broken.proxy.accepted(),
        connections + 1,
        "another was tried"
    );
    // A connection that leads there is not kept, or it would lead there for ever.
    let reset = format!("set default_transaction_read_only = off; {read_only} = off");
    broken.database.sql(&reset).await;
    broken.write().await.expect("the new primary");
    assert_eq!(broken.clients().await, 2);
}

/// Waits until `condition` holds; a test that waits for ever is ended by its runner, so there is a limit.
async fn wait_for(condition: impl AsyncFn() -> bool) {
    let limit = Instant::now() + Duration::from_secs(10);
    while !condition().await {
        assert!(Instant::now() < limit, "the condition never held");
        tokio::task::yield_now().await;
    }
}
