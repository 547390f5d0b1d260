//! Plans in Postgres' log.

use serde_json::Value;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// What every message begins with: the server's `log_line_prefix`. Lines that go on with one begin with a tab.
const BEGINNING: &str = "@@ ";

/// A statement and how it was run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its text.
    pub statement: String,
    /// The node at the top, as `explain (format json)` gives it.
    pub top: Value,
}

/// How long the log is.
#[must_use]
pub fn length(log: &Path) -> u64 {
    log.metadata().map_or(0, |metadata| metadata.len())
}

/// What was written to it since it was so long.
#[must_use]
pub fn since(log: &Path, length: u64) -> String {
    let mut file = File::open(log).unwrap_or_else(|error| panic!("{}: {error}", log.display()));
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(length))
        .expect("a place in the log");
    file.read_to_end(&mut bytes).expect("the log");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The plans in a piece of the log.
#[must_use]
pub fn plans_in(log: &str) -> Vec<Plan> {
    let mut plans = Vec::new();
    for message in format!("\n{log}").split(&format!("\n{BEGINNING}")) {
        let Some((head, json)) = message.split_once("plan:\n") else {
            continue;
        };
        if !head.starts_with("LOG:  duration:") {
            continue;
        }
        let plan: Value =
            serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
        plans.push(Plan {
            statement: plan["Query Text"].as_str().unwrap_or_default().to_owned(),
            top: plan["Plan"].clone(),
        });
    }
    plans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_read_among_other_messages() {
        let log = "@@ LOG:  checkpoint starting: time\n\
                   @@ LOG:  duration: 0.021 ms  plan:\n\t{\n\t  \"Query Text\": \"select\\n 1\",\n\t  \"Plan\": {\"Node Type\": \"Result\"}\n\t}\n\
                   @@ CONTEXT:  SQL function \"f\" statement 1\n\
                   @@ ERROR:  no plan:\n\tat all\n";
        let plans = plans_in(log);
        assert_eq!(plans.len(), 1);
        assert_eq!(plans[0].statement, "select\n 1");
        assert_eq!(plans[0].top["Node Type"], "Result");
    }
}
