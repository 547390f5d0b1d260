//! Every answer that is deliberately another than the recorded one, with what is expected instead. The numbers are those of
//! `docs/COMPATIBILITY.md`, which gives the reasons.

mod added;
mod auth;
mod dashboard;
pub mod excluded;
mod http_level;
mod instead;
mod widget;

pub use added::without_added;
pub use instead::{FILES_ARE_KEPT, Instead};

/// A step of a scenario that must not be as recorded.
#[derive(Debug)]
pub struct Difference {
    /// In `docs/COMPATIBILITY.md`.
    pub number: u8,
    pub group: &'static str,
    pub scenario: &'static str,
    pub step: usize,
    pub instead: Instead,
}

/// The whole list.
pub fn all() -> Vec<Difference> {
    [
        auth::differences(),
        dashboard::differences(),
        widget::differences(),
        http_level::differences(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The part of the list that is about a group.
pub fn of_group(group: &str) -> Vec<Difference> {
    let mut all = all();
    all.retain(|difference| difference.group == group);
    all
}

/// Entries for the first steps of scenarios that differ alike.
fn alike<const N: usize>(
    group: &'static str,
    number: u8,
    instead: &Instead,
    scenarios: [&'static str; N],
) -> Vec<Difference> {
    self::group(
        group,
        scenarios.map(|scenario| (number, scenario, 0, instead.clone())),
    )
}

/// Entries of one group, each a number, a scenario, a step and what is expected there.
fn group<const N: usize>(
    group: &'static str,
    entries: [(u8, &'static str, usize, Instead); N],
) -> Vec<Difference> {
    let difference = |(number, scenario, step, instead)| Difference {
        number,
        group,
        scenario,
        step,
        instead,
    };
    entries.into_iter().map(difference).collect()
}
