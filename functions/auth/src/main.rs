//! The Lambda function for everything under `/api/auth`.

use shared::{Services, Settings, logging};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let settings = Settings::from_environment();
    logging::start(&settings);
    let services = Services::from_settings(&settings, 1)?;
    let state = auth::AuthState::from_settings(&settings, services)?;
    lambda_http::run(auth::router(state)).await
}
