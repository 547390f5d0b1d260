//! The part of a passage that fits a question best: whole sentences, rows or list items, never a piece of one unless it is very long.

use super::sentences::sentences;
use serde_json::Value;
use std::collections::HashMap;

/// Bytes that an excerpt should not pass.
const FULL: usize = 420;
/// Below this, what follows is told too: an answer often needs the sentence behind.
const SHORT: usize = 160;
/// Each further sentence must be worth this share of what is found already.
const PRICE: f64 = 0.07;

/// The words by which a passage was found: `[{"word", "term", "weight"}]` as `app.find_passages` gives them.
pub(super) struct Words<'a> {
    by_word: HashMap<&'a str, Vec<(u64, f64)>>,
}

impl<'a> Words<'a> {
    /// Reads what the database gave; what is not understood is left out.
    pub(super) fn read(value: &'a Value) -> Self {
        let mut by_word: HashMap<&str, Vec<(u64, f64)>> = HashMap::new();
        for entry in value.as_array().into_iter().flatten() {
            if let (Some(word), Some(term), Some(weight)) = (
                entry["word"].as_str(),
                entry["term"].as_u64(),
                entry["weight"].as_f64(),
            ) {
                by_word.entry(word).or_default().push((term, weight));
            }
        }
        Self { by_word }
    }

    /// What the question's terms weigh that stand in a text, each once.
    fn in_text(&self, text: &str) -> HashMap<u64, f64> {
        let mut found: HashMap<u64, f64> = HashMap::new();
        let mut see = |word: &str| {
            for &(term, weight) in self.by_word.get(word).into_iter().flatten() {
                let known = found.entry(term).or_default();
                *known = known.max(weight);
            }
        };
        let text = text.to_lowercase();
        for word in text.split(|letter: char| !letter.is_alphanumeric() && letter != '-') {
            see(word);
            if word.contains('-') {
                see(&word.replace('-', ""));
                word.split('-').for_each(&mut see);
            }
        }
        found
    }
}

/// A sentence, a row of a table or an item of a list.
struct Unit<'a> {
    text: String,
    /// What stands between it and the one before.
    joint: &'a str,
    /// A new paragraph begins with it.
    begins: bool,
    /// A line that only names what follows.
    is_heading: bool,
    found: HashMap<u64, f64>,
}

/// The best part of `content`. Without any of the words: its beginning.
pub(super) fn excerpt(content: &str, words: &Words<'_>) -> String {
    let units = units(content, words);
    let best = (0..units.len())
        .flat_map(|from| windows(&units, from))
        .fold(None, |best: Option<(usize, usize, f64)>, (from, to)| {
            let worth = worth(&units[from..to]);
            match best {
                Some((.., known)) if known >= worth => best,
                _ => Some((from, to, worth)),
            }
        });
    let Some((from, mut to, worth)) = best else {
        return String::new();
    };
    let from = if worth > 0.0 { from } else { 0 };
    to = if worth > 0.0 { to } else { 1 };
    while to < units.len() && goes_on(&units, from, to) {
        to += 1;
    }
    let text = joined(&units[from..to]);
    if text.len() <= 2 * FULL {
        return text;
    }
    around_first_word(&text, words)
}

/// Runs of sentences that begin with one and are not too long together.
fn windows<'a>(units: &'a [Unit<'_>], from: usize) -> impl Iterator<Item = (usize, usize)> + 'a {
    let mut length = 0;
    (from + 1..=(from + 5).min(units.len()))
        .take_while(move |to| {
            length += units[to - 1].text.len();
            *to == from + 1 || length <= FULL
        })
        .map(move |to| (from, to))
}

/// As much from the beginning of `content` as an excerpt should hold, for a passage in which no word says where to look.
pub(super) fn beginning(content: &str) -> String {
    let nothing = Words::read(&Value::Null);
    let units = units(content, &nothing);
    let mut length = 0;
    let fits = |unit: &&Unit<'_>| {
        length += unit.text.len();
        length <= FULL
    };
    let mut fitting = units.iter().take_while(fits).count();
    while fitting > 1 && units[fitting - 1].is_heading {
        fitting -= 1;
    }
    if fitting < 2 {
        return excerpt(content, &nothing);
    }
    joined(&units[..fitting])
}

/// What the terms weigh that a run has, less for every sentence beyond the first.
fn worth(run: &[Unit<'_>]) -> f64 {
    let mut found: HashMap<u64, f64> = HashMap::new();
    for unit in run {
        for (term, weight) in &unit.found {
            let known = found.entry(*term).or_default();
            *known = known.max(*weight);
        }
    }
    let breaks = run.iter().skip(1).filter(|unit| unit.begins).count();
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let price = PRICE * ((run.len() - 1) as f64 + breaks as f64);
    found.values().sum::<f64>() * (1.0 - price).max(0.1)
}

/// Whether the next sentence is told too: after a heading always, else in the same paragraph while there is little.
fn goes_on(units: &[Unit<'_>], from: usize, to: usize) -> bool {
    let length: usize = units[from..to].iter().map(|unit| unit.text.len()).sum();
    let next = &units[to];
    if length + next.text.len() > FULL {
        return units[to - 1].is_heading && to - from == 1;
    }
    units[to - 1].is_heading || (length < SHORT && !next.begins && !next.is_heading)
}

fn joined(run: &[Unit<'_>]) -> String {
    let mut text = String::new();
    for (place, unit) in run.iter().enumerate() {
        if place > 0 {
            text.push_str(unit.joint);
        }
        text.push_str(&unit.text);
    }
    text
}

fn units<'a>(content: &'a str, words: &Words<'_>) -> Vec<Unit<'a>> {
    let mut units = Vec::new();
    let mut add = |text: String, joint: &'a str, begins: bool, is_heading: bool| {
        let found = words.in_text(&text);
        units.push(Unit {
            text,
            joint,
            begins,
            is_heading,
            found,
        });
    };
    for paragraph in content.split("\n\n") {
        let lines: Vec<&str> = paragraph
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        if lines.len() > 1 && lines.iter().all(|line| is_cell(line)) {
            add(lines.join(", "), "\n", true, false);
            continue;
        }
        let is_heading = lines.len() == 1 && is_heading(lines[0]);
        let mut begins = true;
        // Lines that were only broken to fit a page are one text.
        for line in unbroken(&lines) {
            let mut joint = "\n";
            for sentence in sentences(&line) {
                add(sentence.to_owned(), joint, begins, is_heading);
                (joint, begins) = (" ", false);
            }
        }
    }
    units
}

/// `Room: Blue hall`: a cell of a row as the ingest writes it.
fn is_cell(line: &str) -> bool {
    line.split_once(": ")
        .is_some_and(|(name, _)| name.len() <= 60 && !name.contains(['.', '!', '?']))
}

fn is_heading(line: &str) -> bool {
    line.len() <= 100
        && !line.ends_with(['.', '!', '?', ':', ';', ',', '…', '。'])
        && !line.contains(": ")
        && !is_item(line)
}

fn is_item(line: &str) -> bool {
    line.starts_with(['-', '*', '•', '–', '|'])
        || line.starts_with(|first: char| first.is_ascii_digit())
}

/// Joins a line to the one before when that one stops in the middle of a sentence near the right margin.
fn unbroken(lines: &[&str]) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for line in lines {
        let continues = whole.last().is_some_and(|last| {
            last.len() >= 50 && !last.ends_with(['.', '!', '?', ':', ';']) && !last.contains(" | ")
        });
        match whole.last_mut() {
            Some(last) if continues && !is_item(line) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => whole.push((*line).to_owned()),
        }
    }
    whole
}

/// Of one endless sentence: whole words around the first that was looked for.
fn around_first_word(text: &str, words: &Words<'_>) -> String {
    let mut blanks = text
        .char_indices()
        .filter(|(_, letter)| letter.is_whitespace());
    let first = std::iter::once(0)
        .chain(blanks.by_ref().map(|(at, blank)| at + blank.len_utf8()))
        .find(|at| {
            let word = text[*at..].split_whitespace().next();
            word.is_some_and(|word| !words.in_text(word).is_empty())
        })
        .unwrap_or(0);
    let from = text.floor_char_boundary(first.saturating_sub(FULL / 3));
    let from = match text[from..first].find(char::is_whitespace) {
        Some(blank) if from > 0 => from + blank,
        _ if from > 0 => first,
        _ => 0,
    };
    let end = text.floor_char_boundary((from + FULL).min(text.len()));
    let to = match text[from..end].rfind(char::is_whitespace) {
        Some(blank) if end < text.len() && from + blank > first => from + blank,
        _ => end,
    };
    let (begin, end) = (
        if from > 0 { "… " } else { "" },
        if to < text.len() { " …" } else { "" },
    );
    format!("{begin}{}{end}", text[from..to].trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn best(content: &str, words: &[(&str, u64, f64)]) -> String {
        let words = words
            .iter()
            .map(|(word, term, weight)| json!({"word": word, "term": term, "weight": weight}));
        let words = Value::Array(words.collect());
        excerpt(content, &Words::read(&words))
    }

    const GUIDE: &str = "The venue lies by the river. It was a mill until 1960 and has been a concert hall since then, with three stages. \
        Parking costs 12 euros a day. The garage closes at midnight.\n\n\
        Bicycles may be left in the yard. There is room for two hundred of them.";

    #[test]
    fn the_sentence_with_the_words_is_told_with_what_follows_in_its_paragraph() {
        assert_eq!(
            best(GUIDE, &[("parking", 1, 2.0), ("costs", 2, 1.0)]),
            "Parking costs 12 euros a day. The garage closes at midnight."
        );
        assert!(best(GUIDE, &[("bicycles", 1, 2.0)]).starts_with("Bicycles may"));
    }

    #[test]
    fn without_any_word_it_is_the_beginning() {
        assert!(best(GUIDE, &[]).starts_with("The venue lies by the river. It was a mill"));
        assert_eq!(best("", &[("x", 1, 1.0)]), "");
        assert_eq!(best(" \n\n ", &[]), "");
    }

    #[test]
    fn a_word_counts_once_for_each_term_and_rare_ones_more() {
        let between = "Nothing of interest is said in this sentence. ".repeat(12);
        let content = format!(
            "Doors, doors, doors everywhere in here, and more doors.\n\n{between}\n\nLunch is at noon."
        );
        let words = [("doors", 1, 1.0), ("lunch", 2, 1.5)];
        assert_eq!(best(&content, &words), "Lunch is at noon.");
        assert!(
            best(&content, &[("doors", 1, 1.6), ("lunch", 2, 1.5)]).starts_with("Doors, doors")
        );
    }

    #[test]
    fn a_heading_is_told_with_what_it_names() {
        let content =
            "Wi-Fi\n\nThe network is called GUEST.\n\nCloakroom\n\nIt is in the basement.";
        assert_eq!(
            best(content, &[("cloakroom", 1, 1.0)]),
            "Cloakroom\nIt is in the basement."
        );
        assert_eq!(
            best(content, &[("wifi", 1, 1.0)]),
            "Wi-Fi\nThe network is called GUEST."
        );
    }

    #[test]
    fn a_row_is_one_thing() {
        let rows = "Time: 09:00\nTalk: Opening\nRoom: A\n\nTime: 10:00\nTalk: Bees\nRoom: B";
        assert_eq!(
            best(rows, &[("bees", 1, 1.0)]),
            "Time: 10:00, Talk: Bees, Room: B"
        );
    }

    #[test]
    fn an_endless_sentence_is_cut_between_words() {
        let long = format!(
            "{} needle {}",
            "häy ".repeat(400).trim(),
            "straw ".repeat(400).trim()
        );
        let cut = best(&long, &[("needle", 1, 1.0)]);
        assert!(
            cut.contains(" needle straw") && cut.len() < FULL + 20,
            "{cut}"
        );
        assert!(
            cut.starts_with("… häy ") && cut.ends_with("straw …"),
            "{cut}"
        );
        let one_word = "ü".repeat(5000);
        assert!(best(&one_word, &[]).len() <= FULL + 10);
        assert!(best(&format!("{one_word} needle"), &[("needle", 1, 1.0)]).contains("needle"));
    }

    #[test]
    fn where_no_word_says_where_to_look_as_much_is_told_as_there_is_room_for() {
        let sentence = "Scooters are kept behind the green hall. ";
        let told = beginning(&sentence.repeat(30));
        assert!(
            told.len() > FULL - 2 * sentence.len() && told.len() <= FULL + 20,
            "{told}"
        );
        assert!(told.ends_with("hall."), "{told}");
        assert_eq!(beginning("One. Two.\n\n# Next"), "One. Two.");
        assert_eq!(beginning("One."), "One.");
        assert_eq!(beginning(""), "");
    }
}
