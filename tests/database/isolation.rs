//! Tenants are kept apart by Postgres itself: whatever a request's statements say, its role reaches nobody else's rows.

mod functions;
mod role;
mod routes;
mod tables;
mod tenants;

use local::gateway::Functions;
use shared::Settings;
use test_support::{House, Person};
use tokio_postgres::error::SqlState;

/// What Postgres says to a role that may not.
const REFUSED: Outcome = Outcome::Refused(SqlState::INSUFFICIENT_PRIVILEGE);

/// What became of a statement.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// So many rows were seen or changed.
    Rows(u64),
    Refused(SqlState),
}

/// Every function over a database in which Alice and Bob have a client each.
async fn house() -> House {
    House::build(|services| {
        let functions = Functions::from_settings(&Settings::default(), &services);
        functions.expect("nothing that is required").gateway()
    })
    .await
}

/// Runs a statement as requests do, after `before` (settings or other statements), and takes both back.
async fn as_request(house: &House, before: &str, statement: &str) -> Outcome {
    let begin = format!("begin; set local role conference_app; {before}");
    house.database.sql(&begin).await;
    let outcome = match house.database.admin.execute(statement, &[]).await {
        Ok(rows) => Outcome::Rows(rows),
        Err(error) => Outcome::Refused(error.code().cloned().expect("an answer of Postgres")),
    };
    house.database.sql("rollback").await;
    outcome
}

/// The setting that a session opens.
fn signed_in(person: &Person) -> String {
    format!("set local app.user_id = '{}'", person.user_id)
}

/// The setting that a public key opens.
fn visiting(person: &Person) -> String {
    format!("set local app.client_id = '{}'", person.client_id)
}
