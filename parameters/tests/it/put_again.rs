//! What happens to what is already there.

use crate::support::{Deployer, PREFIX, SESSION_SECRET, URL, ask, describe, names};
use serde_json::json;
use test_support::ParameterStore;

#[tokio::test]
async fn only_what_changed_is_written_again() {
    let store = ParameterStore::start().await;
    let deployer = Deployer::at(&store.url());
    deployer.file_with("PASSWORD_HASH=bcrypt");
    deployer.put(&[]).await.succeeded();
    let outcome = deployer.put(&[]).await.succeeded();
    assert_eq!(outcome.said_of("PASSWORD_HASH"), "unchanged");
    assert!(outcome.out.contains("0 created, 0 changed, 3 unchanged"));

    deployer.file_with("PASSWORD_HASH=argon2id");
    let outcome = deployer.put(&[]).await.succeeded();
    assert_eq!(outcome.said_of("PASSWORD_HASH"), "change");
    assert_eq!(outcome.said_of("SESSION_SECRET"), "unchanged");
    assert!(outcome.out.contains("0 created, 1 changed, 2 unchanged"));
    assert_eq!(describe(&store, "PASSWORD_HASH").await["Version"], 2);
    assert_eq!(describe(&store, "SESSION_SECRET").await["Version"], 1);
}

#[tokio::test]
async fn what_is_there_in_plain_text_is_encrypted() {
    let store = ParameterStore::start().await;
    let deployer = Deployer::at(&store.url());
    deployer.file_with("");
    for (name, value) in [("DATABASE_URL", URL), ("SESSION_SECRET", SESSION_SECRET)] {
        let name = format!("{PREFIX}/{name}");
        let parameter = json!({"Name": name, "Value": value, "Type": "String"});
        ask(&store, "PutParameter", parameter).await;
    }
    let outcome = deployer.check(&[]).await.succeeded();
    assert!(outcome.said_of("SESSION_SECRET").contains("not encrypted"));
    let outcome = deployer.put(&[]).await.succeeded();
    assert!(outcome.said_of("SESSION_SECRET").starts_with("change"));
    assert_eq!(
        describe(&store, "SESSION_SECRET").await["Type"],
        "SecureString"
    );
    let outcome = deployer.check(&[]).await.succeeded();
    assert_eq!(outcome.said_of("SESSION_SECRET"), "set");
}

#[tokio::test]
async fn what_the_file_does_not_have_is_told_and_deleted_when_asked() {
    let store = ParameterStore::start().await;
    for name in ["OLD", "OF_MINE", "N8N_WEBHOOK_SECRET", "deeper/OLD"] {
        store.put(&format!("{PREFIX}/{name}"), "hunter2").await;
    }
    store.put("/conference-chat/staging-2/OLD", "hunter2").await;
    let deployer = Deployer::at(&store.url());
    // One that no function knows but the file does, and one that the file empties.
    deployer.file_with("OF_MINE=1\nN8N_WEBHOOK_SECRET=");

    let outcome = deployer.put(&[]).await.succeeded();
    assert!(outcome.said_of("OLD").starts_with("stays"));
    assert!(!outcome.out.contains("OF_MINE"));
    assert_eq!(names(&store).await.len(), 7);

    let outcome = deployer.put(&["--delete-others"]).await.succeeded();
    assert!(outcome.said_of("N8N_WEBHOOK_SECRET").starts_with("delete"));
    assert!(outcome.out.contains("2 unchanged, 2 deleted."));
    let left = [
        "/conference-chat/staging-2/OLD",
        "DATABASE_URL",
        "OF_MINE",
        "SESSION_SECRET",
        "deeper/OLD",
    ];
    assert_eq!(names(&store).await, left);
}
