//! What is left of somebody who is gone: nothing that opens anything, and no trace in an answer.

use crate::document::{OpenedBy, Operation, operations};
use crate::ids::Ids;
use crate::judge::{plain, tells};
use crate::request::Request;
use crate::tenant::Tenant;
use crate::world::World;
use shared::visitors::VisitorId;
use shared::{api_key, client_tokens};

/// Where something may be left for a while, and why.
const MAY_STAY: [(&str, &str); 3] = [
    (
        "deleted_objects",
        "files that the next sweep deletes from the store",
    ),
    (
        "app.directus_items",
        "items that the next sweep deletes in a Directus elsewhere",
    ),
    ("request_counts", "counts of this hour, by a client's id"),
];

/// Tables that a tenant may have nothing in, and why.
const OF_NOBODY: [(&str, &str); 4] = [
    (
        "sign_in_counters",
        "log-ins that failed, by a hash of who tried",
    ),
    ("refinery_schema_history", "which migrations ran"),
    ("known_words", "small words and synonyms, the same for all"),
    (
        "app.editor_clients",
        "which client a database role of the operator's sees",
    ),
];

#[tokio::test]
async fn a_tenant_here_has_a_row_in_every_table() {
    let world = World::build().await;
    let rows = world.rows_of_bob().await;
    let tables = world.tables().await;
    for (table, reason) in OF_NOBODY {
        assert!(
            tables.iter().any(|name| name == table),
            "{table} ({reason}) is no table any more"
        );
    }
    let is_of_nobody = |table: &&String| OF_NOBODY.iter().any(|(name, _)| name == *table);
    let has_row = |table: &&String| rows.iter().any(|row| row.starts_with(&format!("{table} ")));
    let empty: Vec<_> = tables
        .iter()
        .filter(|table| !is_of_nobody(table) && !has_row(table))
        .collect();
    assert!(
        empty.is_empty(),
        "give the tenant one of each in tenant.sql: {empty:?}"
    );
}

#[tokio::test]
async fn a_deleted_account_opens_nothing_and_is_not_remembered() {
    let world = World::build().await;
    let user = world.bob.person.user_id;
    let answer = request(
        "DELETE",
        "/api/auth/account",
        Some(serde_json::json!({"password": crate::request::PASSWORD})),
    );
    answer
        .cookie(&world.bob.person.cookie)
        .call(&world.app)
        .expect(200)
        .await;
    opens_nothing(&world).await;
    let users = format!("select count(*) from users where id = '{user}'");
    assert_eq!(world.database.count(&users).await, 0);
}

#[tokio::test]
async fn a_deleted_client_opens_nothing_and_is_not_remembered() {
    let world = World::build().await;
    let path = format!("/api/dashboard/clients/{}", world.bob.person.client_id);
    let delete = request("DELETE", &path, None).cookie(&world.bob.person.cookie);
    delete.call(&world.app).expect(200).await;
    // His account is still there, and opens no more than anybody's of what is gone.
    let user = world.bob.person.user_id;
    let account = format!(
        "delete from users where id = '{user}'; delete from session where sess ->> 'userId' = '{user}'"
    );
    world.database.sql(&account).await;
    opens_nothing(&world).await;
}

#[tokio::test]
async fn a_key_that_was_replaced_is_like_one_that_never_was() {
    let world = World::build().await;
    let path = format!(
        "/api/dashboard/clients/{}/regenerate-key",
        world.bob.person.client_id
    );
    let regenerate = request("POST", &path, None).cookie(&world.bob.person.cookie);
    regenerate.call(&world.app).expect(200).await;
    let faults = compare(&world, |operation| {
        operation.opened_by == OpenedBy::PublicKey
    })
    .await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whatever Bob had, is answered as if it had never been.
async fn opens_nothing(world: &World) {
    let rows = world.rows_of_bob().await;
    let stays = |row: &&String| {
        MAY_STAY
            .iter()
            .any(|(table, _)| row.starts_with(&format!("{table} ")))
    };
    let left: Vec<_> = rows.iter().filter(|row| !stays(row)).collect();
    assert!(left.is_empty(), "left behind: {left:#?}");
    let faults = compare(world, |operation| {
        !matches!(
            operation.opened_by,
            OpenedBy::WebhookSecret | OpenedBy::Nothing
        )
    })
    .await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What Bob had opened, asked for with it, and the same with what never opened anything.
async fn compare(world: &World, is_asked: impl Fn(&Operation) -> bool) -> Vec<String> {
    let nobody = Had::nothing(world);
    let bob = Had::of(&world.bob);
    let mut faults = Vec::new();
    for operation in operations().iter().filter(|operation| is_asked(operation)) {
        let request = |had: &Had| {
            had.sign(
                operation,
                operation
                    .request(&had.ids, &world.known)
                    .expect("a request"),
            )
        };
        let (his, none) = (request(&bob), request(&nobody));
        let (gone, never) = (
            his.call(&world.app).send().await,
            none.call(&world.app).send().await,
        );
        let (gone_plain, never_plain) = (plain(&gone, &his), plain(&never, &none));
        if gone_plain != never_plain {
            faults.push(format!(
                "{}:\n    {gone_plain}\n    {never_plain}",
                operation.id
            ));
        }
        let leaked = tells(world, &his, &gone);
        if !leaked.is_empty() {
            faults.push(format!("{} tells {leaked:?}", operation.id));
        }
    }
    faults
}

/// What somebody opens doors with.
struct Had {
    ids: Ids,
    cookie: String,
    key: String,
    token: String,
    visitor_token: String,
    identity: String,
}

impl Had {
    fn of(tenant: &Tenant) -> Self {
        Self {
            ids: tenant.ids.clone(),
            cookie: tenant.person.cookie.clone(),
            key: tenant.person.key.clone(),
            token: tenant.token.clone(),
            visitor_token: tenant.visitor_token.clone(),
            identity: tenant.identity.clone(),
        }
    }

    /// Of the right form, of nobody.
    fn nothing(world: &World) -> Self {
        Self {
            ids: Ids::of_nothing(),
            cookie: world.cookie_of_nobody(),
            key: api_key::generate(),
            token: client_tokens::generate().expose().to_owned(),
            visitor_token: VisitorId::new().token(&world.keys),
            identity: world.bob.other_identity.clone(),
        }
    }

    fn sign(&self, operation: &Operation, request: Request) -> Request {
        match operation.opened_by {
            OpenedBy::Session => request.cookie(&self.cookie),
            OpenedBy::PublicKey => {
                let request = request.header("x-api-key", &self.key);
                let request = request.header("x-visitor-token", &self.visitor_token);
                request.header("x-visitor-identity", &self.identity)
            }
            OpenedBy::Token => request.header("authorization", &format!("Bearer {}", self.token)),
            OpenedBy::WebhookSecret | OpenedBy::Nothing => request,
        }
    }
}

fn request(method: &str, path: &str, body: Option<serde_json::Value>) -> Request {
    Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query: Vec::new(),
        headers: Vec::new(),
        body,
    }
}
