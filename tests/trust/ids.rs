//! Whose ids a request names.

use std::collections::BTreeMap;
use uuid::Uuid;

/// What an id is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Client,
    /// A session of a user, by its handle.
    Session,
    Conversation,
    /// What a page calls a conversation.
    PageSession,
    /// An answer.
    Message,
    Document,
    Tag,
    Token,
    /// A logo, by the hash of its bytes.
    Logo,
}

/// One of each.
#[derive(Clone, Debug)]
pub struct Ids(BTreeMap<Kind, String>);

impl FromIterator<(Kind, String)> for Ids {
    fn from_iter<T: IntoIterator<Item = (Kind, String)>>(ids: T) -> Self {
        Self(ids.into_iter().collect())
    }
}

impl Ids {
    /// Ids of the right form, of what never was.
    pub fn of_nothing() -> Self {
        let uuid = || Uuid::new_v4().to_string();
        let hex = || Uuid::new_v4().simple().to_string();
        Self::from_iter([
            (Kind::Client, uuid()),
            (Kind::Session, hex()),
            (Kind::Conversation, uuid()),
            (Kind::PageSession, uuid()),
            (Kind::Message, uuid()),
            (Kind::Document, uuid()),
            (Kind::Tag, uuid()),
            (Kind::Token, uuid()),
            (Kind::Logo, hex() + &hex()),
        ])
    }

    pub fn of(&self, kind: Kind) -> &str {
        &self.0[&kind]
    }

    /// These, but some of somebody else's.
    pub fn with(&self, kinds: &[Kind], others: &Self) -> Self {
        let mut ids = self.clone();
        for kind in kinds {
            ids.0.insert(*kind, others.of(*kind).to_owned());
        }
        ids
    }
}

/// What a member or parameter of this name holds an id of, if it holds one.
pub fn kind_of(path: &str, name: &str) -> Option<Kind> {
    Some(match name {
        "id" if path.starts_with("/api/auth/sessions/") => Kind::Session,
        "id" if path.starts_with("/api/dashboard/") => Kind::Client,
        "conversationId" => Kind::Conversation,
        "sessionId" => Kind::PageSession,
        "messageId" => Kind::Message,
        "documentId" => Kind::Document,
        // Directus' webhook names items, which have the ids of their documents.
        "key" | "keys" if path.contains("/directus/") => Kind::Document,
        "tagId" | "tagIds" | "tag" => Kind::Tag,
        "tokenId" => Kind::Token,
        "sha256" => Kind::Logo,
        _ => return None,
    })
}
