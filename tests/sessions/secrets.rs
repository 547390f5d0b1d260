//! Signing secrets: the same on both sides, foreign ones, and putting a new one in front.

use crate::both::{Both, NAME, PASSWORD};

#[tokio::test]
async fn a_cookie_signed_with_a_foreign_secret_is_refused_by_both() {
    let both = Both::signing_with("a-secret", "another-secret").await;
    let of_express = both.express.log_in(NAME, PASSWORD).await;
    let ours = both.here.log_in(NAME, PASSWORD).await;
    assert_eq!(both.here.me(&of_express).await, None);
    assert_eq!(both.express.me(&ours).await, None);
}

#[tokio::test]
async fn with_a_new_secret_in_front_here_cookies_that_express_signs_with_the_old_one_are_accepted()
{
    let both = Both::signing_with("old", "new,old").await;
    let cookie = both.express.log_in(NAME, PASSWORD).await;
    assert_eq!(both.here.me(&cookie).await.as_deref(), Some(NAME));
}

#[tokio::test]
async fn with_a_new_secret_in_front_at_express_cookies_that_we_sign_with_the_old_one_are_accepted()
{
    let both = Both::signing_with("new,old", "old").await;
    let cookie = both.here.log_in(NAME, PASSWORD).await;
    assert_eq!(both.express.me(&cookie).await.as_deref(), Some(NAME));
}

#[tokio::test]
async fn with_the_same_list_on_both_sides_both_sign_with_the_first() {
    let both = Both::signing_with("new,old", "new,old").await;
    let cookies = both.log_in_at_each().await;
    let after = crate::here::Here::start(both.database.url(), "new", "bcrypt");
    for cookie in cookies {
        assert_eq!(after.me(&cookie).await.as_deref(), Some(NAME));
    }
}

#[tokio::test]
async fn secrets_of_any_characters_sign_the_same_on_both_sides() {
    for secret in [
        "gehéim-会議-🎤",
        "with spaces inside",
        "=\"'%3A;&",
        &"long".repeat(50),
    ] {
        let both = Both::signing_with(secret, secret).await;
        let [of_express, ours] = both.log_in_at_each().await;
        assert_eq!(
            both.here.me(&of_express).await.as_deref(),
            Some(NAME),
            "{secret}"
        );
        assert_eq!(
            both.express.me(&ours).await.as_deref(),
            Some(NAME),
            "{secret}"
        );
    }
}
