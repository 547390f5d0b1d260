//! From where a request comes, as far as somebody whom we can believe says so.

use crate::neighbours::is_public;
use axum::http::HeaderMap;
use std::net::{IpAddr, Ipv6Addr};

/// The last one of the list was seen by who stands right before us; those before it are what somebody said. Behind two doors it is the
/// inner one's own address, which is good enough for a limit as loose as that of addresses.
pub(crate) fn last_seen(headers: &HeaderMap) -> Option<&str> {
    entries(headers).next()
}

/// The public address that was seen last, and the one before it in the list: behind a door of ours that has public addresses itself
/// (CloudFront) the first is that door's and the second the visitor's own; elsewhere the second is what anybody may have said. Doors within
/// a private network are passed over. Of an IPv6 address it is the network (/64), which is what one connection is given.
pub(crate) fn last_two(headers: &HeaderMap) -> Option<(IpAddr, Option<IpAddr>)> {
    let mut addresses = entries(headers).map(|text| text.parse().ok().map(network));
    let last = loop {
        let address = addresses.next()??;
        if is_public(address) {
            break address;
        }
    };
    Some((last, addresses.next().flatten()))
}

/// The addresses that `X-Forwarded-For` lists, the last one first.
fn entries(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lists = headers.get_all("x-forwarded-for").into_iter().rev();
    lists
        // As bytes: what somebody said before must not take along what was seen last.
        .flat_map(|list| list.as_bytes().rsplit(|byte| *byte == b','))
        .map(|entry| std::str::from_utf8(entry).unwrap_or_default().trim())
        .filter(|entry| !entry.is_empty())
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(lists: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for list in lists {
            let list = HeaderValue::from_str(list).expect("a header value");
            headers.append("x-forwarded-for", list);
        }
        headers
    }

    fn two(lists: &[&str]) -> Option<(String, Option<String>)> {
        let (last, before) = last_two(&headers(lists))?;
        Some((last.to_string(), before.map(|before| before.to_string())))
    }

    #[test]
    fn the_last_entry_counts() {
        assert_eq!(last_seen(&headers(&["1.1.1.1, 8.8.8.8"])), Some("8.8.8.8"));
        assert_eq!(
            last_seen(&headers(&["1.1.1.1", " 8.8.4.4 "])),
            Some("8.8.4.4")
        );
        assert_eq!(last_seen(&headers(&["", ","])), None);
        assert_eq!(last_seen(&headers(&[])), None);
    }

    #[test]
    fn the_last_public_address_and_the_one_before_it_are_found() {
        for (lists, last, before) in [
            (&["8.8.8.8"][..], "8.8.8.8", None),
            (&["1.1.1.1, 8.8.8.8"], "8.8.8.8", Some("1.1.1.1")),
            (&["9.9.9.9, 1.1.1.1, 8.8.8.8"], "8.8.8.8", Some("1.1.1.1")),
            (&["1.1.1.1", "8.8.8.8"], "8.8.8.8", Some("1.1.1.1")),
            (&["nonsense, 8.8.8.8"], "8.8.8.8", None),
            (&["8.8.8.8, 10.0.0.7, 127.0.0.1"], "8.8.8.8", None),
            (&["192.168.0.9, 8.8.8.8"], "8.8.8.8", Some("192.168.0.9")),
            (&["::ffff:8.8.8.8"], "8.8.8.8", None),
            (&["2606:4700:1:2:3:4:5:6"], "2606:4700:1:2::", None),
        ] {
            let expected = Some((last.to_owned(), before.map(str::to_owned)));
            assert_eq!(two(lists), expected, "{lists:?}");
        }
    }

    #[test]
    fn what_is_no_text_hides_no_address() {
        for (list, before) in [
            (&b"\xff, 8.8.8.8"[..], None),
            (b"\xc3\xa9, 8.8.8.8", None),
            (b"1.1.1.1, \xff, 8.8.8.8", Some("1.1.1.1")),
        ] {
            let mut headers = HeaderMap::new();
            let value = HeaderValue::from_bytes(list).expect("a header value");
            headers.insert("x-forwarded-for", value);
            assert_eq!(last_seen(&headers), Some("8.8.8.8"));
            let (last, found) = last_two(&headers).expect("an address");
            assert_eq!(last.to_string(), "8.8.8.8");
            assert_eq!(found.map(|found| found.to_string()).as_deref(), before);
        }
    }

    #[test]
    fn without_a_public_address_that_can_be_read_there_is_none() {
        for lists in [
            &[][..],
            &[""],
            &["127.0.0.1"],
            &["10.0.0.1, 192.168.1.1"],
            &["8.8.8.8, nonsense"],
            &["8.8.8.8:443"],
            &["::1"],
        ] {
            assert_eq!(two(lists), None, "{lists:?}");
        }
    }
}
