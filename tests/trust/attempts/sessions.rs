//! What a user's session opens, tried without one, with one of Alice's, and by pages of other sites in Bob's browser.

use super::{Aims, Attempt, Has};
use crate::origins;
use crate::request::Request;
use crate::world::World;
use test_support::Person;
use uuid::Uuid;

/// Cookies that open nothing, by what is wrong with them.
pub struct Strangers(Vec<(&'static str, String)>);

impl Strangers {
    pub async fn of(world: &World) -> Self {
        let bob = world.bob.person.user_id;
        let gone = Person::register(
            &world.database.services(1),
            &format!("gone-{}", Uuid::new_v4().simple()),
        )
        .await;
        world
            .database
            .sql(&format!("delete from users where id = '{}'", gone.user_id))
            .await;
        let mut tampered = world.bob.person.cookie.clone();
        let last = tampered.pop();
        tampered.push(if last == Some('A') { 'E' } else { 'A' });
        let (name, his) = split(&world.bob.person.cookie);
        let (_, hers) = split(&world.alice.person.cookie);
        let (sid, signature) = his.split_once('.').expect("a signature");
        let (_, her_signature) = hers.split_once('.').expect("a signature");
        let over = "update session set expire = localtimestamp where sid = $sid";
        let too_old = "update session set created_at = now() - interval '30 days' where sid = $sid";
        let ended = "delete from session where sid = $sid";
        Self(vec![
            (
                "an expired session of Bob's",
                world.cookie_of(bob, over).await,
            ),
            (
                "a session of Bob's of 30 days",
                world.cookie_of(bob, too_old).await,
            ),
            (
                "a session of Bob's that he ended",
                world.cookie_of(bob, ended).await,
            ),
            ("a session whose user is gone", gone.cookie),
            (
                "a cookie for Bob signed with another secret",
                world.forged_cookie().await,
            ),
            ("Bob's cookie with another last letter", tampered),
            (
                "Bob's session id without a signature",
                format!("{name}={sid}"),
            ),
            (
                "Bob's session id with an empty signature",
                format!("{name}={sid}."),
            ),
            (
                "Bob's session id with Alice's signature",
                format!("{name}={sid}.{her_signature}"),
            ),
            (
                "Bob's session id in plain text",
                format!("{name}={}", world.bob.person.sid),
            ),
            (
                "Bob's cookie under another name",
                format!("connect.sid2={sid}.{signature}"),
            ),
            (
                "Bob's session id, then Alice's cookie with a letter more",
                format!("{name}={sid}; connect.sid={hers}x"),
            ),
        ])
    }
}

fn split(cookie: &str) -> (&str, &str) {
    cookie.split_once('=').expect("a name and a value")
}

pub(super) fn attempts(aims: &Aims<'_>, strangers: &Strangers) -> Vec<Attempt> {
    let mut attempts = nobodies(aims, strangers);
    attempts.extend(alices(aims));
    attempts.extend(other_sites(aims));
    // What she asks of her own is hers to have, and may be the end of her.
    let own = aims.alices().cookie(&aims.world.alice.person.cookie);
    attempts.push(Attempt::new("Alice, of her own", Has::Nothing, own));
    attempts
}

/// Operations for everybody: they must not take a cookie that opens nothing for one that does.
pub(super) fn without_rights(aims: &Aims<'_>, strangers: &Strangers) -> Vec<Attempt> {
    let forged = strangers
        .0
        .iter()
        .filter(|(what, _)| !what.contains("session of Bob's") && !what.contains("user is gone"));
    let tries = forged.map(|(what, cookie)| {
        Attempt::new(*what, Has::Nothing, aims.nothing.clone().cookie(cookie))
    });
    let preflights = origins::FOREIGN
        .iter()
        .map(|origin| preflight(&aims.nothing, origin));
    tries.chain(preflights).collect()
}

fn nobodies(aims: &Aims<'_>, strangers: &Strangers) -> Vec<Attempt> {
    let bob = &aims.world.bob;
    let refused = |who: &str, sign: &dyn Fn(Request) -> Request| {
        aims.alike(who, Has::Nothing, sign).refused(401)
    };
    let mut attempts = vec![
        refused("nobody", &|request| request),
        refused("who has Bob's key", &|request| {
            request.header("x-api-key", &bob.person.key)
        }),
        refused("who has Bob's token for programs", &|request| {
            request.header("authorization", &format!("Bearer {}", bob.token))
        }),
        refused("who has Bob's session id as a token", &|request| {
            request.header("authorization", &format!("Bearer {}", bob.person.sid))
        }),
        refused("a visitor of Bob's", &|request| {
            let request = request.header("x-visitor-token", &bob.visitor_token);
            request.header("x-visitor-identity", &bob.identity)
        }),
    ];
    for (what, cookie) in &strangers.0 {
        let mut attempt = refused(what, &|request| request.cookie(cookie));
        if what.contains("user is gone") {
            // The old server told its holder so, the first time.
            attempt.twin = None;
        }
        attempts.push(attempt);
    }
    attempts
}

fn alices(aims: &Aims<'_>) -> Vec<Attempt> {
    let (alice, bob) = (&aims.world.alice, &aims.world.bob);
    let mut attempts = Vec::new();
    for (what, his, none) in aims.mixed() {
        let sign = |request: &Request| request.clone().cookie(&alice.person.cookie);
        let attempt = |who: &str, change: &dyn Fn(Request) -> Request| {
            let request = Attempt::new(format!("{who} {what}"), Has::Nothing, change(sign(&his)));
            request.with_twin(change(sign(&none)))
        };
        let plain = attempt("Alice", &|request| request);
        attempts.extend(aims.while_not_active(&plain));
        attempts.push(plain);
        attempts.push(attempt("Alice, with all else that is Bob's,", &|request| {
            let request = request.header("x-api-key", &bob.person.key);
            let request = request.header("authorization", &format!("Bearer {}", bob.token));
            let request = request.header("x-user-id", &bob.person.user_id.to_string());
            request.header("x-visitor-identity", &bob.identity)
        }));
        attempts.push(attempt(
            "Alice, by a path in capitals and a slash",
            &|mut request| {
                request.path = in_capitals(&request.path);
                request
            },
        ));
        if his.method == "GET" {
            attempts.push(attempt("Alice, by HEAD,", &|mut request| {
                request.method = "HEAD".to_owned();
                request
            }));
        }
    }
    attempts
}

/// Words in capitals, ids as they are.
fn in_capitals(path: &str) -> String {
    let is_word = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    let parts = path.split('/').map(|part| {
        if is_word(part) {
            part.to_uppercase()
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join("/") + "/"
}

/// Pages of other sites in Bob's own browser.
fn other_sites(aims: &Aims<'_>) -> Vec<Attempt> {
    let changes = aims.his.method != "GET";
    let tell = |(name, value): (&str, &str)| {
        let request = aims
            .his
            .clone()
            .cookie(&aims.world.bob.person.cookie)
            .header(name, value);
        let attempt = Attempt::new(
            format!("a page with {name}: {value}"),
            Has::TheBrowser,
            request,
        );
        if changes {
            attempt.refused(403)
        } else {
            attempt
        }
    };
    let origins = origins::FOREIGN_TO_US.map(|origin| ("origin", origin));
    let mut attempts: Vec<_> = origins.into_iter().map(tell).collect();
    attempts.extend(
        [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", ""),
        ]
        .map(tell),
    );
    attempts.extend(origins::FOREIGN_TO_US.map(|origin| preflight(&aims.his, origin)));
    attempts
}

/// What a browser asks before it sends what a page of another site wants to send.
fn preflight(request: &Request, origin: &str) -> Attempt {
    let method = request.method.clone();
    let request = Request {
        method: "OPTIONS".to_owned(),
        body: None,
        ..request.clone()
    };
    let request = request
        .header("origin", origin)
        .header("access-control-request-method", &method)
        .header(
            "access-control-request-headers",
            "content-type, x-api-key, cookie, authorization",
        );
    Attempt::new(
        format!("a preflight from {origin}"),
        Has::TheBrowser,
        request,
    )
}
