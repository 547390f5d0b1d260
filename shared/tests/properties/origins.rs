//! Which pages may use a client, against a plain telling of the rule: the same host and port, or truly below it.

use proptest::prelude::*;
use serde_json::json;
use shared::origins::{entries_that_allow, is_allowed, web_origin};
use url::{Host, Url};

/// Labels that end, begin or look like one another.
const LABELS: [&str; 12] = [
    "example",
    "evilexample",
    "example-com",
    "com",
    "a",
    "b",
    "www",
    "xn--bcher-kva",
    "bücher",
    "EXAMPLE",
    "co",
    "localhost",
];

fn host() -> impl Strategy<Value = String> {
    let name = prop::collection::vec(prop::sample::select(LABELS.to_vec()), 1..5)
        .prop_map(|labels| labels.join("."));
    prop_oneof![
        8 => name.clone(),
        1 => name.prop_map(|name| format!("{name}.")),
        1 => prop::sample::select(vec!["[::1]", "[2001:db8::1]", "127.0.0.1", "192.0.2.7"]).prop_map(str::to_owned),
    ]
}

fn port() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", "", "", ":80", ":443", ":8443"]).prop_map(str::to_owned)
}

fn page() -> impl Strategy<Value = String> {
    let scheme = prop::sample::select(vec!["https", "http", "HTTPS"]);
    let user = prop::sample::select(vec!["", "", "example.com@", "a:b@"]);
    let path = prop::sample::select(vec!["", "/", "/a?b=example.com#c", "?https://example.com"]);
    (scheme, user, host(), port(), path)
        .prop_map(|(scheme, user, host, port, path)| format!("{scheme}://{user}{host}{port}{path}"))
}

/// As the API keeps them: hosts in the form in which browsers send them.
fn entry() -> impl Strategy<Value = String> {
    let kind = prop::sample::select(vec!["", "", "*.", "*.", "https://", "http://"]);
    (kind, host(), port()).prop_filter_map("an entry of the web", |(kind, host, port)| {
        let url = Url::parse(&format!("https://{host}")).ok()?;
        let port = if matches!((kind, &*port), ("https://", ":443") | ("http://", ":80")) {
            ""
        } else {
            &*port
        };
        Some(format!("{kind}{}{port}", url.host_str()?))
    })
}

/// The rule once more, by parts of the address and labels of the name.
fn is_named(entry: &str, page: &str) -> bool {
    let page = Url::parse(page).expect("a page of the web");
    let host = page.host_str().expect("a host").to_owned();
    let own = page
        .port()
        .map_or(host.clone(), |port| format!("{host}:{port}"));
    if let Some(parent) = entry.strip_prefix("*.") {
        let (labels, above): (Vec<&str>, Vec<&str>) =
            (own.split('.').collect(), parent.split('.').collect());
        return labels.len() > above.len() && labels.ends_with(&above);
    }
    match entry.split_once("://") {
        Some((scheme, name)) => page.scheme() == scheme && name == own,
        None => entry == own,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_page_is_allowed_if_and_only_if_an_entry_names_it(entries in prop::collection::vec(entry(), 1..5), page in page()) {
        let named = entries.iter().any(|entry| is_named(entry, &page));
        prop_assert_eq!(is_allowed(&json!(entries), Some(&page)), Ok(named), "{:?} {}", entries, page);
    }

    #[test]
    fn the_database_is_asked_for_the_same_entries(entry in entry(), page in page()) {
        let is_listed = entries_that_allow(&page).contains(&entry);
        prop_assert_eq!(is_listed, is_named(&entry, &page), "{} {}", entry, page);
    }

    /// What only ends like an allowed name is another name.
    #[test]
    fn a_name_that_only_ends_alike_is_not_allowed(before in "[a-z0-9-]{1,20}", page in "(https|http)") {
        let page = format!("{page}://{before}example.com");
        prop_assert_eq!(is_allowed(&json!(["*.example.com", "example.com", "https://example.com"]), Some(&page)), Ok(false));
    }

    #[test]
    fn a_name_that_only_begins_alike_is_not_allowed(after in "[a-z0-9-]{1,20}(\\.[a-z]{2,5})?") {
        for page in [format!("https://example.com.{after}"), format!("https://a.example.com.{after}"), format!("https://example.com@{after}.org")] {
            prop_assert_eq!(is_allowed(&json!(["*.example.com", "example.com"]), Some(&page)), Ok(false), "{}", page);
        }
    }

    #[test]
    fn any_text_does_no_harm_and_is_allowed_by_itself_alone(header in any::<String>(), entry in any::<String>()) {
        let allowed = is_allowed(&json!([entry]), Some(&header)).expect("a list of texts");
        prop_assert_eq!(allowed, entries_that_allow(&header).contains(&entry));
        let shown = web_origin(&header);
        prop_assert!(shown.is_none_or(|origin| Url::parse(&origin).is_ok_and(|url| matches!(url.host(), Some(Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_))))));
    }
}
