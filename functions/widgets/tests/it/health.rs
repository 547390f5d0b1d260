//! `GET /api/widget/health`.

use crate::support::house;
use shared::Secret;
use test_support::House;

#[tokio::test]
async fn this_function_says_that_it_works_and_when() {
    let house = house().await;
    let answer = house.app.get("/api/widget/health").expect(200).await;
    assert_eq!(answer["status"], "ok");
    let stamp = answer["timestamp"].as_str().expect("a text");
    let age = format!(
        "select count(*) from (select now() - '{stamp}'::timestamptz age) t
                        where age between interval '-1 minute' and interval '1 minute'"
    );
    assert_eq!(house.database.count(&age).await, 1);
    assert!(stamp.len() == 24 && stamp.ends_with('Z'), "{stamp}");
}

#[tokio::test]
async fn it_asks_no_database() {
    let (house, proxy) =
        House::build_behind_proxy(&Secret::new("nobody logs in"), crate::support::router).await;
    proxy.go_away();
    house.app.get("/api/widget/health").expect(200).await;
}
