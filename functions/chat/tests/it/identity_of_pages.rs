//! Which pages may send an identity, and read why it was refused.

use crate::support::{PATH, ask, expect_readable_by, hello, house, house_of_example_com};
use test_support::{FakeWebhook, identity};

#[tokio::test]
async fn a_page_may_read_why_it_is_refused_and_another_may_not() {
    let webhook = FakeWebhook::start().await;
    let house = house_of_example_com(&webhook).await;
    let wrong = identity("x", "ada", None::<&str>);
    let (own, other) = ("https://www.example.com", "https://other.example");
    for (page, status) in [(own, 401), (other, 403)] {
        let call = ask(&house, &hello()).header("origin", page);
        let answer = call.header("x-visitor-identity", &wrong).send().await;
        assert_eq!(answer.status, status);
        expect_readable_by(&answer, Some(page).filter(|page| *page == own));
    }
}

#[tokio::test]
async fn a_page_may_send_the_header_when_it_asks() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for (asked, allowed) in [
        ("content-type,x-api-key", "Content-Type, x-api-key"),
        (
            "x-api-key, X-Visitor-Identity",
            "Content-Type, x-api-key, x-visitor-identity",
        ),
        (
            "x-api-key,x-visitor-identity,x-visitor-token",
            "Content-Type, x-api-key, x-visitor-token, x-visitor-identity",
        ),
    ] {
        let call = house
            .app
            .call("OPTIONS", PATH)
            .header("origin", "https://a.example");
        let answer = call
            .header("access-control-request-headers", asked)
            .send()
            .await;
        assert_eq!(
            answer.header("access-control-allow-headers"),
            Some(allowed),
            "{asked}"
        );
    }
}
