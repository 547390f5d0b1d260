//! The lists themselves: complete, without leftovers, and explained.

use crate::GROUPS;
use crate::corpus::{self, Group};
use crate::differences::{self, excluded::EXCLUDED};
use std::collections::HashSet;
use std::path::Path;

#[test]
fn every_file_of_scenarios_is_replayed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract");
    let files = std::fs::read_dir(folder).expect("the folder of this test");
    let names = files.filter_map(|file| {
        let name = file.expect("an entry").file_name().into_string();
        let name = name.expect("a name in UTF-8");
        name.strip_suffix(".json").map(str::to_owned)
    });
    let mut groups: Vec<String> = names
        .filter(|name| !matches!(name.as_str(), "fixtures" | "session-store"))
        .collect();
    groups.sort();
    assert_eq!(groups, GROUPS);
}

#[test]
fn every_listed_step_belongs_to_a_group_and_is_listed_once() {
    let mut seen = HashSet::new();
    for difference in differences::all() {
        let step = (difference.group, difference.scenario, difference.step);
        assert!(GROUPS.contains(&difference.group), "{step:?}");
        assert!(seen.insert(step), "{step:?} is listed twice");
    }
}

#[test]
fn what_is_excluded_exists() {
    for (group, scenario, reason) in EXCLUDED {
        let scenarios = corpus::load::<Group>(group).scenarios;
        let exists = scenarios.iter().any(|one| one.name == *scenario);
        assert!(exists, "{group} / {scenario}: {reason}");
    }
}

#[test]
fn every_difference_is_explained_in_the_docs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/COMPATIBILITY.md");
    let text = std::fs::read_to_string(path).expect("docs/COMPATIBILITY.md");
    for difference in differences::all() {
        let heading = format!("\n### {}. ", difference.number);
        assert!(text.contains(&heading), "number {}", difference.number);
    }
}
