//! The Lambda function for clients, their keys and domains.

use shared::{Services, Settings, logging};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let settings = Settings::from_environment();
    logging::start(&settings);
    let services = Services::from_settings(&settings, 1)?;
    lambda_http::run(clients::router(services)).await
}
