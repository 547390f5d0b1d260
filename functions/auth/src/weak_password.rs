//! Passwords that are guessed first: the common ones, the user's or this service's name with little added, and rows of neighbouring
//! keys. Kinds of characters are not asked for (OWASP ASVS 5.0, 6.2.4, 6.2.5, 6.2.11, 6.2.12; NIST SP 800-63B 3.1.1.2).

use shared::common_passwords::is_common;

const COMMON: &str = "Password is one of the most common ones: choose one that nobody would guess, such as four unrelated words";
const NAMES: &str = "Password must be more than your user name or the name of this service: choose one that nobody would guess, such as four unrelated words";
const MONOTONOUS: &str = "Password must be more than a few characters repeated or in their usual order: choose one that nobody would guess, such as four unrelated words";

/// What this service is called.
const OWN_NAMES: [&str; 2] = ["conference", "chat"];
const KEYBOARD: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
/// Shorter names are found in passwords by chance.
const SHORTEST_NAME: usize = 3;
/// Digits and marks around a common password that make it no other: a year, an exclamation mark.
const LITTLE: usize = 4;
/// Beside names there must be a word of so many letters…
const ENOUGH_LETTERS: usize = 4;
/// …or so many characters; a date has eight.
const ENOUGH_CHARACTERS: usize = 10;
const FEWEST_DIFFERENT: usize = 4;
const FEWEST_ROWS: usize = 4;

/// Why a new password is too weak for that user, and what to do. The case of letters does not count.
pub(crate) fn weakness(password: &str, username: &str) -> Option<&'static str> {
    let password = password.to_lowercase();
    if is_monotonous(&password) {
        Some(MONOTONOUS)
    } else if is_little_more_than_names(&password, username) {
        Some(NAMES)
    } else if is_common(&password) || is_common(core(&password)) {
        Some(COMMON)
    } else {
        None
    }
}

/// The password without the little that is not letters around it.
fn core(password: &str) -> &str {
    let core = password.trim_matches(|character: char| !character.is_alphabetic());
    let is_little = password.chars().count() - core.chars().count() <= LITTLE;
    if is_little { core } else { password }
}

/// Whether it is made of few characters again and again, or of few rows such as `abcd` or `4321`.
fn is_monotonous(password: &str) -> bool {
    let characters: Vec<char> = password.chars().collect();
    let mut different = characters.clone();
    different.sort_unstable();
    different.dedup();
    different.len() < FEWEST_DIFFERENT || rows(&characters) < FEWEST_ROWS
}

/// How many rows a text is made of, each as long as it can be. A character without neighbours beside it is a row of its own.
fn rows(characters: &[char]) -> usize {
    let mut rows = usize::from(!characters.is_empty());
    let mut way = ANY_WAY;
    for pair in characters.windows(2) {
        way &= ways(pair[0], pair[1]);
        if way == 0 {
            rows += 1;
            way = ANY_WAY;
        }
    }
    rows
}

const STANDING: u8 = 1;
const FORWARD: u8 = 2;
const BACKWARD: u8 = 4;
const ANY_WAY: u8 = STANDING | FORWARD | BACKWARD;

/// The ways that lead from one character to the other. `nm` goes forward on a keyboard and backward in the alphabet.
fn ways(from: char, to: char) -> u8 {
    let way = |is_one: bool, way| if is_one { way } else { 0 };
    way(from == to, STANDING) | way(is_next(from, to), FORWARD) | way(is_next(to, from), BACKWARD)
}

/// In the alphabet, in counting, or on a keyboard.
fn is_next(one: char, other: char) -> bool {
    let on_keyboard = |row: &str| {
        let mut places = row.chars().skip_while(|key| *key != one).skip(1);
        places.next() == Some(other)
    };
    (one.is_alphanumeric() && u32::from(one) + 1 == u32::from(other))
        || KEYBOARD.into_iter().any(on_keyboard)
}

/// Whether next to nothing is left when the names are taken out, written in any of the usual ways.
fn is_little_more_than_names(password: &str, username: &str) -> bool {
    let mut names: Vec<String> = OWN_NAMES.into_iter().chain([username]).map(plain).collect();
    names.retain(|name| name.chars().count() >= SHORTEST_NAME);
    // The longest first: a short one may be a part of it.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut left: Vec<char> = password
        .chars()
        .filter(|letter| is_counted(*letter))
        .collect();
    let all = left.len();
    for name in names {
        take_out(&mut left, &name.chars().collect::<Vec<_>>());
    }
    let letters = left.iter().filter(|letter| letter.is_alphabetic()).count();
    left.len() < all && letters < ENOUGH_LETTERS && left.len() < ENOUGH_CHARACTERS
}

fn take_out(text: &mut Vec<char>, name: &[char]) {
    let is_name = |part: &[char]| {
        part.iter()
            .map(|letter| usual(*letter))
            .eq(name.iter().copied())
    };
    while let Some(at) = text.windows(name.len()).position(is_name) {
        text.drain(at..at + name.len());
    }
}

/// A name without what may stand between its parts, for comparing.
fn plain(name: &str) -> String {
    let name = name.to_lowercase();
    name.chars()
        .filter(|letter| is_counted(*letter))
        .map(usual)
        .collect()
}

/// Not what merely stands between words.
fn is_counted(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '@' | '$' | '!')
}

/// One character for all that are written in place of each other.
fn usual(character: char) -> char {
    match character {
        '0' => 'o',
        '1' | '!' | 'l' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_weak_with_little_around_them_too() {
        for password in [
            "password",
            "PassWord",
            "iloveyou",
            "Password1!",
            "Password2026",
            "!!football!!",
            "sunshine-7",
        ] {
            assert_eq!(weakness(password, "ada"), Some(COMMON), "{password}");
        }
    }

    #[test]
    fn the_user_name_and_the_names_of_the_service_are_weak_with_little_beside_them() {
        for (password, username) in [
            ("lovelace", "lovelace"),
            ("LoveLace", "lovelace"),
            ("lovelace1815", "Lovelace"),
            ("10.12.1815lovelace", "lovelace"),
            ("ada-ada-ada-1", "ada"),
            ("my_lovelace", "lovelace"),
            ("l0vel@ce!", "lovelace"),
            ("ada_lovelace", "ada-lovelace"),
            ("adalovelace", "ada-lovelace"),
            ("ann-1b2c3d-2", "ann-1b2c3d"),
            ("conference", "ada"),
            ("Conference-2026!", "ada"),
            ("conferencechat", "ada"),
            ("C0nf3rence Ch@t", "ada"),
            ("ada-chat-2026", "ada"),
            ("conf-conference", "conf"),
        ] {
            assert_eq!(weakness(password, username), Some(NAMES), "{password}");
        }
    }

    #[test]
    fn repeated_and_neighbouring_characters_are_weak() {
        for password in [
            "aaaaaaaa",
            "        ",
            "😀😀😀😀",
            "abababab",
            "12121212!",
            "abcabcabcabc",
            "abcdefgh",
            "HGFEDCBA",
            "23456789",
            "9876543210",
            "890123456",
            "abcd1234",
            "1234abcd!",
            "qwertyui",
            "lkjhgfdsa",
            "mnbvcxz1",
            "zxcvbnm,",
            "aaaa1111bbbb",
            "qwertyasdfgh",
            "абвгдежз",
        ] {
            assert_eq!(weakness(password, "ada"), Some(MONOTONOUS), "{password}");
        }
    }

    #[test]
    fn what_is_hard_to_guess_is_not_weak() {
        for (password, username) in [
            ("correct horse", "alice"),
            ("correct-horse-battery", "ann"),
            ("eight-88", "ada"),
            ("alice-pass-1", "alice"),
            ("rustconf-in-may", "ada"),
            ("conference tea was cold", "ada"),
            ("7391064825", "ada"),
            ("ada-7391064825", "ada"),
            ("Ym9ob3J0", "ada"),
            ("pässwörd-会議-🎤", "ada"),
            ("---------a-b-c", "---"),
            ("a sad radar", "ad"),
        ] {
            assert_eq!(weakness(password, username), None, "{password}");
        }
    }
}
