//! `cargo parameters put`.

use crate::env_file::{self, EnvFile};
use crate::failed::Failed;
use crate::names;
use crate::plan::{self, Action, Plan, Planned};
use crate::prefix::Prefix;
use crate::rules;
use crate::say::{say, say_of, warn};
use crate::store::{self, Store};
use aws_sdk_ssm::types::ParameterTier;
use clap::Args;
use std::path::PathBuf;

/// Writes the settings of a .env file as encrypted parameters (SecureString), after checking them as functions do
///
/// Values that are already there are not written again. Values of more than 4096 bytes become parameters of tier Advanced, for which AWS
/// charges. The credentials must allow ssm:GetParametersByPath and ssm:PutParameter on the prefix, ssm:DeleteParameter to delete, and with
/// a key of your own kms:Encrypt, kms:Decrypt and, for tier Advanced, kms:GenerateDataKey.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Where the parameters are, as in /conference-chat/staging: SsmPrefix and Stage of template.yaml
    #[arg(long)]
    prefix: Prefix,
    /// The file
    #[arg(long, default_value = ".env")]
    env_file: PathBuf,
    /// Encrypt what is written with this key (id, ARN or alias) instead of Parameter Store's own
    #[arg(long)]
    kms_key_id: Option<String>,
    /// Delete parameters directly under the prefix that the file does not have
    #[arg(long)]
    delete_others: bool,
    /// Show what would be done and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Puts everything, or says why nothing was.
pub async fn run(arguments: &Arguments) -> Result<(), Failed> {
    let file = env_file::read(&arguments.env_file)?;
    tell_what_is_left_out(&file);
    let findings = rules::check(&file.settings());
    for warning in findings.warnings {
        warn(warning);
    }
    if !findings.wrong.is_empty() {
        return Err(Failed::FileIsWrong {
            path: arguments.env_file.clone(),
            wrong: findings.wrong,
        });
    }
    plan::check_sizes(&file)?;

    let store = Store::open(&store::environment(&arguments.prefix), &arguments.prefix)?;
    let plan = plan::plan(&file, &store.read().await?);
    say(format!("{} in {}", arguments.prefix, store.region));
    tell(&plan, arguments.delete_others);
    if arguments.dry_run {
        say("Nothing was written: this was a dry run.");
        return Ok(());
    }
    carry_out(&plan, &store, arguments).await
}

fn tell_what_is_left_out(file: &EnvFile) {
    for name in &file.empty {
        warn(format!("{name} is empty, so it is left out"));
    }
    if file.has_log_level {
        let reason = names::LOG_LEVEL_IS_ELSEWHERE;
        warn(format!("{} is left out: {reason}", names::LOG_LEVEL));
    }
    for name in &file.unknown {
        if is_surely_a_name(name) {
            warn(format!("{name} is left out: no function reads it"));
        } else {
            // It may be a line of a secret that ran over several.
            warn("a line is left out: what it sets is not written like a setting's name");
        }
    }
}

fn is_surely_a_name(text: &str) -> bool {
    text.len() <= 40
        && text
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn tell(plan: &Plan, deletes_others: bool) {
    for planned in &plan.names {
        let action = match planned.action {
            Action::Create => "create",
            Action::Change => "change",
            Action::Encrypt => "change: it is not encrypted",
            Action::Nothing => "unchanged",
        };
        let is_charged =
            planned.tier == ParameterTier::Advanced && planned.action != Action::Nothing;
        let tier = if is_charged {
            ", tier Advanced: it is or was larger than 4096 bytes, and AWS charges for that"
        } else {
            ""
        };
        say_of(planned.name, format!("{action}{tier}"));
    }
    for name in &plan.others {
        let action = if deletes_others {
            "delete: the file does not have it"
        } else {
            "stays, though the file does not have it: --delete-others deletes it"
        };
        say_of(name, action);
    }
}

async fn carry_out(plan: &Plan, store: &Store, arguments: &Arguments) -> Result<(), Failed> {
    let mut done = Vec::new();
    let result = write(plan, store, arguments, &mut done).await;
    if result.is_err() && !done.is_empty() {
        warn(format!(
            "before it failed, this was done: {}",
            done.join(", ")
        ));
    }
    result?;
    let count = |wanted: &[Action]| {
        let is_wanted = |planned: &&Planned| wanted.contains(&planned.action);
        plan.names.iter().filter(is_wanted).count()
    };
    let deleted = if arguments.delete_others {
        plan.others.len()
    } else {
        0
    };
    say(format!(
        "{} created, {} changed, {} unchanged, {deleted} deleted.",
        count(&[Action::Create]),
        count(&[Action::Change, Action::Encrypt]),
        count(&[Action::Nothing]),
    ));
    if !done.is_empty() {
        say("Functions read parameters when they start: those that run keep the old ones.");
    }
    Ok(())
}

async fn write(
    plan: &Plan,
    store: &Store,
    arguments: &Arguments,
    done: &mut Vec<String>,
) -> Result<(), Failed> {
    let key = arguments.kms_key_id.as_deref();
    for planned in &plan.names {
        if planned.action == Action::Nothing {
            continue;
        }
        let tier = planned.tier.clone();
        store.put(planned.name, &planned.value, tier, key).await?;
        done.push(format!("{} written", planned.name));
    }
    if arguments.delete_others {
        for name in &plan.others {
            store.delete(name).await?;
            done.push(format!("{name} deleted"));
        }
    }
    Ok(())
}
