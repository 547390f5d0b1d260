//! New passwords that are guessed first are refused; who has one from before still logs in.

use crate::support::{app, credentials, house};
use serde_json::{Value, json};
use shared::Secret;
use shared::passwords::{PasswordAlgorithm, Passwords};
use test_support::{Person, TestDatabase};

const REGISTER: &str = "/api/auth/register";
const CHANGE: &str = "/api/auth/password";
/// One of each kind, for a user called `alice`, with a word of the reason.
const WEAK: [(&str, &str); 6] = [
    ("password1", "most common"),
    ("PassWord1", "most common"),
    ("alice-2026", "user name"),
    ("Conference2026", "name of this service"),
    ("aaaaaaaa", "repeated"),
    ("abcd4321", "usual order"),
];

/// Expects one detail, at that field and with that word in it.
fn assert_told(answer: &Value, field: &str, word: &str) {
    assert_eq!(answer["error"], "Validation error", "{answer}");
    let details = answer["details"].as_array().expect("details");
    assert_eq!(details.len(), 1, "{answer}");
    assert_eq!(details[0]["path"], json!([field]), "{answer}");
    let message = details[0]["message"].as_str().expect("a message");
    assert!(message.contains(word), "{message}");
    assert!(message.contains("choose one"), "{message}");
}

#[tokio::test]
async fn nobody_registers_with_a_weak_one() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    let before = database.snapshot().await;
    for (password, word) in WEAK {
        let call = app.post(REGISTER, &credentials("Alice", password));
        assert_told(&call.expect_error(400).await, "password", word);
    }
    assert_eq!(database.snapshot().await, before);
}

#[tokio::test]
async fn nobody_changes_to_a_weak_one() {
    let house = house().await;
    let before = house.database.snapshot().await;
    for (password, word) in WEAK {
        let body = json!({"currentPassword": "correct horse", "newPassword": password});
        let call = house.call("POST", CHANGE).json(&body);
        assert_told(&call.expect_error(400).await, "newPassword", word);
    }
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn another_users_name_is_no_weak_password() {
    let house = house().await;
    let body = json!({"currentPassword": "correct horse", "newPassword": "ada-lovelace"});
    house.call("POST", CHANGE).json(&body).expect(200).await;
}

#[tokio::test]
async fn of_a_wrong_length_only_that_is_told() {
    let database = TestDatabase::create().await;
    for (password, word) in [
        ("aaaaaaa", "at least 8 characters"),
        (&*"a".repeat(129), "at most 128 characters"),
    ] {
        let call = app(&database).post(REGISTER, &credentials("ada", password));
        let answer = call.expect_error(400).await;
        let details = answer["details"].as_array().expect("details");
        assert_eq!(details.len(), 1, "{answer}");
        let message = details[0]["message"].as_str().expect("a message");
        assert!(message.contains(word), "{message}");
    }
}

#[tokio::test]
async fn who_has_a_weak_one_from_before_logs_in_and_may_change_it() {
    for algorithm in [PasswordAlgorithm::Argon2id, PasswordAlgorithm::Bcrypt] {
        let database = TestDatabase::create().await;
        let passwords = Passwords::new(algorithm);
        let hash = passwords.hash(Secret::new("password1")).await;
        let hash = hash.expect("hashing works");
        Person::register_with_hash(&database.services(1), "alice", &hash).await;
        let app = app(&database);
        let log_in = app.post("/api/auth/login", &credentials("alice", "password1"));
        let answer = log_in.send().await;
        assert_eq!(answer.status, 200, "{}", answer.text);

        let body = json!({"currentPassword": "password1", "newPassword": "correct horse"});
        let change = app.post(CHANGE, &body).cookie(&answer.cookie());
        change.expect(200).await;
    }
}
