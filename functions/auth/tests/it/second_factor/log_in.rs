//! Logging in with a second factor.

use super::{code, log_in, refused, turn_on, wrong};
use crate::support::{PASSWORD, app_over, at_once, credentials, house};
use shared::{Services, Settings};
use test_support::SESSION_SECRET;

#[tokio::test]
async fn after_a_right_password_the_code_is_asked_for() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    let before = house.database.snapshot().await;
    let answer = log_in(&house, &house.alice, None).send().await;
    answer.assert_error("without a code", 401);
    assert_eq!(answer.json()["error"], "Second factor required");
    assert_eq!(answer.header("set-cookie"), None);
    refused(log_in(
        &house,
        &house.alice,
        Some(&wrong(&factor.authenticator)),
    ))
    .await;
    assert_eq!(house.database.snapshot().await, before);
    let code = factor.code(0);
    log_in(&house, &house.alice, Some(&code)).expect(200).await;
}

#[tokio::test]
async fn whoever_does_not_know_the_password_is_told_nothing_of_it() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    for code in [
        None,
        Some(factor.code(0)),
        Some(factor.recovery_codes[0].clone()),
    ] {
        let mut told = Vec::new();
        for name in ["alice", "bob", "nobody"] {
            let mut body = credentials(name, "wrong horse");
            if let Some(code) = &code {
                body["code"] = code.as_str().into();
            }
            let answer = house.app.post("/api/auth/login", &body);
            let answer = answer.expect_error(401).await;
            told.push((answer["error"].clone(), answer["message"].clone()));
        }
        assert_eq!(told[0], told[1]);
        assert_eq!(told[0], told[2]);
    }
    // None of it is used up.
    log_in(&house, &house.alice, Some(&factor.code(0)))
        .expect(200)
        .await;
    let recovery = Some(factor.recovery_codes[0].as_str());
    log_in(&house, &house.alice, recovery).expect(200).await;
}

#[tokio::test]
async fn without_a_second_factor_a_code_is_passed_over() {
    let house = house().await;
    log_in(&house, &house.bob, Some("123456")).expect(200).await;
}

#[tokio::test]
async fn each_code_is_good_once_and_none_of_before_it() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    // By the code of the step before it was turned on.
    refused(log_in(&house, &house.alice, Some(&factor.code(-1)))).await;
    let now = factor.code(0);
    log_in(&house, &house.alice, Some(&now)).expect(200).await;
    refused(log_in(&house, &house.alice, Some(&now))).await;
    log_in(&house, &house.alice, Some(&factor.code(1)))
        .expect(200)
        .await;
    refused(log_in(&house, &house.alice, Some(&now))).await;
}

#[tokio::test]
async fn each_recovery_code_is_good_once_however_it_is_written() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    let codes = &factor.recovery_codes;
    let written = [
        codes[0].clone(),
        codes[1].to_uppercase(),
        codes[2].replace('-', ""),
        codes[3].replace('-', " "),
    ];
    for code in &written {
        log_in(&house, &house.alice, Some(code)).expect(200).await;
    }
    for code in &written[..2] {
        refused(log_in(&house, &house.alice, Some(code))).await;
    }
    let left = super::told(&house).await;
    assert_eq!(left["recoveryCodesLeft"], 6);
}

#[tokio::test]
async fn one_code_used_by_two_at_once_lets_one_in() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    for code in [factor.recovery_codes[0].clone(), factor.code(0)] {
        let send = || log_in(&house, &house.alice, Some(&code)).send();
        let both = async { tokio::join!(send(), send()) };
        let lock = "lock table second_factors, recovery_codes in share mode";
        let (one, two) = at_once(&house.database, lock, 2, both).await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401], "{} {}", one.text, two.text);
    }
}

#[tokio::test]
async fn one_that_is_turned_on_during_a_log_in_is_asked_for() {
    let house = house().await;
    let authenticator = super::set_up(&house, &house.alice).await;
    let code = code(&authenticator, 0);
    let without = log_in(&house, &house.alice, None);
    // Between its two halves.
    let turn_on = "update users set password = password where username = 'alice';
                   update second_factors set enabled_at = now()";
    let answer = at_once(&house.database, turn_on, 1, without.send()).await;
    answer.assert_error("a log-in without a code", 401);
    assert_eq!(answer.json()["error"], "Second factor required");
    log_in(&house, &house.alice, Some(&code)).expect(200).await;
}

#[tokio::test]
async fn wrong_codes_count_on_the_account() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    let wrong = wrong(&factor.authenticator);
    for code in [
        Some(wrong.as_str()),
        None,
        Some("nonsense"),
        Some("aaaa-aaaa-aaaa-aaaa"),
        Some(&wrong),
    ] {
        log_in(&house, &house.alice, code).expect_error(401).await;
    }
    let code = factor.code(0);
    log_in(&house, &house.alice, Some(&code))
        .expect_error(429)
        .await;
}

#[tokio::test]
async fn after_a_change_of_secrets_codes_stay_good() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    let app = |secrets: &str| {
        let settings: Settings = [
            ("DATABASE_URL", house.database.url()),
            ("SESSION_SECRET", secrets),
        ]
        .into_iter()
        .collect();
        app_over(Services::from_settings(&settings, 1).expect("settings that can be used"))
    };
    let rotated = app(&format!("a-new-secret, {SESSION_SECRET}"));
    let body = |code: &str| {
        let mut body = credentials("alice", PASSWORD);
        body["code"] = code.into();
        body
    };
    let log_in = rotated.post("/api/auth/login", &body(&factor.code(0)));
    log_in.expect(200).await;
    // What was used meanwhile outlives the old one; of the rest, recovery codes do.
    let gone = app("a-new-secret");
    let log_in = gone.post("/api/auth/login", &body(&factor.code(1)));
    log_in.expect(200).await;
    let unused = app("another");
    refused(unused.post("/api/auth/login", &body(&factor.code(1)))).await;
    let gone = unused;
    let recovery = gone.post("/api/auth/login", &body(&factor.recovery_codes[0]));
    recovery.expect(200).await;
}
