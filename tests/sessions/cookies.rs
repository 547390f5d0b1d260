//! The `connect.sid` cookie: what one server accepts or refuses, so does the other.

use crate::both::{Both, NAME, PASSWORD, signed_in_at_both};

#[tokio::test]
async fn a_tampered_cookie_is_refused_by_both() {
    let both = Both::start().await;
    for cookie in both.log_in_at_each().await {
        let (start, signature) = cookie.rsplit_once('.').expect("a signature");
        let unsigned = start.replace("s%3A", "");
        let other_sid = both.here.log_in(NAME, PASSWORD).await;
        let (other_start, _) = other_sid.rsplit_once('.').expect("a signature");
        for tampered in [
            format!("{other_start}.{signature}"),
            format!("{start}.{}", flip_last(signature)),
            format!("{start}.{}", &signature[..signature.len() - 1]),
            format!("{start}.{signature}%3D"),
            format!("{start}.{signature}A"),
            format!("{start}."),
            start.to_owned(),
            unsigned,
            cookie.replace("s%3A", ""),
            cookie.replace("s%3A", "S%3A"),
            cookie.replace("connect.sid", "Connect.sid"),
        ] {
            assert_eq!(both.me(&tampered).await, (None, None), "{tampered}");
        }
    }
}

#[tokio::test]
async fn every_way_to_write_a_good_cookie_is_read_by_both() {
    let both = Both::start().await;
    for cookie in both.log_in_at_each().await {
        let (name, value) = cookie.split_once('=').expect("a pair");
        let plain = value.replace("%3A", ":").replace("%2B", "+");
        let plain = plain.replace("%2F", "/");
        for good in [
            format!("{name}={plain}"),
            format!("{name}=\"{value}\""),
            format!("{name}=\"{plain}\""),
            format!("{name} = {value}"),
            format!("a=b; {cookie}; c=d"),
            format!("a=b;{cookie};c=d"),
            format!("a; =; ;;{cookie}"),
            format!("theme=\"x; {cookie}"),
            format!("{cookie}; {name}=second"),
            cookie
                .replace("%3A", "%3a")
                .replace("%2F", "%2f")
                .replace("%2B", "%2b"),
        ] {
            assert_eq!(both.me(&good).await, signed_in_at_both(), "{good}");
        }
    }
}

#[tokio::test]
async fn of_several_cookies_of_the_name_both_take_the_first() {
    let both = Both::start().await;
    for cookie in both.log_in_at_each().await {
        for first in [
            "connect.sid=",
            "connect.sid=x",
            "connect.sid=s%3Ax.y",
            "connect.sid=%ZZ",
        ] {
            let header = format!("{first}; {cookie}");
            assert_eq!(both.me(&header).await, (None, None), "{header}");
        }
    }
}

/// Another last character of a signature, which changes no more than the unused bits of its last byte at times: still not the same.
fn flip_last(signature: &str) -> String {
    let (rest, last) = signature.split_at(signature.len() - 1);
    let other = if last == "A" { "B" } else { "A" };
    format!("{rest}{other}")
}
