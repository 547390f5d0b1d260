//! A model's words on their way to the visitor: what it thinks aloud and the marker of not knowing are taken out, and the passages that it
//! cites are numbered anew, in the order in which it cites them, so that `[1]` is the first of the sources that are told.

use std::mem::take;

/// What a model says first when it does not know. Others than the one who agreed to it hardly ever write it.
pub const UNKNOWN: &str = "[[unknown]]";

const THINKS: &str = "<think>";
const HAS_THOUGHT: &str = "</think>";
/// The longest list of citations that is waited for.
const MAX_CITATION: usize = 48;

/// Reads what comes, tells what may be told.
#[derive(Debug)]
pub struct Words {
    /// What may yet become something else than text.
    held: String,
    /// How many passages can be cited.
    passages: usize,
    state: State,
    has_told_nothing: bool,
    is_unknown: bool,
    cited: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// Nothing was said yet.
    Silent,
    Thinking,
    Speaking,
}

/// What begins with a bracket.
#[derive(Debug, PartialEq)]
enum Bracket {
    /// More has to come before it can be known.
    Open,
    Text,
    /// The marker, of so many bytes.
    Unknown(usize),
    /// Passages' numbers, written in so many bytes.
    Citation(usize, Vec<usize>),
}

impl Words {
    /// For an answer that may cite passages 1 to `passages`.
    pub fn new(passages: usize) -> Self {
        Self {
            held: String::new(),
            passages,
            state: State::Silent,
            has_told_nothing: true,
            is_unknown: false,
            cited: Vec::new(),
        }
    }

    /// Takes words and gives what is now certain to be text.
    pub fn push(&mut self, words: &str) -> String {
        self.held.push_str(words);
        self.take(false)
    }

    /// What was held back to the end.
    pub fn finish(&mut self) -> String {
        self.take(true)
    }

    /// Whether the model said that it does not know. Where it cites something it has known a part.
    pub fn is_unknown(&self) -> bool {
        self.is_unknown && self.cited.is_empty()
    }

    /// The passages that are cited, counted from 0, in the order of their new numbers.
    pub fn cited(&self) -> &[usize] {
        &self.cited
    }

    fn take(&mut self, is_end: bool) -> String {
        let mut told = String::new();
        loop {
            let goes_on = match self.state {
                State::Silent => self.begin(is_end),
                State::Thinking => self.think(),
                State::Speaking => self.speak(is_end, &mut told),
            };
            if !goes_on {
                self.has_told_nothing &= told.is_empty();
                return told;
            }
        }
    }

    fn begin(&mut self, is_end: bool) -> bool {
        self.held = self.held.trim_start().to_owned();
        if let Some(rest) = self.held.strip_prefix(THINKS) {
            self.held = rest.to_owned();
            self.state = State::Thinking;
            return true;
        }
        let may_think = THINKS.starts_with(&self.held);
        if self.held.is_empty() || (may_think && !is_end) {
            return false;
        }
        self.state = State::Speaking;
        true
    }

    fn think(&mut self) -> bool {
        if let Some(end) = self.held.find(HAS_THOUGHT) {
            self.held.drain(..end + HAS_THOUGHT.len());
            self.state = State::Silent;
            return true;
        }
        // Only what may be the beginning of its end is needed.
        let tag = self.held.rfind('<').unwrap_or(self.held.len());
        self.held.drain(..tag);
        false
    }

    /// Tells what stands before a bracket, and deals with that. White space and emphasis before it wait with it: they may belong to something
    /// that is taken out.
    fn speak(&mut self, is_end: bool, told: &mut String) -> bool {
        let Some(at) = self.held.find(['[', '【']) else {
            let certain = if is_end {
                self.held.trim_end().len()
            } else {
                self.held.trim_end_matches(is_loose).len()
            };
            told.extend(self.held.drain(..certain));
            return false;
        };
        let (before, found) = self.held.split_at(at);
        let kept = before.trim_end_matches(is_loose).len();
        match Bracket::read(found) {
            Bracket::Open if !is_end => {
                told.extend(self.held.drain(..kept));
                return false;
            }
            Bracket::Open | Bracket::Text => {
                let bracket = found.chars().next().map_or(0, char::len_utf8);
                told.extend(self.held.drain(..at + bracket));
            }
            Bracket::Unknown(length) => {
                let plain = before.trim_end_matches(is_emphasis);
                let (emphasis, after) = (&before[plain.len()..], &found[length..]);
                if after.len() < emphasis.len() && emphasis.starts_with(after) && !is_end {
                    told.extend(self.held.drain(..kept));
                    return false;
                }
                let (before, rest) = match after.strip_prefix(emphasis) {
                    Some(rest) => (plain, rest),
                    None => (before, after),
                };
                told.push_str(before.trim_end());
                self.held = rest.to_owned();
                self.is_unknown = true;
                if self.has_told_nothing && told.is_empty() {
                    self.state = State::Silent;
                }
            }
            Bracket::Citation(length, numbers) => {
                let tight = before.trim_end();
                let (space, rest) = (before[tight.len()..].to_owned(), found[length..].to_owned());
                told.push_str(tight);
                let renumbered = self.renumber(&numbers);
                if !renumbered.is_empty() {
                    told.push_str(&space);
                    told.push_str(&renumbered);
                }
                self.held = rest;
            }
        }
        true
    }

    /// `[1][2]`; passages that nobody gave to the model are left out.
    fn renumber(&mut self, numbers: &[usize]) -> String {
        let mut citation = String::new();
        for passage in numbers.iter().filter_map(|number| number.checked_sub(1)) {
            if passage >= self.passages {
                continue;
            }
            let known = self.cited.iter().position(|&cited| cited == passage);
            let position = known.unwrap_or_else(|| {
                self.cited.push(passage);
                self.cited.len() - 1
            });
            let number = format!("[{}]", position + 1);
            if !citation.contains(&number) {
                citation.push_str(&number);
            }
        }
        citation
    }
}

/// A turn of the past without its citations: their numbers mean other passages now.
pub fn without_citations(text: &str) -> String {
    let mut words = Words {
        state: State::Speaking,
        ..Words::new(0)
    };
    let mut told = words.push(text);
    told.push_str(&words.finish());
    told
}

fn is_emphasis(letter: char) -> bool {
    matches!(letter, '*' | '_' | '`')
}

fn is_loose(letter: char) -> bool {
    letter.is_whitespace() || is_emphasis(letter)
}

impl Bracket {
    /// Reads `[[unknown]]`, `[1]`, `[1, 2]`, `[^1]` and `【1†source】`.
    fn read(text: &str) -> Self {
        let length = text.len().min(UNKNOWN.len());
        let begins = text.as_bytes()[..length].eq_ignore_ascii_case(&UNKNOWN.as_bytes()[..length]);
        match (begins, length == UNKNOWN.len()) {
            (true, true) => return Self::Unknown(length),
            (true, false) => return Self::Open,
            (false, _) => {}
        }
        let (mut numbers, mut digits) = (Vec::new(), String::new());
        let mut is_named = false;
        for (at, letter) in text.char_indices().skip(1) {
            if at > MAX_CITATION {
                return Self::Text;
            }
            let ends = matches!(letter, ']' | '】');
            match letter {
                _ if is_named && !ends => continue,
                '0'..='9' if digits.len() < 2 => digits.push(letter),
                '^' if at == 1 => {}
                '†' if text.starts_with('【') => is_named = true,
                ',' | ';' | ' ' | ']' | '】' => {}
                _ => return Self::Text,
            }
            if letter.is_ascii_digit() || letter == '^' {
                continue;
            }
            if let Ok(number) = take(&mut digits).parse() {
                numbers.push(number);
            }
            if ends && numbers.iter().any(|&number| number > 0) {
                return Self::Citation(at + letter.len_utf8(), numbers);
            }
            if ends {
                return Self::Text;
            }
        }
        Self::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answer, whether it is none, and what it cites: the same however it is cut.
    fn tell(text: &str) -> (String, bool, Vec<usize>) {
        let read = |pieces: &[&str]| {
            let mut words = Words::new(3);
            let mut told: String = pieces.iter().map(|piece| words.push(piece)).collect();
            told.push_str(&words.finish());
            (told, words.is_unknown(), words.cited().to_vec())
        };
        let whole = read(&[text]);
        let each: Vec<_> = text.split_inclusive(|_| true).collect();
        assert_eq!(read(&each), whole, "letter by letter: {text}");
        for (at, _) in text.char_indices() {
            let (before, after) = text.split_at(at);
            assert_eq!(read(&[before, after]), whole, "cut at {at}: {text}");
        }
        whole
    }

    #[test]
    fn citations_are_numbered_in_the_order_in_which_they_come() {
        for (said, told, cited) in [
            ("Nine [1].", "Nine [1].", vec![0]),
            (
                "Nine [3]. Ten [1], [3].",
                "Nine [1]. Ten [2], [1].",
                vec![2, 0],
            ),
            ("Nine [2, 3]", "Nine [1][2]", vec![1, 2]),
            ("Nine [3; 3 ,1]", "Nine [1][2]", vec![2, 0]),
            ("Nine[2][^3]", "Nine[1][2]", vec![1, 2]),
            ("Nine 【2†source】!", "Nine [1]!", vec![1]),
            ("**Nine** [2]", "**Nine** [1]", vec![1]),
            ("`a` [9] **b** [9] [2]", "`a` **b** [1]", vec![1]),
            (
                "Nine [2](https://a.example)",
                "Nine [1](https://a.example)",
                vec![1],
            ),
        ] {
            assert_eq!(tell(said), (told.to_owned(), false, cited), "{said}");
        }
    }

    #[test]
    fn a_passage_that_was_not_given_is_not_cited() {
        assert_eq!(tell("Nine [4]."), ("Nine.".to_owned(), false, vec![]));
        assert_eq!(
            tell("Nine [9, 2]."),
            ("Nine [1].".to_owned(), false, vec![1])
        );
    }

    #[test]
    fn other_brackets_are_text() {
        for text in [
            "a[0] and [x] and [2026] and [1a] and [ ] and []",
            "[Map](https://a.example/[1",
            "a [[unknow",
            "[[other]]",
            "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
            "Grüezi 😀 【x】",
            "a\n\n* b\n* c **d**",
            "<b> is <think> of it",
        ] {
            assert_eq!(tell(text), (text.to_owned(), false, vec![]), "{text}");
        }
    }

    #[test]
    fn not_knowing_is_told_apart_and_not_told() {
        for said in [
            "[[unknown]]\nI do not know.",
            "\n [[UNKNOWN]] I do not know.",
            "**[[unknown]]**\n\nI do not know.",
            "`[[Unknown]]`\nI do not know.",
            "I do not know. [[unknown]]",
            "I do not know. ***[[unknown]]***",
            "I do not know.\n\n**[[unknown]]**\n",
            "<think>Hm [1] [[x]]</think>\n[[unknown]]\nI do not know.",
        ] {
            let expected = ("I do not know.".to_owned(), true, vec![]);
            assert_eq!(tell(said), expected, "{said}");
        }
        assert_eq!(tell("[[unknown]]"), (String::new(), true, vec![]));
    }

    #[test]
    fn who_cites_something_has_known_a_part() {
        let told = tell("[[unknown]] Nine [2], but not where.");
        assert_eq!(
            told,
            ("Nine [1], but not where.".to_owned(), false, vec![1])
        );
    }

    #[test]
    fn thoughts_are_not_told() {
        let told = tell("<think>\nIs it [1]? <b> </thin </think>\n\nNine [2].\n");
        assert_eq!(told, ("Nine [1].".to_owned(), false, vec![1]));
        assert_eq!(tell("<think>and on").0, "");
        assert_eq!(tell("<thin").0, "<thin");
    }

    #[test]
    fn text_is_told_at_once() {
        let mut words = Words::new(3);
        assert_eq!(words.push("Doors"), "Doors");
        assert_eq!(words.push(" open at"), " open at");
        assert_eq!(words.push(" nine ["), " nine");
        assert_eq!(words.push("1"), "");
        assert_eq!(words.push("]."), " [1].");
    }

    #[test]
    fn the_past_is_told_without_citations() {
        assert_eq!(without_citations("Nine [1]. Ten [2][3]!"), "Nine. Ten!");
    }
}
