//! What was seen, as a table for people, and what broke a promise.

use crate::kind::Kind;
use crate::promises::Broken;
use std::collections::BTreeMap;
use std::time::Duration;

/// What one scenario came to.
#[derive(Debug)]
pub struct Line {
    name: String,
    requests: usize,
    /// Other statuses than 2xx.
    errors: BTreeMap<u16, usize>,
    slowest_error: Duration,
    slowest_answer_of_others: Duration,
    lost: usize,
    doubled: usize,
    pub recovery: Option<Duration>,
    /// Figures of its own.
    pub more: String,
    complaints: Vec<String>,
}

/// Complaints of one scenario that are printed.
const SHOWN: usize = 8;

impl Line {
    pub fn new(name: String) -> Self {
        Self {
            name,
            requests: 0,
            errors: BTreeMap::new(),
            slowest_error: Duration::ZERO,
            slowest_answer_of_others: Duration::ZERO,
            lost: 0,
            doubled: 0,
            recovery: None,
            more: String::new(),
            complaints: Vec::new(),
        }
    }

    pub fn count(&mut self, kind: Kind, status: u16, took: Duration, is_success: bool) {
        self.requests += 1;
        if kind.waits_for_an_answerer() {
            self.slowest_answer_of_others = self.slowest_answer_of_others.max(took);
        } else if !is_success {
            self.slowest_error = self.slowest_error.max(took);
        }
        if !is_success {
            *self.errors.entry(status).or_default() += 1;
        }
    }

    /// Takes in what another one counted.
    pub fn add(&mut self, other: Self) {
        self.requests += other.requests;
        for (status, count) in other.errors {
            *self.errors.entry(status).or_default() += count;
        }
        self.slowest_error = self.slowest_error.max(other.slowest_error);
        self.slowest_answer_of_others = self
            .slowest_answer_of_others
            .max(other.slowest_answer_of_others);
        self.complaints.extend(other.complaints);
    }

    pub fn complain(&mut self, complaint: String) {
        self.complaints.push(complaint);
    }

    pub fn add_broken(&mut self, broken: Broken) {
        (self.lost, self.doubled) = (broken.lost.len(), broken.doubled.len());
        let lost = broken.lost.into_iter().map(|what| format!("lost: {what}"));
        let doubled = broken
            .doubled
            .into_iter()
            .map(|what| format!("twice: {what}"));
        self.complaints.extend(lost.chain(doubled));
    }

    /// Prints it; whether all promises held.
    pub fn print(&self) -> bool {
        let errors: Vec<_> = self
            .errors
            .iter()
            .map(|(status, count)| format!("{status}: {count}"))
            .collect();
        let recovery = self.recovery.map_or_else(|| "-".to_owned(), seconds);
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {recovery} | {} |",
            self.name,
            self.requests,
            if errors.is_empty() {
                "none".to_owned()
            } else {
                errors.join(", ")
            },
            seconds(self.slowest_error),
            seconds(self.slowest_answer_of_others),
            self.lost,
            self.doubled,
            self.more,
        );
        for complaint in self.complaints.iter().take(SHOWN) {
            println!("    BROKEN: {complaint}");
        }
        if self.complaints.len() > SHOWN {
            println!("    BROKEN: … {} in all", self.complaints.len());
        }
        self.complaints.is_empty()
    }
}

/// The table's head.
pub fn print_head() {
    println!(
        "| what broke | requests | errors | slowest error | slowest of webhook and model | lost | twice | recovery | |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
}

fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}
