//! The Lambda function for a visitor's message. Apart from the widgets' because it waits for answers for up to 30 seconds.

use shared::{Services, Settings, logging};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let settings = Settings::from_environment();
    logging::start(&settings);
    let services = Services::from_settings(&settings, 1)?;
    let state = chat::ChatState::from_settings(&settings, services)?;
    lambda_http::run(chat::router(state)).await
}
