//! `GET` and `PUT /api/dashboard/widget/{client id}`. A client of an old database may have no widget yet; both make it.

use crate::description::{Language, Theme, WidgetSettingsChange};
use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::http::description::{ClientPath, Missing, SessionChanges, SessionReads};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody, PathId, SignedIn};
use shared::widgets::{self, Updated, Widget, WidgetChange};
use shared::{clients, timestamps};
use url::Url;
use utoipa::ToSchema;
use uuid::Uuid;

const FAILED_TO_FIND: &str = "Failed to fetch widget configuration";
const FAILED_TO_UPDATE: &str = "Failed to update widget configuration";

/// `auto` for the page's, and those that the widget has texts in.
const LANGUAGES: [&str; 18] = [
    "auto", "en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "pl", "cs", "tr", "uk", "ar",
    "he", "ja", "zh",
];
const MOST_QUESTIONS: usize = 6;

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Widget)]
pub struct WidgetAnswer {
    id: Uuid,
    client_id: Uuid,
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
    /// The widget's own words where it is null.
    #[schema(required)]
    input_placeholder: Option<String>,
    suggested_questions: Vec<String>,
    #[schema(required)]
    privacy_url: Option<String>,
    show_sources: bool,
    show_feedback: bool,
    sound: bool,
    /// Only visitors may ask whom the organiser's own site vouches for.
    require_login: bool,
    /// The SHA-256 of the logo: its address is `/api/widget/logo/` and this.
    #[schema(required, pattern = "^[0-9a-f]{64}$")]
    logo: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

/// Read a widget's settings
#[utoipa::path(
    get, path = "/api/dashboard/widget/{id}", operation_id = "readWidget", tag = "widget", security(("session" = [])),
    params(ClientPath),
    responses(SessionReads, Missing, (status = 200, body = WidgetAnswer, description = "The settings.")),
)]
pub async fn find(
    caller: SignedIn,
    PathId(client_id): PathId,
) -> Result<Json<WidgetAnswer>, ApiError> {
    let (_, ((), widget)) = caller
        .run(widgets::find_or_insert(client_id), FAILED_TO_FIND)
        .await?;
    Ok(Json(widget.ok_or_else(not_found)?.into()))
}

/// Change some of a widget's settings
#[utoipa::path(
    put, path = "/api/dashboard/widget/{id}", operation_id = "changeWidget", tag = "widget", security(("session" = [])),
    params(ClientPath),
    request_body = WidgetSettingsChange,
    responses(SessionChanges, Missing, (status = 200, body = WidgetAnswer, description = "The settings as they are now.")),
)]
pub async fn update(
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<WidgetAnswer>, ApiError> {
    let change = match read(&body) {
        Ok(change) => change,
        Err(invalid) => {
            return Err(refuse(&caller, client_id, &invalid, FAILED_TO_UPDATE).await);
        }
    };
    let (_, ((), updated)) = caller
        .run(widgets::update(client_id, change), FAILED_TO_UPDATE)
        .await?;
    match updated.ok_or_else(not_found)? {
        Updated::Widget(widget) => Ok(Json((*widget).into())),
        Updated::LacksIdentitySecret => {
            let message = "Nobody could log in: make an identity secret first";
            let invalid = Invalid::field("requireLogin", message);
            Err(ApiError::invalid("Validation error", &invalid))
        }
    }
}

/// What is wrong is told only to the client's owner.
pub async fn refuse(
    caller: &SignedIn,
    client_id: Option<Uuid>,
    invalid: &Invalid,
    failure: &'static str,
) -> ApiError {
    match caller.run(clients::find(client_id), failure).await {
        Ok((_, Some(_))) => ApiError::invalid("Validation error", invalid),
        Ok((_, None)) => not_found(),
        Err(error) => error,
    }
}

pub fn not_found() -> ApiError {
    ApiError::not_found("Client not found")
}

fn read(body: &Value) -> Result<WidgetChange, Invalid> {
    let mut fields = Fields::of(body);
    let mut change = WidgetChange::default();
    read_looks(&mut fields, &mut change);
    read_texts(&mut fields, &mut change);
    read_switches(&mut fields, &mut change);
    fields.finish()?;
    Ok(change)
}

/// What the old server knew comes first, and in its order: so it is told what is wrong with it.
fn read_looks(fields: &mut Fields<'_>, change: &mut WidgetChange) {
    let color = Rule::Matches(is_hex_color, "Invalid hex color format");
    change.set(
        "primary_color",
        fields.optional_text("primaryColor", &[color]),
    );
    let positions = ["bottom-left", "bottom-right"];
    change.set("position", fields.optional_choice("position", &positions));
    let welcome = Rule::Max(500, "Welcome message must be less than 500 characters");
    change.set(
        "welcome_message",
        fields.optional_text("welcomeMessage", &[welcome, Rule::Storable]),
    );
    let name = Rule::Max(100, "Widget name must be less than 100 characters");
    change.set(
        "widget_name",
        fields.optional_text("widgetName", &[name, Rule::Storable]),
    );
    let themes = ["auto", "light", "dark"];
    change.set("theme", fields.optional_choice("theme", &themes));
    change.set("language", fields.optional_choice("language", &LANGUAGES));
}

fn read_texts(fields: &mut Fields<'_>, change: &mut WidgetChange) {
    let placeholder = Rule::Max(100, "The placeholder cannot exceed 100 characters");
    change.set(
        "input_placeholder",
        fields.nullable_text("inputPlaceholder", &[placeholder, Rule::Storable]),
    );
    let question = [
        Rule::Matches(|text| !text.trim().is_empty(), "A question cannot be empty"),
        Rule::Max(120, "A question cannot exceed 120 characters"),
        Rule::Storable,
    ];
    let questions = fields.optional_texts("suggestedQuestions", &question);
    let are_few = questions
        .as_ref()
        .is_none_or(|all| all.len() <= MOST_QUESTIONS);
    let message = "Six questions can be suggested at most";
    fields.require("suggestedQuestions", are_few, message);
    change.set("suggested_questions", questions);
    let address = [
        Rule::Max(2_000, "The address cannot exceed 2000 characters"),
        Rule::Matches(is_https, "The address must begin with https://"),
    ];
    change.set("privacy_url", fields.nullable_text("privacyUrl", &address));
}

fn read_switches(fields: &mut Fields<'_>, change: &mut WidgetChange) {
    for (column, name) in [
        ("show_sources", "showSources"),
        ("show_feedback", "showFeedback"),
        ("sound", "sound"),
        ("require_login", "requireLogin"),
    ] {
        change.set(column, fields.optional_boolean(name));
    }
}

fn is_hex_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// As it is written: a parser would pass over control characters and blanks.
fn is_https(text: &str) -> bool {
    text.starts_with("https://")
        && !text.contains(|letter: char| letter.is_control() || letter.is_whitespace())
        && Url::parse(text).is_ok()
}

impl From<Widget> for WidgetAnswer {
    fn from(widget: Widget) -> Self {
        let settings = widget.settings;
        Self {
            id: widget.id,
            client_id: widget.client_id,
            primary_color: settings.primary_color,
            position: settings.position,
            welcome_message: settings.welcome_message,
            widget_name: settings.widget_name,
            theme: settings.theme,
            language: settings.language,
            input_placeholder: settings.input_placeholder,
            suggested_questions: settings.suggested_questions,
            privacy_url: settings.privacy_url,
            show_sources: settings.show_sources,
            show_feedback: settings.show_feedback,
            sound: settings.sound,
            require_login: settings.require_login,
            logo: settings.logo,
            updated_at: timestamps::iso_local(widget.updated_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widget_has_texts_in_every_language_that_can_be_chosen() {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../web/widget/src/view/languages"
        );
        let files = std::fs::read_dir(folder).expect("the widget's texts");
        let names = files.filter_map(|file| file.ok()?.file_name().into_string().ok());
        let mut found: Vec<String> = names
            .filter_map(|name| Some(name.strip_suffix(".ts")?.to_owned()))
            .collect();
        found.sort();
        let mut chosen = LANGUAGES[1..].to_vec();
        chosen.sort_unstable();
        assert_eq!(found, chosen);
    }
}
