//! A function like any other, whose routes do what no real one does on purpose: panic, and say what a setting is.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use shared::lambda::{self, Answers};
use shared::{Services, http};
use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::Arc;

type Values = Arc<HashMap<String, String>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    lambda::run(Answers::Whole, |settings, services| {
        let asked_for = settings.optional("SPECIMEN_SHOWS");
        let values = asked_for
            .iter()
            .flat_map(|names| names.expose().split(','))
            .filter_map(|name| {
                Some((
                    name.to_owned(),
                    settings.optional(name)?.expose().to_owned(),
                ))
            })
            .collect();
        Ok(router(Arc::new(values), services))
    })
    .await
}

fn router(values: Values, services: Services) -> Router {
    let routes = Router::new()
        .route("/panic", get(panics))
        .route("/settings/{name}", get(setting))
        .route("/database", get(database))
        .with_state((values, services.clone()));
    http::finish(routes, services, &[])
}

#[expect(clippy::panic, reason = "it is what this route is for")]
async fn panics() {
    panic!("a text that no log may hold");
}

async fn setting(
    State((values, _)): State<(Values, Services)>,
    Path(name): Path<String>,
) -> String {
    values.get(&name).cloned().unwrap_or_default()
}

async fn database(State((_, services)): State<(Values, Services)>) -> Result<(), http::ApiError> {
    services
        .database
        .run_alone(())
        .await
        .map_err(|error| http::ApiError::storage("The database cannot be used", error))
}
