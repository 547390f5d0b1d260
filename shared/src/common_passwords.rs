//! The passwords that everybody tries first. Where the list comes from and what it may be used for: `common_passwords/README.md`.

/// Sorted by bytes, ASCII in lower case, a line each.
static LIST: &str = include_str!("common_passwords/list.txt");

/// Whether a password is on the list, whatever the case of its letters. Exact: nothing else is found. The list holds none of fewer
/// than 8 characters. OWASP ASVS 5.0, 6.2.4 and 6.2.12.
#[must_use]
pub fn is_common(password: &str) -> bool {
    let wanted = password.to_ascii_lowercase();
    let is_end = |byte: &u8| *byte == b'\n';
    let mut left = LIST.as_bytes();
    while !left.is_empty() {
        let middle = left.len() / 2;
        let start = left[..middle]
            .iter()
            .rposition(is_end)
            .map_or(0, |end| end + 1);
        let (before, rest) = left.split_at(start);
        let end = rest.iter().position(is_end).unwrap_or(rest.len());
        left = match wanted.as_bytes().cmp(&rest[..end]) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => before,
            std::cmp::Ordering::Greater => rest.get(end + 1..).unwrap_or_default(),
        };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_in_either_case_and_nothing_near_it() {
        for entry in LIST.lines() {
            assert!(is_common(entry), "{entry}");
            assert!(is_common(&entry.to_ascii_uppercase()), "{entry}");
            for near in [
                format!("{entry}\n"),
                format!("\n{entry}"),
                format!("{entry}\u{301}"),
            ] {
                assert!(!is_common(&near), "{near:?}");
            }
        }
    }

    #[test]
    fn the_list_is_as_the_search_needs_it_and_long_enough() {
        assert!(LIST.ends_with('\n') && !LIST.contains('\r'));
        assert!(LIST.lines().is_sorted_by(|one, next| one < next));
        for entry in LIST.lines() {
            let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !byte.is_ascii_uppercase();
            assert!(entry.len() >= 8 && entry.bytes().all(is_plain), "{entry:?}");
        }
        assert!(LIST.lines().count() > 20_000);
    }

    #[test]
    fn what_is_not_on_the_list_is_not_found() {
        for other in [
            "",
            "\n",
            "password\n12345678",
            "correct horse",
            "~~~~~~~~~",
            "pässword",
            "0",
            "zzzzzzzzzzz",
        ] {
            assert!(!is_common(other), "{other:?}");
        }
    }
}
