//! The files that embed snippets load, built into the binary. Any page may load them.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    CACHE_CONTROL, CONTENT_TYPE, HeaderName, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::http::ApiError;
use shared::http::files::{self, File, Variant};

/// The files that the build gave, in the order of their paths below `/widget`.
pub static BUILT_IN: &[File] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// What a snippet names has no hash in its name. A new version is there for everybody after minutes; in the next ones caches may give the
/// last version while they ask, and while nobody answers them.
const MINUTES: &str =
    "public, max-age=300, s-maxage=300, stale-while-revalidate=300, stale-if-error=86400";

/// Begins the names of the application's files.
const APPLICATION: &str = "/app/";

pub async fn script(headers: HeaderMap) -> Response {
    with_frame_options(answer("/v1/widget.js", &headers))
}

/// The same loader, for snippets of the other form.
pub async fn script_v2(headers: HeaderMap) -> Response {
    with_frame_options(answer("/v2/widget.js", &headers))
}

pub async fn stylesheet(headers: HeaderMap) -> Response {
    answer("/v1/widget.css", &headers)
}

/// A file of the application. After a deployment pages that are open, and caches, still have a loader or a part that names files of the last
/// one: they are given what has their place now, which nobody may keep under the old name.
pub async fn application(
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Path(name)) = name else {
        return not_found();
    };
    let path = format!("{APPLICATION}{name}");
    if files::find(BUILT_IN, &path).is_some() {
        return answer(&path, &headers);
    }
    let Some(path) = successor(BUILT_IN, &name) else {
        return not_found();
    };
    let mut response = answer(path, &headers);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

pub async fn preflight() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, OPTIONS"),
    );
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Content-Type"),
    );
    response
}

/// Preflights were answered for any path under `v1`.
pub async fn unknown(method: Method) -> Response {
    if method == Method::OPTIONS {
        return preflight().await;
    }
    not_found()
}

/// The one file of the application whose name is that without the hash.
fn successor(files: &'static [File], name: &str) -> Option<&'static str> {
    let stem = without_hash(name)?;
    let mut fitting = files.iter().map(|file| file.path).filter(|path| {
        let name = path.strip_prefix(APPLICATION);
        name.and_then(without_hash) == Some(stem)
    });
    let path = fitting.next()?;
    fitting.next().is_none().then_some(path)
}

/// `chat` of `chat-HASH.js`.
fn without_hash(name: &str) -> Option<&str> {
    let (stem, _) = name.strip_suffix(".js")?.rsplit_once('-')?;
    Some(stem).filter(|stem| !stem.is_empty())
}

fn answer(path: &str, asked: &HeaderMap) -> Response {
    let Some(file) = files::find(BUILT_IN, path) else {
        return not_found();
    };
    let mut response = file.answer(asked, MINUTES);
    let is_error = response.status().is_client_error();
    let headers = response.headers_mut();
    if !is_error {
        // With a 304 too, as it was.
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.content_type));
    }
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, OPTIONS"),
        // Pages that are isolated from other origins may load it as well.
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// As the old server sent it with the script alone.
fn with_frame_options(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    response
}

fn not_found() -> Response {
    ApiError::not_found("There is no such file").into_response()
}

#[cfg(test)]
mod tests {
    use super::{File, Variant, successor};

    const fn file(path: &'static str) -> File {
        File {
            path,
            content_type: "application/javascript; charset=utf-8",
            is_immutable: true,
            identity: Variant {
                etag: "\"e7a6\"",
                bytes: b"it",
            },
            brotli: None,
            gzip: None,
        }
    }

    static FILES: [File; 5] = [
        file("/app/chat-2B2B2B2B.js"),
        file("/app/chunk-3C3C3C3C.js"),
        file("/app/chunk-4D4D4D4D.js"),
        file("/app/zh-tw-5E5E5E5E.js"),
        file("/v1/widget.js"),
    ];

    #[test]
    fn an_old_file_has_a_successor_when_only_one_can_be_meant() {
        for (name, expected) in [
            ("chat-1A1A1A1A.js", Some("/app/chat-2B2B2B2B.js")),
            ("zh-tw-1A1A1A1A.js", Some("/app/zh-tw-5E5E5E5E.js")),
            ("chunk-1A1A1A1A.js", None),
            ("zh-1A1A1A1A.js", None),
            ("gone-1A1A1A1A.js", None),
            ("chat.js", None),
            ("-1A1A1A1A.js", None),
            ("widget.js", None),
            ("", None),
        ] {
            assert_eq!(successor(&FILES, name), expected, "{name}");
        }
    }
}
