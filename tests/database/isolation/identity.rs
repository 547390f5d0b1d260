//! Identity secrets: written by requests, used by Postgres alone.

use super::{Outcome, REFUSED, as_request, house, signed_in, visiting};

#[tokio::test]
async fn no_request_reads_a_key_back() {
    let house = house().await;
    let before = [
        signed_in(&house.alice),
        visiting(&house.alice),
        String::new(),
    ];
    for (statement, before) in [
        "select inner_key from identity_secrets",
        "select outer_key from identity_secrets",
        "select previous_inner_key from identity_secrets",
        "select previous_outer_key from identity_secrets",
        "select * from identity_secrets",
        "select i from identity_secrets i",
        "table identity_secrets",
        "select from identity_secrets where inner_key > ''",
        "update identity_secrets set hint = encode(inner_key, 'hex')",
        "update identity_secrets set hint = hint returning inner_key",
        "delete from identity_secrets returning outer_key",
        "update identity_secrets set previous_inner_key = inner_key",
        "update identity_secrets set previous_until = 'infinity'",
        "select app.is_identity(client_id, 'ada', '') from identity_secrets",
    ]
    .into_iter()
    .flat_map(|statement| before.iter().map(move |before| (statement, before)))
    {
        let outcome = as_request(&house, before, statement).await;
        assert_eq!(outcome, REFUSED, "{statement}");
    }
}

#[tokio::test]
async fn a_client_is_opened_for_no_one_whose_identity_is_wrong() {
    let house = house().await;
    let open = |user: &str, hash: &str, condition: &str| {
        let key = &house.alice.key;
        format!(
            "select from app.open_key_for_visitor('{key}', null, {user}, null, {hash}) opened
              where {condition} and coalesce(current_setting('app.client_id', true), '') = ''"
        )
    };
    for (user, hash, condition) in [
        ("'ada'", "''", "identity = 'wrong'"),
        ("'ada'", "sha256('ada')", "identity = 'wrong'"),
        ("'ada'", "null", "identity = 'wrong'"),
        ("''", "''", "identity = 'wrong'"),
    ] {
        let statement = open(user, hash, condition);
        let outcome = as_request(&house, "", &statement).await;
        assert_eq!(outcome, Outcome::Rows(1), "{statement}");
    }
    house
        .database
        .sql("update client_widgets set require_login = true")
        .await;
    let statement = open("null", "''", "identity = 'none' and login_required");
    assert_eq!(as_request(&house, "", &statement).await, Outcome::Rows(1));
}
