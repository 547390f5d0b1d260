//! Ways around a second factor.

use super::{Factor, PATH, log_in, refused, turn_on, wrong};
use crate::support::{PASSWORD, house};
use serde_json::json;
use test_support::House;

async fn both() -> (House, Factor, Factor) {
    let house = house().await;
    let alices = turn_on(&house, &house.alice).await;
    let bobs = turn_on(&house, &house.bob).await;
    (house, alices, bobs)
}

#[tokio::test]
async fn the_codes_of_one_user_are_no_good_for_another() {
    let (house, alices, bobs) = both().await;
    // One in half a million is the same for both.
    if bobs.code(0) != alices.code(0) && bobs.code(0) != alices.code(1) {
        refused(log_in(&house, &house.alice, Some(&bobs.code(0)))).await;
    }
    refused(log_in(&house, &house.alice, Some(&bobs.recovery_codes[0]))).await;
    log_in(&house, &house.bob, Some(&bobs.recovery_codes[0]))
        .expect(200)
        .await;
}

#[tokio::test]
async fn a_secret_that_was_moved_to_another_user_opens_nothing() {
    let (house, alices, bobs) = both().await;
    house
        .database
        .sql("update second_factors a set secret = b.secret from second_factors b where a.user_id <> b.user_id")
        .await;
    for code in [bobs.code(0), alices.code(0)] {
        refused(log_in(&house, &house.alice, Some(&code))).await;
    }
    // So does one that was changed; recovery codes are another matter.
    house
        .database
        .sql("update second_factors set secret = 'v1.' || reverse(secret)")
        .await;
    refused(log_in(&house, &house.alice, Some(&alices.code(0)))).await;
    let recovery = Some(alices.recovery_codes[0].as_str());
    log_in(&house, &house.alice, recovery).expect(200).await;
}

#[tokio::test]
async fn recovery_codes_that_were_moved_to_another_user_are_no_good() {
    let (house, _, bobs) = both().await;
    let move_all = format!(
        "update recovery_codes set user_id = '{}' where user_id = '{}'",
        house.alice.user_id, house.bob.user_id
    );
    house.database.sql(&move_all).await;
    refused(log_in(&house, &house.alice, Some(&bobs.recovery_codes[0]))).await;
}

#[tokio::test]
async fn what_is_kept_shows_neither_secret_nor_codes() {
    let (house, alices, _) = both().await;
    let kept = house.database.snapshot().await;
    let text = format!("{:?}", [&kept["second_factors"], &kept["recovery_codes"]]);
    assert!(!text.contains(&alices.authenticator.base32()));
    for code in &alices.recovery_codes {
        let plain = code.replace('-', "").to_uppercase();
        for text_of_code in [code, &plain] {
            assert!(!text.contains(text_of_code));
            let hashed = format!(
                "select count(*) from recovery_codes where hash = sha256('{text_of_code}')"
            );
            assert_eq!(house.database.count(&hashed).await, 0);
        }
    }
}

#[tokio::test]
async fn a_program_that_knows_of_no_second_factor_lets_nobody_in_who_has_one() {
    let house = house().await;
    turn_on(&house, &house.alice).await;
    for (name, rows) in [("alice", 0), ("bob", 1)] {
        let log_in = format!(
            "select count(*) from users u, app.log_in(u.id, u.password, null, null, 'sid of {name}', '{{}}', 9999999999, null)
              where u.username = '{name}'"
        );
        assert_eq!(house.database.count(&log_in).await, rows, "{name}");
        let sessions = format!("select count(*) from session where sid = 'sid of {name}'");
        assert_eq!(house.database.count(&sessions).await, rows, "{name}");
    }
}

#[tokio::test]
async fn a_right_password_makes_no_room_for_more_codes() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    let guess = json!({"password": PASSWORD, "code": wrong(&factor.authenticator)});
    let guess = || house.call("DELETE", PATH).json(&guess);
    // Each of these has the right password, and was an attempt.
    guess().expect_error(403).await;
    let set_up = house
        .call("POST", PATH)
        .json(&json!({"password": PASSWORD}));
    set_up.expect_error(409).await;
    guess().expect_error(403).await;
    let change = json!({"currentPassword": PASSWORD, "newPassword": PASSWORD});
    let change = house.call("POST", "/api/auth/password").json(&change);
    change.expect(200).await;
    guess().expect_error(403).await;
    guess().expect_error(429).await;
}

#[tokio::test]
async fn the_operator_turns_it_off_for_somebody_who_lost_everything() {
    let (house, _, _) = both().await;
    let turn_off = "select app.turn_off_second_factor('alice')::integer::bigint";
    assert_eq!(house.database.count(turn_off).await, 1);
    assert_eq!(house.database.count(turn_off).await, 0);
    house.call("GET", "/api/auth/me").expect_error(401).await;
    log_in(&house, &house.alice, None).expect(200).await;
    log_in(&house, &house.bob, None).expect_error(401).await;
}
