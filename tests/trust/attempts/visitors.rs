//! What a public key opens, tried without one, with another client's, on pages that are not allowed, and by visitors for what other
//! visitors said.

use super::{Aims, Attempt, Has};
use crate::origins;
use crate::request::Request;
use shared::session_cookie::SessionKeys;
use shared::visitors::VisitorId;

const KEY: &str = "x-api-key";
const TOKEN: &str = "x-visitor-token";
const IDENTITY: &str = "x-visitor-identity";

pub(super) fn attempts(aims: &Aims<'_>) -> Vec<Attempt> {
    let mut attempts = without_his_key(aims);
    attempts.extend(with_another_key(aims));
    attempts.extend(other_visitors(aims));
    attempts
        .extend(aims.while_not_active(&as_his_visitor(aims, "a visitor of Bob's").refused(403)));
    attempts.extend(other_pages(aims));
    attempts
}

fn without_his_key(aims: &Aims<'_>) -> Vec<Attempt> {
    let bob = &aims.world.bob;
    let refused = |who: &str, sign: &dyn Fn(Request) -> Request| {
        let as_visitor = |request: Request| sign(request).header(TOKEN, &bob.visitor_token);
        aims.alike(who, Has::Nothing, as_visitor).refused(401)
    };
    let key = &bob.person.key;
    vec![
        refused("nobody", &|request| request),
        refused("Bob himself, by his cookie", &|request| {
            request.cookie(&bob.person.cookie)
        }),
        refused("with Bob's token for a key", &|request| {
            request.header(KEY, &bob.token)
        }),
        refused("with Bob's client id for a key", &|request| {
            request.header(KEY, bob.ids.of(crate::ids::Kind::Client))
        }),
        refused("with half of Bob's key", &|request| {
            request.header(KEY, &key[..key.len() / 2])
        }),
        refused("with Bob's key in capitals", &|request| {
            request.header(KEY, &key.to_uppercase())
        }),
        refused("with Bob's key twice", &|request| {
            request.header(KEY, key).header(KEY, key)
        }),
        refused("with a pattern for a key", &|request| {
            request.header(KEY, "pk_live_%")
        }),
        refused("with Bob's key as a token", &|request| {
            request.header("authorization", &format!("Bearer {key}"))
        }),
        refused("with Bob's key in the address", &|mut request| {
            request.query.push((KEY.to_owned(), key.clone()));
            request
        }),
    ]
}

/// Alice's key, with all that Bob's visitors have.
fn with_another_key(aims: &Aims<'_>) -> Vec<Attempt> {
    let (alice, bob) = (&aims.world.alice, &aims.world.bob);
    let keyed = |request: Request| request.header(KEY, &alice.person.key);
    let ids = aims.alike("with Alice's key", Has::Nothing, keyed);
    let token = aims.alike(
        "with Alice's key and Bob's visitor's token",
        Has::Nothing,
        |request| keyed(request).header(TOKEN, &bob.visitor_token),
    );
    let identity = aims.alike(
        "with Alice's key and Bob's user's identity",
        Has::Nothing,
        |request| keyed(request).header(IDENTITY, &bob.identity),
    );
    let names_it = aims.alike(
        "with Alice's key, naming Bob's client",
        Has::Nothing,
        |mut request| {
            request
                .query
                .push(("clientId".to_owned(), bob.person.client_id.to_string()));
            keyed(request).header("x-client-id", &bob.person.client_id.to_string())
        },
    );
    let paused = aims.while_not_active(&token);
    let asks_who = takes_identities(aims);
    let identity = if asks_who {
        identity.refused(401)
    } else {
        identity
    };
    [ids, token, identity, names_it]
        .into_iter()
        .chain(paused)
        .collect()
}

/// Other visitors of Bob's pages, who want what his visitor said.
fn other_visitors(aims: &Aims<'_>) -> Vec<Attempt> {
    let bob = &aims.world.bob;
    let other = VisitorId::new().token(&aims.world.keys);
    let secret = [("SESSION_SECRET", "a-guess-at-what-signs-the-tokens")];
    let guessed = SessionKeys::from_settings(&secret.into_iter().collect());
    let guessed = VisitorId::new().token(&guessed.expect("keys"));
    let mut cut = bob.visitor_token.clone();
    cut.pop();
    let attempt = |who: &str, name: &str, value: &str| {
        aims.alike(who, Has::TheKey, |request| {
            let request = request.header(KEY, &bob.person.key);
            if name.is_empty() {
                request
            } else {
                request.header(name, value)
            }
        })
    };
    let mut attempts = vec![
        attempt("a visitor without a token", "", ""),
        attempt("a new visitor", TOKEN, "new"),
        attempt("another visitor", TOKEN, &other),
        attempt("a visitor with a token of another secret", TOKEN, &guessed),
        attempt("a visitor with most of the token", TOKEN, &cut),
        attempt("another user of Bob's site", IDENTITY, &bob.other_identity),
    ];
    let wrong = [
        ("who says to be Bob's user", bob.false_identity.as_str()),
        ("whose identity is nonsense", "bm9uc2Vuc2U"),
    ];
    let with_token = |(who, claim): (&str, &str)| {
        let attempt = aims.alike(who, Has::TheKey, |request| {
            let request = request.header(KEY, &bob.person.key).header(TOKEN, &other);
            request.header(IDENTITY, claim)
        });
        if takes_identities(aims) {
            attempt.refused(401)
        } else {
            attempt
        }
    };
    attempts.extend(wrong.map(with_token));
    attempts
}

/// The visitor itself, with whom the pages of other sites try.
fn as_his_visitor(aims: &Aims<'_>, who: &str) -> Attempt {
    let bob = &aims.world.bob;
    let request = aims.his.clone().header(KEY, &bob.person.key);
    Attempt::new(who, Has::Nothing, request.header(TOKEN, &bob.visitor_token))
}

fn other_pages(aims: &Aims<'_>) -> Vec<Attempt> {
    let page = |header: &str, value: &str| {
        let mut attempt = as_his_visitor(aims, &format!("a page with {header}: {value}"));
        attempt.request = attempt.request.header(header, value);
        attempt.refused(403)
    };
    let origins = origins::FOREIGN.iter().map(|origin| page("origin", origin));
    let referers = origins::FOREIGN
        .iter()
        .map(|origin| page("referer", &format!("{origin}/")));
    // `null` is no address, and a page without one may still say it.
    let referers = referers.filter(|attempt| !attempt.who.ends_with("null/"));
    let mut twice = page("origin", "https://evil.example");
    twice.who = "a page with two origins".to_owned();
    twice.request = twice.request.header("origin", "https://example.com");
    origins.chain(referers).chain([twice]).collect()
}

/// Whether the operation looks at who its visitor is.
fn takes_identities(aims: &Aims<'_>) -> bool {
    aims.operation
        .parameters
        .iter()
        .any(|parameter| parameter.name == IDENTITY)
}
