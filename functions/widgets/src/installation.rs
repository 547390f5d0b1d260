//! `GET` and `POST /api/dashboard/widget/{client id}/installation`: where the widget has been seen, and whether it is on a page.

mod pages;
mod snippet;

pub use pages::Pages;

use crate::settings::{not_found, refuse};
use axum::Json;
use axum::extract::State;
use pages::{Page, Unreachable};
use serde::Serialize;
use serde_json::Value;
use shared::clients::{self, Client};
use shared::http::description::{ClientPath, Missing, SessionChanges, SessionReads};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody, PathId, SignedIn};
use shared::neighbours::Refused;
use shared::widget_sightings::{self, Sighting};
use shared::{origins, timestamps};
use snippet::Snippet;
use url::Url;
use utoipa::ToSchema;

const FAILED_TO_FIND: &str = "Failed to read where the widget was seen";
const FAILED_TO_CHECK: &str = "Failed to check the installation";

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Installation)]
pub struct InstallationAnswer {
    /// The 50 seen last, the last one first.
    seen: Vec<SightingAnswer>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Sighting)]
struct SightingAnswer {
    /// Scheme, host and port of the page.
    origin: String,
    #[schema(format = DateTime)]
    first_seen_at: String,
    /// Right within ten minutes.
    #[schema(format = DateTime)]
    last_seen_at: String,
}

/// A page to be looked at.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct PageToCheck {
    /// Its address, `https://` and public unless the deployment allows others.
    #[schema(max_length = 2000)]
    url: String,
}

/// What was found on a page.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InstallationCheck)]
pub struct CheckAnswer {
    result: Outcome,
    /// A sentence for people.
    message: String,
    /// What the page's server answered, when it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    status: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InstallationResult)]
enum Outcome {
    /// The widget is there.
    Installed,
    /// A widget is there, with another client's key.
    OtherKey,
    /// The page was read, and no widget is in it.
    NotFound,
    /// The page could not be read.
    Unreachable,
    /// The client does not allow the page.
    NotAllowed,
}

/// List where a widget has been seen
#[utoipa::path(
    get, path = "/api/dashboard/widget/{id}/installation", operation_id = "listSightings", tag = "widget", security(("session" = [])),
    params(ClientPath),
    responses(SessionReads, Missing, (status = 200, body = InstallationAnswer, description = "The sites on which it asked for its configuration.")),
)]
pub async fn find(
    caller: SignedIn,
    PathId(client_id): PathId,
) -> Result<Json<InstallationAnswer>, ApiError> {
    let statements = (clients::find(client_id), widget_sightings::list(client_id));
    let (_, (client, sightings)) = caller.run(statements, FAILED_TO_FIND).await?;
    client.ok_or_else(not_found)?;
    Ok(Json(InstallationAnswer {
        seen: sightings.into_iter().map(SightingAnswer::from).collect(),
    }))
}

/// Look whether a widget is on a page
///
/// The page is fetched, within five seconds, and the embed code looked for in the first megabyte of its HTML.
#[utoipa::path(
    post, path = "/api/dashboard/widget/{id}/installation", operation_id = "checkInstallation", tag = "widget", security(("session" = [])),
    params(ClientPath),
    request_body = PageToCheck,
    responses(SessionChanges, Missing, (status = 200, body = CheckAnswer, description = "What was found.")),
)]
pub async fn check(
    State(pages): State<Pages>,
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<CheckAnswer>, ApiError> {
    let url = match read(&body, &pages) {
        Ok(url) => url,
        Err(invalid) => return Err(refuse(&caller, client_id, &invalid, FAILED_TO_CHECK).await),
    };
    let (_, client) = caller
        .run(clients::find(client_id), FAILED_TO_CHECK)
        .await?;
    let client = client.ok_or_else(not_found)?;
    let answer = match pages.fetch(url).await {
        Ok(page) => judge(&page, &client),
        Err(unreachable) => CheckAnswer {
            result: Outcome::Unreachable,
            message: unreachable.to_string(),
            status: match unreachable {
                Unreachable::Status(status) => Some(status),
                _ => None,
            },
        },
    };
    Ok(Json(answer))
}

fn read(body: &Value, pages: &Pages) -> Result<Url, Invalid> {
    let mut fields = Fields::of(body);
    let text = fields.text("url", &[Rule::Storable]);
    let checked = pages.check(&text);
    let sentence = match &checked {
        // Already told that there is none.
        _ if body["url"].as_str().is_none() => None,
        Ok(_) => None,
        Err(Refused::NotAUrl) => {
            Some("The address must be a full URL, like https://conference.example/".to_owned())
        }
        Err(refused) => Some(refused.to_string()),
    };
    if let Some(sentence) = sentence {
        fields.require("url", false, &sentence);
    }
    fields.finish()?;
    checked.map_err(|refused| Invalid::field("url", &refused.to_string()))
}

fn judge(page: &Page, client: &Client) -> CheckAnswer {
    let origin = page.url.origin().ascii_serialization();
    let is_allowed = origins::is_allowed(&client.allowed_domains, Some(&origin));
    let (result, message) = if is_allowed == Ok(true) {
        match Snippet::in_page(&page.html, &client.public_api_key) {
            Snippet::Installed => (
                Outcome::Installed,
                "The widget is on this page.".to_owned(),
            ),
            Snippet::OtherKey => (
                Outcome::OtherKey,
                "A widget is on this page, but with another key. Copy the embed code once more.".to_owned(),
            ),
            Snippet::NoKey => (
                Outcome::NotFound,
                "The widget's script is on this page, but not its key. Copy the embed code once more.".to_owned(),
            ),
            Snippet::NoScript => (
                Outcome::NotFound,
                "The key is on this page, but not the widget's script. Copy the embed code once more.".to_owned(),
            ),
            Snippet::Nothing => (
                Outcome::NotFound,
                "The embed code is not in this page's HTML. If a tag manager or a script adds it, open the page once: then it is seen.".to_owned(),
            ),
        }
    } else {
        (
            Outcome::NotAllowed,
            format!(
                "The widget does not open on pages of {origin}: add it to the allowed domains."
            ),
        )
    };
    CheckAnswer {
        result,
        message,
        status: Some(page.status),
    }
}

impl From<Sighting> for SightingAnswer {
    fn from(sighting: Sighting) -> Self {
        Self {
            origin: sighting.origin,
            first_seen_at: timestamps::iso_utc(sighting.first_seen_at),
            last_seen_at: timestamps::iso_utc(sighting.last_seen_at),
        }
    }
}
