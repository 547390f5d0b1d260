//! What the functions talk to, and the settings that lead them there.

use crate::commands::{Commands, ROOT};
use std::fs;
use std::path::Path;
use test_support::{Authority, FakeWebhook, SESSION_SECRET, TlsServer};
use tokio_postgres::NoTls;

const PREFIX: &str = "/conference-chat/staging";

/// A Postgres as hosted ones are, and an answerer.
pub struct Neighbours {
    authority: Authority,
    server: TlsServer,
    pub webhook: FakeWebhook,
}

impl Neighbours {
    pub async fn start() -> Self {
        let authority = Authority::new();
        let certificate = authority.issue("localhost", false);
        Self {
            server: TlsServer::start(Some(certificate)),
            webhook: FakeWebhook::start().await,
            authority,
        }
    }

    /// Puts the settings into Parameter Store as an operator does, these and no others, with `more` beside them.
    pub async fn put_settings(&self, commands: &Commands, more: &[(&str, &str)]) {
        let url = self.server.url("sslmode=verify-full");
        let certificate = self.authority.pem().expose().replace('\n', "\\n");
        let webhook = self.webhook.url();
        let mut settings = vec![
            ("DATABASE_URL", url.as_str()),
            ("DATABASE_CA_CERT", &certificate),
            ("SESSION_SECRET", SESSION_SECRET),
            ("N8N_WEBHOOK_URL", &webhook),
        ];
        settings.extend(more);
        let lines = settings
            .iter()
            .map(|(name, value)| format!("{name}=\"{value}\"\n"));
        let file = crate::folder().join("staging.env");
        fs::write(&file, lines.collect::<String>()).expect("a file");
        let mut put = commands.workspace("parameters");
        put.args(["put", "--prefix", PREFIX, "--delete-others", "--env-file"])
            .arg(&file);
        let ran = commands.run(put, "parameters-put").await;
        ran.expect_success("unchanged,");
    }

    /// The deployment has run all of them.
    pub async fn expect_every_migration(&self) {
        let url = self.server.server.url("postgres");
        let (client, connection) = tokio_postgres::connect(&url, NoTls)
            .await
            .expect("a connection");
        tokio::spawn(connection);
        let rows = client.query("select 1 from refinery_schema_history", &[]);
        let ran = rows.await.expect("a history of migrations").len();
        let files = fs::read_dir(Path::new(ROOT).join("migrations")).expect("the migrations");
        assert_eq!(ran, files.count(), "migrations that ran");
        println!("{ran} migrations ran while it was deployed");
    }
}
