//! Which certificates a function's program accepts. `SSL_CERT_FILE` stands for the system's own list of authorities.

use crate::support::{get, specimen};
use shared::database::DatabaseConfig;
use test_support::{Authority, SESSION_SECRET, TlsServer};

/// A migrated database whose authority is not among the few that are built in, and that authority's certificate in a file.
struct Hosted {
    server: TlsServer,
    list: std::path::PathBuf,
}

impl Hosted {
    async fn start() -> Self {
        let authority = Authority::new();
        let server = TlsServer::start(Some(authority.issue("localhost", false)));
        let url = server.url("sslmode=verify-full");
        let config = DatabaseConfig::from_url_and_ca(&url, &authority.pem()).expect("settings");
        shared::migrations::run(&config).await.expect("migrations");
        let name = format!("authorities-{}.pem", uuid::Uuid::new_v4().simple());
        let list = std::env::temp_dir().join(name);
        std::fs::write(&list, authority.pem().expose()).expect("a file");
        Self { server, list }
    }

    async fn status_with(&self, list: &str) -> u64 {
        let url = self.server.url("sslmode=verify-full");
        let mut environment = specimen(&[
            ("DATABASE_URL", &url),
            ("SESSION_SECRET", SESSION_SECRET),
            ("SSL_CERT_FILE", list),
        ])
        .await;
        get(&mut environment, "/database").await.status
    }
}

impl Drop for Hosted {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.list));
    }
}

#[tokio::test]
async fn a_database_of_another_authority_that_the_system_trusts_is_talked_to() {
    let hosted = Hosted::start().await;
    let list = hosted.list.display().to_string();
    assert_eq!(hosted.status_with(&list).await, 200);
}

#[tokio::test]
async fn a_database_that_nobody_vouches_for_is_refused() {
    let hosted = Hosted::start().await;
    assert_eq!(hosted.status_with("/dev/null").await, 503);
}
