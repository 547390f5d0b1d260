//! What this function's routes take and answer, for `docs/openapi.json`.

use crate::{answer_test, conversation, feedback, message, stream};
use shared::http::description::ErrorAnswer;
use utoipa::{IntoParams, IntoResponses, OpenApi, ToSchema};
use uuid::Uuid;

/// The description of this function's routes.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(
    message::answer,
    stream::answer,
    conversation::read,
    feedback::rate,
    answer_test::test,
))]
struct Description;

/// Who a visitor is: of both headers none is needed.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its description is used")]
pub struct VisitorHeaders {
    /// The token that the visitor's browser was given; `new` for the first time.
    #[param(rename = "x-visitor-token")]
    visitor_token: Option<String>,
    /// A user of the organiser's own site: base64url of `{userId, name?, hash}` in JSON, where `hash` is the HMAC-SHA256 of the user's id by the
    /// client's identity secret, in hex. Needed where the widget requires a login.
    #[param(rename = "x-visitor-identity")]
    visitor_identity: Option<String>,
}

/// What a request may be told that asks something, in the place of an answer.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its description is used")]
pub enum Unanswered {
    /// One message too many in this hour: try again after the seconds in `Retry-After`.
    #[response(status = 429)]
    LimitReached(ErrorAnswer),
    /// Nobody answers, or the database is away.
    #[response(status = 503)]
    Unavailable(ErrorAnswer),
    /// The client was deleted in this moment.
    #[response(status = 404)]
    Gone(ErrorAnswer),
}

/// A visitor's message.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct VisitorMessage {
    #[schema(min_length = 1, max_length = 2000)]
    message: String,
    /// What the page calls the conversation.
    session_id: Uuid,
    #[schema(nullable = false)]
    metadata: Option<MessageMetadata>,
}

/// What an answerer is told of the page.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct MessageMetadata {
    #[schema(nullable = false)]
    user_agent: Option<String>,
    /// The page's full address.
    #[schema(nullable = false)]
    page_url: Option<String>,
    /// Whatever the organiser's workflow wants to know.
    #[schema(nullable = false, value_type = Option<Object>)]
    custom_fields: Option<serde_json::Value>,
}

/// What a visitor thinks of an answer.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct Feedback {
    session_id: Uuid,
    /// The answer's id.
    message_id: Uuid,
    rating: FeedbackRating,
    #[schema(nullable = false, max_length = 1000)]
    comment: Option<String>,
}

/// `none` takes an earlier one back.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its description is used")]
pub enum FeedbackRating {
    Up,
    Down,
    None,
}

/// Who said something.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase", as = VisitorsRole)]
#[expect(dead_code, reason = "only its description is used")]
pub enum Role {
    Visitor,
    Assistant,
}

/// How an answer ended.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase", as = AnswerOutcome)]
#[expect(dead_code, reason = "only its description is used")]
pub enum Outcome {
    Complete,
    Unknown,
    Partial,
    Failed,
}

/// A visitor's rating.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase", as = AnswerRating)]
#[expect(dead_code, reason = "only its description is used")]
pub enum Rating {
    Up,
    Down,
}

/// Who answers.
#[derive(ToSchema)]
#[schema(as = TestedAnswerer)]
#[expect(dead_code, reason = "only its description is used")]
pub enum Answerer {
    #[schema(rename = "built_in")]
    BuiltIn,
    #[schema(rename = "n8n")]
    N8n,
    #[schema(rename = "openai")]
    OpenAi,
}

/// A question as a visitor would ask it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct TestQuestion {
    #[schema(min_length = 1, max_length = 2000)]
    question: String,
}

/// Which conversation.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct ConversationQuery {
    /// What the page calls the conversation.
    session_id: Uuid,
}
