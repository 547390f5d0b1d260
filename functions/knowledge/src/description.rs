//! What this function's routes take and answer, for `docs/openapi.json`.

use crate::{directus, documents, search, tags, test, tokens};
use utoipa::OpenApi;

/// The description of this function's routes.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(
    documents::list::list,
    documents::create::create,
    documents::read::find,
    documents::update::update,
    documents::delete::delete,
    documents::replace::replace,
    documents::reprocess::reprocess,
    documents::read::chunks,
    tags::list,
    tags::create,
    tags::update,
    tags::delete,
    tokens::list,
    tokens::create,
    tokens::delete,
    test::test,
    directus::resync::ask,
    directus::webhook::hear,
    search::by_query,
    search::by_body,
))]
struct Description;
