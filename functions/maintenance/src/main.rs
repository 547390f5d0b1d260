//! The Lambda function for what is done beside requests: migrations at deploy, expired rows on a schedule.

use lambda_runtime::{LambdaEvent, service_fn};
use maintenance::Maintenance;
use serde_json::Value;
use shared::{Settings, logging};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    logging::start(&Settings::from_environment());
    let maintenance =
        Maintenance::new(async || Settings::from_environment().with_parameters().await);
    lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| {
        maintenance.handle(event)
    }))
    .await
}
