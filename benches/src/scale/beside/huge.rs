//! A client with as many messages as no request can delete goes, and then an account.

use super::load::during;
use super::prune::{HEAD, all, clean_up};
use crate::scale::server::ScaleServer;
use crate::scale::tenant::{PASSWORD, with_body};
use crate::scale::timing::millis;
use crate::scale::{Options, Tenant};
use axum::http::Request;
use serde_json::json;
use shared::clients;
use std::time::{Duration, Instant};
use test_support::{Person, services_at};

/// API Gateway waits longer; nobody wants to.
const AT_MOST: Duration = Duration::from_secs(3);

/// Prints it; true when both were quick, nothing of them is left in the end, and no request was held up.
pub async fn report(server: &ScaleServer, tenant: &Tenant, options: &Options) -> bool {
    let mut is_good = true;
    let database = services_at(&server.url(), 1).database;
    println!();
    for what in ["client", "account"] {
        let name = format!("huge {}", uuid::Uuid::new_v4());
        let person =
            Person::register_with_hash(&tenant.services, &name, &tenant.password_hash).await;
        let messages = fill(server, &person, options).await;
        let request = Request::builder()
            .method("DELETE")
            .header("cookie", &person.cookie);
        let request = match what {
            "client" => with_body(
                request.uri(format!("/api/dashboard/clients/{}", person.client_id)),
                None,
            ),
            _ => with_body(
                request.uri("/api/auth/account"),
                Some(json!({"password": PASSWORD})),
            ),
        };
        let (answer, took) = during(tenant, async {
            let started = Instant::now();
            let answer = tenant.send(request).await;
            (answer, started.elapsed())
        })
        .await
        .0;
        println!(
            "`DELETE` of a {what} with {messages} messages: {} in {:.0} ms.",
            answer.status,
            millis(took)
        );
        println!("\n{HEAD}");
        is_good &= answer.status.is_success() && took < AT_MOST;
        is_good &= clean_up(
            tenant,
            "what it left, 100 at once",
            all(&database, clients::delete_removed, 100),
        )
        .await;
        let left = "select (select count(*) from messages where client_id = $1) + (select count(*) from chunks where client_id = $1)
                           + (select count(*) from clients where id = $1)";
        let left: i64 = server
            .admin
            .query_one(left, &[&person.client_id])
            .await
            .expect("a count")
            .get(0);
        println!("\nLeft: {left} rows.\n");
        is_good &= left == 0;
    }
    is_good
}

/// Gives a client conversations and documents. Returns how many messages.
async fn fill(server: &ScaleServer, person: &Person, options: &Options) -> i64 {
    let many = |whole: f64| (whole * options.factor).max(100.0).round();
    let conversations = many(50_000.0);
    let sql = format!(
        "set synchronous_commit = off;
         insert into conversations (id, client_id, session_id, messages)
         select scale.id('{id}', n), '{id}', scale.id('{id}', n), 4 from generate_series(1, {conversations}) n;
         insert into messages (id, conversation_id, client_id, role, content)
         select scale.id('{id}', n, m), scale.id('{id}', n), '{id}', 'visitor', 'When is it gone?' from generate_series(1, {conversations}) n, generate_series(1, 4) m;
         insert into documents (id, client_id, title, status, revision, indexed_revision)
         select scale.id('{id} document', n), '{id}', 'A document', 'ready', 1, 1 from generate_series(1, {documents}) n;
         insert into chunks (client_id, document_id, ordinal, content, tokens, language, search)
         select '{id}', scale.id('{id} document', 1 + g % {documents}), g / {documents}, p.content, 100, 'english', p.search
           from generate_series(0, {chunks} - 1) g, scale.paragraph p, scale.sizes z where p.n = 1 + g % z.paragraphs;
         set synchronous_commit = on",
        id = person.client_id,
        documents = many(500.0),
        chunks = many(10_000.0),
    );
    server
        .admin
        .batch_execute(&sql)
        .await
        .expect("a huge client");
    let count = "select count(*) from messages where client_id = $1";
    server
        .admin
        .query_one(count, &[&person.client_id])
        .await
        .expect("a count")
        .get(0)
}
