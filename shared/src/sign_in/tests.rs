//! What attempts are counted by.

use super::*;
use axum::http::HeaderValue;
use uuid::Uuid;

fn names(secret: &str) -> CounterNames {
    let settings = [("SESSION_SECRET", secret)].into_iter().collect();
    CounterNames::new(&SessionKeys::from_settings(&settings).expect("the list can be used"))
}

fn from(list: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("x-forwarded-for", HeaderValue::from_static(list));
    headers
}

#[test]
fn a_name_is_counted_by_a_hash_that_tells_nothing_without_the_key() {
    let attempt = |secret, name| names(secret).attempt(name, None, &HeaderMap::new()).name;
    assert_eq!(attempt("one", "alice").len(), 32);
    assert_eq!(attempt("one", "alice"), attempt("one", "alice"));
    for (secret, name) in [
        ("one", "Alice"),
        ("one", "alice "),
        ("one", "bob"),
        ("two", "alice"),
    ] {
        assert_ne!(
            attempt("one", "alice"),
            attempt(secret, name),
            "{secret} {name}"
        );
    }
}

#[test]
fn names_browsers_and_addresses_are_never_the_same_counter() {
    let device = Device::new(Uuid::from_u128(1));
    let names = names("one");
    let headers = from("8.8.8.8");
    let attempt = names.attempt("8.8.8.8", Some(device), &headers);
    let mut all = vec![attempt.name.clone()];
    all.extend(attempt.device.map(|(_, name)| name));
    all.extend(names.failures(&headers).keys);
    all.extend(names.registrations(&headers).keys);
    assert_eq!(all.len(), 4);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 4);
}

#[test]
fn without_an_address_there_is_no_ring() {
    let names = names("one");
    for headers in [HeaderMap::new(), from("127.0.0.1"), from("10.1.2.3")] {
        assert!(names.failures(&headers).keys.is_empty(), "{headers:?}");
    }
}

#[test]
fn what_comes_before_an_address_makes_no_way_around_it() {
    let names = names("one");
    let alone = names.failures(&from("8.8.8.8"));
    assert_eq!(alone.limits, [100]);
    let one = names.failures(&from("1.1.1.1, 8.8.8.8"));
    let two = names.failures(&from("9.9.9.9, 8.8.8.8"));
    for behind in [&one, &two] {
        assert_eq!(behind.limits, [100, 1_000]);
        assert_eq!(behind.keys[1], alone.keys[0]);
    }
    assert_ne!(one.keys[0], two.keys[0]);
}
