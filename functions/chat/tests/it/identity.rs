//! Visitors for whom the organiser's own site vouches.

use crate::support::{PATH, SESSION_ID, STREAM_PATH, ask, hello, house};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use test_support::{
    Answer, App, Call, FakeWebhook, House, IDENTITY_SECRET, identity, set_identity_secret,
};

const CONVERSATION: &str =
    "/api/widget/chat/conversation?sessionId=123e4567-e89b-12d3-a456-426614174000";

/// A house whose Alice vouches for her users.
async fn vouching_house(webhook: &FakeWebhook) -> House {
    let house = house(webhook).await;
    set_identity_secret(&house.database, &house.alice, IDENTITY_SECRET).await;
    house
}

async fn require_login(house: &House) {
    let sql = "update client_widgets set require_login = true";
    house.database.sql(sql).await;
}

/// A call of each of the routes, with what makes it complete but the key.
fn calls(app: &App) -> [Call; 4] {
    let feedback = json!({"sessionId": SESSION_ID, "messageId": SESSION_ID, "rating": "up"});
    [
        app.post(PATH, &hello()),
        app.post(STREAM_PATH, &hello()),
        app.get(CONVERSATION),
        app.post("/api/widget/chat/feedback", &feedback),
    ]
}

/// Calls that only a key and an identity are missing to, and those whose input is wrong: who is refused is not told that.
fn all_calls(app: &App) -> Vec<Call> {
    let broken = [
        app.post(PATH, &json!({})),
        app.post(STREAM_PATH, &json!({})),
        app.get("/api/widget/chat/conversation"),
        app.post("/api/widget/chat/feedback", &json!({})),
    ];
    calls(app).into_iter().chain(broken).collect()
}

/// What a user says who would like to be Ada.
fn with_the_hash_of_another() -> String {
    let own = identity(IDENTITY_SECRET, "bea", None::<&str>);
    let claim = URL_SAFE_NO_PAD.decode(own).expect("base64url");
    let claim = String::from_utf8(claim).expect("JSON");
    URL_SAFE_NO_PAD.encode(claim.replace("bea", "ada"))
}

async fn say(house: &House, who: &str, text: &str) -> Answer {
    let body = json!({"message": text, "sessionId": SESSION_ID});
    let answer = ask(house, &body)
        .header("x-visitor-identity", who)
        .send()
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer
}

/// What was said in the conversation, as one text.
async fn read(house: &House, headers: &[(&str, &str)]) -> String {
    let call = house.app.get(CONVERSATION).key(&house.alice.key);
    let call = headers
        .iter()
        .fold(call, |call, (name, value)| call.header(name, value));
    let read = call.expect(200).await;
    let messages = read["messages"].as_array().expect("a list");
    let said = messages.iter().map(|message| message["content"].as_str());
    said.collect::<Option<Vec<_>>>().expect("texts").join(" ")
}

#[tokio::test]
async fn a_user_is_known_by_id_and_name() {
    let webhook = FakeWebhook::start().await;
    let house = vouching_house(&webhook).await;
    say(
        &house,
        &identity(IDENTITY_SECRET, "user-1", None::<&str>),
        "One",
    )
    .await;
    let users =
        "select coalesce(user_id, '-') || ' ' || coalesce(user_name, '-') from conversations";
    assert_eq!(house.database.text(users).await, "user-1 -");
    for (name, known) in [
        (Some("Ada Ünlü"), "Ada Ünlü"),
        (None, "Ada Ünlü"),
        (Some("Ada"), "Ada"),
    ] {
        say(&house, &identity(IDENTITY_SECRET, "user-1", name), "Two").await;
        assert_eq!(house.database.text(users).await, format!("user-1 {known}"));
    }
    house.database.sql("delete from conversations").await;
    ask(&house, &hello()).expect(200).await;
    assert_eq!(house.database.text(users).await, "- -");
}

#[tokio::test]
async fn of_two_users_of_one_browser_nobody_reads_what_the_other_said() {
    let webhook = FakeWebhook::start().await;
    let house = vouching_house(&webhook).await;
    let [ada, bea] = ["ada", "bea"].map(|user| identity(IDENTITY_SECRET, user, None::<&str>));
    let first = ask(&house, &hello())
        .header("x-visitor-token", "new")
        .send()
        .await;
    let token = first.header("x-visitor-token").expect("a token").to_owned();
    for (user, text) in [(&ada, "I am Ada"), (&bea, "I am Bea")] {
        let body = json!({"message": text, "sessionId": SESSION_ID});
        let call = ask(&house, &body).header("x-visitor-token", &token);
        let answer = call.header("x-visitor-identity", user).send().await;
        // The browser's own, whoever uses it.
        assert_eq!(answer.header("x-visitor-token"), Some(&*token));
    }
    let token = ("x-visitor-token", &*token);
    let of = |user| ("x-visitor-identity", user);
    assert_eq!(read(&house, &[of(&*ada), token]).await, "I am Ada ok");
    assert_eq!(read(&house, &[of(&*bea), token]).await, "I am Bea ok");
    // Logged out.
    assert_eq!(read(&house, &[token]).await, "Hello ok");
    // Another browser, which knows the session.
    assert_eq!(read(&house, &[of(&*ada)]).await, "I am Ada ok");
    for request in webhook.received() {
        assert!(
            request.json().get("history").is_none(),
            "somebody else's words went along"
        );
    }
    let conversations = "select count(*) from conversations";
    assert_eq!(house.database.count(conversations).await, 3);
}

#[tokio::test]
async fn a_user_rates_answers_of_its_own_only() {
    let webhook = FakeWebhook::start().await;
    let house = vouching_house(&webhook).await;
    let ada = identity(IDENTITY_SECRET, "ada", None::<&str>);
    let bea = identity(IDENTITY_SECRET, "bea", None::<&str>);
    let answer = say(&house, &ada, "Hello").await;
    let id = answer.header("x-message-id").expect("an id").to_owned();
    let body = json!({"sessionId": SESSION_ID, "messageId": id, "rating": "down"});
    let rate = || {
        let call = house.app.post("/api/widget/chat/feedback", &body);
        call.key(&house.alice.key)
    };
    rate().expect_error(404).await;
    rate()
        .header("x-visitor-identity", &bea)
        .expect_error(404)
        .await;
    rate().header("x-visitor-identity", &ada).expect(204).await;
}

#[tokio::test]
async fn a_user_has_one_limit_in_all_browsers() {
    let webhook = FakeWebhook::start().await;
    let house = vouching_house(&webhook).await;
    let ada = identity(IDENTITY_SECRET, "ada", None::<&str>);
    let first = say(&house, &ada, "One").await;
    let body = json!({"message": "Two", "sessionId": house.bob.user_id});
    let call = ask(&house, &body).header("x-visitor-token", "new");
    let second = call.header("x-visitor-identity", &ada).send().await;
    let left = |answer: &Answer| {
        let left = answer.header("x-ratelimit-remaining").expect("a number");
        left.parse::<i32>().expect("a number")
    };
    assert_eq!(left(&second), left(&first) - 1);
}

#[tokio::test]
async fn a_wrong_identity_opens_nothing() {
    let webhook = FakeWebhook::start().await;
    let house = vouching_house(&webhook).await;
    set_identity_secret(&house.database, &house.bob, "another secret").await;
    let good = identity(IDENTITY_SECRET, "ada", None::<&str>);
    say(&house, &good, "I am Ada").await;
    let before = house.database.snapshot().await;
    for wrong in [
        identity("another secret", "ada", None::<&str>),
        identity("", "ada", None::<&str>),
        identity(&IDENTITY_SECRET.to_uppercase(), "ada", None::<&str>),
        with_the_hash_of_another(),
        good[..good.len() - 4].to_owned(),
        "e30".to_owned(),
        String::new(),
        "nonsense".to_owned(),
        identity(IDENTITY_SECRET, "", None::<&str>),
        identity(IDENTITY_SECRET, &"x".repeat(201), None::<&str>),
        identity(IDENTITY_SECRET, "ada", "x".repeat(201)),
        identity(IDENTITY_SECRET, "ada", 42),
    ] {
        for call in all_calls(&house.app) {
            let call = call.key(&house.alice.key).header("x-visitor-token", "new");
            let refused = call.header("x-visitor-identity", &wrong).expect_error(401);
            assert_eq!(refused.await["error"], "Identity not verified", "{wrong}");
        }
    }
    for call in all_calls(&house.app) {
        let elsewhere = call.key(&house.bob.key).header("x-visitor-identity", &good);
        assert_eq!(
            elsewhere.expect_error(401).await["error"],
            "Identity not verified"
        );
    }
    assert_eq!(house.database.snapshot().await, before);
    assert_eq!(webhook.received().len(), 1);
}

#[tokio::test]
async fn without_a_secret_nobody_is_verified() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    let who = identity("", "ada", None::<&str>);
    let call = ask(&house, &hello()).header("x-visitor-identity", &who);
    assert_eq!(
        call.expect_error(401).await["error"],
        "Identity not verified"
    );
    ask(&house, &hello()).expect(200).await;
}

#[tokio::test]
async fn where_a_login_is_required_no_call_does_without() {
    let webhook = FakeWebhook::start().await;
    let house = vouching_house(&webhook).await;
    let token = ask(&house, &hello())
        .header("x-visitor-token", "new")
        .send()
        .await;
    let token = token.header("x-visitor-token").expect("a token").to_owned();
    require_login(&house).await;
    let before = house.database.snapshot().await;
    for call in all_calls(&house.app) {
        let call = call.key(&house.alice.key).header("x-visitor-token", &token);
        assert_eq!(call.expect_error(401).await["error"], "Login required");
    }
    assert_eq!(house.database.snapshot().await, before);
    assert_eq!(webhook.received().len(), 1);
    let who = identity(IDENTITY_SECRET, "ada", "Ada");
    for (call, status) in calls(&house.app).into_iter().zip([200, 200, 200, 404]) {
        let call = call
            .key(&house.alice.key)
            .header("x-visitor-identity", &who);
        assert_eq!(call.send().await.status, status);
    }
}

#[tokio::test]
async fn the_secret_before_is_good_for_three_days() {
    let webhook = FakeWebhook::start().await;
    let house = vouching_house(&webhook).await;
    set_identity_secret(&house.database, &house.alice, "the new one").await;
    let with = |secret: &str| {
        let who = identity(secret, "ada", None::<&str>);
        ask(&house, &hello()).header("x-visitor-identity", &who)
    };
    with("the new one").expect(200).await;
    with(IDENTITY_SECRET).expect(200).await;
    let is_three_days = "select count(*) from identity_secrets
          where previous_until between now() + interval '71 hours 59 minutes' and now() + interval '72 hours'";
    assert_eq!(house.database.count(is_three_days).await, 1);
    let over = "update identity_secrets set previous_until = now()";
    house.database.sql(over).await;
    with(IDENTITY_SECRET).expect_error(401).await;
    with("the new one").expect(200).await;
}
