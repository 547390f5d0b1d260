//! What this function's routes take and answer, for `docs/openapi.json`.

use crate::{config, health, identity, installation, logo, settings, version};
use utoipa::{OpenApi, ToSchema};

/// The description of this function's routes.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(
    settings::find,
    settings::update,
    logo::replace,
    logo::delete,
    logo::read,
    installation::find,
    installation::check,
    identity::find,
    identity::replace,
    identity::delete,
    config::find,
    health::health,
    version::version,
))]
struct Description;

/// In which corner of the page the widget is.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its description is used")]
pub enum Position {
    BottomLeft,
    BottomRight,
}

/// `auto` for what the visitor prefers.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its description is used")]
pub enum Theme {
    Auto,
    Light,
    Dark,
}

/// A language that the widget has texts in, or `auto`.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its description is used")]
pub enum Language {
    Auto,
    En,
    De,
    Fr,
    Es,
    It,
    Pt,
    Nl,
    Da,
    Sv,
    Pl,
    Cs,
    Tr,
    Uk,
    Ar,
    He,
    Ja,
    Zh,
}

/// The bytes of a picture.
#[derive(ToSchema)]
#[schema(as = Picture, value_type = String, format = Binary)]
#[expect(dead_code, reason = "only its description is used")]
pub struct PictureBytes(Vec<u8>);

/// What of a widget may be changed.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct WidgetSettingsChange {
    #[schema(nullable = false, pattern = "^#[0-9a-fA-F]{6}$")]
    primary_color: Option<String>,
    #[schema(nullable = false)]
    position: Option<Position>,
    #[schema(nullable = false, max_length = 500)]
    welcome_message: Option<String>,
    #[schema(nullable = false, max_length = 100)]
    widget_name: Option<String>,
    #[schema(nullable = false)]
    theme: Option<Theme>,
    #[schema(nullable = false)]
    language: Option<Language>,
    /// Null for the widget's own words.
    #[schema(max_length = 100)]
    input_placeholder: Option<String>,
    /// Up to six, of 120 characters at most.
    #[schema(nullable = false, max_items = 6)]
    suggested_questions: Option<Vec<String>>,
    /// Where visitors read what becomes of what they say; null for nowhere.
    #[schema(max_length = 2000, pattern = "^https://")]
    privacy_url: Option<String>,
    #[schema(nullable = false)]
    show_sources: Option<bool>,
    #[schema(nullable = false)]
    show_feedback: Option<bool>,
    #[schema(nullable = false)]
    sound: Option<bool>,
    /// Only with an identity secret.
    #[schema(nullable = false)]
    require_login: Option<bool>,
}
