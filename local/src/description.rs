//! The description of the whole API (OpenAPI 3.1), put together from the functions': `docs/openapi.json`.

use shared::http::description::components;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{
    Components, Content, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, RefOr, Required,
};

const TAGS: [(&str, &str); 13] = [
    (
        "session",
        "Accounts of organisers, and where they are logged in.",
    ),
    (
        "clients",
        "An organiser's clients: keys, pages that may use them, settings.",
    ),
    ("answers", "Who answers a client's visitors."),
    (
        "widget",
        "How a client's widget looks, where it was seen, who its visitors are.",
    ),
    ("visitor", "What widgets and everybody may read."),
    ("chat", "What visitors ask, and what they are told."),
    ("conversations", "What visitors asked and were told."),
    ("figures", "How much is asked and answered."),
    ("documents", "What answers are made from."),
    ("tags", "Groups of documents, with prompts of their own."),
    ("tokens", "What programs search a client's documents with."),
    ("search", "For programs with a token."),
    (
        "directus",
        "A Directus elsewhere, in which editors see every document.",
    ),
];

/// As it is written to `docs/openapi.json`.
#[must_use]
pub fn describe() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Conference Chat")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The API of dashboard, widgets and programs: see API.md beside this file.",
        ))
        .license(Some(
            LicenseBuilder::new()
                .name("MIT")
                .identifier(Some("MIT"))
                .build(),
        ));
    let mut whole = OpenApiBuilder::new()
        .info(info.build())
        .components(Some(components()))
        .tags(Some(TAGS.map(tag)))
        .build();
    let parts = [
        auth::description(),
        clients::description(),
        widgets::description(),
        chat::description(),
        knowledge::description(),
    ];
    for part in parts {
        whole.merge(part);
    }
    if let Some(components) = &whole.components {
        for item in whole.paths.paths.values_mut() {
            for operation in operations(item) {
                let Some(RefOr::T(body)) = &mut operation.request_body else {
                    continue;
                };
                let mut contents = body.content.values();
                if contents.all(|content| may_be_empty(content, components)) {
                    body.required = Some(Required::False);
                }
            }
        }
    }
    whole
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let methods = [
        &mut item.post,
        &mut item.put,
        &mut item.patch,
        &mut item.delete,
    ];
    methods.into_iter().flatten()
}

/// Whether an object of this kind needs no member: then it need not be sent either, because no body counts as an empty object.
fn may_be_empty(content: &RefOr<Content>, components: &Components) -> bool {
    let RefOr::T(content) = content else {
        return false;
    };
    let named = match &content.schema {
        Some(RefOr::Ref(reference)) => {
            let name = reference
                .ref_location
                .rsplit('/')
                .next()
                .unwrap_or_default();
            components.schemas.get(name)
        }
        other => other.as_ref(),
    };
    matches!(named, Some(RefOr::T(Schema::Object(object))) if object.required.is_empty())
}

/// The text of `docs/openapi.json`.
#[must_use]
pub fn text() -> String {
    let json = describe().to_pretty_json();
    json.expect("texts and numbers can be written as JSON") + "\n"
}

fn tag((name, description): (&str, &str)) -> Tag {
    TagBuilder::new()
        .name(name)
        .description(Some(description))
        .build()
}
