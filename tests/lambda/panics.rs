//! A panic ends the request, not the environment.

use crate::support::{get, specimen};
use test_support::{SESSION_SECRET, TestDatabase};

#[tokio::test]
async fn a_panic_in_one_event_is_a_500_and_the_next_is_answered() {
    let database = TestDatabase::create().await;
    let variables = [
        ("DATABASE_URL", database.url()),
        ("SESSION_SECRET", SESSION_SECRET),
    ];
    let mut environment = specimen(&variables).await;
    for _ in 0..2 {
        let failed = get(&mut environment, "/panic").await.expect(500);
        assert_eq!(failed["error"], "Internal server error");
        assert_eq!(get(&mut environment, "/database").await.status, 200);
    }
    let log = environment.log();
    assert!(log.contains("specimen.rs"), "the place is named: {log}");
    assert!(!log.contains("a text that no log may hold"), "{log}");
}
