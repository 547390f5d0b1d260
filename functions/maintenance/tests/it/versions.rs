//! Programs and databases of different ages.

use crate::support::{A_WHILE, UPDATE, ask, ask_in_vain, function};
use test_support::TestDatabase;

#[tokio::test]
async fn an_older_program_accepts_a_newer_database() {
    let database = TestDatabase::create().await;
    let newer = "insert into refinery_schema_history values (998, 'of_tomorrow', '2030-01-01T00:00:00Z', '1'),
                                                            (999, 'of_the_day_after', '2030-01-02T00:00:00Z', '2')";
    database.sql(newer).await;
    let before = database.snapshot().await;
    let answer = ask(&function(database.url()), UPDATE, A_WHILE).await;
    assert_eq!(answer["Status"], "SUCCESS");
    assert_eq!(answer["Data"]["Applied"], "");
    assert_eq!(answer["Data"]["Version"], "999");
    assert_eq!(database.snapshot().await, before);
}

#[tokio::test]
async fn a_migration_that_was_edited_after_it_ran_is_a_failure_whatever_the_databases_age() {
    for newer in [
        "",
        "insert into refinery_schema_history values (999, 'of_tomorrow', '2030-01-01T00:00:00Z', '1')",
    ] {
        let database = TestDatabase::create().await;
        database.sql(newer).await;
        database
            .sql("update refinery_schema_history set checksum = '1' where version = 3")
            .await;
        let reason = ask_in_vain(&function(database.url()), UPDATE, A_WHILE).await;
        assert!(
            reason.contains("V3__sessions_have_an_age is different"),
            "{reason}"
        );
    }
}

#[tokio::test]
async fn a_migration_that_was_passed_over_is_a_failure() {
    let database = TestDatabase::create().await;
    database
        .sql("delete from refinery_schema_history where version = 3")
        .await;
    let reason = ask_in_vain(&function(database.url()), UPDATE, A_WHILE).await;
    assert!(
        reason.contains("V3__sessions_have_an_age has not run"),
        "{reason}"
    );
}
