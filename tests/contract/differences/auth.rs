//! Differences of the groups about accounts and sessions.

use super::instead::{
    NEW_COOKIE, error, internal, invalid_json, json, not_json, not_signed_in, not_storable,
    wrong_method,
};
use super::{Difference, Instead, alike, group};
use serde_json::json;

const WRONG_PASSWORD: (u16, &str, &str) = (401, "Unauthorized", "Invalid username or password");

pub fn differences() -> Vec<Difference> {
    [log_in(), log_out(), me(), register(), forms(), sessions()]
        .into_iter()
        .flatten()
        .collect()
}

fn log_in() -> Vec<Difference> {
    const HOLDING_ANOTHER: &str = "logging in while holding bob's session: same session id re-bound to alice (no regeneration)";
    const FIXATION: &str = "session fixation: anonymous known session id is kept at login";
    const PLAIN_HTTP: &str = "production profile over plain HTTP: 200 but NO Set-Cookie; the session row is written anyway";
    let (status, code, message) = WRONG_PASSWORD;
    let older_client = json!({
        "user": {"id": "da7e0000-0000-4000-8000-000000000004", "username": "dave"},
        "client": {
            "id": "da7e0000-0000-4000-8000-00000000c041",
            "name": "Dave One renamed",
            "publicApiKey": "pk_live_d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1",
            "allowedDomains": [],
            "status": "active",
        },
    });
    let row_without_secure = json!([{
        "sid": "{{any:sid}}",
        "sess": r#"{"cookie":{"originalMaxAge":604800000,"expires":"{{any:iso-ts}}","secure":false,"httpOnly":true,"path":"/"},"userId":"a11ce000-0000-4000-8000-000000000001"}"#,
        "expire_text": "{{any:pg-ts}}",
        "expire_minus_now_minutes": "10080",
    }]);
    group(
        "auth-login",
        [
            (1, HOLDING_ANOTHER, 0, Instead::NewCookie),
            (1, HOLDING_ANOTHER, 1, Instead::Rows(json!([]))),
            (1, HOLDING_ANOTHER, 2, not_signed_in()),
            (1, FIXATION, 0, Instead::NewCookie),
            (1, FIXATION, 1, Instead::Rows(json!([]))),
            (1, PLAIN_HTTP, 0, Instead::NewCookie),
            (1, PLAIN_HTTP, 1, Instead::Rows(row_without_secure)),
            (
                1,
                "production profile with X-Forwarded-Proto: https: still no Set-Cookie (no trust proxy)",
                0,
                Instead::NewCookie,
            ),
            (6, "ok form-urlencoded", 0, not_json()),
            (
                13,
                "user with two clients after an update of the first: table order changes and so does the primary client",
                1,
                json(200, older_client).with_header("Set-Cookie", NEW_COOKIE),
            ),
            (
                15,
                "session store failing on save: 200 and cookie are sent, session lost",
                1,
                internal("An error occurred during login"),
            ),
            (
                16,
                "username with NUL: 500",
                0,
                error(status, code, message),
            ),
        ],
    )
}

fn log_out() -> Vec<Difference> {
    group(
        "auth-logout",
        [
            (
                5,
                "GET is not a route: dashboard HTML",
                0,
                wrong_method("POST"),
            ),
            (
                6,
                "invalid JSON body: 400, still logged in",
                0,
                invalid_json(),
            ),
            (
                14,
                "session table failing, cookie: 500 from the error handler with the driver's text",
                1,
                internal("An error occurred during logout"),
            ),
            (17, "session table failing, no cookie: 500", 1, logged_out()),
        ],
    )
}

fn logged_out() -> Instead {
    let cookie = "connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    let answer = json(200, json!({"message": "Logged out successfully"}));
    answer.with_header("Set-Cookie", cookie)
}

fn me() -> Vec<Difference> {
    let carol = json!({"user": {"id": "ca401000-0000-4000-8000-000000000003", "username": "carol"}, "client": null});
    group(
        "auth-me",
        [
            (
                5,
                "POST /me is not a route: dashboard HTML",
                0,
                wrong_method("GET,HEAD"),
            ),
            (
                8,
                "user without client: client is {} (not null): req.client is the Node socket",
                0,
                json(200, carol),
            ),
            (
                14,
                "session table failing with cookie: 500 {message}, driver text leaks",
                1,
                internal("An error occurred during authentication"),
            ),
        ],
    )
}

fn register() -> Vec<Difference> {
    const WHILE_LOGGED_IN: &str =
        "already logged in as alice: same session id is re-bound to the new user";
    const HALF_MADE: &str = "clientName with NUL: 500 and a half-made account that can log in";
    let (status, code, message) = WRONG_PASSWORD;
    group(
        "auth-register",
        [
            (1, WHILE_LOGGED_IN, 0, Instead::NewCookie),
            (1, WHILE_LOGGED_IN, 1, Instead::Rows(json!([]))),
            (1, WHILE_LOGGED_IN, 2, not_signed_in()),
            (
                7,
                "username differing only by case is another user",
                0,
                error(409, "Conflict", "Username already exists"),
            ),
            (
                15,
                "session store failing on save: 201 sent, cookie sent, but no session row",
                1,
                internal("An error occurred during registration"),
            ),
            (
                16,
                HALF_MADE,
                0,
                not_storable(&json!(["clientName"]), "clientName"),
            ),
            (15, HALF_MADE, 1, Instead::Rows(json!([]))),
            (15, HALF_MADE, 4, error(status, code, message)),
        ],
    )
}

fn forms() -> Vec<Difference> {
    let scenarios = [
        "form-urlencoded body is accepted",
        "form-urlencoded repeated field becomes an array",
        "form-urlencoded with brackets stays flat (extended:false)",
    ];
    alike("auth-register", 6, &not_json(), scenarios)
}

fn sessions() -> Vec<Difference> {
    group(
        "session-cookie",
        [(21, "sess without cookie object: 500", 1, not_signed_in())],
    )
}
