//! `GET /api/widget/config`: what a visitor's browser needs to draw the widget.

use crate::description::{Language, Theme};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Serialize;
use shared::http::description::KeyHolders;
use shared::http::{ApiError, WidgetPage};
use shared::widgets::{self, WidgetSettings};
use shared::{Settings, SettingsError, origins, widget_sightings};
use url::Url;
use utoipa::ToSchema;

/// Where a widget asks its questions: the address before `/chat`. Nowhere else than here unless it is set.
///
/// - `CHAT_URL`: `https://chat.example.com/api/widget`
#[derive(Clone, Debug)]
pub struct ChatUrl(Option<String>);

impl ChatUrl {
    /// Reads the setting.
    ///
    /// # Errors
    /// When it is no address to which a path could be added.
    pub fn from_settings(settings: &Settings) -> Result<Self, SettingsError> {
        let Some(text) = settings.optional("CHAT_URL") else {
            return Ok(Self(None));
        };
        let malformed = |reason: &str| SettingsError::malformed("CHAT_URL", reason);
        let url = Url::parse(text.expose().trim()).map_err(|_| malformed("it is no full URL"))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(malformed("it begins neither with https:// nor http://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(malformed("it holds a user name or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(malformed("it does not end with a path"));
        }
        Ok(Self(Some(url.as_str().trim_end_matches('/').to_owned())))
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetConfig)]
pub struct ConfigAnswer {
    widget: Appearance,
    /// What stands before `/chat` in the addresses of chat, when that is another than here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    chat_url: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetAppearance)]
struct Appearance {
    /// `#rrggbb`, but for what an old database holds.
    primary_color: String,
    /// `bottom-left` or `bottom-right`, but for what an old database holds.
    position: String,
    welcome_message: String,
    widget_name: String,
    #[schema(value_type = Theme)]
    theme: String,
    /// `auto` for the page's.
    #[schema(value_type = Language)]
    language: String,
    #[schema(required)]
    input_placeholder: Option<String>,
    suggested_questions: Vec<String>,
    #[schema(required)]
    privacy_url: Option<String>,
    /// The logo's path, from the root of this API.
    #[schema(required)]
    logo_url: Option<String>,
    show_sources: bool,
    show_feedback: bool,
    sound: bool,
    require_login: bool,
}

/// Read what draws a widget
///
/// The page that asks is noted as one on which the widget is, unless it is one of ours.
#[utoipa::path(
    get, path = "/api/widget/config", operation_id = "readWidgetConfig", tag = "visitor", security(("publicKey" = [])),
    responses(
        KeyHolders,
        (status = 200, body = ConfigAnswer, description = "What a visitor's browser needs to draw the widget."),
        (status = 304, description = "What the caller has is still right: it sent its `ETag` as `If-None-Match`."),
    ),
)]
pub async fn find(
    State(chat_url): State<ChatUrl>,
    visitor: WidgetPage,
    headers: HeaderMap,
) -> Result<Json<ConfigAnswer>, ApiError> {
    let (_, ((), settings)) = visitor
        .run(
            (
                widget_sightings::record(seen_on(&visitor, &headers)),
                widgets::find_settings_of_key(),
            ),
            "An unexpected error occurred",
        )
        .await?;
    Ok(Json(ConfigAnswer {
        // A visitor creates nothing: a client without a widget shows the defaults.
        widget: settings.unwrap_or_default().into(),
        chat_url: chat_url.0,
    }))
}

/// The site on which the widget is. A preview in the dashboard is not installed anywhere.
fn seen_on(visitor: &WidgetPage, headers: &HeaderMap) -> Option<String> {
    let is_our_own = headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "same-origin");
    let page = visitor.page().filter(|_| !is_our_own)?;
    origins::web_origin(page)
}

impl From<WidgetSettings> for Appearance {
    fn from(settings: WidgetSettings) -> Self {
        Self {
            primary_color: settings.primary_color,
            position: settings.position,
            welcome_message: settings.welcome_message,
            widget_name: settings.widget_name,
            theme: settings.theme,
            language: settings.language,
            input_placeholder: settings.input_placeholder,
            suggested_questions: settings.suggested_questions,
            privacy_url: settings.privacy_url,
            logo_url: settings.logo.map(|logo| format!("/api/widget/logo/{logo}")),
            show_sources: settings.show_sources,
            show_feedback: settings.show_feedback,
            sound: settings.sound,
            require_login: settings.require_login,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<String>, String> {
        let settings = [("CHAT_URL", text)].into_iter().collect();
        let url = ChatUrl::from_settings(&settings).map_err(|error| error.to_string())?;
        Ok(url.0)
    }

    #[test]
    fn the_address_of_chat_is_told_without_a_slash_at_its_end() {
        for (text, expected) in [
            ("", None),
            (
                "https://abc.lambda-url.eu-central-1.on.aws/api/widget",
                Some("https://abc.lambda-url.eu-central-1.on.aws/api/widget"),
            ),
            (
                " https://chat.example.com/api/widget/ ",
                Some("https://chat.example.com/api/widget"),
            ),
            (
                "http://127.0.0.1:3000/api/widget",
                Some("http://127.0.0.1:3000/api/widget"),
            ),
            ("https://chat.example.com", Some("https://chat.example.com")),
        ] {
            assert_eq!(read(text), Ok(expected.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_for_a_path_keeps_the_function_from_starting() {
        for text in [
            "chat.example.com/api/widget",
            "/api/widget",
            "ftp://chat.example.com/",
            "https://user@chat.example.com/",
            "https://chat.example.com/?key=1",
            "https://chat.example.com/#chat",
        ] {
            let error = read(text).expect_err(text);
            assert!(error.starts_with("CHAT_URL cannot be used: "), "{error}");
            assert!(!error.contains("example"), "{error}");
        }
    }
}
