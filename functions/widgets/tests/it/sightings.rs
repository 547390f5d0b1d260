//! Where the widget has been seen, which asking for its configuration notes.

use crate::support::{house, installation_of, visit};
use serde_json::{Value, json};
use test_support::House;

async fn seen(house: &House) -> Vec<Value> {
    let get = house.call("GET", &installation_of(&house.alice));
    let answer = get.expect(200).await;
    answer["seen"].as_array().expect("a list").clone()
}

async fn origins(house: &House) -> Vec<Value> {
    let seen = seen(house).await;
    seen.into_iter().map(|one| one["origin"].clone()).collect()
}

#[tokio::test]
async fn pages_that_ask_for_the_configuration_are_listed_the_last_one_first() {
    let house = house().await;
    assert_eq!(seen(&house).await, Vec::<Value>::new());
    for (header, page) in [
        ("origin", "https://conference.example"),
        ("referer", "https://www.conference.example/programme?day=1"),
    ] {
        visit(&house).header(header, page).expect(200).await;
    }
    let expected = [
        json!("https://www.conference.example"),
        json!("https://conference.example"),
    ];
    assert_eq!(origins(&house).await, expected);
    for one in seen(&house).await {
        let times = [&one["firstSeenAt"], &one["lastSeenAt"]];
        assert_eq!(times[0], times[1]);
        assert!(
            times[0].as_str().is_some_and(|time| time.len() == 24),
            "{one}"
        );
    }
}

#[tokio::test]
async fn a_page_is_noted_once_in_ten_minutes() {
    let house = house().await;
    let asks = || {
        visit(&house)
            .header("origin", "https://conference.example")
            .expect(200)
    };
    asks().await;
    let first = house.database.snapshot().await;
    asks().await;
    assert_eq!(house.database.snapshot().await, first);
    let later = "update widget_sightings set first_seen_at = now() - interval '1 hour', last_seen_at = now() - interval '11 minutes'";
    house.database.sql(later).await;
    asks().await;
    let moved = "select count(*) from widget_sightings
         where first_seen_at < now() - interval '59 minutes' and last_seen_at > now() - interval '1 minute'";
    assert_eq!(house.database.count(moved).await, 1);
    assert_eq!(house.database.rows_of("widget_sightings").await, 1);
}

#[tokio::test]
async fn only_pages_on_which_the_widget_opens_are_noted() {
    let house = house().await;
    let allowed = r#"update clients set allowed_domains = '["conference.example"]'"#;
    house.database.sql(allowed).await;
    let evil = visit(&house).header("origin", "https://evil.example");
    evil.expect_error(403).await;
    house
        .database
        .sql("update clients set allowed_domains = '[]', status = 'paused'")
        .await;
    let paused = visit(&house).header("origin", "https://conference.example");
    paused.expect_error(403).await;
    house
        .database
        .sql("update clients set status = 'active'")
        .await;
    for page in [
        "null",
        "capacitor://localhost",
        "file:///home/index.html",
        "",
    ] {
        visit(&house).header("origin", page).expect(200).await;
    }
    visit(&house).expect(200).await;
    // The preview in the dashboard.
    visit(&house)
        .header("referer", "https://app.example/widget")
        .header("sec-fetch-site", "same-origin")
        .expect(200)
        .await;
    assert_eq!(house.database.rows_of("widget_sightings").await, 0);
}

#[tokio::test]
async fn of_more_pages_than_there_is_room_for_the_last_seen_stay() {
    let house = house().await;
    let fill = "insert into widget_sightings (client_id, origin, last_seen_at)
         select id, 'https://' || n || '.example', now() - n * interval '2 minutes' from clients, generate_series(1, 50) n";
    house.database.sql(fill).await;
    visit(&house)
        .header("origin", "https://new.example")
        .expect(200)
        .await;
    let origins = origins(&house).await;
    assert_eq!(origins.len(), 50);
    assert_eq!(origins[0], "https://new.example");
    assert!(!origins.contains(&json!("https://50.example")));
    assert_eq!(house.database.rows_of("widget_sightings").await, 100);
}

/// Else anybody could drive the real ones out with origins that do not exist, at one write each.
#[tokio::test]
async fn what_was_seen_within_the_hour_is_not_driven_out() {
    let house = house().await;
    let fill = "insert into widget_sightings (client_id, origin, last_seen_at)
         select id, 'https://' || n || '.example', now() - n * interval '1 minute' from clients, generate_series(1, 50) n";
    house.database.sql(fill).await;
    for page in ["https://made-up.example", "https://50.example"] {
        visit(&house).header("origin", page).expect(200).await;
    }
    let origins = origins(&house).await;
    assert_eq!(origins.len(), 50);
    assert_eq!(origins[0], "https://50.example");
    assert!(!origins.contains(&json!("https://made-up.example")));
}

#[tokio::test]
async fn many_pages_at_once_are_no_obstacle_to_each_other() {
    let house = house().await;
    let visits = (0..20).map(|number| {
        let page = format!("https://{number}.example");
        visit(&house).header("origin", &page).expect(200)
    });
    futures_util::future::join_all(visits).await;
    let noted = house.database.rows_of("widget_sightings").await;
    assert!((1..=20).contains(&noted), "{noted}");
}

#[tokio::test]
async fn only_own_sightings_are_listed() {
    let house = house().await;
    let bobs = house.app.get(crate::support::CONFIG).key(&house.bob.key);
    bobs.header("origin", "https://bobs.example")
        .expect(200)
        .await;
    assert_eq!(seen(&house).await, Vec::<Value>::new());
    let path = "/api/dashboard/widget/{id}/installation";
    house.finds_only_own_clients("GET", path, None).await;
}
