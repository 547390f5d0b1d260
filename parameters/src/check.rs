//! `cargo parameters check`.

use crate::connect;
use crate::failed::Failed;
use crate::names::{self, KNOWN};
use crate::prefix::Prefix;
use crate::rules;
use crate::say::{say, say_of, warn};
use crate::store::{self, Store, Stored};
use clap::Args;
use shared::Settings;
use std::collections::BTreeMap;

/// Reads the parameters as functions do and says whether functions can work with them
///
/// It ends with an error when something is missing or wrong. The credentials must allow ssm:GetParametersByPath on the prefix, and with a
/// key of your own kms:Decrypt.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Where the parameters are, as in /conference-chat/staging: SsmPrefix and Stage of template.yaml
    #[arg(long)]
    prefix: Prefix,
    /// Also connect to the database, from here, as functions do
    #[arg(long)]
    connect: bool,
}

/// Says what is there, and fails with all that is wrong with it.
pub async fn run(arguments: &Arguments) -> Result<(), Failed> {
    let prefix = &arguments.prefix;
    let environment = store::environment(prefix);
    let store = Store::open(&environment, prefix)?;
    let stored = store.read().await?;
    // Once more, by the functions' own way.
    let settings = environment.with_parameters().await?;

    say(format!("{prefix} in {}", store.region));
    tell(&stored, &settings);
    let mut findings = rules::check(&settings);
    for warning in findings.warnings {
        warn(warning);
    }
    if stored.is_empty() {
        let region = &store.region;
        warn(format!(
            "there are no parameters under {prefix} in {region}"
        ));
    }
    if arguments.connect {
        findings.wrong.extend(connect::check(&settings).await);
    }
    if findings.wrong.is_empty() {
        say("Functions can work with these.");
        Ok(())
    } else {
        Err(Failed::ParametersAreWrong {
            prefix: prefix.clone(),
            wrong: findings.wrong,
        })
    }
}

fn tell(stored: &BTreeMap<String, Stored>, settings: &Settings) {
    for name in KNOWN {
        let words = match (settings.optional(name), stored.get(name)) {
            (None, _) => "not set",
            (Some(_), Some(stored)) if !stored.is_encrypted => {
                "set, but not encrypted: put it again"
            }
            (Some(_), _) => "set",
        };
        say_of(name, words);
    }
    let is_unknown = |name: &&String| !KNOWN.contains(&name.as_str());
    for name in stored.keys().filter(is_unknown) {
        if name == names::LOG_LEVEL {
            say_of(name, names::LOG_LEVEL_IS_ELSEWHERE);
        } else {
            say_of(name, "unknown: no function reads it");
        }
    }
}
