//! Scenarios that are not played, each with the reason.

const THE_DASHBOARDS_PAGE: &str =
    "the dashboard's own page and files are not served by these functions";
const PROTOCOL: &str = "it is the HTTP server in front of the functions that reads this";
const BUILT_IN: &str = "the embed files are part of the program and cannot be missing";

/// Group, scenario, reason.
pub const EXCLUDED: &[(&str, &str, &str)] = &[
    ("cors", "OPTIONS /", THE_DASHBOARDS_PAGE),
    ("http-level", "GET / dashboard", THE_DASHBOARDS_PAGE),
    ("http-level", "GET /index.html", THE_DASHBOARDS_PAGE),
    ("http-level", "GET /login (SPA path)", THE_DASHBOARDS_PAGE),
    (
        "http-level",
        "GET unknown asset: 200 HTML",
        THE_DASHBOARDS_PAGE,
    ),
    (
        "http-level",
        "DELETE /anything: 200 HTML",
        THE_DASHBOARDS_PAGE,
    ),
    (
        "http-level",
        "GET /.env: 200 HTML, file not served",
        THE_DASHBOARDS_PAGE,
    ),
    ("http-level", "GET traversal", THE_DASHBOARDS_PAGE),
    (
        "http-level",
        "GET bad percent-encoding outside the API",
        THE_DASHBOARDS_PAGE,
    ),
    (
        "http-level",
        "bad percent-encoding in /%ff with a live session",
        THE_DASHBOARDS_PAGE,
    ),
    (
        "http-level",
        "production profile: bad percent-encoding",
        THE_DASHBOARDS_PAGE,
    ),
    ("http-level", "GET double slash", THE_DASHBOARDS_PAGE),
    (
        "http-level",
        "GET / If-Modified-Since future: 304",
        THE_DASHBOARDS_PAGE,
    ),
    ("http-level", "GET / Range: partial", THE_DASHBOARDS_PAGE),
    ("http-level", "HTTP method TRACE", THE_DASHBOARDS_PAGE),
    ("http-level", "chunked body is read", PROTOCOL),
    ("http-level", "headers over 16 KB: 431", PROTOCOL),
    ("http-level", "no Host header: 400", PROTOCOL),
    (
        "widget-files-version-health",
        "widget.css missing on disk: 404",
        BUILT_IN,
    ),
];

/// Whether a scenario is not played.
pub fn is_excluded(group: &str, scenario: &str) -> bool {
    EXCLUDED
        .iter()
        .any(|&(of, name, _)| (of, name) == (group, scenario))
}
