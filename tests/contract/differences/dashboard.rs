//! Differences of the groups about clients and widgets in the dashboard.

use super::instead::{
    invalid_json, json, no_such_route, not_found, not_json, not_storable, required, wrong_method,
};
use super::{Difference, Instead, alike, group};
use serde_json::{Value, json};

pub fn differences() -> Vec<Difference> {
    [
        unknown_clients(),
        refused_bodies(),
        client(),
        clients(),
        domains(),
        key_and_widget(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Somebody else's client, and what is no id at all.
fn unknown_clients() -> Vec<Difference> {
    let unknown = not_found("Client not found");
    let client = [
        "other tenant's id with an invalid body: 403 before 400",
        "PATCH /api/dashboard/clients/:id other tenant's id",
        "PATCH /api/dashboard/clients/:id user without clients asks for someone's id",
        "PATCH /api/dashboard/clients/:id id with NUL",
        "PATCH /api/dashboard/clients/:id id with bad percent-encoding: with a live session the connection is dropped with no bytes sent",
    ];
    let clients = [
        "GET /api/dashboard/clients/:id other tenant's id",
        "GET /api/dashboard/clients/:id user without clients asks for someone's id",
        "GET /api/dashboard/clients/:id id with bad percent-encoding: with a live session the connection is dropped with no bytes sent",
    ];
    let domains = [
        "PATCH /api/dashboard/clients/:id/domains other tenant's id",
        "PATCH /api/dashboard/clients/:id/domains user without clients asks for someone's id",
        "PATCH /api/dashboard/clients/:id/domains id with NUL",
        "PATCH /api/dashboard/clients/:id/domains id with bad percent-encoding: with a live session the connection is dropped with no bytes sent",
    ];
    let key = [
        "POST /api/dashboard/clients/:id/regenerate-key other tenant's id",
        "POST /api/dashboard/clients/:id/regenerate-key user without clients asks for someone's id",
        "POST /api/dashboard/clients/:id/regenerate-key id with NUL",
        "POST /api/dashboard/clients/:id/regenerate-key id with bad percent-encoding: with a live session the connection is dropped with no bytes sent",
    ];
    let widget = [
        "GET /api/dashboard/widget/:id other tenant's id",
        "GET /api/dashboard/widget/:id user without clients asks for someone's id",
        "GET /api/dashboard/widget/:id id with NUL",
        "GET /api/dashboard/widget/:id id with bad percent-encoding: with a live session the connection is dropped with no bytes sent",
        "PUT /api/dashboard/widget/:id user without clients asks for someone's id",
        "PUT /api/dashboard/widget/:id id with NUL",
        "PUT /api/dashboard/widget/:id id with bad percent-encoding: with a live session the connection is dropped with no bytes sent",
    ];
    [
        alike("dashboard-client-patch", 2, &unknown, client),
        alike("dashboard-clients", 2, &unknown, clients),
        alike("dashboard-domains", 2, &unknown, domains),
        alike("dashboard-regenerate-key", 2, &unknown, key),
        alike("dashboard-widget", 2, &unknown, widget),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn refused_bodies() -> Vec<Difference> {
    const FORMS: [&str; 2] = ["form body one value: string", "form body two values: array"];
    const BROKEN: [&str; 2] = [
        "invalid JSON",
        "invalid JSON without cookie: 400 before 401",
    ];
    [
        alike("dashboard-client-patch", 6, &not_json(), ["form body"]),
        alike("dashboard-client-patch", 6, &invalid_json(), BROKEN),
        alike("dashboard-domains", 6, &not_json(), FORMS),
        alike(
            "dashboard-regenerate-key",
            6,
            &invalid_json(),
            ["invalid JSON body"],
        ),
        alike("dashboard-widget", 6, &invalid_json(), ["invalid JSON"]),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn alice() -> Value {
    json!({
        "id": "a11ce000-0000-4000-8000-00000000c001",
        "name": "Alice Conf",
        "publicApiKey": "pk_live_a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
        "allowedDomains": [],
        "status": "active",
        "createdAt": "2025-01-02T03:04:05.678Z",
    })
}

fn client() -> Vec<Difference> {
    let nul = not_storable(&json!(["name"]), "name");
    group(
        "dashboard-client-patch",
        [
            (11, "only unknown fields: 500", 0, json(200, alice())),
            (11, "no body: 500", 0, json(200, alice())),
            (16, "name with NUL: 500", 0, nul),
            (19, "DELETE is not a route", 0, json(200, alice())),
            (19, "DELETE is not a route", 1, Instead::Rows(json!([]))),
        ],
    )
}

fn clients() -> Vec<Difference> {
    const REORDERED: &str = "list: order after an update of the first";
    const CREATE: &str = "POST list is not a route: HTML when logged in";
    let oldest_first = json!({"clients": [
        {
            "id": "da7e0000-0000-4000-8000-00000000c041",
            "name": "Dave One renamed",
            "publicApiKey": "pk_live_d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1",
            "allowedDomains": [],
            "status": "active",
            "createdAt": "2025-03-01T00:00:00.000Z",
        },
        {
            "id": "da7e0000-0000-4000-8000-00000000c042",
            "name": "Dave Two",
            "publicApiKey": "pk_live_d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2",
            "allowedDomains": [],
            "status": "paused",
            "createdAt": "2025-03-02T00:00:00.000Z",
        },
    ]});
    group(
        "dashboard-clients",
        [
            (13, REORDERED, 1, json(200, oldest_first)),
            (19, CREATE, 0, required("name")),
        ],
    )
}

fn domains() -> Vec<Difference> {
    const EMPTY: &str = "missing: default [] CLEARS the list";
    const NONE: &str = "no body: clears the list";
    const MISSPELT: &str = "wrong field name: clears the list";
    let kept = Instead::Rows(json!([{
        "name": "Alice Conf",
        "public_api_key": "pk_live_a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
        "allowed_domains": r#"["x"]"#,
        "status": "active",
        "created_at": "2025-01-02 03:04:05.678901",
    }]));
    let nul = not_storable(&json!(["domains", 0]), "domains[0]");
    group(
        "dashboard-domains",
        [
            (5, "PUT is not a route", 0, wrong_method("PATCH")),
            (11, EMPTY, 1, required("domains")),
            (11, EMPTY, 2, kept.clone()),
            (11, NONE, 1, required("domains")),
            (11, NONE, 2, kept.clone()),
            (11, MISSPELT, 1, required("domains")),
            (11, MISSPELT, 2, kept),
            (16, "item with NUL: 500", 0, nul),
        ],
    )
}

fn key_and_widget() -> Vec<Difference> {
    let mut all = group(
        "dashboard-regenerate-key",
        [(5, "GET is not a route", 0, wrong_method("POST"))],
    );
    let nul = not_storable(&json!(["welcomeMessage"]), "welcomeMessage");
    all.extend(group(
        "dashboard-widget",
        [
            (5, "GET without id is not a route", 0, no_such_route()),
            (5, "PATCH is not a route", 0, wrong_method("GET,HEAD,PUT")),
            (16, "welcome NUL: 500", 0, nul),
        ],
    ));
    all
}
