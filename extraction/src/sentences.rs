//! Cuts text that is too long where it hurts least: between lines, else sentences, else words, else letters.

use crate::tokens::estimate_tokens;

/// Pieces of at most `most` tokens each, in order, nothing lost but blanks.
pub(crate) fn pieces(text: &str, most: usize) -> Vec<&str> {
    if estimate_tokens(text) <= most {
        return vec![text];
    }
    for cut in [lines, sentences, words] {
        let parts = cut(text);
        if parts.len() > 1 {
            return pack(text, &parts, most);
        }
    }
    letters(text, most)
}

/// The last lines or sentences of a text that fit into `most` tokens; empty where not even one does.
pub(crate) fn tail(text: &str, most: usize) -> &str {
    let mut begin = text.len();
    let mut left = most;
    for line in lines(text).into_iter().rev() {
        for part in sentences(line).into_iter().rev() {
            match left.checked_sub(estimate_tokens(part)) {
                Some(rest) => (left, begin) = (rest, offset(text, part)),
                None => return &text[begin..],
            }
        }
    }
    &text[begin..]
}

/// Joins neighbouring parts while they fit; a part that does not fit alone is cut further.
fn pack<'a>(text: &'a str, parts: &[&'a str], most: usize) -> Vec<&'a str> {
    let mut packed: Vec<&str> = Vec::new();
    let mut filled = 0;
    for part in parts {
        let tokens = estimate_tokens(part);
        if tokens > most {
            packed.extend(pieces(part, most));
            filled = most;
        } else if let Some(last) = packed.last_mut().filter(|_| filled + tokens <= most) {
            *last = &text[offset(text, last)..offset(text, part) + part.len()];
            filled += tokens;
        } else {
            packed.push(part);
            filled = tokens;
        }
    }
    packed
}

fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

fn lines(text: &str) -> Vec<&str> {
    text.split('\n')
        .filter(|line| !line.trim().is_empty())
        .collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Sentences end with a mark and a blank, or with a mark of scripts that need none.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut begin = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = at + letter.len_utf8();
        let closes = match letter {
            '.' | '!' | '?' | '…' => {
                letters.peek().is_some_and(|(_, next)| next.is_whitespace())
                    && !is_abbreviation(&text[begin..at])
            }
            '。' | '！' | '？' => true,
            _ => false,
        };
        if closes {
            found.push(text[begin..end].trim());
            begin = end;
        }
    }
    found.push(text[begin..].trim());
    found.retain(|part| !part.is_empty());
    found
}

/// `z. B.`, `Dr.`, `3. Juni`: one or two letters or a figure before the full stop.
fn is_abbreviation(before: &str) -> bool {
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    word.chars().count() <= 2 && word.chars().all(char::is_alphanumeric)
}

/// By halves, so that text without a single blank costs no more than its length a few times over.
fn letters(text: &str, most: usize) -> Vec<&str> {
    let mut middle = text.len() / 2;
    while !text.is_char_boundary(middle) {
        middle += 1;
    }
    if estimate_tokens(text) <= most || middle == 0 || middle == text.len() {
        return vec![text];
    }
    let (left, right) = text.split_at(middle);
    let mut both = letters(left, most);
    both.extend(letters(right, most));
    both
}
