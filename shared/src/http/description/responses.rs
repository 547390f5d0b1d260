//! Sets of answers that many routes have, each a reference to one of the whole description's.

use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

/// What a request that only reads may be told, when a session opens the route.
#[derive(Debug)]
pub struct SessionReads;

/// The same for an answer that is sent while it is made.
#[derive(Debug)]
pub struct SessionStreams;

/// What a request that changes something may be told, when a session opens the route.
#[derive(Debug)]
pub struct SessionChanges;

/// What a request may be told that only our own pages may send, signed in or not.
#[derive(Debug)]
pub struct OwnPages;

/// What a request with a client's public key may be told.
#[derive(Debug)]
pub struct KeyHolders;

/// What a program with a token of a client may be told.
#[derive(Debug)]
pub struct TokenHolders;

/// What a request may be told whose body is read.
#[derive(Debug)]
pub struct Bodies;

/// 400 for fields that are wrong.
#[derive(Debug)]
pub struct InvalidFields;

/// 404 for what there is not, or belongs to somebody else.
#[derive(Debug)]
pub struct Missing;

const NOT_MODIFIED: (&str, &str, &str) = (
    "304",
    "NotModified",
    "What the caller has is still right: it sent its `ETag` as `If-None-Match`.",
);
const INVALID: (&str, &str, &str) = (
    "400",
    "Invalid",
    "The body is not JSON, or fields are wrong; `details` says which.",
);
const NOT_SIGNED_IN: (&str, &str, &str) = ("401", "NotSignedIn", "There is no such session.");
const KEY_UNKNOWN: (&str, &str, &str) = ("401", "KeyUnknown", "There is no such public key.");
const TOKEN_UNKNOWN: (&str, &str, &str) = ("401", "TokenUnknown", "There is no such token.");
const OTHER_SITE: (&str, &str, &str) = (
    "403",
    "OtherSite",
    "The request comes from a page of another site.",
);
const NOT_OPEN: (&str, &str, &str) = (
    "403",
    "NotOpen",
    "The client is not active (`status`), or does not allow the page.",
);
const NOT_FOUND: (&str, &str, &str) = (
    "404",
    "NotFound",
    "There is none, or it belongs to somebody else.",
);
const TOO_LARGE: (&str, &str, &str) = ("413", "TooLarge", "The body has more than 100 KB.");
const NOT_JSON: (&str, &str, &str) = (
    "415",
    "NotJson",
    "The body is not sent as JSON in UTF-8, plain or packed as gzip or deflate.",
);
const FAILED: (&str, &str, &str) = (
    "500",
    "Failed",
    "Something of ours went wrong; our log says what.",
);
const AWAY: (&str, &str, &str) = (
    "503",
    "Away",
    "The database, or what else is needed, is away: try again after the seconds in `Retry-After`.",
);

const ALL: [(&str, &str, &str); 12] = [
    NOT_MODIFIED,
    INVALID,
    NOT_SIGNED_IN,
    KEY_UNKNOWN,
    TOKEN_UNKNOWN,
    OTHER_SITE,
    NOT_OPEN,
    NOT_FOUND,
    TOO_LARGE,
    NOT_JSON,
    FAILED,
    AWAY,
];

type Responses = BTreeMap<String, RefOr<Response>>;

fn named(responses: &[(&str, &str, &str)]) -> Responses {
    let named = responses.iter().map(|(status, name, _)| {
        let reference = Ref::from_response_name(*name);
        ((*status).to_owned(), RefOr::Ref(reference))
    });
    named.collect()
}

impl IntoResponses for SessionReads {
    fn responses() -> Responses {
        let unchanged = named(&[NOT_MODIFIED]).into_iter();
        unchanged.chain(SessionStreams::responses()).collect()
    }
}

impl IntoResponses for SessionStreams {
    fn responses() -> Responses {
        named(&[NOT_SIGNED_IN, FAILED, AWAY])
    }
}

impl IntoResponses for SessionChanges {
    fn responses() -> Responses {
        let signed_in = named(&[NOT_SIGNED_IN]).into_iter();
        signed_in.chain(OwnPages::responses()).collect()
    }
}

impl IntoResponses for OwnPages {
    fn responses() -> Responses {
        named(&[OTHER_SITE, FAILED, AWAY])
            .into_iter()
            .chain(Bodies::responses())
            .collect()
    }
}

impl IntoResponses for KeyHolders {
    fn responses() -> Responses {
        named(&[KEY_UNKNOWN, NOT_OPEN, FAILED, AWAY])
    }
}

impl IntoResponses for TokenHolders {
    fn responses() -> Responses {
        named(&[TOKEN_UNKNOWN, NOT_OPEN, FAILED, AWAY])
    }
}

impl IntoResponses for Bodies {
    fn responses() -> Responses {
        named(&[INVALID, TOO_LARGE, NOT_JSON])
    }
}

impl IntoResponses for InvalidFields {
    fn responses() -> Responses {
        named(&[INVALID])
    }
}

impl IntoResponses for Missing {
    fn responses() -> Responses {
        named(&[NOT_FOUND])
    }
}

/// What the references above lead to, by name.
pub(super) fn all() -> impl Iterator<Item = (&'static str, Response)> {
    ALL.into_iter().map(|(status, name, description)| {
        let response = ResponseBuilder::new().description(description);
        if status == NOT_MODIFIED.0 {
            return (name, response.build());
        }
        let error = Ref::from_schema_name("Error");
        let content = ContentBuilder::new().schema(Some(error)).build();
        let response = response.content("application/json", content);
        (name, response.build())
    })
}
