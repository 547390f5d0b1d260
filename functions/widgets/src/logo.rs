//! `PUT` and `DELETE /api/dashboard/widget/{client id}/logo`; `GET /api/widget/logo/{sha256}`, from where any page shows it.

use crate::description::PictureBytes;
use crate::settings::{not_found, refuse};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value;
use shared::http::description::{ClientPath, ErrorAnswer, Missing, SessionChanges};
use shared::http::{ApiError, Fields, Invalid, JsonBody, PathId, SignedIn};
use shared::widget_logos::{self, Kind};
use shared::{Services, database};
use utoipa::ToSchema;

const FAILED_TO_READ: &str = "Failed to read the logo";
const FAILED_TO_REPLACE: &str = "Failed to store the logo";
const FAILED_TO_DELETE: &str = "Failed to delete the logo";

/// A picture to be stored.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct NewLogo {
    /// A PNG, JPEG or WebP picture of 64 KB at most, in base64.
    #[schema(format = Byte)]
    image: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Logo)]
pub struct LogoAnswer {
    /// The picture's SHA-256: its address is `/api/widget/logo/` and this.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    logo: String,
}

/// A picture about to be stored.
struct Picture {
    kind: Kind,
    content: Vec<u8>,
}

/// Give a widget a logo
#[utoipa::path(
    put, path = "/api/dashboard/widget/{id}/logo", operation_id = "changeLogo", tag = "widget", security(("session" = [])),
    params(ClientPath),
    request_body = NewLogo,
    responses(SessionChanges, Missing, (status = 200, body = LogoAnswer, description = "The logo is stored in place of the one before.")),
)]
pub async fn replace(
    caller: SignedIn,
    PathId(client_id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<LogoAnswer>, ApiError> {
    let Picture { kind, content } = match read_body(&body) {
        Ok(picture) => picture,
        Err(invalid) => {
            return Err(refuse(&caller, client_id, &invalid, FAILED_TO_REPLACE).await);
        }
    };
    let statements = widget_logos::replace(client_id, kind, content);
    let (_, ((), address)) = caller.run(statements, FAILED_TO_REPLACE).await?;
    let widget_logos::Address(logo) = address.ok_or_else(not_found)?;
    Ok(Json(LogoAnswer { logo }))
}

/// Take a widget's logo away
#[utoipa::path(
    delete, path = "/api/dashboard/widget/{id}/logo", operation_id = "deleteLogo", tag = "widget", security(("session" = [])),
    params(ClientPath),
    responses(SessionChanges, Missing, (status = 204, description = "There is none.")),
)]
pub async fn delete(caller: SignedIn, PathId(client_id): PathId) -> Result<StatusCode, ApiError> {
    let statement = widget_logos::delete(client_id);
    let (_, database::Changed(is_own)) = caller.run(statement, FAILED_TO_DELETE).await?;
    if is_own {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(not_found())
    }
}

/// Read a logo
#[utoipa::path(
    get, path = "/api/widget/logo/{sha256}", operation_id = "readLogo", tag = "visitor",
    params(("sha256" = String, Path, description = "The picture's SHA-256 in small letters")),
    responses(
        Missing,
        (status = 200, description = "The picture, the same for ever.", content(
            (PictureBytes = "image/png"), (PictureBytes = "image/jpeg"), (PictureBytes = "image/webp"),
        )),
        (status = 500, body = ErrorAnswer, description = "Something of ours went wrong; our log says what."),
        (status = 503, body = ErrorAnswer, description = "The database is away: try again after the seconds in `Retry-After`."),
    ),
)]
pub async fn read(
    State(services): State<Services>,
    sha256: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let no_such_logo = || ApiError::not_found("There is no such logo");
    let Path(sha256) = sha256.map_err(|_| no_such_logo())?;
    if !is_address(&sha256) {
        return Err(no_such_logo());
    }
    let found = services
        .database
        .run_alone(widget_logos::find(&sha256))
        .await;
    let logo = found.map_err(|error| ApiError::storage(FAILED_TO_READ, error))?;
    let logo = logo.ok_or_else(no_such_logo)?;
    let kind = logo.kind.ok_or_else(no_such_logo)?;
    let headers = [
        (CONTENT_TYPE, kind.media_type()),
        // Another picture has another address.
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
        // Whatever somebody uploaded, it is a picture and nothing that runs on our origin.
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'"),
    ];
    Ok((headers, logo.content).into_response())
}

fn is_address(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn read_body(body: &Value) -> Result<Picture, Invalid> {
    let mut fields = Fields::of(body);
    let image = fields.text("image", &[]);
    fields.finish()?;
    let wrong = |message| Invalid::field("image", message);
    let content = STANDARD
        .decode(image)
        .map_err(|_| wrong("The picture must be sent in base64"))?;
    if content.len() > widget_logos::LARGEST {
        return Err(wrong("A logo can have 64 KB at most"));
    }
    let kind =
        Kind::of(&content).ok_or_else(|| wrong("A logo must be a PNG, JPEG or WebP picture"))?;
    Ok(Picture { kind, content })
}
