//! What can be done with a second factor that is turned on.

use super::{CODES, PATH, call, log_in, refused, told, turn_on, wrong};
use crate::support::{PASSWORD, at_once, house};
use serde_json::json;

#[tokio::test]
async fn it_is_turned_off_by_password_and_code() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    turn_on(&house, &house.bob).await;
    let body = json!({"password": PASSWORD, "code": factor.code(0)});
    let answer = house.call("DELETE", PATH).json(&body).expect(200).await;
    assert_eq!(answer, json!({"message": "Second factor turned off"}));
    assert_eq!(told(&house).await["enabled"], false);
    log_in(&house, &house.alice, None).expect(200).await;
    // Bob's stays.
    log_in(&house, &house.bob, None).expect_error(401).await;
    assert_eq!(house.database.rows_of("recovery_codes").await, 10);
    // And it can be turned on again.
    turn_on(&house, &house.alice).await;
}

#[tokio::test]
async fn a_recovery_code_turns_it_off_too() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    let body = json!({"password": PASSWORD, "code": factor.recovery_codes[9]});
    house.call("DELETE", PATH).json(&body).expect(200).await;
    log_in(&house, &house.alice, None).expect(200).await;
}

#[tokio::test]
async fn a_wrong_password_or_code_changes_nothing() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    let bobs = turn_on(&house, &house.bob).await;
    let bodies = [
        json!({"password": "wrong horse", "code": factor.code(0)}),
        json!({"password": PASSWORD, "code": wrong(&factor.authenticator)}),
        json!({"password": PASSWORD, "code": "aaaa-aaaa-aaaa-aaaa"}),
        json!({"password": PASSWORD, "code": bobs.recovery_codes[0]}),
    ];
    for (method, path) in [("DELETE", PATH), ("POST", CODES)] {
        house
            .refuses_bodies(403, method, path, bodies.clone())
            .await;
        house.database.sql("delete from sign_in_counters").await;
    }
}

#[tokio::test]
async fn new_recovery_codes_take_the_place_of_those_that_are_left() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    let used = Some(factor.recovery_codes[0].as_str());
    log_in(&house, &house.alice, used).expect(200).await;
    let body = json!({"password": PASSWORD, "code": factor.recovery_codes[1]});
    let answer = house.call("POST", CODES).json(&body).expect(200).await;
    let new: Vec<String> = serde_json::from_value(answer["recoveryCodes"].clone()).expect("codes");
    assert_eq!(told(&house).await["recoveryCodesLeft"], 10);
    refused(log_in(
        &house,
        &house.alice,
        Some(&factor.recovery_codes[2]),
    ))
    .await;
    log_in(&house, &house.alice, Some(&new[0]))
        .expect(200)
        .await;
}

#[tokio::test]
async fn of_two_changes_at_once_by_one_code_one_is_refused() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    let body = json!({"password": PASSWORD, "code": factor.recovery_codes[0]});
    let send = || call(&house, &house.alice, "POST", CODES, &body);
    let both = async { tokio::join!(send(), send()) };
    let lock = "lock table recovery_codes in share mode";
    let (one, two) = at_once(&house.database, lock, 2, both).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 403], "{} {}", one.text, two.text);
    assert_eq!(house.database.rows_of("recovery_codes").await, 10);
}

#[tokio::test]
async fn a_password_that_changes_meanwhile_is_a_conflict() {
    let house = house().await;
    let factor = turn_on(&house, &house.alice).await;
    let body = json!({"password": PASSWORD, "code": factor.code(0)});
    let delete = call(&house, &house.alice, "DELETE", PATH, &body);
    let change = "update users set password = 'changed'";
    let answer = at_once(&house.database, change, 1, delete).await;
    answer.assert_error("the password of before", 409);
    assert_eq!(told(&house).await["enabled"], true);
}
