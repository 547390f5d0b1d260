//! Everybody who used the old server, through the real routes of the new one.

use crate::old_database::{DEAD_SESSIONS, LIVE_SESSIONS, gateway, people, taken_over};
use serde_json::{Value, json};

#[tokio::test]
async fn everybody_logs_in_with_the_old_password() {
    let database = taken_over().await;
    let app = gateway(database.url());
    for (username, password) in people() {
        let body = json!({"username": username, "password": password});
        let answer = app.post("/api/auth/login", &body).expect(200).await;
        assert_eq!(answer["user"]["username"], username);
    }
}

#[tokio::test]
async fn the_first_log_in_upgrades_the_hash_and_the_second_works_with_that() {
    let database = taken_over().await;
    let app = gateway(database.url());
    for (username, password) in people() {
        let body = json!({"username": username, "password": password});
        app.post("/api/auth/login", &body).expect(200).await;
        app.post("/api/auth/login", &body).expect(200).await;
    }
    let upgraded = "select count(*) from users where password like '$argon2id$%'";
    // One password is longer than bcrypt looks at: what it did not check does not become part of an upgraded hash.
    assert_eq!(database.count(upgraded).await, 5);
}

#[tokio::test]
async fn names_that_differ_by_case_alone_stay_two_people() {
    let database = taken_over().await;
    let app = gateway(database.url());
    for (username, password, status) in [
        ("ada", "Ada-pass-2", 401),
        ("Ada", "ada-pass-1", 401),
        ("ADA", "ada-pass-1", 401),
        ("Ada", "Ada-pass-2", 200),
    ] {
        let body = json!({"username": username, "password": password});
        app.post("/api/auth/login", &body).expect(status).await;
    }
}

#[tokio::test]
async fn everybody_who_was_logged_in_still_is() {
    let database = taken_over().await;
    let app = gateway(database.url());
    for (cookie, username) in LIVE_SESSIONS {
        let me = app.get("/api/auth/me").cookie(cookie).expect(200).await;
        assert_eq!(me["user"]["username"], username);
    }
}

#[tokio::test]
async fn a_session_that_was_over_stays_over() {
    let database = taken_over().await;
    let app = gateway(database.url());
    for cookie in DEAD_SESSIONS {
        app.get("/api/auth/me").cookie(cookie).expect(401).await;
    }
}

#[tokio::test]
async fn every_public_key_of_an_active_client_goes_on_working() {
    let database = taken_over().await;
    let app = gateway(database.url());
    for (key, status) in [
        ("pk_live_ada_first", 200),
        ("pk_live_ada_second", 200),
        ("pk_live_ada_third", 200),
        ("pk_live_capital_ada", 200),
        ("pk_live_ursula", 200),
        ("pk_live_paused", 403),
        ("pk_live_odd_text", 200),
        ("pk_live_odd_object", 200),
        ("pk_live_odd_null", 200),
        ("pk_live_odd_numbers", 200),
        ("pk_live_odd_capitals", 403),
        ("pk_live_odd_status", 403),
    ] {
        let answer = app.get("/api/widget/config").key(key).send().await;
        assert_eq!(answer.status, status, "{key}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_widget_looks_as_before_and_a_missing_one_has_the_defaults() {
    let database = taken_over().await;
    let app = gateway(database.url());
    let config = async |key: &str| app.get("/api/widget/config").key(key).expect(200).await;
    // What the old server does not know of has its defaults.
    let widget = |color: &str, position: &str, welcome: &str, name: &str| {
        json!({"widget": {
            "primaryColor": color, "position": position, "welcomeMessage": welcome, "widgetName": name,
            "theme": "auto", "language": "auto", "inputPlaceholder": null, "suggestedQuestions": [],
            "privacyUrl": null, "logoUrl": null, "showSources": true, "showFeedback": true,
            "sound": false, "requireLogin": false,
        }})
    };
    let adas = widget("#ff0000", "bottom-left", "Ask ada!", "ada's desk");
    assert_eq!(config("pk_live_ada_first").await, adas);
    let odd = widget("red", "top", "Zwei\nZeilen „ß“ 🎤", "");
    assert_eq!(config("pk_live_capital_ada").await, odd);
    let defaults = widget("#3b82f6", "bottom-right", "Hi! How can I help?", "Support");
    assert_eq!(config("pk_live_ada_second").await, defaults);
}

#[tokio::test]
async fn old_lists_of_domains_decide_as_before() {
    let database = taken_over().await;
    let app = gateway(database.url());
    for (key, origin, status) in [
        ("pk_live_ada_first", "https://www.ada.example", 200),
        ("pk_live_ada_first", "https://evil.example", 403),
        ("pk_live_ada_third", "https://d1000.example", 200),
        ("pk_live_ada_third", "https://d1001.example", 403),
        ("pk_live_odd_object", "https://any.example", 200),
        ("pk_live_odd_null", "https://any.example", 200),
    ] {
        let call = app.get("/api/widget/config").key(key);
        let answer = call.header("origin", origin).send().await;
        assert_eq!(answer.status, status, "{key} {origin}: {}", answer.text);
    }
}

#[tokio::test]
async fn everybody_sees_the_own_clients_oldest_first_and_no_others() {
    let database = taken_over().await;
    let app = gateway(database.url());
    let names = async |cookie: &str| {
        let call = app.get("/api/dashboard/clients").cookie(cookie);
        let answer = call.expect(200).await;
        let clients = answer["clients"].as_array().expect("a list").clone();
        let names = clients.into_iter().map(|client| client["name"].clone());
        names.collect::<Vec<Value>>()
    };
    let adas = ["ada's Dashboard", "without a widget", "a thousand domains"];
    assert_eq!(names(LIVE_SESSIONS[0].0).await, adas);
    assert_eq!(names(LIVE_SESSIONS[1].0).await, ["Konferenz „Größe“ 会議"]);
    assert_eq!(names(LIVE_SESSIONS[3].0).await, Vec::<Value>::new());
}
