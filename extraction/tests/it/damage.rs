//! Files cut off or changed anywhere are read as far as they make sense or refused; nothing panics and no chunk is out of bounds.

use std::time::{Duration, Instant};

use crate::fixtures::{READABLE, bytes, extract};

/// A small generator of pseudo-random numbers, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

fn check(name: &str, bytes: &[u8], what: &str) {
    let began = Instant::now();
    if let Ok(document) = extract(bytes, Some(name)) {
        for chunk in extraction::chunk(&document) {
            assert!(
                chunk.tokens <= 650,
                "{name} {what}: {} tokens",
                chunk.tokens
            );
        }
    }
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "{name} {what}: {:?}",
        began.elapsed()
    );
}

#[test]
fn files_cut_off_anywhere_do_no_harm() {
    let mut dice = Dice(20_261_123);
    for name in READABLE {
        let whole = bytes(name);
        for _ in 0..40 {
            let end = dice.below(whole.len());
            check(name, &whole[..end], &format!("cut off at {end}"));
        }
    }
}

#[test]
fn files_changed_anywhere_do_no_harm() {
    let mut dice = Dice(4_711);
    for name in READABLE {
        let whole = bytes(name);
        for round in 0..60 {
            let mut changed = whole.clone();
            for _ in 0..=dice.below(20) {
                let at = dice.below(changed.len());
                if changed.is_empty() {
                    break;
                }
                match dice.below(4) {
                    0 => changed[at] = dice.below(256) as u8,
                    1 => changed[at] ^= 1 << dice.below(8),
                    2 => drop(changed.drain(at..(at + dice.below(30)).min(changed.len()))),
                    _ => {
                        let from = dice.below(changed.len());
                        let piece =
                            changed[from..(from + dice.below(40)).min(changed.len())].to_vec();
                        changed.splice(at..at, piece);
                    }
                }
            }
            check(name, &changed, &format!("changed, round {round}"));
        }
    }
}

#[test]
fn brackets_opened_without_end_do_no_harm() {
    for (name, opened) in [
        ("a.html", "<div><table><tr><td>"),
        ("b.md", "> - [*"),
        ("c.html", "<nav>"),
        ("d.md", "| a\n|-\n"),
        ("e.csv", "\"a,b\n"),
        ("f.md", "![["),
        ("g.html", "<!--<![CDATA[&#x"),
    ] {
        check(
            name,
            format!("<!-- -->{}", opened.repeat(30_000)).as_bytes(),
            "opened",
        );
        check(name, opened.repeat(30_000).as_bytes(), "opened");
    }
}
