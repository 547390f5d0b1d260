//! On which pages a client's widget has been seen: origins from which it asked for its configuration, 50 a client at most.

use crate::database::{FromRow, Query, Statement, StorageError, column};
use time::OffsetDateTime;
use tokio_postgres::Row;
use uuid::Uuid;

/// An origin on which the widget was.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// `https://conference.example`
    pub origin: String,
    /// When it was there first.
    pub first_seen_at: OffsetDateTime,
    /// When it was there last, right within ten minutes.
    pub last_seen_at: OffsetDateTime,
}

/// Notes that a page of this origin asked for the configuration of the client that the batch's key opened. Nothing when there is no
/// origin to note, or no client open.
pub fn record(origin: Option<String>) -> Statement<()> {
    Query::repeatable("select app.record_sighting($1) where $1 is not null")
        .optional_text(origin)
        .nothing()
}

/// The sightings of the signed-in user's client, the last one first. Nothing for a client of somebody else.
pub fn list(client_id: Option<Uuid>) -> Statement<Vec<Sighting>> {
    Query::repeatable(
        "select s.origin, s.first_seen_at, s.last_seen_at
           from widget_sightings s
           join clients c on c.id = s.client_id
          where c.id = $1 and c.user_id = app.user_id()
          order by s.last_seen_at desc, s.origin
          limit 50",
    )
    .uuid(client_id)
    .many()
}

impl FromRow for Sighting {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            origin: column(row, "origin")?,
            first_seen_at: column(row, "first_seen_at")?,
            last_seen_at: column(row, "last_seen_at")?,
        })
    }
}
