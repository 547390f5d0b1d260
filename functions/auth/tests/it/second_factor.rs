//! `/api/auth/second-factor`, and what it means for log-ins.

mod attacks;
mod log_in;
mod turned_on;

use crate::support::{PASSWORD, credentials, house};
use serde_json::{Value, json};
use shared::second_factor::AuthenticatorSecret;
use std::time::{SystemTime, UNIX_EPOCH};
use test_support::{Answer, Call, House, Person, Route};

const PATH: &str = "/api/auth/second-factor";
const CONFIRM: &str = "/api/auth/second-factor/confirm";
const CODES: &str = "/api/auth/second-factor/recovery-codes";

/// What a person has besides the password.
struct Factor {
    authenticator: AuthenticatorSecret,
    recovery_codes: Vec<String>,
}

impl Factor {
    /// The authenticator's code of the current time step, or of one so much later.
    fn code(&self, later: i64) -> String {
        code(&self.authenticator, later)
    }
}

fn code(authenticator: &AuthenticatorSecret, later: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("now");
    let step = i64::try_from(now.as_secs() / 30).expect("a step");
    format!("{:06}", authenticator.code(step + later))
}

/// A code that is wrong.
fn wrong(authenticator: &AuthenticatorSecret) -> String {
    let near: Vec<_> = (-3..=3).map(|later| code(authenticator, later)).collect();
    let mut all = (0..1_000_000).map(|code| format!("{code:06}"));
    all.find(|code| !near.contains(code)).expect("a wrong one")
}

async fn call(house: &House, person: &Person, method: &str, path: &str, body: &Value) -> Answer {
    let call = house.app.call(method, path).cookie(&person.cookie);
    call.json(body).send().await
}

/// The secret that somebody was given, as it is kept.
async fn kept_secret(house: &House, person: &Person) -> AuthenticatorSecret {
    let sql = format!(
        "select secret from second_factors where user_id = '{}'",
        person.user_id
    );
    let sealed = house.database.text(&sql).await;
    let sealer = house.database.services(1).sealer;
    AuthenticatorSecret::open(&sealer, person.user_id, &sealed).expect("sealed for the user")
}

/// Gives somebody a secret that waits for its first code.
async fn set_up(house: &House, person: &Person) -> AuthenticatorSecret {
    let answer = call(house, person, "POST", PATH, &json!({"password": PASSWORD})).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let authenticator = kept_secret(house, person).await;
    assert_eq!(answer.json()["secret"], authenticator.base32());
    authenticator
}

/// Turns somebody's second factor on, by the code of the time step before this one, so that this one's is still good.
async fn turn_on(house: &House, person: &Person) -> Factor {
    let authenticator = set_up(house, person).await;
    let body = json!({"code": code(&authenticator, -1)});
    let answer = call(house, person, "POST", CONFIRM, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let codes = answer.json()["recoveryCodes"].clone();
    Factor {
        authenticator,
        recovery_codes: serde_json::from_value(codes).expect("recovery codes"),
    }
}

/// A log-in with any code, or none.
fn log_in(house: &House, person: &Person, code: Option<&str>) -> Call {
    let mut body = credentials(&person.username, PASSWORD);
    if let Some(code) = code {
        body["code"] = code.into();
    }
    house.app.post("/api/auth/login", &body)
}

/// Expects to be told that the code is no good.
async fn refused(call: Call) {
    assert_eq!(call.expect_error(401).await["error"], "Invalid code");
}

async fn told(house: &House) -> Value {
    house.call("GET", PATH).expect(200).await
}

#[tokio::test]
async fn it_is_set_up_by_the_password_and_turned_on_by_a_code() {
    let house = house().await;
    let off = json!({"enabled": false, "enabledAt": null, "recoveryCodesLeft": 0});
    assert_eq!(told(&house).await, off);

    let body = json!({"password": PASSWORD});
    let answer = house.call("POST", PATH).json(&body).expect(201).await;
    let secret = answer["secret"].as_str().expect("a secret");
    let uri = format!(
        "otpauth://totp/Conference%20Chat:alice?secret={secret}&issuer=Conference%20Chat&algorithm=SHA1&digits=6&period=30"
    );
    assert_eq!(answer["uri"], uri);
    // Until a code of it is seen nothing changes.
    assert_eq!(told(&house).await, off);
    log_in(&house, &house.alice, None).expect(200).await;

    let authenticator = kept_secret(&house, &house.alice).await;
    let body = json!({"code": code(&authenticator, 0)});
    let answer = house.call("POST", CONFIRM).json(&body).expect(200).await;
    assert_eq!(answer["recoveryCodes"].as_array().map(Vec::len), Some(10));
    let on = told(&house).await;
    assert_eq!(
        (&on["enabled"], &on["recoveryCodesLeft"]),
        (&json!(true), &json!(10))
    );
    assert!(on["enabledAt"].is_string());
}

#[tokio::test]
async fn turning_it_on_ends_all_other_sessions_of_the_user() {
    let house = house().await;
    let services = house.database.services(1);
    let elsewhere = house.alice.log_in_elsewhere(&services).await;
    turn_on(&house, &house.alice).await;
    let me = |person: &Person| house.app.get("/api/auth/me").cookie(&person.cookie);
    me(&elsewhere).expect_error(401).await;
    me(&house.alice).expect(200).await;
    me(&house.bob).expect(200).await;
}

#[tokio::test]
async fn one_that_waits_is_replaced_and_its_codes_are_no_good() {
    let house = house().await;
    let first = set_up(&house, &house.alice).await;
    let second = set_up(&house, &house.alice).await;
    let confirm = |code| house.call("POST", CONFIRM).json(&json!({"code": code}));
    confirm(code(&first, 0)).expect_error(403).await;
    confirm(code(&second, 0)).expect(200).await;
}

#[tokio::test]
async fn a_wrong_code_does_not_turn_it_on() {
    let house = house().await;
    let authenticator = set_up(&house, &house.alice).await;
    let before = house.database.snapshot().await;
    for code in [&wrong(&authenticator), "123", "aaaa-aaaa-aaaa-aaaa"] {
        let call = house.call("POST", CONFIRM).json(&json!({"code": code}));
        let refused = call.expect_error(403).await;
        assert_eq!(refused["error"], "Invalid code");
    }
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn what_is_not_as_it_must_be_is_a_conflict() {
    let house = house().await;
    let code_only = json!({"code": "123456"});
    let both = json!({"password": PASSWORD, "code": "123456"});
    for (method, path, body) in [
        ("POST", CONFIRM, &code_only),
        ("POST", CODES, &both),
        ("DELETE", PATH, &both),
    ] {
        house.call(method, path).json(body).expect_error(409).await;
        let success = house.call("POST", "/api/auth/password");
        let same = json!({"currentPassword": PASSWORD, "newPassword": PASSWORD});
        success.json(&same).expect(200).await;
    }
    set_up(&house, &house.alice).await;
    for (method, path) in [("POST", CODES), ("DELETE", PATH)] {
        house.call(method, path).json(&both).expect_error(409).await;
    }
    let house = super::support::house().await;
    turn_on(&house, &house.alice).await;
    let again = house
        .call("POST", PATH)
        .json(&json!({"password": PASSWORD}));
    again.expect_error(409).await;
    house
        .call("POST", CONFIRM)
        .json(&code_only)
        .expect_error(409)
        .await;
}

#[tokio::test]
async fn invalid_input_is_refused_and_changes_nothing() {
    let house = house().await;
    turn_on(&house, &house.alice).await;
    for (method, path, bodies) in [
        ("POST", PATH, vec![json!({}), json!({"password": 1})]),
        ("POST", CONFIRM, vec![json!([]), json!({"code": 123_456})]),
        (
            "POST",
            CODES,
            vec![json!({"password": PASSWORD}), json!({"code": "1"})],
        ),
        (
            "DELETE",
            PATH,
            vec![json!({"password": PASSWORD, "code": ""})],
        ),
    ] {
        house.refuses_bodies(400, method, path, bodies).await;
    }
    let mut body = credentials("alice", PASSWORD);
    body["code"] = json!(123_456);
    house
        .app
        .post("/api/auth/login", &body)
        .expect_error(400)
        .await;
}

/// The routes that need what [`crate::support::every_route`] has not prepared.
fn prepared_routes() -> Vec<Route> {
    let both = json!({"password": PASSWORD, "code": "123456"});
    vec![
        Route::new("POST", CONFIRM).with(json!({"code": "123456"})),
        Route::new("POST", CODES).with(both.clone()),
        Route::new("DELETE", PATH).with(both),
    ]
}

#[tokio::test]
async fn strangers_other_sites_and_broken_bodies_are_refused() {
    let house = house().await;
    house.refuses_strangers(&prepared_routes()).await;
    turn_on(&house, &house.alice).await;
    house.refuses_other_sites(&prepared_routes()).await;
    let by_alice = |call: Call| call.cookie(&house.alice.cookie);
    house
        .refuses_broken_bodies(&prepared_routes(), by_alice)
        .await;
}

#[tokio::test]
async fn it_goes_with_the_account() {
    let house = house().await;
    turn_on(&house, &house.alice).await;
    turn_on(&house, &house.bob).await;
    let delete = house.call("DELETE", "/api/auth/account");
    delete
        .json(&json!({"password": PASSWORD}))
        .expect(200)
        .await;
    assert_eq!(house.database.rows_of("second_factors").await, 1);
    assert_eq!(house.database.rows_of("recovery_codes").await, 10);
}
