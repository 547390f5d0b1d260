//! Connecting to the database as functions do.

use crate::support::{Deployer, SESSION_SECRET};
use shared::database::DatabaseConfig;
use test_support::{Authority, ParameterStore, TlsServer};

#[tokio::test]
async fn a_database_with_tls_is_connected_to_with_its_authority_only() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("localhost", false)));
    let url = server.url("sslmode=verify-full");
    let store = ParameterStore::start().await;
    let deployer = Deployer::at(&store.url());
    let put = async |ca: &Authority| {
        let pem = ca.pem();
        deployer.file(&format!(
            "DATABASE_URL='{url}'\nDATABASE_URL_UNPOOLED='{url}'\nSESSION_SECRET='{SESSION_SECRET}'\nDATABASE_CA_CERT='{}'",
            pem.expose()
        ));
        deployer.put(&[]).await.succeeded();
        deployer.check(&["--connect"]).await
    };

    let outcome = put(&authority).await.succeeded();
    assert!(
        outcome
            .out
            .contains("connected; no migration has run there yet")
    );

    let config = DatabaseConfig::from_url_and_ca(&url, &authority.pem()).expect("settings");
    shared::migrations::run(&config).await.expect("migrations");
    let outcome = put(&authority).await.succeeded();
    assert_eq!(
        outcome.out.matches(" connected\n").count(),
        2,
        "{outcome:?}"
    );

    let outcome = put(&Authority::new()).await.failed();
    assert_eq!(outcome.out.matches(" cannot be used\n").count(), 2);
    outcome.says(&["certificate verify failed"]);
}

#[tokio::test]
async fn a_database_that_is_not_there_is_told_so() {
    let store = ParameterStore::start().await;
    let deployer = Deployer::at(&store.url());
    deployer.file(&format!(
        "DATABASE_URL=postgres://u:hunter2@127.0.0.1:1/d\nSESSION_SECRET='{SESSION_SECRET}'"
    ));
    deployer.put(&[]).await.succeeded();
    deployer.check(&[]).await.succeeded();
    let outcome = deployer.check(&["--connect"]).await.failed();
    outcome.says(&["DATABASE_URL: the database is away", "refused"]);
}
