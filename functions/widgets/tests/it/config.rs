//! `GET /api/widget/config`.

use crate::support::{CONFIG, PNG_BASE64, house, logo_of, router_with, visit};
use serde_json::json;
use test_support::House;

#[tokio::test]
async fn a_visitor_is_told_the_look_of_the_keys_widget() {
    let house = house().await;
    house.database.sql(crate::support::IDENTITY_SECRETS).await;
    house
        .database
        .sql(
            "update client_widgets w
                set primary_color = '#0a1b2c', \"position\" = 'bottom-left', welcome_message = 'Grüezi 😀', widget_name = c.name,
                    theme = 'dark', language = 'de', input_placeholder = 'Fragen Sie …', privacy_url = 'https://conference.example/privacy',
                    suggested_questions = '{\"Wann beginnt es?\",Wo?}', show_sources = false, show_feedback = false, sound = true,
                    require_login = true
               from clients c where c.id = w.client_id",
        )
        .await;
    let expected = json!({"widget": {
        "primaryColor": "#0a1b2c", "position": "bottom-left",
        "welcomeMessage": "Grüezi 😀", "widgetName": "alice's conference",
        "theme": "dark", "language": "de", "inputPlaceholder": "Fragen Sie …", "suggestedQuestions": ["Wann beginnt es?", "Wo?"],
        "privacyUrl": "https://conference.example/privacy", "logoUrl": null,
        "showSources": false, "showFeedback": false, "sound": true, "requireLogin": true,
    }});
    assert_eq!(visit(&house).expect(200).await, expected);
}

#[tokio::test]
async fn the_address_of_the_logo_is_told_and_leads_to_it() {
    let house = house().await;
    let put = house.call("PUT", &logo_of(&house.alice));
    let stored = put.json(&json!({"image": PNG_BASE64})).expect(200).await;
    let config = visit(&house).expect(200).await;
    let url = config["widget"]["logoUrl"].as_str().expect("an address");
    let sha256 = stored["logo"].as_str().expect("a hash");
    assert_eq!(url, format!("/api/widget/logo/{sha256}"));
    assert_eq!(house.app.get(url).send().await.status, 200);
}

#[tokio::test]
async fn where_chat_is_elsewhere_the_widget_is_told() {
    let elsewhere = [("CHAT_URL", "https://chat.example.com/api/widget/")];
    let house = House::build(|services| router_with(&elsewhere, services)).await;
    let config = visit(&house).expect(200).await;
    assert_eq!(config["chatUrl"], "https://chat.example.com/api/widget");
}

#[tokio::test]
async fn a_client_without_a_widget_shows_the_defaults_and_none_is_made() {
    let house = house().await;
    house.database.sql("delete from client_widgets").await;
    let expected = json!({"widget": {
        "primaryColor": "#3b82f6", "position": "bottom-right",
        "welcomeMessage": "Hi! How can I help?", "widgetName": "Support",
        "theme": "auto", "language": "auto", "inputPlaceholder": null, "suggestedQuestions": [], "privacyUrl": null, "logoUrl": null,
        "showSources": true, "showFeedback": true, "sound": false, "requireLogin": false,
    }});
    assert_eq!(visit(&house).expect(200).await, expected);
    assert_eq!(house.database.rows_of("client_widgets").await, 0);
}

#[tokio::test]
async fn without_a_key_that_is_known_nothing_is_told() {
    let house = house().await;
    let key = &house.alice.key;
    for call in [
        house.app.get(CONFIG),
        house.app.get(CONFIG).key(""),
        house.app.get(CONFIG).key("pk_live_"),
        house
            .app
            .get(CONFIG)
            .key(&key.replace("pk_live_", "pk_test_")),
        house.app.get(CONFIG).key(&key.to_uppercase()),
        house.app.get(CONFIG).key(&key[..71]),
        house.app.get(CONFIG).key(&format!("{key}0")),
        house.app.get(CONFIG).key(&"pk_live_0".repeat(500)),
        house.app.get(CONFIG).key("pk_live_é"),
        house.app.get(CONFIG).key("pk_live_%00' or ''='"),
        house.app.get(CONFIG).key(key).key(key),
        house
            .app
            .get(CONFIG)
            .header("authorization", &format!("Bearer {key}")),
        house.app.get(&format!("{CONFIG}?x-api-key={key}")),
        house.call("GET", CONFIG),
    ] {
        call.expect_error(401).await;
    }
}

#[tokio::test]
async fn a_client_that_is_not_active_answers_nobody() {
    let house = house().await;
    for status in ["paused", "disabled", "Active", ""] {
        let update = format!("update clients set status = '{status}'");
        house.database.sql(&update).await;
        let answer = visit(&house).expect_error(403).await;
        assert_eq!(answer["status"], status);
    }
}

#[tokio::test]
async fn only_allowed_pages_are_told() {
    let house = house().await;
    let allowed = r#"update clients set allowed_domains = '["example.com", "*.conf.example"]'"#;
    house.database.sql(allowed).await;
    for (header, page, status) in [
        ("origin", "https://example.com", 200),
        ("origin", "https://2026.conf.example", 200),
        ("referer", "https://example.com/program?day=1", 200),
        ("origin", "https://evilexample.com", 403),
        ("origin", "https://evilconf.example", 403),
        ("origin", "https://conf.example", 403),
        ("origin", "https://example.com.evil.example", 403),
        ("origin", "https://example.com:8443", 403),
        ("origin", "null", 403),
        ("referer", "https://evil.example/https://example.com", 403),
        ("user-agent", "a program without pages", 200),
    ] {
        let answer = visit(&house).header(header, page).send().await;
        assert_eq!(answer.status, status, "{header}: {page} {}", answer.text);
        if status == 403 {
            answer.assert_error(page, 403);
        }
    }
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let house = house().await;
    let first = visit(&house).send().await;
    let tag = first.header("etag").expect("an ETag");
    let again = visit(&house).header("if-none-match", tag).send().await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    house
        .database
        .sql("update client_widgets set widget_name = 'new'")
        .await;
    visit(&house).header("if-none-match", tag).expect(200).await;
}

#[tokio::test]
async fn a_visit_by_a_program_changes_nothing() {
    let house = house().await;
    let before = house.database.snapshot().await;
    visit(&house).expect(200).await;
    visit(&house).cookie(&house.bob.cookie).expect(200).await;
    let head = house.app.call("HEAD", CONFIG).key(&house.alice.key);
    assert_eq!(head.send().await.text, "");
    assert_eq!(house.database.snapshot().await, before);
}
