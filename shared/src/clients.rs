//! Clients: the tenants. Their owner is who the batch's session says; row-level security adds that to every statement here.

use crate::database::{FromRow, Query, Statement, Statements, StorageError, column};
use crate::identity::Claim;
use crate::sessions::Deleted;
use serde_json::Value;
use time::PrimitiveDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// A row of `clients`.
#[derive(Clone, Debug)]
pub struct Client {
    /// The client's id.
    pub id: Uuid,
    /// What the organiser calls it.
    pub name: String,
    /// The key in the embed snippet.
    pub public_api_key: String,
    /// A JSON list of texts; an old database may hold something else (see [`crate::origins`]).
    pub allowed_domains: Value,
    /// `active`, `paused` or `disabled`; an old database may hold another text, which counts as not active.
    pub status: String,
    /// UTC.
    pub created_at: PrimitiveDateTime,
}

/// The signed-in user's clients, oldest first, 1 000 at most.
pub fn list() -> Statement<Vec<Client>> {
    Query::repeatable(
        "select id, name, public_api_key, allowed_domains, status, created_at
           from clients
          where user_id = app.user_id()
          order by created_at, id
          limit 1000",
    )
    .many()
}

/// The signed-in user's oldest client, which the dashboard shows first.
pub fn find_first() -> Statement<Option<Client>> {
    Query::repeatable(
        "select id, name, public_api_key, allowed_domains, status, created_at
           from clients
          where user_id = app.user_id()
          order by created_at, id
          limit 1",
    )
    .optional()
}

/// One of the signed-in user's clients. `id` is `None` when what the caller sent is no id at all.
pub fn find(id: Option<Uuid>) -> Statement<Option<Client>> {
    Query::repeatable(
        "select id, name, public_api_key, allowed_domains, status, created_at
           from clients
          where id = $1 and user_id = app.user_id()",
    )
    .uuid(id)
    .optional()
}

/// A client about to be created, with the widget that belongs to it.
#[derive(Debug)]
pub struct NewClient {
    /// Its id, made here so that the statements after it need not wait for it.
    pub id: Uuid,
    /// What the organiser calls it.
    pub name: String,
    /// A fresh public key.
    pub public_api_key: String,
}

impl NewClient {
    /// A client of that name with a new id and key.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            id: Uuid::new_v4(),
            name: name.into(),
            public_api_key: crate::api_key::generate(),
        }
    }
}

/// Creates a client of the signed-in user and its widget.
pub fn insert(client: &NewClient) -> (Statement<Client>, Statement<()>) {
    let row = Query::write(
        "insert into clients (id, user_id, name, public_api_key)
         values ($1, app.user_id(), $2, $3)
         returning id, name, public_api_key, allowed_domains, status, created_at",
    )
    .uuid(client.id)
    .text(&client.name)
    .text(&client.public_api_key)
    .one();
    (row, crate::widgets::insert_default(client.id))
}

/// Creates a client and its widget unless the signed-in user has a client already; then gives the first one.
pub fn find_first_or_insert(
    client: &NewClient,
) -> impl Statements<Output = ((), ((), Option<Client>))> + use<> {
    let row = Query::write(
        "insert into clients (id, user_id, name, public_api_key)
         select $1, app.user_id(), $2, $3
          where app.user_id() is not null
            and not exists (select from clients where user_id = app.user_id())",
    )
    .uuid(client.id)
    .text(&client.name)
    .text(&client.public_api_key)
    .nothing();
    (
        row,
        (crate::widgets::insert_default(client.id), find_first()),
    )
}

/// Changes name and status where given. `None` when it is not the user's.
pub fn update(
    id: Option<Uuid>,
    name: Option<&str>,
    status: Option<&str>,
) -> Statement<Option<Client>> {
    Query::write(
        "update clients
            set name = coalesce($2, name), status = coalesce($3, status)
          where id = $1 and user_id = app.user_id()
         returning id, name, public_api_key, allowed_domains, status, created_at",
    )
    .uuid(id)
    .optional_text(name.map(str::to_owned))
    .optional_text(status.map(str::to_owned))
    .optional()
}

/// Replaces the public key; the old one is unknown from then on. `None` when the client is not the user's.
pub fn update_public_api_key(id: Option<Uuid>, public_api_key: &str) -> Statement<Option<Client>> {
    Query::write(
        "update clients
            set public_api_key = $2
          where id = $1 and user_id = app.user_id()
         returning id, name, public_api_key, allowed_domains, status, created_at",
    )
    .uuid(id)
    .text(public_api_key)
    .optional()
}

/// Replaces the list of allowed domains. `None` when the client is not the user's.
pub fn update_allowed_domains(id: Option<Uuid>, domains: &[String]) -> Statement<Option<Client>> {
    Query::write(
        "update clients
            set allowed_domains = $2
          where id = $1 and user_id = app.user_id()
         returning id, name, public_api_key, allowed_domains, status, created_at",
    )
    .uuid(id)
    .jsonb(Value::from(domains))
    .optional()
}

/// Deletes a client with all that belongs to it. One with more than a request can delete is gone for everybody at once, and its rows go by
/// and by (see [`delete_removed`]). `None` when it is not the user's.
pub fn delete(id: Option<Uuid>) -> Statement<Option<Client>> {
    Query::write(
        "select id, name, public_api_key, allowed_domains, status, created_at from app.delete_own_client($1)",
    )
    .uuid(id)
    .optional()
}

/// Deletes rows of clients that were too large to go in the request that deleted them, `at_most` so many. Gives how many.
pub fn delete_removed(at_most: i32) -> Statement<Deleted> {
    Query::write("select app.delete_removed_clients($1) as deleted")
        .integer(at_most)
        .one()
}

/// What a public key leads to.
#[derive(Debug)]
pub struct KeyHolder {
    /// The client's id.
    pub client_id: Uuid,
    /// See [`Client::status`].
    pub status: String,
    /// See [`Client::allowed_domains`].
    pub allowed_domains: Value,
}

/// Opens the client of a public key for the batch, when it is active and allows the page. `None` for an unknown key; whether the client
/// was opened follows from what is given. `page` is what [`crate::origins`] calls the origin.
pub fn open_by_key(key: &str, page: Option<&str>) -> Statement<Option<KeyHolder>> {
    Query::repeatable(
        "select client_id, status, allowed_domains from app.open_key_for_page($1, $2)",
    )
    .text(key)
    .optional_texts(page.map(crate::origins::entries_that_allow))
    .optional()
}

/// What a public key leads to, for a visitor who may say who it is.
#[derive(Debug)]
pub struct KeyHolderForVisitor {
    /// The client.
    pub holder: KeyHolder,
    /// What became of the claim.
    pub identity: Identity,
    /// Only users of the organiser's site may use the client's widget.
    pub is_login_required: bool,
}

/// What became of a visitor's claim to be somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// There was none.
    None,
    /// The client's secret has made its hash.
    Verified,
    /// It has not.
    Wrong,
}

/// Opens the client as [`open_by_key`] does, but only for a visitor whose claim is right, and where a login is required, only for one with
/// such a claim. The conversations that the batch begins are that user's.
pub fn open_by_key_for_visitor(
    key: &str,
    page: Option<&str>,
    claim: &Claim,
) -> Statement<Option<KeyHolderForVisitor>> {
    let (user_id, user_name, hash) = claim.parts();
    Query::repeatable(
        "select client_id, status, allowed_domains, identity, login_required from app.open_key_for_visitor($1, $2, $3, $4, $5)",
    )
    .text(key)
    .optional_texts(page.map(crate::origins::entries_that_allow))
    .optional_text(user_id)
    .optional_text(user_name)
    .bytes(hash)
    .optional()
}

impl FromRow for Client {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: column(row, "id")?,
            name: column(row, "name")?,
            public_api_key: column(row, "public_api_key")?,
            allowed_domains: column(row, "allowed_domains")?,
            status: column(row, "status")?,
            created_at: column(row, "created_at")?,
        })
    }
}

impl FromRow for KeyHolder {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            client_id: column(row, "client_id")?,
            status: column(row, "status")?,
            allowed_domains: column(row, "allowed_domains")?,
        })
    }
}

impl FromRow for KeyHolderForVisitor {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let identity: &str = column(row, "identity")?;
        Ok(Self {
            holder: KeyHolder::from_row(row)?,
            identity: match identity {
                "none" => Identity::None,
                "verified" => Identity::Verified,
                _ => Identity::Wrong,
            },
            is_login_required: column(row, "login_required")?,
        })
    }
}
