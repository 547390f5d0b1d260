//! Deleting conversations, and with each its messages.

use crate::database::{FromRow, Query, Statement, StorageError, column};
use crate::sessions::Deleted;
use time::Date;
use tokio_postgres::Row;
use uuid::Uuid;

/// Deletes one conversation with its messages: 1, or 0 when there is no such one in one of the signed-in user's clients.
pub fn delete(client_id: Option<Uuid>, conversation_id: Option<Uuid>) -> Statement<Deleted> {
    Query::write(
        "with deleted as (
             delete from conversations v
              using clients c
              where v.id = $2 and v.client_id = $1 and c.id = v.client_id and c.user_id = app.user_id()
             returning 1
         )
         select count(*) as deleted from deleted",
    )
    .uuid(client_id)
    .uuid(conversation_id)
    .one()
}

/// Deletes some of the conversations of one of the signed-in user's clients in which nothing was said since the day `before` began in
/// the client's time zone, or of all; the oldest first. `None` when the client is not the user's.
pub fn delete_some(
    client_id: Option<Uuid>,
    before: Option<Date>,
    at_most: i32,
) -> Statement<Option<Deleted>> {
    Query::repeatable(
        "with own as materialized (
             select c.id, coalesce($2::timestamp at time zone c.time_zone, 'infinity') as ends_at
               from clients c
              where c.id = $1 and c.user_id = app.user_id()
         ), deleted as (
             delete from conversations
              where id = any (array(
                 select v.id
                   from own o
                   join conversations v on v.client_id = o.id and v.last_message_at < o.ends_at
                  order by v.last_message_at
                  limit $3
                    for update of v))
             returning 1
         )
         select (select count(*) from deleted) as deleted from own",
    )
    .uuid(client_id)
    .optional_date(before)
    .integer(at_most)
    .optional()
}

/// How far [`delete_expired`] came.
#[derive(Clone, Copy, Debug)]
pub struct Expired {
    /// How many were deleted.
    pub deleted: i64,
    /// Behind which client to go on; `None` when all were looked at.
    pub next: Option<Uuid>,
}

/// Deletes conversations in which nothing was said for longer than their client keeps them, `at_most` so many with their messages: of some
/// clients behind `after` in the order of their ids, or of the first ones.
pub fn delete_expired(at_most: i32, after: Option<Uuid>) -> Statement<Expired> {
    // As with sessions: it may run twice, but would count only the second time.
    Query::write("select deleted, next from app.delete_expired_conversations($1, $2)")
        .integer(at_most)
        .uuid(after)
        .one()
}

impl FromRow for Expired {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            deleted: column(row, "deleted")?,
            next: column(row, "next")?,
        })
    }
}
