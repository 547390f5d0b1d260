//! The functions in the database that read as its owner: they ask first whose the client is, whoever calls them and however.

use crate::exchange::Exchange;
use crate::support::house;

const FUNCTIONS: [&str; 7] = [
    "app.find_conversations($client, null, null, null, null, false, null, null, null, 25)",
    "app.find_conversations($client, 'lunch', null, null, null, false, null, null, null, 25)",
    "app.export_end($client, null, null, null, null, 4000000)",
    "app.export_messages($client, null, null, null, 500, 1000000)",
    "app.usage_of_days($client, null, null, '7 days', false)",
    "app.asked_questions($client, null, null, '7 days', 500, 200)",
    "app.rated_answers($client, null, null, '7 days', 50)",
];

#[tokio::test]
async fn they_show_a_client_to_its_owner_only() {
    let house = house().await;
    let (alice, bob) = (&house.alice, &house.bob);
    let kept = Exchange::with(bob, "Where is lunch?").keep(&house).await;
    kept.rate(&house, 1, None).await;
    let nobody = String::new();
    let user = |id| format!("select set_config('app.user_id', '{id}', true);");
    let key = |id| format!("select set_config('app.client_id', '{id}', true);");
    for (caller, is_owner) in [
        (user(bob.user_id), true),
        (nobody, false),
        (user(alice.user_id), false),
        (user(bob.client_id), false),
        (key(bob.client_id), false),
        (key(bob.client_id) + &user(alice.user_id), false),
    ] {
        let clock = "app.usage_by_clock($client, null, null, '7 days')";
        for function in FUNCTIONS.into_iter().chain([clock]) {
            let function = function.replace("$client", &format!("'{}'", bob.client_id));
            let begin = format!("begin; set local role conference_app; {caller}");
            house.database.sql(&begin).await;
            let rows = format!("select count(*) from {function}");
            let rows = house.database.count(&rows).await;
            house.database.sql("rollback").await;
            assert_eq!(rows > 0, is_owner, "{caller} {function}");
        }
    }
}

#[tokio::test]
async fn what_they_are_made_of_is_not_for_requests() {
    let house = house().await;
    let callable = "select count(*) from pg_proc
        where pronamespace = 'app'::regnamespace and proname in ('days_of_client', 'search_query', 'is_unanswered')
          and has_function_privilege('conference_app', oid, 'execute')";
    assert_eq!(house.database.count(callable).await, 0);
}
