//! What the descriptions of all functions share (OpenAPI): the one form of errors, who may call, what a path names. Only the local runner
//! and tests ask for descriptions; in the programs on Lambda nothing refers to them, so the linker leaves them out.

mod responses;

pub use responses::{
    Bodies, InvalidFields, KeyHolders, Missing, OwnPages, SessionChanges, SessionReads,
    SessionStreams, TokenHolders,
};

use serde::Serialize;
use utoipa::openapi::schema::{
    AdditionalProperties, Array, ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, SchemaType,
    Type,
};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, ComponentsBuilder, RefOr};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use uuid::Uuid;

/// What every answer other than success holds.
#[derive(Debug, ToSchema)]
#[schema(as = Error, rename_all = "camelCase")]
pub struct ErrorAnswer {
    /// What kind of error it is, in a few words that do not change.
    pub error: String,
    /// A sentence for people.
    pub message: String,
    /// What is wrong with which field, when fields are wrong.
    #[schema(nullable = false)]
    pub details: Option<Vec<ErrorDetail>>,
    /// Seconds to wait before the next message, when there were too many.
    #[schema(nullable = false, minimum = 0)]
    pub retry_after: Option<i64>,
    /// How many documents the client may have, when it has as many.
    #[schema(nullable = false, minimum = 0)]
    pub limit: Option<i32>,
    /// The client's status, when that is not `active`.
    #[schema(nullable = false)]
    pub status: Option<String>,
    /// By which our log finds the request. It is in the header `X-Request-Id`, too.
    pub request_id: String,
}

/// What is wrong with a field; which members there are beside `code`, `path` and `message` depends on `code`.
#[derive(Debug, ToSchema)]
pub struct ErrorDetail {
    /// What kind of mistake it is.
    #[schema(schema_with = codes)]
    pub code: String,
    /// The way to the field: names, and places in lists.
    #[schema(schema_with = names_and_places)]
    pub path: Vec<String>,
    /// A sentence for people.
    pub message: String,
    /// What was expected instead.
    #[schema(nullable = false)]
    pub expected: Option<String>,
    /// What came.
    #[schema(nullable = false)]
    pub received: Option<String>,
    /// What could have come.
    #[schema(nullable = false)]
    pub options: Option<Vec<String>>,
    /// The least number, or the least length in UTF-16 code units.
    #[schema(nullable = false)]
    pub minimum: Option<i64>,
    /// The greatest number, or the greatest length in UTF-16 code units.
    #[schema(nullable = false)]
    pub maximum: Option<i64>,
    /// What `minimum` and `maximum` are about: `string` or `number`.
    #[schema(nullable = false)]
    pub r#type: Option<String>,
    /// Whether `minimum` and `maximum` themselves are good.
    #[schema(nullable = false)]
    pub inclusive: Option<bool>,
    /// Whether only exactly `minimum` is good.
    #[schema(nullable = false)]
    pub exact: Option<bool>,
    /// Which form a text should have had.
    #[schema(nullable = false)]
    pub validation: Option<String>,
}

fn codes() -> utoipa::openapi::schema::Object {
    let codes = [
        "invalid_type",
        "invalid_enum_value",
        "invalid_string",
        "too_small",
        "too_big",
        "custom",
    ];
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .enum_values(Some(codes))
        .description(Some("What kind of mistake it is."))
        .build()
}

fn names_and_places() -> Array {
    let of = |kind| ObjectBuilder::new().schema_type(SchemaType::Type(kind));
    let step = OneOfBuilder::new()
        .item(of(Type::String))
        .item(of(Type::Integer));
    ArrayBuilder::new()
        .items(step)
        .description(Some("The way to the field: names, and places in lists."))
        .build()
}

/// The client in a path.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ClientPath {
    /// The client's id.
    pub id: Uuid,
}

/// Whether a client's visitors are served: only while it is `active`.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum ClientStatus {
    /// They are.
    Active,
    /// They are not, for a while.
    Paused,
    /// They are not.
    Disabled,
}

/// Where something that was answered stands.
#[derive(Debug)]
pub struct Source;

impl PartialSchema for Source {
    fn schema() -> RefOr<Schema> {
        let of = |kind: SchemaType, description: &str| {
            let object = ObjectBuilder::new().schema_type(kind);
            object.description(Some(description))
        };
        let text_or_null = || SchemaType::from_iter([Type::String, Type::Null]);
        let any = || SchemaType::AnyValue;
        let source = of(
            Type::Object.into(),
            "Where something that was answered stands: a passage of a document, or what a workflow sent as it sent it, with members of its own.",
        );
        let source = source
            .property("title", of(Type::String.into(), "The document's title."))
            .property(
                "url",
                of(text_or_null(), "Where visitors find the original."),
            )
            .property("excerpt", of(text_or_null(), "The part that fits best."))
            .property("page", of(any(), "Of a passage the page it is on, from 1."))
            .property(
                "heading",
                of(any(), "Of a passage the heading it stands under."),
            )
            .property("documentId", of(any(), "Of a passage the document's id."))
            .required("title")
            .additional_properties(Some(AdditionalProperties::FreeForm(true)));
        source.build().into()
    }
}

impl ToSchema for Source {}

/// The answer of a route that has nothing else to tell.
#[derive(Debug, Serialize, ToSchema)]
pub struct Said {
    /// A sentence for people.
    pub message: &'static str,
}

/// What descriptions of functions refer to, and who may call: for the description that all functions' are put together in.
#[must_use]
pub fn components() -> Components {
    let mut components = ComponentsBuilder::new()
        .schema_from::<ErrorAnswer>()
        .schema_from::<ErrorDetail>();
    for (name, response) in responses::all() {
        components = components.response(name, response);
    }
    let header = |name: &str| SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new(name)));
    let cookie = ApiKeyValue::new(crate::session_cookie::NAME);
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("ct_live_…");
    components
        .security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)))
        .security_scheme("publicKey", header("x-api-key"))
        .security_scheme("token", SecurityScheme::Http(token.build()))
        .security_scheme("webhookSecret", header("x-webhook-secret"))
        .build()
}
