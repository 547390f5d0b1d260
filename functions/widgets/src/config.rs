//! `GET /api/widget/config`: what a visitor's browser needs to draw the widget.

use axum::Json;
use serde::Serialize;
use shared::http::{ApiError, Visitor};
use shared::widgets::{self, WidgetSettings};

#[derive(Debug, Serialize)]
pub struct ConfigAnswer {
    widget: Appearance,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Appearance {
    primary_color: String,
    position: String,
    welcome_message: String,
    widget_name: String,
}

pub async fn find(visitor: Visitor) -> Result<Json<ConfigAnswer>, ApiError> {
    let (_, settings) = visitor
        .run(
            widgets::find_settings_of_key(),
            "An unexpected error occurred",
        )
        .await?;
    // A visitor creates nothing: a client without a widget shows the defaults.
    let WidgetSettings {
        primary_color,
        position,
        welcome_message,
        widget_name,
    } = settings.unwrap_or_default();
    Ok(Json(ConfigAnswer {
        widget: Appearance {
            primary_color,
            position,
            welcome_message,
            widget_name,
        },
    }))
}
