//! `GET` and `PUT /api/dashboard/widget/{client id}`.

use crate::support::{house, settings_of};
use serde_json::{Value, json};
use test_support::House;

const PATH: &str = "/api/dashboard/widget/{id}";

/// The stored row of Alice's widget, as the API tells it.
async fn stored(house: &House) -> Value {
    let sql = format!(
        "select json_build_object(
                    'id', id, 'clientId', client_id, 'primaryColor', primary_color, 'position', \"position\",
                    'welcomeMessage', welcome_message, 'widgetName', widget_name, 'theme', theme, 'language', language,
                    'inputPlaceholder', input_placeholder, 'suggestedQuestions', suggested_questions, 'privacyUrl', privacy_url,
                    'showSources', show_sources, 'showFeedback', show_feedback, 'sound', sound, 'requireLogin', require_login,
                    'logo', null, 'updatedAt', to_char(updated_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))::text
           from client_widgets where client_id = '{}'",
        house.alice.client_id
    );
    let text = house.database.text(&sql).await;
    serde_json::from_str(&text).expect("JSON")
}

/// Without the time of the last change.
fn undated(mut widget: Value) -> Value {
    let members = widget.as_object_mut().expect("an object");
    let dated = members.remove("updatedAt");
    assert!(dated.is_some_and(|time| time.is_string()));
    widget
}

fn defaults(house: &House, id: &Value) -> Value {
    json!({
        "id": id, "clientId": house.alice.client_id, "primaryColor": "#3b82f6", "position": "bottom-right",
        "welcomeMessage": "Hi! How can I help?", "widgetName": "Support", "theme": "auto", "language": "auto", "inputPlaceholder": null,
        "suggestedQuestions": [], "privacyUrl": null, "showSources": true, "showFeedback": true, "sound": false, "requireLogin": false,
        "logo": null,
    })
}

#[tokio::test]
async fn the_settings_are_answered_as_they_are_stored() {
    let house = house().await;
    house
        .database
        .sql("update client_widgets set primary_color = '#ABCDEF', welcome_message = '<b>😀'")
        .await;
    let answer = house
        .call("GET", &settings_of(&house.alice))
        .expect(200)
        .await;
    assert_eq!(answer, stored(&house).await);
}

#[tokio::test]
async fn a_widget_that_is_missing_is_made_with_the_defaults() {
    for method in ["GET", "PUT"] {
        let house = house().await;
        house.database.sql("delete from client_widgets").await;
        let answer = house
            .call(method, &settings_of(&house.alice))
            .expect(200)
            .await;
        assert_eq!(answer, stored(&house).await);
        assert_eq!(undated(answer.clone()), defaults(&house, &answer["id"]));
        assert_eq!(house.database.rows_of("client_widgets").await, 1);
    }
}

#[tokio::test]
async fn of_two_requests_at_once_only_one_makes_the_missing_widget() {
    let house = house().await;
    house.database.sql("delete from client_widgets").await;
    let get = || house.call("GET", &settings_of(&house.alice)).expect(200);
    let (one, two) = tokio::join!(get(), get());
    assert_eq!(one, two);
    assert_eq!(house.database.rows_of("client_widgets").await, 1);
}

#[tokio::test]
async fn settings_change_where_they_are_given() {
    let house = house().await;
    let mut expected = undated(stored(&house).await);
    for change in [
        json!({"primaryColor": "#0A1b2C"}),
        json!({"position": "bottom-left", "widgetName": "Help"}),
        json!({"welcomeMessage": ""}),
        json!({"welcomeMessage": "x".repeat(500), "widgetName": "x".repeat(100)}),
        json!({"welcomeMessage": "😀".repeat(250), "widgetName": "<script>"}),
        json!({"theme": "dark", "language": "de", "sound": true, "showSources": false, "showFeedback": false}),
        json!({"inputPlaceholder": "Ask about the programme", "privacyUrl": "https://conference.example/privacy?lang=de#chat"}),
        json!({"suggestedQuestions": ["When do doors open?", "x".repeat(120), "\"{},\\", "é", "5", "6"]}),
        json!({"suggestedQuestions": [], "inputPlaceholder": null, "privacyUrl": null, "theme": "auto"}),
        json!({"inputPlaceholder": "", "requireLogin": false, "sound": false}),
        json!({}),
    ] {
        for (member, value) in change.as_object().expect("an object") {
            expected[member] = value.clone();
        }
        let put = house.call("PUT", &settings_of(&house.alice)).json(&change);
        let answer = put.expect(200).await;
        assert_eq!(answer, stored(&house).await);
        assert_eq!(undated(answer), expected);
    }
}

#[tokio::test]
async fn a_change_is_dated_and_touches_nothing_else() {
    let house = house().await;
    house
        .database
        .sql("update client_widgets set created_at = '2025-01-02', updated_at = '2025-01-02'")
        .await;
    let before = house.database.snapshot().await;
    let body = json!({"id": house.bob.client_id, "clientId": house.bob.client_id, "createdAt": null, "updatedAt": null, "logo": null});
    let put = house.call("PUT", &settings_of(&house.alice)).json(&body);
    put.expect(200).await;
    let dated = format!(
        "select count(*) from client_widgets
          where updated_at > now()::timestamp - interval '1 minute' and client_id = '{}'",
        house.alice.client_id
    );
    assert_eq!(house.database.count(&dated).await, 1);
    house
        .database
        .sql("update client_widgets set updated_at = '2025-01-02'")
        .await;
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn a_widget_of_a_client_that_is_not_active_has_settings_too() {
    let house = house().await;
    house
        .database
        .sql("update clients set status = 'paused'")
        .await;
    let put = house.call("PUT", &settings_of(&house.alice));
    put.json(&json!({"widgetName": "Help"})).expect(200).await;
    house
        .call("GET", &settings_of(&house.alice))
        .expect(200)
        .await;
}

#[tokio::test]
async fn only_widgets_of_own_clients_are_found() {
    let house = house().await;
    // Then making the missing row would show.
    house.database.sql("delete from client_widgets").await;
    house.finds_only_own_clients("GET", PATH, None).await;
    let body = json!({"widgetName": "mine"});
    house.finds_only_own_clients("PUT", PATH, Some(body)).await;
}

#[tokio::test]
async fn invalid_input_is_refused_and_changes_nothing() {
    let house = house().await;
    let with = |member: &str, value: Value| {
        let mut body = json!({"primaryColor": "#000000", "widgetName": "Help"});
        body[member] = value;
        body
    };
    let bodies = [
        json!([]),
        with("primaryColor", json!("red")),
        with("primaryColor", json!("#fff")),
        with("primaryColor", json!("#0000000")),
        with("primaryColor", json!("#00000g")),
        with("primaryColor", json!("#12345é")),
        with("primaryColor", json!("#000000;")),
        with("primaryColor", json!("#000000\n")),
        with("primaryColor", json!(null)),
        with("primaryColor", json!(0)),
        with("position", json!("top-left")),
        with("position", json!("bottom-left\0")),
        with("position", json!(null)),
        with("position", json!(["bottom-left"])),
        with("welcomeMessage", json!("x".repeat(501))),
        with("welcomeMessage", json!("a\0b")),
        with("welcomeMessage", json!(null)),
        with("welcomeMessage", json!({"en": "Hi"})),
        with("widgetName", json!("x".repeat(101))),
        with("widgetName", json!("a\0b")),
        with("widgetName", json!(false)),
        with("theme", json!("blue")),
        with("theme", json!(null)),
        with("language", json!("xx")),
        with("language", json!("")),
        with("language", json!(null)),
        with("inputPlaceholder", json!("x".repeat(101))),
        with("inputPlaceholder", json!("a\0b")),
        with("inputPlaceholder", json!(1)),
        with("suggestedQuestions", json!("When?")),
        with("suggestedQuestions", json!(null)),
        with("suggestedQuestions", json!([""])),
        with("suggestedQuestions", json!([" \n"])),
        with("suggestedQuestions", json!(["a", null])),
        with("suggestedQuestions", json!(["a\0b"])),
        with("suggestedQuestions", json!(["x".repeat(121)])),
        with(
            "suggestedQuestions",
            json!(["1", "2", "3", "4", "5", "6", "7"]),
        ),
        with("privacyUrl", json!("http://conference.example/")),
        with("privacyUrl", json!("conference.example")),
        with("privacyUrl", json!("javascript:alert(1)")),
        with("privacyUrl", json!("https://")),
        with("privacyUrl", json!(" https://conference.example/")),
        with("privacyUrl", json!("https://conference.example/\0")),
        with(
            "privacyUrl",
            json!(format!("https://conference.example/{}", "x".repeat(2_000))),
        ),
        with("privacyUrl", json!("")),
        with("showSources", json!("true")),
        with("showFeedback", json!(null)),
        with("sound", json!(1)),
        with("requireLogin", json!("false")),
    ];
    house.refuses_bodies(400, "PUT", PATH, bodies).await;
}

#[tokio::test]
async fn every_wrong_field_is_told_once() {
    let house = house().await;
    let body = json!({
        "theme": "blue", "language": "xx", "inputPlaceholder": "x".repeat(101), "suggestedQuestions": ["fine", ""],
        "privacyUrl": "http://conference.example/", "showSources": 1, "showFeedback": 1, "sound": 1, "requireLogin": 1,
    });
    let put = house.call("PUT", &settings_of(&house.alice)).json(&body);
    let answer = put.expect_error(400).await;
    let details = answer["details"].as_array().expect("a list");
    let mut wrong: Vec<&str> = details
        .iter()
        .filter_map(|detail| detail["path"][0].as_str())
        .collect();
    wrong.sort_unstable();
    assert_eq!(
        wrong,
        [
            "inputPlaceholder",
            "language",
            "privacyUrl",
            "requireLogin",
            "showFeedback",
            "showSources",
            "sound",
            "suggestedQuestions",
            "theme"
        ]
    );
}

#[tokio::test]
async fn a_login_is_required_only_where_visitors_can_be_vouched_for() {
    let house = house().await;
    let path = settings_of(&house.alice);
    let required = json!({"requireLogin": true, "widgetName": "Members"});
    let before = house.database.snapshot().await;
    let refused = house.call("PUT", &path).json(&required);
    let refused = refused.expect_error(400).await;
    let detail = json!({"code": "custom", "path": ["requireLogin"], "message": refused["details"][0]["message"]});
    assert_eq!(refused["details"], json!([detail]));
    assert_eq!(house.database.snapshot().await, before);
    let off = json!({"requireLogin": false});
    house.call("PUT", &path).json(&off).expect(200).await;

    house.database.sql(crate::support::IDENTITY_SECRETS).await;
    let answer = house.call("PUT", &path).json(&required).expect(200).await;
    assert_eq!(
        (&answer["requireLogin"], &answer["widgetName"]),
        (&json!(true), &json!("Members"))
    );
    // Another change leaves it as it is.
    let answer = house
        .call("PUT", &path)
        .json(&json!({"widgetName": "Help"}))
        .expect(200)
        .await;
    assert_eq!(answer["requireLogin"], true);
}
