//! `GET` and `PUT /api/dashboard/widget/{client id}`. A client of an old database may have no widget yet; both make it.

use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody, PathId, SignedIn};
use shared::widgets::{self, Widget, WidgetChange};
use uuid::Uuid;

const FAILED_TO_FIND: &str = "Failed to fetch widget configuration";
const FAILED_TO_UPDATE: &str = "Failed to update widget configuration";

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetAnswer {
    id: Uuid,
    client_id: Uuid,
    primary_color: String,
    position: String,
    welcome_message: String,
    widget_name: String,
}

pub async fn find(
    caller: SignedIn,
    PathId(client_id): PathId,
) -> Result<Json<WidgetAnswer>, ApiError> {
    let (_, ((), widget)) = caller
        .run(widgets::find_or_insert(client_id), FAILED_TO_FIND)
        .await?;
    found(widget)
}

pub async fn update(
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<WidgetAnswer>, ApiError> {
    match read(&body) {
        Ok(change) => {
            let (_, widget) = caller
                .run(widgets::update(client_id, &change), FAILED_TO_UPDATE)
                .await?;
            found(widget)
        }
        Err(invalid) => {
            // What is wrong is told only to the client's owner.
            let (_, client) = caller
                .run(shared::clients::find(client_id), FAILED_TO_UPDATE)
                .await?;
            client.ok_or_else(not_found)?;
            Err(ApiError::invalid("Validation error", &invalid))
        }
    }
}

fn found(widget: Option<Widget>) -> Result<Json<WidgetAnswer>, ApiError> {
    let widget = widget.ok_or_else(not_found)?;
    Ok(Json(WidgetAnswer {
        id: widget.id,
        client_id: widget.client_id,
        primary_color: widget.settings.primary_color,
        position: widget.settings.position,
        welcome_message: widget.settings.welcome_message,
        widget_name: widget.settings.widget_name,
    }))
}

fn not_found() -> ApiError {
    ApiError::not_found("Client not found")
}

fn read(body: &Value) -> Result<WidgetChange, Invalid> {
    let mut fields = Fields::of(body);
    let change = WidgetChange {
        primary_color: fields.optional_text(
            "primaryColor",
            &[Rule::Matches(is_hex_color, "Invalid hex color format")],
        ),
        position: fields.optional_choice("position", &["bottom-left", "bottom-right"]),
        welcome_message: fields.optional_text(
            "welcomeMessage",
            &[
                Rule::Max(500, "Welcome message must be less than 500 characters"),
                Rule::Storable,
            ],
        ),
        widget_name: fields.optional_text(
            "widgetName",
            &[
                Rule::Max(100, "Widget name must be less than 100 characters"),
                Rule::Storable,
            ],
        ),
    };
    fields.finish()?;
    Ok(change)
}

fn is_hex_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
