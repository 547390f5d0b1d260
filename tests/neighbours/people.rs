//! Organisers with clients whose visitors are answered by each answerer.

use crate::unruly::Unruly;
use shared::{Secret, Services};
use test_support::{Person, services_at};
use tokio_postgres::Client;
use uuid::Uuid;

/// One organiser, and the keys of the clients whose visitors ask.
#[derive(Clone, Debug)]
pub struct Organiser {
    pub cookie: String,
    pub client_id: Uuid,
    /// Of a client that answers from its documents.
    pub built_in: String,
    /// Of a client with a webhook.
    pub webhook: String,
    /// Of a client with a model.
    pub model: String,
}

/// Registers `count` organisers and lifts what they may use, so that nothing but a broken neighbour is in the way.
pub async fn organisers(
    url: &str,
    admin: &Client,
    unruly: &Unruly,
    count: usize,
) -> Vec<Organiser> {
    let services = services_at(url, 2);
    let mut all = Vec::new();
    for _ in 0..count {
        let own = register(&services).await;
        let (webhook, model) = (register(&services).await, register(&services).await);
        let columns = format!(
            "n8n_webhook_url) values ('{}', '{}'",
            webhook.client_id,
            unruly.webhook_url()
        );
        answer_by(admin, &columns).await;
        let key = services
            .sealer
            .seal(model.client_id, &Secret::new("sk-test"));
        let columns = format!(
            "openai_base_url, openai_api_key, openai_model) values ('{}', '{}', '{key}', 'm'",
            model.client_id,
            unruly.model_url()
        );
        answer_by(admin, &columns).await;
        all.push(Organiser {
            cookie: own.cookie,
            client_id: own.client_id,
            built_in: own.key,
            webhook: webhook.key,
            model: model.key,
        });
    }
    let lifted = "update clients set plan = 'paid', requests_per_hour = 1000000, documents_at_most = 1000000";
    admin.batch_execute(lifted).await.expect("the limits");
    all
}

async fn register(services: &Services) -> Person {
    Person::register(services, &format!("u{}", Uuid::new_v4().simple())).await
}

async fn answer_by(admin: &Client, columns: &str) {
    let insert = format!("insert into answer_settings (client_id, {columns})");
    admin.batch_execute(&insert).await.expect("who answers");
}
