//! The `session` row as each server writes it and as the other finds it.

use crate::both::{Both, signed_in_at_both};
use serde_json::Value;

#[tokio::test]
async fn both_write_the_same_row_but_for_the_times() {
    let both = Both::start().await;
    let mut rows = Vec::new();
    for cookie in both.log_in_at_each().await {
        let sess = both.column("sess", &cookie).await;
        let parsed: Value = serde_json::from_str(&sess).expect("JSON");
        let expires = parsed["cookie"]["expires"].as_str().expect("a text");
        assert_eq!(expires.len(), "2026-11-29T21:03:16.211Z".len());
        rows.push(sess.replace(expires, ""));
    }
    assert_eq!(rows[0], rows[1]);
}

#[tokio::test]
async fn the_row_ends_with_the_cookie_rounded_up_to_a_second() {
    let both = Both::start().await;
    let rounded = "expire = to_timestamp(ceil(extract(epoch from (sess -> 'cookie' ->> 'expires')::timestamptz)))::timestamp";
    for cookie in both.log_in_at_each().await {
        assert_eq!(both.column(rounded, &cookie).await, "true");
    }
}

#[tokio::test]
async fn reading_a_session_rewrites_it_on_neither_side() {
    let both = Both::start().await;
    for cookie in both.log_in_at_each().await {
        both.expire_in(&cookie, "1 day").await;
        let before = both.column("sess", &cookie).await;
        assert_eq!(both.me(&cookie).await, signed_in_at_both());
        assert_eq!(both.column("sess", &cookie).await, before);
    }
}

#[tokio::test]
async fn an_expired_row_opens_nothing_on_either_side() {
    let both = Both::start().await;
    for cookie in both.log_in_at_each().await {
        both.expire_in(&cookie, "-1 second").await;
        assert_eq!(both.me(&cookie).await, (None, None));
    }
}

#[tokio::test]
async fn the_store_of_express_prunes_our_expired_sessions_and_leaves_our_live_ones() {
    let both = Both::start().await;
    let [expired, live] = both.log_in_at_each().await;
    both.expire_in(&expired, "-2 seconds").await;
    both.expire_in(&live, "1 minute").await;
    both.express.prune().await;
    assert_eq!(both.database.count("select count(*) from session").await, 1);
    assert_eq!(both.me(&live).await, signed_in_at_both());
}

#[tokio::test]
async fn both_mean_the_same_moment_in_a_database_whose_clock_is_not_utc() {
    let both = Both::start().await;
    let zone = "do $$ begin execute format('alter database %I set timezone = ''America/New_York''', current_database()); end $$";
    both.database.sql(zone).await;
    // Connections made from here on live in that zone; Express makes its first one for its first session.
    both.database.sql("set timezone = 'America/New_York'").await;
    for cookie in both.log_in_at_each().await {
        let left = both.seconds_left(&cookie).await;
        assert!((left - 604_800.0).abs() < 60.0, "{left}");
        both.expire_in(&cookie, "1 minute").await;
        assert_eq!(both.me(&cookie).await, signed_in_at_both());
        both.expire_in(&cookie, "-1 minute").await;
        assert_eq!(both.me(&cookie).await, (None, None));
    }
}
