//! TLS to Postgres: certificate and host name are checked, whatever the URL calls it, and nothing falls back to plain text.

use shared::database::DatabaseConfig;
use shared::{Database, Secret, StorageError, explain, users};
use test_support::{Authority, TlsServer};

/// Tries to get an answer.
async fn ask(server: &TlsServer, options: &str, ca: &Secret) -> Result<(), StorageError> {
    let config = DatabaseConfig::from_url_and_ca(&server.url(options), ca)
        .expect("settings that can be used");
    let answer = Database::new(&config, 1)
        .run_alone(users::find_login("nobody"))
        .await;
    match answer {
        // Not migrated, so the role is unknown: that the server says so is an answer.
        Err(StorageError::Refused(_)) | Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The whole chain of reasons why there is no answer.
async fn refusal(server: &TlsServer, options: &str, ca: &Secret) -> String {
    let error = ask(server, options, ca)
        .await
        .expect_err("the connection must be refused");
    explain(&error)
}

#[tokio::test]
async fn a_server_with_the_right_name_and_authority_is_talked_to() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("localhost", false)));
    for mode in ["require", "verify-ca", "verify-full"] {
        ask(&server, &format!("sslmode={mode}"), &authority.pem())
            .await
            .unwrap_or_else(|error| panic!("{mode}: {error:?}"));
    }
}

#[tokio::test]
async fn tls_begins_at_once_with_servers_that_know_it_and_others_are_refused() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("localhost", false)));
    let result = ask(
        &server,
        "sslmode=require&sslnegotiation=direct",
        &authority.pem(),
    )
    .await;
    // Postgres 17 was the first to know it; an older one takes the handshake for noise.
    assert_eq!(result.is_ok(), server.major >= 17, "{result:?}");
}

#[tokio::test]
async fn scram_is_bound_to_the_tls_channel_when_asked() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("localhost", false)));
    ask(
        &server,
        "sslmode=require&channel_binding=require",
        &authority.pem(),
    )
    .await
    .expect("an answer");
    let plain = refusal(
        &server,
        "sslmode=disable&channel_binding=require",
        &authority.pem(),
    )
    .await;
    assert!(plain.contains("channel"), "{plain}");
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_refused() {
    let server = TlsServer::start(Some(Authority::new().issue("localhost", false)));
    for mode in ["require", "verify-ca", "verify-full"] {
        let reason = refusal(&server, &format!("sslmode={mode}"), &Authority::new().pem()).await;
        assert!(
            reason.contains("certificate verify failed"),
            "{mode}: {reason}"
        );
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("db.example.com", false)));
    for mode in ["require", "verify-ca", "verify-full"] {
        let reason = refusal(&server, &format!("sslmode={mode}"), &authority.pem()).await;
        assert!(
            reason.contains("certificate verify failed"),
            "{mode}: {reason}"
        );
    }
}

#[tokio::test]
async fn an_expired_certificate_is_refused() {
    let authority = Authority::new();
    let server = TlsServer::start(Some(authority.issue("localhost", true)));
    let reason = refusal(&server, "sslmode=require", &authority.pem()).await;
    assert!(reason.contains("certificate verify failed"), "{reason}");
}

#[tokio::test]
async fn a_server_without_tls_is_refused() {
    let server = TlsServer::start(None);
    let reason = refusal(&server, "sslmode=require", &Authority::new().pem()).await;
    assert!(reason.contains("does not support TLS"), "{reason}");
}
