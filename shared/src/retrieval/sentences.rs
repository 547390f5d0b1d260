//! Where sentences end.

/// A text cut behind its sentences and lines, nothing lost: each part with the blanks that follow it.
#[must_use]
pub fn with_joints(text: &str) -> Vec<&str> {
    let ends = text.lines().flat_map(sentences).map(|sentence| {
        let end = sentence.as_ptr() as usize - text.as_ptr() as usize + sentence.len();
        let rest = &text[end..];
        end + rest.len() - rest.trim_start().len()
    });
    let mut begin = 0;
    let mut parts: Vec<&str> = ends
        .map(|end| &text[std::mem::replace(&mut begin, end)..end])
        .collect();
    parts.retain(|part| !part.is_empty());
    parts
}

/// Sentences end with a mark and a blank, but not behind a figure or one or two letters (`9. May`, `z. B.`, `Dr.`), or with a mark of
/// scripts that need no blank.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut begin = 0;
    for (at, mark) in text.char_indices() {
        let end = at + mark.len_utf8();
        let is_end = match mark {
            '.' | '!' | '?' | '…' => {
                text[end..].starts_with(char::is_whitespace)
                    && !(mark == '.' && is_short(&text[begin..at]))
            }
            '。' | '！' | '？' => true,
            _ => false,
        };
        if is_end {
            found.push(text[begin..end].trim());
            begin = end;
        }
    }
    found.push(text[begin..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

fn is_short(before: &str) -> bool {
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let word = word.trim_start_matches(['(', '„', '“', '"']);
    !word.is_empty() && word.chars().count() <= 2 && word.chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_do_not_end_behind_figures_and_short_words() {
        assert_eq!(
            sentences("Am 9. Mai um 9 Uhr. Dr. Ott, z. B. mit Hut! Ja? 終わり。次"),
            [
                "Am 9. Mai um 9 Uhr.",
                "Dr. Ott, z. B. mit Hut!",
                "Ja?",
                "終わり。",
                "次"
            ]
        );
    }

    #[test]
    fn cut_behind_sentences_nothing_is_lost() {
        assert_eq!(
            with_joints("One. Two!\nThree: 3.5"),
            ["One. ", "Two!\n", "Three: 3.5"]
        );
        for text in [
            "One. Two!\n\nThree, z. B. four. ",
            "",
            " ",
            "a\n\nb",
            "  x. y",
        ] {
            assert_eq!(
                with_joints(text).concat(),
                if text.trim().is_empty() { "" } else { text }
            );
        }
    }
}
