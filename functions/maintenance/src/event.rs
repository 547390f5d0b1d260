//! What the function is invoked with, told apart by shape.

use crate::Failed;
use crate::custom_resource::Request;
use crate::plan::Change;
use serde_json::Value;

/// What is asked for.
pub(crate) enum Event {
    /// CloudFormation waits for an answer at an address of its own.
    CustomResource(Request),
    /// An operator asks for migrations.
    Migrate,
    /// A schedule, or an operator, asks for expired rows to be deleted.
    Prune,
    /// An operator gives a client another plan.
    SetPlan(Change),
}

impl Event {
    pub(crate) fn read(payload: Value) -> Result<Self, Failed> {
        if payload.get("ResponseURL").is_some() {
            // The error names members; it quotes no text of theirs, so not the address either.
            return serde_json::from_value(payload)
                .map(Self::CustomResource)
                .map_err(|error| Failed::NotUnderstood(error.to_string()));
        }
        let member = |name| payload.get(name).and_then(Value::as_str);
        match (member("source"), member("detail-type"), member("action")) {
            // Rules of EventBridge call themselves the one, its Scheduler the other.
            (Some("aws.events" | "aws.scheduler"), Some("Scheduled Event"), _) => Ok(Self::Prune),
            (None, None, Some("migrate")) => Ok(Self::Migrate),
            (None, None, Some("prune")) => Ok(Self::Prune),
            (None, None, Some("set-plan")) => serde_json::from_value(payload)
                .map(Self::SetPlan)
                .map_err(|error| Failed::NotUnderstood(error.to_string())),
            (None, None, Some(_)) => Err(Failed::NotUnderstood("an unknown action".to_owned())),
            _ => Err(Failed::NotUnderstood("an unknown shape".to_owned())),
        }
    }
}
