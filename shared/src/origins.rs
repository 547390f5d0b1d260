//! Which web origins may use a client's key: the rule behind `allowed_domains`, without database or HTTP.

use serde_json::Value;
use url::{Origin, Url};

/// No name of a host is longer than 253 characters (RFC 1035, section 2.3.4), and no port than five.
const LONGEST: usize = 253 + ":65535".len();

/// An entry of `allowed_domains` that is no text, so that nobody can say what it allows.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("allowed_domains holds something that is not a list of texts")]
pub struct UnreadableDomains;

/// Tells whether a page may use a client.
///
/// - `origin` is the `Origin` header, or the `Referer` when there is none; nothing sent means no browser, and passes.
/// - An empty list allows every page.
/// - An entry is an origin (`https://example.com`), a host with its port unless it is the default one (`example.com:8443`), or
///   `*.example.com` for the sub-domains of example.com, on default ports, and not for example.com itself.
///
/// # Errors
/// [`UnreadableDomains`] when the answer depends on an entry that is no text. Lists written by the API never hold one.
pub fn is_allowed(
    allowed_domains: &Value,
    origin: Option<&str>,
) -> Result<bool, UnreadableDomains> {
    let entries = match allowed_domains {
        Value::Array(entries) => entries.as_slice(),
        Value::String(text) if !text.is_empty() => {
            return if origin.is_some() {
                Err(UnreadableDomains)
            } else {
                Ok(true)
            };
        }
        // Neither server writes anything else; the old one took it for an empty list.
        _ => &[],
    };
    let Some(origin) = origin else {
        return Ok(true);
    };
    if entries.is_empty() {
        return Ok(true);
    }
    let page = Page::of(origin);
    for entry in entries {
        if page.matches(entry.as_str().ok_or(UnreadableDomains)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every entry of `allowed_domains` that would allow a page: the same rule, for a database that has the list and not the rule.
/// `origin` as in [`is_allowed`].
#[must_use]
pub fn entries_that_allow(origin: &str) -> Vec<String> {
    let Page { origin, domain } = Page::of(origin);
    let parents = domain
        .match_indices('.')
        .filter(|(dot, _)| domain.len() <= LONGEST && *dot > 0 && dot + 1 < domain.len())
        .map(|(dot, _)| format!("*{}", &domain[dot..]));
    let mut entries: Vec<String> = parents.collect();
    // Neither is a wildcard, however it looks.
    let named = [origin, domain]
        .into_iter()
        .filter(|entry| !entry.starts_with("*."));
    entries.extend(named);
    entries
}

/// The origin of a page that came by http or https, in at most as many characters as a host can have; `None` for pages opened from a
/// file, apps, and what is no address at all. `origin` as in [`is_allowed`].
#[must_use]
pub fn web_origin(origin: &str) -> Option<String> {
    let url = Url::parse(origin).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https");
    let is_short = url.host_str()?.len() <= LONGEST;
    (is_web && is_short).then(|| url.origin().ascii_serialization())
}

/// The two ways an entry may name a page.
struct Page {
    origin: String,
    domain: String,
}

impl Page {
    /// Compared is the parsed origin (RFC 6454), so that `https://user@example.com:443/x` is example.com. What has no such origin
    /// is compared as it is: a list may hold `null` for pages opened from a file, or the address of an app.
    fn of(header: &str) -> Self {
        let origin = match Url::parse(header).map(|url| url.origin()) {
            Ok(origin @ Origin::Tuple(..)) => origin.ascii_serialization(),
            _ => header.to_owned(),
        };
        let domain = origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"))
            .unwrap_or(&origin)
            .to_owned();
        Self { origin, domain }
    }

    fn matches(&self, entry: &str) -> bool {
        match entry.strip_prefix("*.") {
            // The dot belongs to the comparison: without it `evilexample.com` would pass for a part of example.com.
            Some(parent) if !parent.is_empty() => self
                .domain
                .strip_suffix(parent)
                .filter(|_| self.domain.len() <= LONGEST)
                .is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')),
            Some(_) => false,
            None => entry == self.origin || entry == self.domain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn allowed(list: Value, origin: &str) -> bool {
        is_allowed(&list, Some(origin)).expect("the list can be read")
    }

    #[test]
    fn the_entries_that_allow_a_page_are_those_that_match_it() {
        let pages = [
            "https://a.b.example.com",
            "https://example.com:8443",
            "https://.example.com",
            "https://example.com.",
            "null",
            "capacitor://localhost",
            "http://[::1]:3000",
            "*.example.com",
            "a..b",
            "",
        ];
        let entries = [
            "*.example.com",
            "*.b.example.com",
            "*.a.b.example.com",
            "*.com",
            "*.",
            "*",
            "example.com",
            "https://a.b.example.com",
            "a.b.example.com",
            "example.com:8443",
            "*.com:8443",
            "https://example.com:8443",
            "null",
            "capacitor://localhost",
            "[::1]:3000",
            "http://[::1]:3000",
            "*.b",
            "*..b",
            "a..b",
            ".example.com",
            "example.com.",
            "*.com.",
            "",
        ];
        for page in pages {
            let allowing = entries_that_allow(page);
            for entry in entries {
                let is_listed = allowing.iter().any(|allowing| allowing == entry);
                assert_eq!(is_listed, allowed(json!([entry]), page), "{entry} {page}");
            }
        }
    }

    /// What a header may hold would else be thousands of entries as long as itself.
    #[test]
    fn what_is_longer_than_any_name_is_no_sub_domain() {
        let page = |labels: usize| format!("https://{}example.com", "a.".repeat(labels));
        assert_eq!(page(121).len() - "https://".len(), 253);
        assert!(allowed(json!(["*.example.com"]), &page(121)));
        assert_eq!(entries_that_allow(&page(121)).len(), 121 + 1 + 2);
        for long in [page(127), page(4_000)] {
            assert!(!allowed(json!(["*.example.com"]), &long));
            assert_eq!(entries_that_allow(&long).len(), 2);
            assert!(allowed(json!([long]), &long));
        }
    }

    #[test]
    fn a_wildcard_means_sub_domains_only() {
        let list = || json!(["*.example.com"]);
        for page in [
            "https://a.example.com",
            "http://a.b.example.com",
            "https://A.Example.COM",
            "https://a.example.com/",
        ] {
            assert!(allowed(list(), page), "{page}");
        }
        for page in [
            "https://evilexample.com",
            "https://example.com",
            "https://.example.com",
            "https://a.example.com:8443",
            "https://a.example.com.evil.example",
            "evilexample.com",
        ] {
            assert!(!allowed(list(), page), "{page}");
        }
    }

    #[test]
    fn the_origin_of_a_web_page_is_told_without_the_rest() {
        let long = format!("https://{}example.com", "a.".repeat(500));
        for (header, origin) in [
            ("https://Example.com", Some("https://example.com")),
            ("https://example.com:443/a?b#c", Some("https://example.com")),
            (
                "http://user:pass@example.com:8080/",
                Some("http://example.com:8080"),
            ),
            (
                "https://bücher.example",
                Some("https://xn--bcher-kva.example"),
            ),
            ("null", None),
            ("", None),
            ("capacitor://localhost", None),
            ("file:///home/page.html", None),
            ("ftp://example.com", None),
            (&long, None),
        ] {
            assert_eq!(web_origin(header).as_deref(), origin, "{header}");
        }
    }

    #[test]
    fn a_bare_wildcard_allows_nothing() {
        for entry in ["*", "*.", ""] {
            assert!(!allowed(json!([entry]), "https://example.com"), "{entry}");
        }
    }

    #[test]
    fn an_entry_names_host_or_origin() {
        for (entry, page, expected) in [
            ("example.com", "https://example.com", true),
            ("example.com", "http://example.com:80", true),
            ("example.com", "https://user@example.com", true),
            ("example.com", "https://example.com:8443", false),
            ("example.com", "https://www.example.com", false),
            ("example.com", "ftp://example.com", false),
            ("example.com", "https://example.com.", false),
            ("example.com:8443", "https://example.com:8443", true),
            ("https://example.com", "https://example.com", true),
            ("https://example.com", "http://example.com", false),
            ("https://example.com/", "https://example.com", false),
            ("https://*.example.com", "https://a.example.com", false),
            ("null", "null", true),
            ("null", "chrome-extension://abcdef", false),
            ("capacitor://localhost", "capacitor://localhost", true),
            ("example.com", "null", false),
            ("example.com", "data:text/plain,x", false),
        ] {
            assert_eq!(allowed(json!([entry]), page), expected, "{entry} {page}");
        }
    }

    #[test]
    fn an_empty_list_and_a_missing_origin_pass() {
        assert!(allowed(json!([]), "https://any.example"));
        assert_eq!(is_allowed(&json!(["example.com"]), None), Ok(true));
    }

    #[test]
    fn odd_lists_of_an_old_database_are_read_as_before() {
        assert!(allowed(json!({"a": 1}), "https://any.example"));
        assert!(allowed(json!(null), "https://any.example"));
        assert_eq!(
            is_allowed(&json!("example.com"), Some("https://example.com")),
            Err(UnreadableDomains)
        );
        assert_eq!(
            is_allowed(&json!([5]), Some("https://example.com")),
            Err(UnreadableDomains)
        );
        assert!(allowed(json!(["example.com", 5]), "https://example.com"));
    }
}
