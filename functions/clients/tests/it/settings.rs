//! `…/settings`.

use crate::support::{house, of_alice};
use serde_json::{Value, json};

const SETTINGS: &str = "/api/dashboard/clients/{id}/settings";

fn at_first() -> Value {
    json!({
        "language": "english", "timeZone": "UTC", "retentionDays": 365,
        "plan": "free", "requestsPerHour": 100, "documentsAtMost": 25,
    })
}

#[tokio::test]
async fn what_is_given_changes() {
    let house = house().await;
    let mut expected = at_first();
    let get = || house.call("GET", &of_alice(&house, "settings"));
    assert_eq!(get().expect(200).await, expected);
    for change in [
        json!({}),
        json!({"language": "german"}),
        json!({"timeZone": "Asia/Kolkata"}),
        json!({"retentionDays": null}),
        json!({"language": "simple", "timeZone": "Europe/Berlin", "retentionDays": 30}),
        json!({"timeZone": "Etc/GMT+3"}),
    ] {
        for (member, value) in change.as_object().expect("an object") {
            expected[member] = value.clone();
        }
        let patch = house.call("PATCH", &of_alice(&house, "settings"));
        assert_eq!(patch.json(&change).expect(200).await, expected);
        assert_eq!(get().expect(200).await, expected);
    }
}

#[tokio::test]
async fn organisers_do_not_change_what_they_may_use() {
    let house = house().await;
    let body = json!({"plan": "paid", "requestsPerHour": 5000, "documentsAtMost": 5000});
    let patch = house.call("PATCH", &of_alice(&house, "settings"));
    assert_eq!(patch.json(&body).expect(200).await, at_first());
}

#[tokio::test]
async fn own_numbers_win_over_the_plans() {
    let house = house().await;
    let paid = "update clients set plan = 'paid', documents_at_most = 3";
    house.database.sql(paid).await;
    let get = house.call("GET", &of_alice(&house, "settings"));
    let mut expected = at_first();
    expected["plan"] = json!("paid");
    expected["requestsPerHour"] = json!(1000);
    expected["documentsAtMost"] = json!(3);
    assert_eq!(get.expect(200).await, expected);
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    house.finds_only_own_clients("GET", SETTINGS, None).await;
    for body in [
        json!({"timeZone": "UTC"}),
        json!({"language": "klingon"}),
        json!({}),
    ] {
        house
            .finds_only_own_clients("PATCH", SETTINGS, Some(body))
            .await;
    }
}

#[tokio::test]
async fn invalid_input_is_refused_and_changes_nothing() {
    let house = house().await;
    let bodies = [
        json!([]),
        json!({"language": "klingon"}),
        json!({"language": ""}),
        json!({"language": null}),
        json!({"language": "german\0"}),
        json!({"language": "german", "timeZone": "Mars/Olympus"}),
        json!({"timeZone": "europe/berlin"}),
        json!({"timeZone": "Foo/Bar+3"}),
        json!({"timeZone": "posix/Europe/Berlin"}),
        json!({"timeZone": "'; drop table clients; --"}),
        json!({"timeZone": ""}),
        json!({"timeZone": null}),
        json!({"timeZone": "x".repeat(101)}),
        json!({"retentionDays": 0}),
        json!({"retentionDays": -1}),
        json!({"retentionDays": 3651}),
        json!({"retentionDays": 1.5}),
        json!({"retentionDays": "30"}),
        json!({"retentionDays": 1e300}),
    ];
    house.refuses_bodies(400, "PATCH", SETTINGS, bodies).await;
}
