//! What is written, and how.

use crate::support::{Deployer, PREFIX, SESSION_SECRET, URL, describe, names};
use test_support::{Authority, ParameterStore};

async fn value(store: &ParameterStore, name: &str) -> String {
    let parameter = store.get(&format!("{PREFIX}/{name}")).await;
    let (value, kind) = parameter.unwrap_or_else(|| panic!("{name} is not there"));
    assert_eq!(kind, "SecureString", "{name}");
    value
}

#[tokio::test]
async fn what_is_put_arrives_whole_and_functions_can_work_with_it() {
    let store = ParameterStore::start().await;
    let deployer = Deployer::at(&store.url());
    let pem = Authority::new().pem();
    deployer.file_with(&format!(
        "DATABASE_CA_CERT=\"{}\"\nN8N_WEBHOOK_URL=https://n8n.example/webhook?token=hunter2 # a comment\n\
         N8N_WEBHOOK_SECRET=\nRUST_LOG=debug\nSESION_SECRET=hunter2\nhunter2Hq8=\nhunter2Hq9=x\n",
        pem.expose()
    ));

    let outcome = deployer.put(&[]).await.succeeded().says(&[
        "N8N_WEBHOOK_SECRET is empty",
        "RUST_LOG is left out",
        "SESION_SECRET is left out: no function reads it",
        "a line is left out",
    ]);
    assert!(
        outcome
            .out
            .starts_with(&format!("{PREFIX} in eu-central-1\n"))
    );
    assert_eq!(outcome.said_of("DATABASE_URL "), "create");
    assert!(
        outcome
            .out
            .contains("4 created, 0 changed, 0 unchanged, 0 deleted.")
    );

    assert_eq!(value(&store, "DATABASE_URL").await, URL);
    assert_eq!(value(&store, "SESSION_SECRET").await, SESSION_SECRET);
    assert_eq!(value(&store, "DATABASE_CA_CERT").await, pem.expose());
    let webhook = value(&store, "N8N_WEBHOOK_URL").await;
    assert_eq!(webhook, "https://n8n.example/webhook?token=hunter2");
    assert_eq!(names(&store).await.len(), 4);

    let outcome = deployer.check(&[]).await.succeeded();
    assert_eq!(outcome.said_of("DATABASE_CA_CERT"), "set");
    assert_eq!(outcome.said_of("PASSWORD_HASH"), "not set");
    assert_eq!(outcome.err, "");
}

#[tokio::test]
async fn a_dry_run_writes_and_deletes_nothing() {
    let store = ParameterStore::start().await;
    store.put(&format!("{PREFIX}/OLD"), "hunter2").await;
    let deployer = Deployer::at(&store.url());
    deployer.file_with("");
    let outcome = deployer.put(&["--dry-run", "--delete-others"]).await;
    let outcome = outcome.succeeded();
    assert_eq!(outcome.said_of("SESSION_SECRET"), "create");
    assert!(outcome.said_of("OLD").starts_with("delete"));
    assert!(outcome.out.contains("dry run"));
    assert_eq!(names(&store).await, ["OLD"]);
}

#[tokio::test]
async fn a_value_over_4096_bytes_is_advanced_from_then_on() {
    let store = ParameterStore::start().await;
    let deployer = Deployer::at(&store.url());
    let pems = |count: usize| -> String {
        let pems = (0..count).map(|_| Authority::new().pem().expose().to_owned());
        pems.collect()
    };
    deployer.file_with(&format!("DATABASE_CA_CERT=\"{}\"", pems(8)));
    let outcome = deployer.put(&[]).await.succeeded();
    assert!(outcome.said_of("DATABASE_CA_CERT").contains("AWS charges"));
    assert_eq!(outcome.said_of("SESSION_SECRET"), "create");
    assert_eq!(
        describe(&store, "DATABASE_CA_CERT").await["Tier"],
        "Advanced"
    );
    assert_eq!(describe(&store, "SESSION_SECRET").await["Tier"], "Standard");

    deployer.file_with(&format!("DATABASE_CA_CERT=\"{}\"", pems(1)));
    deployer.put(&[]).await.succeeded();
    assert_eq!(
        describe(&store, "DATABASE_CA_CERT").await["Tier"],
        "Advanced"
    );
}

#[tokio::test]
async fn a_key_of_ones_own_is_used() {
    let store = ParameterStore::start().await;
    let deployer = Deployer::at(&store.url());
    deployer.file_with("");
    deployer
        .put(&["--kms-key-id", "alias/chat"])
        .await
        .succeeded();
    assert_eq!(
        describe(&store, "SESSION_SECRET").await["KeyId"],
        "alias/chat"
    );
}
