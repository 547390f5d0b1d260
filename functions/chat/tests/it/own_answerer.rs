//! Who answers for which client.

use crate::support::{ask, hello, house_with};
use serde_json::{Value, json};
use shared::Secret;
use test_support::{FakeModel, FakeWebhook, House, Person, WebhookAnswer};

const NEARBY: (&str, &str) = ("PRIVATE_NEIGHBOURS", "allow");

/// Gives a person's client settings as its organiser would.
pub async fn set(house: &House, person: &Person, columns: &[(&str, &str)]) {
    let client = person.client_id;
    let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
    let values: Vec<_> = columns
        .iter()
        .map(|(_, value)| format!("'{value}'"))
        .collect();
    let sql = format!(
        "delete from answer_settings where client_id = '{client}';
         insert into answer_settings (client_id, {}) values ('{client}', {})",
        names.join(", "),
        values.join(", ")
    );
    house.database.sql(&sql).await;
}

pub fn sealed(house: &House, person: &Person, secret: &str) -> String {
    let sealer = house.database.services(1).sealer;
    sealer.seal(person.client_id, &Secret::new(secret))
}

async fn ask_bob(house: &House) -> Value {
    house
        .app
        .post("/api/widget/chat", &hello())
        .key(&house.bob.key)
        .expect(200)
        .await
}

#[tokio::test]
async fn a_clients_own_workflow_answers_its_visitors_and_nobody_elses() {
    let (deployments, own) = (FakeWebhook::start().await, FakeWebhook::start().await);
    own.answer_with(WebhookAnswer::json(&json!({"response": "mine"})));
    let house = house_with(&[
        NEARBY,
        ("N8N_WEBHOOK_URL", &deployments.url()),
        ("N8N_WEBHOOK_SECRET", "the deployment's"),
    ])
    .await;
    let secret = sealed(&house, &house.alice, "Alice's own");
    set(
        &house,
        &house.alice,
        &[
            ("n8n_webhook_url", &own.url()),
            ("n8n_webhook_secret", &secret),
            ("main_prompt", "Be brief."),
        ],
    )
    .await;
    assert_eq!(ask(&house, &hello()).expect(200).await["response"], "mine");
    assert_eq!(ask_bob(&house).await["response"], "ok");
    let asked = own.received().remove(0);
    assert_eq!(asked.header("x-webhook-secret"), Some("Alice's own"));
    assert_eq!(asked.json()["prompt"], "Be brief.");
    assert_eq!(
        deployments.received()[0].header("x-webhook-secret"),
        Some("the deployment's")
    );
    assert!(deployments.received()[0].json().get("prompt").is_none());
}

#[tokio::test]
async fn a_clients_own_model_is_asked_with_its_own_key() {
    let model = FakeModel::start().await;
    let house = house_with(&[NEARBY]).await;
    let key = sealed(&house, &house.alice, "sk-alice");
    set(
        &house,
        &house.alice,
        &[
            ("openai_base_url", &model.url()),
            ("openai_api_key", &key),
            ("openai_model", "fake-model"),
        ],
    )
    .await;
    ask(&house, &hello()).expect(200).await;
    assert_eq!(
        model.received()[0].header("authorization"),
        Some("Bearer sk-alice")
    );
    ask_bob(&house).await;
    let answerers = "select string_agg(answerer, ' ' order by created_at) from messages where role = 'assistant'";
    assert_eq!(house.database.text(answerers).await, "openai built_in");
}

#[tokio::test]
async fn a_client_may_do_without_what_the_deployment_has() {
    let webhook = FakeWebhook::start().await;
    let house = house_with(&[("N8N_WEBHOOK_URL", &webhook.url())]).await;
    set(&house, &house.alice, &[("answerer", "built_in")]).await;
    ask(&house, &hello()).expect(200).await;
    assert_eq!(webhook.received().len(), 0);
}

#[tokio::test]
async fn an_address_inside_our_network_is_not_called_for_an_organiser() {
    let webhook = FakeWebhook::start().await;
    // The deployment's own may be anywhere.
    let house = house_with(&[("N8N_WEBHOOK_URL", &webhook.url())]).await;
    for url in [
        webhook.url(),
        webhook.url().replace("127.0.0.1", "localhost"),
        "http://169.254.169.254/latest/meta-data".to_owned(),
    ] {
        set(&house, &house.alice, &[("n8n_webhook_url", &url)]).await;
        ask(&house, &hello()).expect_error(503).await;
    }
    assert_eq!(webhook.received().len(), 0);
    ask_bob(&house).await;
    assert_eq!(webhook.received().len(), 1);
}

#[tokio::test]
async fn a_choice_that_cannot_be_carried_out_is_an_honest_failure() {
    let webhook = FakeWebhook::start().await;
    let house = house_with(&[NEARBY]).await;
    let bobs = sealed(&house, &house.bob, "Bob's secret");
    let url = webhook.url();
    for columns in [
        vec![
            ("n8n_webhook_url", url.as_str()),
            ("n8n_webhook_secret", bobs.as_str()),
        ],
        vec![
            ("n8n_webhook_url", url.as_str()),
            ("n8n_webhook_secret", "in plain words"),
        ],
    ] {
        set(&house, &house.alice, &columns).await;
        ask(&house, &hello()).expect_error(503).await;
    }
    assert_eq!(webhook.received().len(), 0);
    let failed =
        "select count(*) from messages where outcome = 'failed' and error_code = 'unavailable'";
    assert_eq!(house.database.count(failed).await, 2);
}

#[tokio::test]
async fn the_prompts_of_tags_that_a_question_names_go_along() {
    let webhook = FakeWebhook::start().await;
    let house = house_with(&[("N8N_WEBHOOK_URL", &webhook.url())]).await;
    let client = house.alice.client_id;
    let tags = format!(
        "insert into tags (client_id, name, prompt) values
         ('{client}', 'Hotels', 'Recommend the Grand.'), ('{client}', 'Travel', 'By train.'), ('{client}', 'empty', ''),
         ('{}', 'hotel', 'Not for Alice.')",
        house.bob.client_id
    );
    house.database.sql(&tags).await;
    let body = json!({"message": "Which hotel is near, and is it empty?", "sessionId": crate::support::SESSION_ID});
    ask(&house, &body).expect(200).await;
    let sent = webhook.received()[0].json();
    assert_eq!(
        sent["tagPrompts"],
        json!([{"name": "Hotels", "prompt": "Recommend the Grand."}])
    );
}
