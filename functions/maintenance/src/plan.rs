//! What a client may use, changed by an operator: organisers see their plan, and nobody who is signed in can change one.

use crate::Failed;
use crate::deadline::Deadline;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::client_settings::{self, Plan};
use shared::database::DatabaseConfig;
use shared::{StorageError, explain};
use tokio::time::timeout;
use uuid::Uuid;

/// The event. All of the plan is said, so that no number of an earlier one is left over.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Change {
    #[serde(rename = "action")]
    _action: String,
    client_id: Uuid,
    plan: Name,
    /// The client's own number; null for the plan's.
    requests_per_hour: Option<i32>,
    /// See `requests_per_hour`.
    documents_at_most: Option<i32>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    Free,
    Paid,
}

/// Changes it and says what the client may use now.
pub(crate) async fn set(
    config: &DatabaseConfig,
    change: &Change,
    deadline: Deadline,
) -> Result<Value, Failed> {
    let plan = Plan {
        name: match change.plan {
            Name::Free => "free".to_owned(),
            Name::Paid => "paid".to_owned(),
        },
        requests_per_hour: change.requests_per_hour,
        documents_at_most: change.documents_at_most,
    };
    let set = client_settings::set_plan(config, change.client_id, &plan);
    let set = timeout(deadline.left_for_work(), set).await;
    let set = set.map_err(|_| Failed::Plan("the database does not answer in time".to_owned()))?;
    let settings = match set {
        Ok(Some(settings)) => settings,
        Ok(None) => return Err(Failed::Plan("there is no such client".to_owned())),
        Err(StorageError::Conflict { constraint, .. }) => {
            let reason = format!("{constraint} refuses a number: 0 to 1000000 are possible");
            return Err(Failed::Plan(reason));
        }
        Err(error) => return Err(Failed::Plan(explain(&error))),
    };
    tracing::info!(client.id = %change.client_id, plan = settings.plan, "a client has another plan");
    Ok(json!({
        "clientId": change.client_id,
        "plan": settings.plan,
        "requestsPerHour": settings.requests_per_hour,
        "documentsAtMost": settings.documents_at_most,
    }))
}
