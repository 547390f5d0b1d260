//! Where a client is at home, how long it keeps what was said, and its plan: what it may use.

use crate::database::{
    DatabaseConfig, FromRow, Query, Statement, StorageError, column, connect_directly,
};
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

/// The check that refuses a language that Postgres has no text search for.
pub const LANGUAGE_UNKNOWN: &str = "clients_language_known";

/// The settings of a client, and what it may use.
#[derive(Clone, Debug)]
pub struct ClientSettings {
    /// How questions and documents are read: a text search configuration of Postgres (`english`, `german`, `simple`, …).
    pub language: String,
    /// A name of the IANA database: what a day is in the figures.
    pub time_zone: String,
    /// Days after which a silent conversation is deleted; never when it is `None`.
    pub retention_days: Option<i32>,
    /// `free` or `paid`.
    pub plan: String,
    /// Visitors' messages an hour, by the plan or the client's own number.
    pub requests_per_hour: i32,
    /// Documents in all, by the plan or the client's own number.
    pub documents_at_most: i32,
}

/// What a change came to.
#[derive(Clone, Debug)]
pub enum Changed {
    /// The settings as they are now.
    Settings(ClientSettings),
    /// Nothing: there is no such time zone.
    NoSuchTimeZone,
}

/// A change of the settings that are given.
#[derive(Clone, Debug, Default)]
pub struct ClientSettingsChange {
    /// See [`ClientSettings::language`].
    pub language: Option<String>,
    /// See [`ClientSettings::time_zone`].
    pub time_zone: Option<String>,
    /// See [`ClientSettings::retention_days`].
    pub retention_days: Option<Option<i32>>,
}

/// The settings of one of the signed-in user's clients; `None` when it is not the user's.
pub fn find(client_id: Option<Uuid>) -> Statement<Option<ClientSettings>> {
    Query::repeatable(
        "select c.language, c.time_zone, c.retention_days, c.plan, l.requests_per_hour, l.documents_at_most
           from clients c, app.limits_of(c.plan, c.requests_per_hour, c.documents_at_most) l
          where c.id = $1 and c.user_id = app.user_id()",
    )
    .uuid(client_id)
    .optional()
}

/// Changes what is given. `None` when the client is not the signed-in user's.
///
/// Refused with [`StorageError::Conflict`] of [`LANGUAGE_UNKNOWN`].
pub fn update(
    client_id: Option<Uuid>,
    change: &ClientSettingsChange,
) -> Statement<Option<Changed>> {
    Query::write(
        "with known as materialized (
             select c.id, $3 is null or exists (
                        select from pg_timezone_names where name = $3 and name !~ '^(posix/|right/|posixrules$|localtime$|Factory$)') as is_known
               from clients c
              where c.id = $1 and c.user_id = app.user_id()
         ), updated as (
             update clients c
                set language       = coalesce($2, c.language),
                    time_zone      = coalesce($3, c.time_zone),
                    retention_days = case when $4 then $5 else c.retention_days end
               from known k
              where c.id = k.id and k.is_known
             returning c.*
         )
         select k.is_known, u.language, u.time_zone, u.retention_days, u.plan, l.requests_per_hour, l.documents_at_most
           from known k
           left join updated u on true
           left join lateral app.limits_of(u.plan, u.requests_per_hour, u.documents_at_most) l on true",
    )
    .uuid(client_id)
    .optional_text(change.language.clone())
    .optional_text(change.time_zone.clone())
    .boolean(change.retention_days.is_some())
    .optional_integer(change.retention_days.flatten())
    .optional()
}

/// What a client may use, as an operator says it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// `free` or `paid`.
    pub name: String,
    /// The client's own number instead of the plan's; `None` for the plan's.
    pub requests_per_hour: Option<i32>,
    /// See [`Self::requests_per_hour`].
    pub documents_at_most: Option<i32>,
}

/// Gives a client another plan, and says what it may use now; `None` when there is no such client. As the owner and beside the pool: the
/// role of requests may not change what a client may use, whoever is signed in.
///
/// # Errors
/// When the database is away or refuses a number.
pub async fn set_plan(
    config: &DatabaseConfig,
    client_id: Uuid,
    plan: &Plan,
) -> Result<Option<ClientSettings>, StorageError> {
    let connection = connect_directly(config).await?;
    let sql = "with changed as (
                   update public.clients set plan = $2, requests_per_hour = $3, documents_at_most = $4 where id = $1 returning *
               )
               select c.language, c.time_zone, c.retention_days, c.plan, l.requests_per_hour, l.documents_at_most
                 from changed c, app.limits_of(c.plan, c.requests_per_hour, c.documents_at_most) l";
    let parameters: [(&(dyn ToSql + Sync), Type); 4] = [
        (&client_id, Type::UUID),
        (&plan.name, Type::TEXT),
        (&plan.requests_per_hour, Type::INT4),
        (&plan.documents_at_most, Type::INT4),
    ];
    let rows = connection.client.query_typed(sql, &parameters).await;
    connection.close().await;
    rows?.first().map(ClientSettings::from_row).transpose()
}

impl FromRow for ClientSettings {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            language: column(row, "language")?,
            time_zone: column(row, "time_zone")?,
            retention_days: column(row, "retention_days")?,
            plan: column(row, "plan")?,
            requests_per_hour: column(row, "requests_per_hour")?,
            documents_at_most: column(row, "documents_at_most")?,
        })
    }
}

impl FromRow for Changed {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        if column(row, "is_known")? {
            ClientSettings::from_row(row).map(Self::Settings)
        } else {
            Ok(Self::NoSuchTimeZone)
        }
    }
}
