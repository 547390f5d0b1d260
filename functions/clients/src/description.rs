//! What this function's routes take and answer, for `docs/openapi.json`.

use crate::{
    analytics, answers, conversations, create, domains, key, read, settings, update, usage,
};
use utoipa::OpenApi;

/// The description of this function's routes.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(
    read::list,
    create::create,
    read::find,
    update::update,
    update::delete,
    key::regenerate,
    domains::replace,
    conversations::list::list,
    conversations::delete::delete_some,
    conversations::read::find,
    conversations::delete::delete,
    conversations::export::export,
    answers::find,
    answers::update,
    settings::find,
    settings::update,
    usage::find,
    analytics::read::find,
    analytics::export::export,
))]
struct Description;
