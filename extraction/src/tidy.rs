//! Text as a search wants it: one form for each letter, no invisible characters, single blanks.

use icu_normalizer::ComposingNormalizer;

/// Tidies one paragraph: composed letters (`ü`, not `u` and dots), ligatures taken apart, no control or invisible characters, single blanks.
/// Line breaks stay.
pub(crate) fn tidy(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    for letter in raw.chars() {
        match letter {
            '\n' | '\u{2028}' | '\u{2029}' => {
                text.truncate(text.trim_end_matches(' ').len());
                text.push('\n');
            }
            _ if letter.is_whitespace() => {
                if !text.is_empty() && !text.ends_with([' ', '\n']) {
                    text.push(' ');
                }
            }
            '\u{FB00}'..='\u{FB06}' => text
                .push_str(["ff", "fi", "fl", "ffi", "ffl", "st", "st"][letter as usize - 0xFB00]),
            // Soft hyphens, joiners, marks of direction, byte order marks, private use and non-characters say nothing to a reader.
            '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{FEFF}'
            | '\u{FFFC}'
            | '\u{FFFE}'
            | '\u{FFFF}' => {}
            '\u{E000}'..='\u{F8FF}' => {}
            _ if letter.is_control() => {}
            _ => text.push(letter),
        }
    }
    let text = text.trim();
    ComposingNormalizer::new_nfc().normalize(text).into_owned()
}

/// [`tidy`] on one line.
pub(crate) fn tidy_line(raw: &str) -> String {
    tidy(&raw.replace(['\n', '\r'], " "))
}
