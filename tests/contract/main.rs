//! Replays what the server we replace answered, recorded request by request in the JSON files beside this one, against our
//! functions and a real Postgres.
#![expect(
    clippy::panic,
    reason = "a recording that cannot be played ends the test"
)]

mod answer;
mod corpus;
mod cors;
mod differences;
mod exchange;
mod json;
mod list;
mod placeholders;
mod replay;
mod rows;
mod server;
mod stage;
mod upstream;

/// A test for each group, so that they run side by side.
macro_rules! groups {
    ($($test:ident: $file:literal,)*) => {
        const GROUPS: &[&str] = &[$($file),*];

        $(#[tokio::test]
        async fn $test() {
            replay::replay($file, &differences::of_group($file)).await;
        })*
    };
}

groups! {
    auth_login: "auth-login",
    auth_logout: "auth-logout",
    auth_me: "auth-me",
    auth_register: "auth-register",
    cors_of_every_route: "cors",
    dashboard_client_patch: "dashboard-client-patch",
    dashboard_clients: "dashboard-clients",
    dashboard_domains: "dashboard-domains",
    dashboard_regenerate_key: "dashboard-regenerate-key",
    dashboard_widget: "dashboard-widget",
    http_level: "http-level",
    session_cookie: "session-cookie",
    widget_chat: "widget-chat",
    widget_config: "widget-config",
    widget_files_version_health: "widget-files-version-health",
}
