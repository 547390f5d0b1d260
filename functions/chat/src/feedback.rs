//! `POST /api/widget/chat/feedback`: what a visitor thinks of an answer.

use crate::ChatState;
use crate::description::{Feedback, VisitorHeaders};
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;
use shared::conversations::{self, Rated, Rating};
use shared::http::description::{Bodies, ErrorAnswer, KeyHolders};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody, Visitor};
use uuid::Uuid;

const FAILURE: &str = "Failed to keep the feedback";

/// Rate an answer
#[utoipa::path(
    post, path = "/api/widget/chat/feedback", operation_id = "rateAnswer", tag = "chat", security(("publicKey" = [])),
    params(VisitorHeaders),
    request_body = Feedback,
    responses(
        KeyHolders, Bodies,
        (status = 204, description = "The rating is kept, or taken back."),
        (status = 404, body = ErrorAnswer, description = "This visitor's conversation has no such answer."),
    ),
)]
pub async fn rate(
    State(_): State<ChatState>,
    visitor: Visitor,
    JsonBody(body): JsonBody,
) -> Result<StatusCode, ApiError> {
    let rating = match read(&visitor, &body) {
        Ok(rating) => rating,
        Err(invalid) => {
            visitor.run((), FAILURE).await?;
            return Err(ApiError::invalid("Invalid request", &invalid));
        }
    };
    let (_, Rated(is_rated)) = visitor.run(conversations::rate(&rating), FAILURE).await?;
    if is_rated {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found(
            "There is no such answer in this conversation",
        ))
    }
}

fn read(visitor: &Visitor, body: &Value) -> Result<Rating, Invalid> {
    let mut fields = Fields::of(body);
    let is_id = |message| [Rule::Uuid(message)];
    let session_id = fields.text("sessionId", &is_id("Session ID must be a valid UUID"));
    let message_id = fields.text("messageId", &is_id("Message ID must be a valid UUID"));
    let rating = fields.text(
        "rating",
        &[Rule::Matches(
            |text| matches!(text, "up" | "down" | "none"),
            "Rating must be up, down or none",
        )],
    );
    let comment = fields.optional_text(
        "comment",
        &[
            Rule::Max(1000, "Comment cannot exceed 1000 characters"),
            Rule::Storable,
        ],
    );
    fields.finish()?;
    Ok(Rating {
        session_id: Uuid::try_parse(&session_id).unwrap_or_default(),
        visitor_id: visitor.id(),
        message_id: Uuid::try_parse(&message_id).unwrap_or_default(),
        rating: match rating.as_str() {
            "up" => Some(1),
            "down" => Some(-1),
            _ => None,
        },
        comment: comment.filter(|comment| !comment.is_empty()),
    })
}
