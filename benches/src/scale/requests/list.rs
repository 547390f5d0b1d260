//! The requests.

use super::{Fresh, Given, Measured, Who};
use crate::scale::tenant::{PASSWORD, PIXEL};
use Who::{Directus, Nobody, Organiser, Program, Visitor};
use serde_json::{Value, json};

type Body = Option<fn(&Given) -> Value>;

const NONE: Body = None;

const fn plain(operation: &'static str, who: Who, body: Body) -> Measured {
    Measured {
        operation,
        note: "",
        who,
        fresh: Fresh::Nothing,
        query: "",
        body,
    }
}

const fn after(fresh: Fresh, operation: &'static str, body: Body) -> Measured {
    Measured {
        fresh,
        ..plain(operation, Organiser, body)
    }
}

const fn with(operation: &'static str, note: &'static str, query: &'static str) -> Measured {
    Measured {
        note,
        query,
        ..plain(operation, Organiser, NONE)
    }
}

/// What is measured, in the order of the API.
pub const REQUESTS: &[Measured] = &[
    plain(
        "register",
        Nobody,
        Some(|given| json!({"username": given["random"], "password": PASSWORD})),
    ),
    plain(
        "logIn",
        Nobody,
        Some(|given| json!({"username": given["username"], "password": PASSWORD})),
    ),
    after(Fresh::Account, "logOut", NONE),
    plain("readSession", Organiser, NONE),
    after(
        Fresh::Account,
        "changePassword",
        Some(|given| json!({"currentPassword": PASSWORD, "newPassword": given["random"]})),
    ),
    plain("listSessions", Organiser, NONE),
    after(Fresh::Session, "endOtherSessions", NONE),
    after(Fresh::Session, "endSession", NONE),
    after(
        Fresh::Account,
        "deleteAccount",
        Some(|_| json!({"password": PASSWORD})),
    ),
    plain("readSecondFactor", Organiser, NONE),
    after(
        Fresh::Account,
        "setUpSecondFactor",
        Some(|_| json!({"password": PASSWORD})),
    ),
    plain("listClients", Organiser, NONE),
    plain(
        "createClient",
        Organiser,
        Some(|_| json!({"name": "One more"})),
    ),
    plain("readClient", Organiser, NONE),
    after(Fresh::Client, "deleteClient", NONE),
    plain(
        "updateClient",
        Organiser,
        Some(|given| json!({"name": given["random"]})),
    ),
    after(Fresh::Client, "regenerateKey", NONE),
    after(
        Fresh::Client,
        "replaceAllowedDomains",
        Some(|_| json!({"domains": ["example.com"]})),
    ),
    with("listConversations", "newest", ""),
    with(
        "listConversations",
        "one in ten thousand words",
        "?search={rareWord}",
    ),
    with(
        "listConversations",
        "a word of every other message",
        "?search=when",
    ),
    with(
        "listConversations",
        "a word that nobody said",
        "?search=xylophonist",
    ),
    with("listConversations", "unanswered", "?unanswered=true"),
    with("listConversations", "disliked", "?rating=down"),
    with(
        "listConversations",
        "a page that nobody was on",
        "?page=nowhere",
    ),
    with("listConversations", "of one day", "?from={day}&to={day}"),
    after(Fresh::Conversation, "deleteConversation", NONE),
    with(
        "deleteConversations",
        "none left before a day",
        "?before=2001-01-01",
    ),
    plain("readConversation", Organiser, NONE),
    with("exportConversations", "the first 4 MB", "?format=csv"),
    plain("readAnswers", Organiser, NONE),
    plain(
        "updateAnswers",
        Organiser,
        Some(|given| json!({"mainPrompt": given["random"]})),
    ),
    plain("readClientSettings", Organiser, NONE),
    plain(
        "updateClientSettings",
        Organiser,
        Some(|_| json!({"retentionDays": 365})),
    ),
    with("readUsage", "a week", "?range=7d"),
    with("readUsage", "a year", "?from={yearAgo}&to={day}"),
    with("readAnalytics", "a week", "?range=7d"),
    with("readAnalytics", "a year", "?from={yearAgo}&to={day}"),
    with(
        "exportAnalytics",
        "a year by day",
        "?from={yearAgo}&to={day}&table=days",
    ),
    plain("readWidget", Organiser, NONE),
    plain(
        "changeWidget",
        Organiser,
        Some(|given| json!({"widgetName": given["random"]})),
    ),
    plain("changeLogo", Organiser, Some(|_| json!({"image": PIXEL}))),
    after(Fresh::Client, "deleteLogo", NONE),
    plain("readLogo", Nobody, NONE),
    plain("listSightings", Organiser, NONE),
    plain("readIdentitySecret", Organiser, NONE),
    after(Fresh::Client, "makeIdentitySecret", NONE),
    after(Fresh::Client, "deleteIdentitySecret", NONE),
    plain("readWidgetConfig", Visitor, NONE),
    plain("readHealth", Nobody, NONE),
    plain("readEmbedVersion", Nobody, NONE),
    plain("ask", Visitor, Some(question)),
    plain("askStreamed", Visitor, Some(question)),
    Measured {
        fresh: Fresh::Conversation,
        query: "?sessionId={sessionId}",
        ..plain("readOwnConversation", Visitor, NONE)
    },
    Measured {
        fresh: Fresh::Conversation,
        ..plain(
            "rateAnswer",
            Visitor,
            Some(
                |given| json!({"sessionId": given["sessionId"], "messageId": given["messageId"], "rating": "up"}),
            ),
        )
    },
    plain(
        "testAnswerer",
        Organiser,
        Some(|given| json!({"question": given["question"]})),
    ),
    with("listDocuments", "newest", ""),
    with("listDocuments", "by a word of the title", "?search=venue"),
    with("listDocuments", "by tag", "?tag={tagId}"),
    plain(
        "addDocument",
        Organiser,
        Some(|given| json!({"title": given["random"], "body": "Open from nine to five."})),
    ),
    plain("readDocument", Organiser, NONE),
    after(Fresh::Document, "deleteDocument", NONE),
    after(
        Fresh::Document,
        "updateDocument",
        Some(|given| json!({"title": given["random"]})),
    ),
    after(
        Fresh::Document,
        "replaceDocument",
        Some(|_| json!({"fileName": "venue.pdf", "sizeBytes": 1000})),
    ),
    after(Fresh::Document, "reprocessDocument", NONE),
    plain("listChunks", Organiser, NONE),
    plain("listTags", Organiser, NONE),
    plain(
        "createTag",
        Organiser,
        Some(|given| json!({"name": given["random"]})),
    ),
    after(Fresh::Tag, "deleteTag", NONE),
    after(
        Fresh::Tag,
        "updateTag",
        Some(|given| json!({"name": given["random"]})),
    ),
    plain("listTokens", Organiser, NONE),
    plain(
        "createToken",
        Organiser,
        Some(|given| json!({"name": given["random"]})),
    ),
    after(Fresh::Token, "deleteToken", NONE),
    plain(
        "testKnowledge",
        Organiser,
        Some(|given| json!({"question": given["question"]})),
    ),
    plain(
        "hearDirectus",
        Directus,
        Some(|given| json!({"event": "items.delete", "keys": [given["random"]]})),
    ),
    Measured {
        query: "?question=venue%20{rareWord}",
        ..plain("searchKnowledge", Program, NONE)
    },
    plain(
        "searchKnowledgeByBody",
        Program,
        Some(|given| json!({"question": given["question"]})),
    ),
];

fn question(given: &Given) -> Value {
    json!({"message": given["question"], "sessionId": given["random"]})
}
