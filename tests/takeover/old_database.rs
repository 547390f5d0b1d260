//! A database as the old server leaves it, and who is in it.

use local::gateway::Functions;
use shared::Settings;
use shared::database::DatabaseConfig;
use shared::migrations::{self, MigrationError};
use std::error::Error;
use test_support::{App, SESSION_SECRET, TestDatabase};
use tokio_postgres::{Client, NoTls};

pub const SCHEMA: &str = include_str!("old_schema.sql");
pub const ROWS: &str = include_str!("old_rows.sql");

/// Everybody's name and password.
pub fn people() -> [(&'static str, String); 6] {
    [
        ("ada", "ada-pass-1".to_owned()),
        ("Ada", "Ada-pass-2".to_owned()),
        ("Ürsula 会議 🎤", "пароль-é-パス".to_owned()),
        // bcrypt reads 72 bytes and no further.
        ("longwinded", "x".repeat(72) + "-beyond"),
        ("loner", "loner-pass-5".to_owned()),
        ("oddity", "odd-pass-6".to_owned()),
    ]
}

/// The live sessions' cookies, signed by npm's cookie-signature with the tests' secret, and whose they are.
pub const LIVE_SESSIONS: [(&str, &str); 4] = [
    (
        "connect.sid=s%3AAdaSession000000000000000000000A.RfJpDZZWs6wUsca%2BZq%2B3wu5W5K5k2mbXrDuGFr7Y3Tk",
        "ada",
    ),
    (
        "connect.sid=s%3AAdaCapital000000000000000000000B.4BL06QpqPO96hl711NMZLp6YcBz9YLuFyEgJxhjCGqQ",
        "Ada",
    ),
    (
        "connect.sid=s%3AExtraMembers0000000000000000000C.3I4vWA7O%2B9zFuIiOW%2BIBrJh7yUDLUwZRBYds2b80aN0",
        "Ürsula 会議 🎤",
    ),
    (
        "connect.sid=s%3ANoMaxAge00000000000000000000000D.OpG%2FSipDegr%2FDXPXA1xWKoZPRV7DVY2k%2F5TQnlQn07s",
        "loner",
    ),
];
/// Of a session that ended, of one whose user is gone, and of one that nobody logged in to.
pub const DEAD_SESSIONS: [&str; 3] = [
    "connect.sid=s%3AExpired000000000000000000000000E.dONx%2Bqui2lo6jPiPIPk%2FFw5YqWsOkdOL8ngHBNTa8Sk",
    "connect.sid=s%3AVanished00000000000000000000000F.JakK3I77qtSTzu5HOgs0PMJeHPWLzUKSTdAAtILSsLs",
    "connect.sid=s%3AAnonymous0000000000000000000000G.3n80vFiuPhsSsT9aVt59yTzSmjQFIg7aeLtGpVeWjbY",
];

/// An old database with all its people.
pub async fn old_database() -> TestDatabase {
    let database = TestDatabase::create_empty().await;
    database.sql(SCHEMA).await;
    database.sql(ROWS).await;
    database
}

/// The same after the takeover.
pub async fn taken_over() -> TestDatabase {
    let database = old_database().await;
    migrate(database.url()).await;
    database
}

/// Migrates and gives the names of what ran.
pub async fn migrate(url: &str) -> Vec<String> {
    let ran = try_migrate(url).await;
    ran.unwrap_or_else(|error| panic!("{}", in_full(&error)))
}

pub async fn try_migrate(url: &str) -> Result<Vec<String>, MigrationError> {
    let config = DatabaseConfig::from_url(url).expect("the server's URL");
    migrations::run(&config).await
}

/// An error with all its reasons, as a log shows it.
pub fn in_full(error: &dyn Error) -> String {
    let mut texts = Vec::new();
    let mut reason = Some(error);
    while let Some(error) = reason {
        texts.push(error.to_string());
        reason = error.source();
    }
    texts.join(": ")
}

/// Every function behind one router.
pub fn gateway(url: &str) -> App {
    let settings: Settings = [("DATABASE_URL", url), ("SESSION_SECRET", SESSION_SECRET)]
        .into_iter()
        .collect();
    let services =
        shared::Services::from_settings(&settings, 2).expect("settings that can be used");
    let functions = Functions::from_settings(&settings, &services);
    App::new(functions.expect("settings that can be used").gateway())
}

/// A plain connection.
pub async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .unwrap_or_else(|error| panic!("{url}: {error:?}"));
    tokio::spawn(connection);
    client
}

/// The old columns of every old row, as text.
pub async fn old_columns(client: &Client) -> Vec<String> {
    let mut all = Vec::new();
    for (table, columns) in [
        ("users", "id, username, password"),
        (
            "clients",
            "id, user_id, name, public_api_key, allowed_domains, status, created_at",
        ),
        (
            "client_widgets",
            "id, client_id, primary_color, position, welcome_message, widget_name, created_at, updated_at",
        ),
        ("session", "sid, sess, expire"),
    ] {
        let query =
            format!("select '{table}' || row({columns})::text as line from {table} order by 1");
        let rows = client.query(&query, &[]).await;
        let rows = rows.unwrap_or_else(|error| panic!("{query}: {error:?}"));
        all.extend(rows.iter().map(|row| row.get::<_, String>("line")));
    }
    all
}
