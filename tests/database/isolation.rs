//! Tenants are kept apart by Postgres itself: whatever a request's statements say, its role reaches nobody else's rows.

mod calls;
mod functions;
mod identity;
mod relations;
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

/// Every function over a database in which Alice and Bob have a client each, and one row of everything that a client may have.
async fn house() -> House {
    let house = House::build(|services| {
        let functions = Functions::from_settings(&Settings::default(), &services);
        functions.expect("nothing that is required").gateway()
    })
    .await;
    house.database.sql(ONE_OF_EACH).await;
    house
}

/// Ids are told apart from the client's own, which are looked for elsewhere.
const ONE_OF_EACH: &str = "
    insert into answer_settings (client_id) select id from clients;
    insert into conversations (client_id, session_id) select id, gen_random_uuid() from clients;
    insert into messages (id, conversation_id, client_id, role, content)
    select gen_random_uuid(), id, client_id, 'visitor', 'Where?' from conversations;
    insert into usage_hours (client_id, hour) select id, now() from clients;
    insert into documents (client_id, title, body) select id, 'Programme', 'Monday' from clients;
    insert into chunks (client_id, document_id, ordinal, content, tokens, search) select client_id, id, 0, 'Monday', 1, '' from documents;
    insert into tags (client_id, name) select id, 'Travel' from clients;
    insert into document_tags (client_id, document_id, tag_id) select d.client_id, d.id, t.id from documents d join tags t using (client_id);
    insert into client_tokens (client_id, name, token_hash, hint) select id, 'n8n', id::text::bytea, 'abcd' from clients;
    insert into widget_logos (client_id, kind, content) select id, 'png', decode('89504e470d0a1a0a', 'hex') from clients;
    insert into widget_sightings (client_id, origin) select id, 'https://conference.example' from clients;
    insert into identity_secrets (client_id, hint, inner_key, outer_key)
    select id, 'abcd', decode(repeat('36', 64), 'hex'), decode(repeat('5c', 64), 'hex') from clients;
    insert into request_counts (scope, subject, hour, used) select 'client', id, now(), 1 from clients";

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
