//! Logos of widgets: one a client, kept in the database, read by whoever has their address, which is the SHA-256 of their bytes.

use crate::database::{Changed, FromRow, Query, Statement, StorageError, column};
use tokio_postgres::Row;
use uuid::Uuid;

/// The largest logo in bytes, as the table checks it.
pub const LARGEST: usize = 64 * 1024;

/// What browsers draw, told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PNG
    Png,
    /// JPEG
    Jpeg,
    /// WebP
    WebP,
}

impl Kind {
    /// The kind of a picture; `None` when it is none of those.
    /// <https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern>
    #[must_use]
    pub fn of(content: &[u8]) -> Option<Self> {
        if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if content.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if content.starts_with(b"RIFF") && content.get(8..14) == Some(b"WEBPVP") {
            Some(Self::WebP)
        } else {
            None
        }
    }

    /// Its name in the database.
    fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::WebP => "webp",
        }
    }

    fn named(name: &str) -> Option<Self> {
        let kinds = [Self::Png, Self::Jpeg, Self::WebP];
        kinds.into_iter().find(|kind| kind.name() == name)
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }
}

/// The address of a logo that was stored.
#[derive(Clone, Debug)]
pub struct Address(pub String);

/// A logo.
#[derive(Clone, Debug)]
pub struct Logo {
    /// `None` for one of a kind that a newer program stored.
    pub kind: Option<Kind>,
    /// The picture's bytes.
    pub content: Vec<u8>,
}

/// The logo with this address, whosever it is.
pub fn find(sha256: &str) -> Statement<Option<Logo>> {
    Query::repeatable("select kind, content from app.find_logo($1)")
        .text(sha256)
        .optional()
}

/// Gives one of the signed-in user's clients a logo in place of the one it had. `None` when the client is not the user's.
pub fn replace(
    client_id: Option<Uuid>,
    kind: Kind,
    content: Vec<u8>,
) -> (Statement<()>, Statement<Option<Address>>) {
    let logo = Query::repeatable(
        "insert into widget_logos as l (client_id, kind, content)
         select c.id, $2, $3 from clients c where c.id = $1 and c.user_id = app.user_id()
         on conflict on constraint widget_logos_pkey do update
            set kind = excluded.kind, content = excluded.content, updated_at = now()
         returning l.sha256",
    )
    .uuid(client_id)
    .text(kind.name())
    .bytes(content)
    .optional();
    // Settings and logo are shown together.
    (crate::widgets::insert_default(client_id), logo)
}

/// Takes the logo of one of the signed-in user's clients away. Changed when the client is the user's, also when it had none.
pub fn delete(client_id: Option<Uuid>) -> Statement<Changed> {
    Query::repeatable(
        "with own as materialized (
             select c.id from clients c where c.id = $1 and c.user_id = app.user_id()
         ), deleted as (
             delete from widget_logos l using own o where l.client_id = o.id
         )
         select from own",
    )
    .uuid(client_id)
    .changed()
}

impl FromRow for Address {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self(column(row, "sha256")?))
    }
}

impl FromRow for Logo {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            kind: Kind::named(column(row, "kind")?),
            content: column(row, "content")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_told_by_the_content() {
        for (content, kind) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Some(Kind::Png)),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some(Kind::Jpeg)),
            (b"RIFF\x24\0\0\0WEBPVP8 ", Some(Kind::WebP)),
            (b"RIFF\x24\0\0\0WAVEfmt ", None),
            (b"\x89PNG", None),
            (b"GIF89a", None),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", None),
            (b"<html>", None),
            (b"", None),
        ] {
            assert_eq!(Kind::of(content), kind, "{content:?}");
        }
    }

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in [Kind::Png, Kind::Jpeg, Kind::WebP] {
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
        assert_eq!(Kind::named("gif"), None);
    }
}
