//! `POST /api/dashboard/widget/{client id}/installation`: whether the widget is on a page.

use crate::support::{house, installation_of, router_with};
use serde_json::{Value, json};
use test_support::{FakeWebhook, House, WebhookAnswer};

const PATH: &str = "/api/dashboard/widget/{id}/installation";

fn page(html: impl Into<Vec<u8>>) -> WebhookAnswer {
    WebhookAnswer {
        headers: vec![("Content-Type".to_owned(), "text/html".to_owned())],
        body: html.into(),
        ..WebhookAnswer::default()
    }
}

fn redirect(to: &str) -> WebhookAnswer {
    WebhookAnswer {
        status: 302,
        headers: vec![("Location".to_owned(), to.to_owned())],
        ..WebhookAnswer::default()
    }
}

fn snippet(key: &str) -> String {
    format!(
        r#"<script src="https://app.example/widget/v1/widget.js" data-api-key="{key}" async></script>"#
    )
}

async fn check(house: &House, url: &str) -> Value {
    let call = house.call("POST", &installation_of(&house.alice));
    call.json(&json!({"url": url})).expect(200).await
}

/// A sentence for people, which tests need not know.
fn without_message(mut answer: Value) -> Value {
    let members = answer.as_object_mut().expect("an object");
    let message = members.remove("message");
    assert!(
        message.is_some_and(|text| text.as_str().is_some_and(|text| text.ends_with(['.', '?'])))
    );
    answer
}

#[tokio::test]
async fn what_is_on_the_page_is_told() {
    let house = house().await;
    let site = FakeWebhook::start().await;
    for (html, result) in [
        (snippet(&house.alice.key), "installed"),
        (snippet(&house.bob.key), "other_key"),
        (
            format!("<!-- {} -->", snippet(&house.alice.key)),
            "not_found",
        ),
        (house.alice.key.clone(), "not_found"),
        (snippet(""), "not_found"),
        (String::new(), "not_found"),
    ] {
        site.answer_with(page(html.as_str()));
        let answer = without_message(check(&house, &site.url()).await);
        assert_eq!(answer, json!({"result": result, "status": 200}), "{html}");
    }
    let asked = site.received();
    let asked = asked.last().expect("a request");
    assert_eq!(
        (asked.method.as_str(), asked.header("accept")),
        ("GET", Some("text/html"))
    );
    assert_eq!(asked.header("cookie"), None);
}

#[tokio::test]
async fn a_page_that_the_client_does_not_allow_is_told_apart() {
    let house = house().await;
    let site = FakeWebhook::start().await;
    site.answer_with(page(snippet(&house.alice.key)));
    let allow = |entry: &str| {
        let sql = format!("update clients set allowed_domains = '[\"{entry}\"]'");
        let database = &house.database;
        async move { database.sql(&sql).await }
    };
    allow("conference.example").await;
    let answer = check(&house, &site.url()).await;
    assert_eq!(
        (&answer["result"], &answer["status"]),
        (&json!("not_allowed"), &json!(200))
    );
    let host = site
        .url()
        .replace("http://", "")
        .replace("/webhook/chat", "");
    assert!(
        answer["message"]
            .as_str()
            .is_some_and(|text| text.contains(&host)),
        "{answer}"
    );
    allow(&host).await;
    assert_eq!(check(&house, &site.url()).await["result"], "installed");
}

#[tokio::test]
async fn three_redirects_are_followed_and_a_fourth_is_not() {
    let house = house().await;
    let mut sites = Vec::new();
    for _ in 0..5 {
        sites.push(FakeWebhook::start().await);
    }
    for (site, next) in sites.iter().zip(&sites[1..]) {
        site.answer_with(redirect(&next.url()));
    }
    sites[4].answer_with(page(snippet(&house.alice.key)));
    let last = check(&house, &sites[1].url()).await;
    assert_eq!(
        without_message(last),
        json!({"result": "installed", "status": 200})
    );
    let too_far = check(&house, &sites[0].url()).await;
    assert_eq!(without_message(too_far), json!({"result": "unreachable"}));
    assert_eq!(sites[4].received().len(), 1);
}

#[tokio::test]
async fn a_page_that_cannot_be_read_is_unreachable() {
    let house = house().await;
    let site = FakeWebhook::start().await;
    for (answer, expected) in [
        (
            WebhookAnswer {
                status: 404,
                ..page("")
            },
            json!({"result": "unreachable", "status": 404}),
        ),
        (
            WebhookAnswer {
                status: 503,
                ..page("")
            },
            json!({"result": "unreachable", "status": 503}),
        ),
        (
            WebhookAnswer {
                hangs_up: true,
                ..page("")
            },
            json!({"result": "unreachable"}),
        ),
        (
            redirect("file:///etc/passwd"),
            json!({"result": "unreachable"}),
        ),
        (
            redirect("https://user:pass@127.0.0.1/"),
            json!({"result": "unreachable"}),
        ),
        (
            WebhookAnswer {
                headers: Vec::new(),
                ..redirect("")
            },
            json!({"result": "unreachable"}),
        ),
    ] {
        site.answer_with(answer);
        let told = check(&house, &site.url()).await;
        assert_eq!(without_message(told), expected);
    }
    let nobody = check(&house, "http://127.0.0.1:1/").await;
    assert_eq!(without_message(nobody), json!({"result": "unreachable"}));
}

#[tokio::test]
async fn only_the_beginning_of_a_page_is_read() {
    let house = house().await;
    let site = FakeWebhook::start().await;
    let snippet = snippet(&house.alice.key);
    let filled = |length: usize| " ".repeat(length) + &snippet + &" ".repeat(2_000_000);
    site.answer_with(page(filled(1024 * 1024 - snippet.len())));
    assert_eq!(check(&house, &site.url()).await["result"], "installed");
    site.answer_with(page(filled(1024 * 1024)));
    assert_eq!(check(&house, &site.url()).await["result"], "not_found");
}

#[tokio::test]
async fn a_look_at_a_page_changes_nothing() {
    let house = house().await;
    let before = house.database.snapshot().await;
    check(&house, "http://127.0.0.1:1/").await;
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn for_clients_of_others_no_page_is_asked() {
    let house = house().await;
    let site = FakeWebhook::start().await;
    let body = json!({"url": site.url()});
    house.finds_only_own_clients("POST", PATH, Some(body)).await;
    assert_eq!(site.received().len(), 0);
}

#[tokio::test]
async fn addresses_of_this_network_are_refused() {
    let house = House::build(|services| router_with(&[], services)).await;
    let site = FakeWebhook::start().await;
    let bodies = [
        json!([]),
        json!({}),
        json!({"url": null}),
        json!({"url": 1}),
        json!({"url": ""}),
        json!({"url": "conference.example"}),
        json!({"url": "http://conference.example/"}),
        json!({"url": "https://localhost/"}),
        json!({"url": "https://169.254.169.254/latest/meta-data/"}),
        json!({"url": "https://user@conference.example/"}),
        json!({"url": "file:///etc/passwd"}),
        json!({"url": "https://conference.example/\0"}),
        json!({"url": site.url()}),
    ];
    for body in &bodies {
        let call = house
            .call("POST", &installation_of(&house.alice))
            .json(body);
        let answer = call.expect_error(400).await;
        let details = answer["details"].as_array().map(Vec::len);
        assert_eq!(details, Some(1), "{body}: {answer}");
    }
    house.refuses_bodies(400, "POST", PATH, bodies).await;
    assert_eq!(site.received().len(), 0);
}
