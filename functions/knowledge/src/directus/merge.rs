//! What a document and its item have to learn from each other. Each field is compared with what both had last: what changed there is taken
//! over here, what changed here is taken over there, and where both changed the editor's word counts. State and client are ours alone.

use super::item::{File, Item};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use shared::directus::{Claimed, Document};
use uuid::Uuid;

/// What both sides had last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Seen {
    pub(super) title: String,
    pub(super) body: Option<String>,
    pub(super) url: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) file: Option<Uuid>,
    /// Whether the file came from us, so that we may delete it.
    pub(super) file_is_ours: bool,
}

/// What has to happen.
#[derive(Debug, PartialEq)]
pub(super) struct Merged {
    /// Here, the file aside.
    pub(super) changes: Map<String, Value>,
    /// There, the file aside.
    pub(super) patch: Map<String, Value>,
    /// To the file.
    pub(super) file: FileMove,
    /// What both have then, the file aside.
    pub(super) agreed: Seen,
}

/// Where a file has to go.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FileMove {
    /// Both have it, or neither has one.
    Stay,
    /// From there to here.
    Fetch(File),
    /// From here to there, by its name in the object store.
    Send(String),
    /// It is there, and the item does not know yet.
    Link(Uuid),
    /// The item has one and the document has not: away with it there.
    Unlink,
    /// The item has a text instead: away with it here.
    Removed,
}

/// Compares the sides of a pair that has both.
pub(super) fn merge(
    claimed: &Claimed,
    seen: Option<&Seen>,
    ours: &Document,
    theirs: &Item,
) -> Merged {
    // When they never agreed, whatever is there came from us, or gives way.
    let base = seen.cloned().unwrap_or_else(|| as_seen(theirs));
    let file = file_move(claimed, seen, ours, theirs);
    let is_text = match file {
        FileMove::Removed => true,
        FileMove::Fetch(_) => false,
        _ => ours.object_key.is_none(),
    };
    let title = pick(&ours.title, &theirs.title(), &base.title);
    let url = pick(&ours.url, &theirs.url, &base.url);
    let tags = if same_names(&theirs.tags, &base.tags) {
        ours.tags.clone()
    } else {
        theirs.tags.clone()
    };
    let our_body = ours.body.clone().filter(|body| !body.is_empty());
    let body = match (is_text, &file) {
        (false, _) => theirs.body.clone(),
        (true, FileMove::Removed) => theirs.body.clone().or(our_body.clone()),
        (true, _) => pick(&our_body, &theirs.body, &base.body),
    };

    let mut changes = Map::new();
    let mut change = |name: &str, is_other: bool, value: Value| {
        if is_other {
            changes.insert(name.to_owned(), value);
        }
    };
    change("title", title != ours.title, json!(title));
    change("url", url != ours.url, json!(url));
    change("tags", !same_names(&tags, &ours.tags), json!(tags));
    change(
        "body",
        is_text && (body != our_body || file == FileMove::Removed),
        json!(body),
    );

    let mut patch = Map::new();
    let mut change = |name: &str, is_other: bool, value: Value| {
        if is_other {
            patch.insert(name.to_owned(), value);
        }
    };
    change(
        "client_id",
        theirs.client_id != Some(ours.client_id),
        json!(ours.client_id),
    );
    change("title", theirs.title.as_ref() != Some(&title), json!(title));
    change("url", url != theirs.url, json!(url));
    change("tags", !same_names(&tags, &theirs.tags), json!(tags));
    change("body", body != theirs.body, json!(body));
    // What changes here is about to be read anew, and its state is told when it is.
    if changes.is_empty() && !matches!(file, FileMove::Fetch(_)) {
        let (status, failure) = state_of(ours);
        change(
            "status",
            theirs.status.as_deref() != Some(status),
            json!(status),
        );
        change("failure", theirs.failure != failure, json!(failure));
    }
    Merged {
        changes,
        patch,
        file,
        agreed: Seen {
            title,
            body,
            url,
            tags,
            ..base
        },
    }
}

fn file_move(claimed: &Claimed, seen: Option<&Seen>, ours: &Document, theirs: &Item) -> FileMove {
    let their_file = theirs.file.as_ref().map(|file| file.id);
    // One that we uploaded is no change of theirs, even when we did not come to remember more than that.
    let is_changed =
        seen.is_some_and(|seen| seen.file != their_file) && their_file != claimed.file_id;
    match (&theirs.file, &ours.object_key) {
        (Some(file), _) if is_changed => FileMove::Fetch(file.clone()),
        (None, Some(_)) if is_changed && theirs.body.is_some() => FileMove::Removed,
        // A document of nothing serves nobody. Whoever wants it gone deletes the item.
        (None, Some(key)) if is_changed && ours.status != "uploading" => {
            FileMove::Send(key.clone())
        }
        (None, None) => FileMove::Stay,
        (Some(_), None) => FileMove::Unlink,
        (_, Some(key)) => match claimed.file_id {
            Some(id) if claimed.file_key.as_ref() == Some(key) => {
                if their_file == Some(id) {
                    FileMove::Stay
                } else {
                    FileMove::Link(id)
                }
            }
            // It is still to come.
            _ if ours.status == "uploading" => FileMove::Stay,
            _ => FileMove::Send(key.clone()),
        },
    }
}

/// An item for a document that has none, its file aside.
pub(super) fn new_item(id: Uuid, ours: &Document) -> Map<String, Value> {
    let (status, failure) = state_of(ours);
    let fields = [
        ("id", json!(id)),
        ("client_id", json!(ours.client_id)),
        ("title", json!(ours.title)),
        ("status", json!(status)),
        ("failure", json!(failure)),
        ("body", json!(our_text(ours))),
        ("url", json!(ours.url)),
        ("tags", json!(ours.tags)),
    ];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// What both have when the item was made from the document, its file aside.
pub(super) fn as_made(ours: &Document) -> Seen {
    Seen {
        title: ours.title.clone(),
        body: our_text(ours),
        url: ours.url.clone(),
        tags: ours.tags.clone(),
        ..Seen::default()
    }
}

/// What both have when they are as the item is.
pub(super) fn as_seen(theirs: &Item) -> Seen {
    Seen {
        title: theirs.title(),
        body: theirs.body.clone(),
        url: theirs.url.clone(),
        tags: theirs.tags.clone(),
        file: theirs.file.as_ref().map(|file| file.id),
        file_is_ours: false,
    }
}

fn our_text(ours: &Document) -> Option<String> {
    let text = ours.body.clone().filter(|_| ours.object_key.is_none());
    text.filter(|text| !text.is_empty())
}

/// As editors are told: to them, waiting for a file is work like the rest.
fn state_of(ours: &Document) -> (&str, Option<String>) {
    match &*ours.status {
        "uploading" => ("processing", None),
        "failed" => ("failed", ours.failure.clone()),
        other => (other, None),
    }
}

fn pick<T: PartialEq + Clone>(ours: &T, theirs: &T, base: &T) -> T {
    if theirs == base { ours } else { theirs }.clone()
}

/// In any order, and in either case of letters.
fn same_names(one: &[String], other: &[String]) -> bool {
    let sorted = |names: &[String]| {
        let mut names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        names.sort();
        names
    };
    sorted(one) == sorted(other)
}
