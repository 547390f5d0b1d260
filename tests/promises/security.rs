use std::fs;
use std::path::{Path, PathBuf};

/// A row of a table whose last column is headed so names tests: a file in backticks, then the names of tests in it, and so on.
const HEADING: &str = "held by";

#[test]
fn every_promise_names_tests_that_are_there() {
    let text = fs::read_to_string(root().join("docs/SECURITY.md")).expect("the document");
    let promises = promises(&text);
    assert!(promises.len() >= 30, "{} promises", promises.len());
    let wrong: Vec<String> = promises
        .iter()
        .flat_map(|promise| mistakes(promise))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_test_that_is_gone_is_noticed() {
    let file = "tests/promises/security.rs";
    let row = |names: &str| format!("| p | held by |\n|---|---|\n| x | {names} |\n");
    let this = format!("`{file}` `a_test_that_is_gone_is_noticed`");
    let count = |names: &str| mistakes(&promises(&row(names))[0]).len();
    assert_eq!(count(&this), 0);
    assert_eq!(count(&format!("{this} `promises`")), 1, "no test");
    assert_eq!(count(&format!("`{file}` `gone`")), 1);
    assert_eq!(count("`tests/gone.rs` `gone`"), 1);
    assert_eq!(count("somebody"), 1);
    assert_eq!(count(&format!("`{file}`")), 1, "a file alone holds nothing");
}

struct Promise<'a> {
    words: &'a str,
    held_by: &'a str,
}

fn promises(text: &str) -> Vec<Promise<'_>> {
    let mut found = Vec::new();
    let mut is_table_of_promises = false;
    for line in text.lines() {
        let Some(cells) = line
            .trim()
            .strip_prefix('|')
            .and_then(|line| line.strip_suffix('|'))
        else {
            is_table_of_promises = false;
            continue;
        };
        let (words, held_by) = cells.rsplit_once('|').expect("two columns or more");
        if held_by.trim() == HEADING {
            is_table_of_promises = true;
        } else if is_table_of_promises && !held_by.trim().starts_with("---") {
            found.push(Promise { words, held_by });
        }
    }
    found
}

/// What is not as the promise says, in sentences.
fn mistakes(promise: &Promise<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut source: Option<(&str, String)> = None;
    let mut tests = 0;
    for word in promise.held_by.split('`').skip(1).step_by(2) {
        if word.contains('/') {
            source = fs::read_to_string(root().join(word))
                .ok()
                .map(|text| (word, text));
            if source.is_none() {
                wrong.push(format!("{word} is not there:{}", promise.words));
                return wrong;
            }
        } else if source
            .as_ref()
            .is_some_and(|(file, text)| has_test(file, text, word))
        {
            tests += 1;
        } else {
            let place = source
                .as_ref()
                .map_or("no file before it", |(file, _)| *file);
            wrong.push(format!("no test {word} ({place}):{}", promise.words));
        }
    }
    if tests == 0 && wrong.is_empty() {
        wrong.push(format!("no test is named:{}", promise.words));
    }
    wrong
}

fn has_test(file: &str, text: &str, name: &str) -> bool {
    if file.ends_with(".ts") || file.ends_with(".tsx") {
        return ["test(", "it("].iter().any(|call| {
            ["'", "\"", "`"]
                .iter()
                .any(|quote| text.contains(&format!("{call}{quote}{name}")))
        });
    }
    let function = format!("fn {name}(");
    text.find(&function).is_some_and(|place| {
        // Its attributes stand between the end of what is before it and its name.
        let before = &text[..place];
        let attributes = before
            .rfind(['}', ';'])
            .map_or(before, |end| &before[end..]);
        attributes.contains("test]") || attributes.contains("test(")
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
