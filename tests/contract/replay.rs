//! Plays a group of scenarios against our functions and collects what differs.

use crate::corpus::{self, Group, Scenario, Step};
use crate::differences::{Difference, excluded};
use crate::placeholders::Variables;
use crate::stage::{Outcome, Stage};
use crate::{answer, json, upstream};
use serde_json::Value;

/// Plays every scenario of a group. Panics with all that differs from the recordings and is not listed, all that is listed and does
/// not differ, and all listed expectations that are not met.
pub async fn replay(name: &str, differences: &[Difference]) {
    let group: Group = corpus::load(name);
    let mut stage = Stage::build().await;
    let mut problems = leftovers(&group, differences);
    let mut played = 0;
    for scenario in &group.scenarios {
        if excluded::is_excluded(name, &scenario.name) {
            continue;
        }
        played += 1;
        let listed = differences
            .iter()
            .filter(|difference| difference.scenario == scenario.name)
            .collect::<Vec<_>>();
        for problem in play(&mut stage, scenario, &listed).await {
            problems.push(format!("{} / {problem}", scenario.name));
        }
    }
    // Shown by `--nocapture`.
    println!(
        "{name}: {played} of {} scenarios played, {} steps listed as different",
        group.scenarios.len(),
        differences.len()
    );
    let count = problems.len();
    let problems = problems.join("\n");
    assert!(count == 0, "{name}: {count} problems\n{problems}");
}

/// Entries of the list that no step is played for.
fn leftovers(group: &Group, differences: &[Difference]) -> Vec<String> {
    let is_played = |difference: &&Difference| {
        let mut scenarios = group.scenarios.iter();
        scenarios.any(|scenario| {
            scenario.name == difference.scenario
                && difference.step < scenario.steps.len()
                && !excluded::is_excluded(difference.group, &scenario.name)
        })
    };
    let unplayed = differences.iter().filter(|entry| !is_played(entry));
    unplayed
        .map(|entry| format!("listed, but not played: {entry:?}"))
        .collect()
}

async fn play(stage: &mut Stage, scenario: &Scenario, listed: &[&Difference]) -> Vec<String> {
    let (server, mut variables) = stage.begin(scenario).await;
    let mut problems = Vec::new();
    for (index, step) in scenario.steps.iter().enumerate() {
        let outcome = stage.perform(step, &server, &mut variables).await;
        let difference = listed.iter().find(|difference| difference.step == index);
        for problem in judge(step, difference.copied(), &outcome, &variables) {
            problems.push(format!("step {index}: {problem}"));
        }
    }
    for sql in &scenario.cleanup_sql {
        stage.sql(sql).await;
    }
    problems
}

/// An outcome must be the recorded one, or, when it is listed as different, the one expected instead and not the recorded one.
fn judge(
    recorded: &Step,
    difference: Option<&Difference>,
    outcome: &Outcome,
    variables: &Variables,
) -> Vec<String> {
    let found = differences(recorded, outcome, variables);
    match difference {
        None => found,
        Some(_) if found.is_empty() => {
            vec!["listed as different, but it is as recorded".to_owned()]
        }
        Some(difference) => {
            let expected = difference.instead.of(recorded);
            differences(&expected, outcome, variables)
        }
    }
}

fn differences(step: &Step, outcome: &Outcome, variables: &Variables) -> Vec<String> {
    match (step, outcome) {
        (Step::Http(exchange), Outcome::Answer(now)) => {
            answer::differences(exchange, now, variables)
        }
        (Step::Rows { rows, .. }, Outcome::Rows(now)) => {
            let recorded = Value::from_iter(rows.clone());
            let difference = json::exact_difference("rows", &recorded, now, variables);
            difference.into_iter().collect()
        }
        (Step::Upstream { count, last }, Outcome::Received(now)) => {
            upstream::differences(*count, last.as_ref(), now, variables)
        }
        // The other kinds of steps change something and have no outcome.
        _ => Vec::new(),
    }
}
