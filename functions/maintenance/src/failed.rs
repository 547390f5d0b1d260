//! Why an invocation failed, in words for the operator. They go to the log and into Lambda's answer, so they hold nothing secret.

use lambda_runtime::Diagnostic;
use std::fmt;

/// A failed invocation. Lambda repeats one of CloudFormation's or the schedule's twice, which does no harm.
#[derive(thiserror::Error)]
pub enum Failed {
    /// The event is none that is meant for this function.
    #[error(
        "this event is not understood ({0}). Understood are a CloudFormation custom resource's requests, EventBridge's \
         \"Scheduled Event\", {{\"action\":\"migrate\"}}, {{\"action\":\"prune\"}} and {{\"action\":\"set-plan\",\"clientId\":\"…\",\
         \"plan\":\"free\" or \"paid\",\"requestsPerHour\":null,\"documentsAtMost\":null}}"
    )]
    NotUnderstood(String),
    /// The database is not up to date.
    #[error("the migrations have failed: {0}")]
    Migrations(String),
    /// Expired rows are left.
    #[error("deleting expired rows has failed: {0}")]
    CleanUp(String),
    /// The client's plan is as it was.
    #[error("changing the plan has failed: {0}")]
    Plan(String),
    /// CloudFormation does not know the outcome.
    #[error("CloudFormation could not be told that the outcome is {status}: {reason}")]
    NotDelivered {
        /// `SUCCESS` or `FAILED`.
        status: &'static str,
        /// What went wrong on the way.
        reason: String,
    },
}

/// The runtime logs it in this form.
impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Failed> for Diagnostic {
    fn from(failed: Failed) -> Self {
        let error_type = match failed {
            Failed::NotUnderstood(_) => "NotUnderstood",
            Failed::Migrations(_) => "Migrations",
            Failed::CleanUp(_) => "CleanUp",
            Failed::Plan(_) => "Plan",
            Failed::NotDelivered { .. } => "NotDelivered",
        };
        Self {
            error_type: error_type.to_owned(),
            error_message: failed.to_string(),
        }
    }
}
