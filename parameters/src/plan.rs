//! What `put` will do, found out before it does anything.

use crate::env_file::EnvFile;
use crate::failed::Failed;
use crate::names::KNOWN;
use crate::store::Stored;
use aws_sdk_ssm::types::ParameterTier;
use shared::Secret;
use std::collections::BTreeMap;

/// The largest value of tier Standard, which costs nothing.
pub const STANDARD_BYTES: usize = 4_096;
/// The largest value there can be.
pub const ADVANCED_BYTES: usize = 8_192;

/// What is done with one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Create,
    Change,
    /// The value is the same, but anybody who may read parameters can read it.
    Encrypt,
    Nothing,
}

/// One name of the file.
#[derive(Debug)]
pub struct Planned {
    pub name: &'static str,
    pub value: Secret,
    pub action: Action,
    pub tier: ParameterTier,
}

/// All of it.
#[derive(Debug)]
pub struct Plan {
    pub names: Vec<Planned>,
    /// What is there and not in the file.
    pub others: Vec<String>,
}

/// Refuses values that are too large for any parameter.
pub fn check_sizes(file: &EnvFile) -> Result<(), Failed> {
    let sizes = file
        .values
        .iter()
        .map(|(name, value)| (*name, value.expose().len()));
    match sizes.into_iter().find(|(_, bytes)| *bytes > ADVANCED_BYTES) {
        Some((name, bytes)) => Err(Failed::TooLarge { name, bytes }),
        None => Ok(()),
    }
}

/// Compares the file with what is there.
pub fn plan(file: &EnvFile, stored: &BTreeMap<String, Stored>) -> Plan {
    let names = KNOWN.into_iter().filter_map(|name| {
        let value = file.values.get(name)?;
        let there = stored.get(name);
        Some(Planned {
            name,
            action: action(value, there),
            tier: tier(value, there),
            value: value.clone(),
        })
    });
    Plan {
        names: names.collect(),
        others: stored
            .keys()
            .filter(|name| !file.has(name))
            .cloned()
            .collect(),
    }
}

fn action(value: &Secret, there: Option<&Stored>) -> Action {
    match there {
        None => Action::Create,
        Some(stored) if stored.value != *value => Action::Change,
        Some(stored) if !stored.is_encrypted => Action::Encrypt,
        Some(_) => Action::Nothing,
    }
}

/// A parameter that had to be Advanced cannot become Standard again, so a smaller value that replaces a large one stays there.
fn tier(value: &Secret, there: Option<&Stored>) -> ParameterTier {
    let is_large = |value: &Secret| value.expose().len() > STANDARD_BYTES;
    if is_large(value) || there.is_some_and(|stored| is_large(&stored.value)) {
        ParameterTier::Advanced
    } else {
        ParameterTier::Standard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(value: &str, is_encrypted: bool) -> Stored {
        Stored {
            value: Secret::new(value),
            is_encrypted,
        }
    }

    #[test]
    fn only_what_differs_or_is_not_encrypted_is_written() {
        let value = Secret::new("a");
        for (there, expected) in [
            (None, Action::Create),
            (Some(stored("b", true)), Action::Change),
            (Some(stored("a", false)), Action::Encrypt),
            (Some(stored("a", true)), Action::Nothing),
        ] {
            assert_eq!(action(&value, there.as_ref()), expected);
        }
    }

    #[test]
    fn the_tier_is_advanced_when_the_value_or_the_one_before_needs_it() {
        let largest = "é".repeat(STANDARD_BYTES / 2);
        let too_large = format!("{largest}x");
        for (value, before, expected) in [
            (&largest, None, ParameterTier::Standard),
            (&too_large, None, ParameterTier::Advanced),
            (&largest, Some(&too_large), ParameterTier::Advanced),
        ] {
            let there = before.map(|value| stored(value, true));
            assert_eq!(tier(&Secret::new(value), there.as_ref()), expected);
        }
    }
}
