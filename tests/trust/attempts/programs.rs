//! What a program opens with a token, and a Directus with its secret, tried with anything else.

use super::{Aims, Attempt, Has};
use crate::request::Request;
use crate::world::WEBHOOK_SECRET;
use shared::client_tokens;

pub(super) fn with_tokens(aims: &Aims<'_>) -> Vec<Attempt> {
    let (alice, bob) = (&aims.world.alice, &aims.world.bob);
    let bearing = |who: &str, scheme: &str, token: &str| {
        let request = aims
            .his
            .clone()
            .header("authorization", &format!("{scheme} {token}"));
        Attempt::new(who, Has::Nothing, request)
    };
    let refused = |who: &str, token: &str| bearing(who, "Bearer", token).refused(401);
    let unknown = client_tokens::generate();
    let mut attempts = vec![
        Attempt::new("nobody", Has::Nothing, aims.his.clone()).refused(401),
        refused("with an unknown token", unknown.expose()),
        refused("with Bob's token's id", bob.ids.of(crate::ids::Kind::Token)),
        refused("with Bob's key", &bob.person.key),
        refused("with Bob's session id", &bob.person.sid),
        refused(
            "with half of Bob's token",
            &bob.token[..bob.token.len() / 2],
        ),
        refused("with Bob's token and more", &format!("{}0", bob.token)),
        refused("with Bob's token in capitals", &bob.token.to_uppercase()),
        refused("with a pattern", "ct_live_%"),
        bearing("with Bob's token as a password", "Basic", &bob.token).refused(401),
        Attempt::new("with Bob's cookie and key", Has::Nothing, {
            let request = aims.his.clone().cookie(&bob.person.cookie);
            request.header("x-api-key", &bob.person.key)
        })
        .refused(401),
        Attempt::new("with Bob's token in the address", Has::Nothing, {
            let mut request = aims.his.clone();
            request.query.push(("token".to_owned(), bob.token.clone()));
            request
        })
        .refused(401),
        bearing("with Alice's token", "Bearer", &alice.token),
        naming_bob(aims),
    ];
    let his = bearing("a program of Bob's", "Bearer", &bob.token).refused(403);
    attempts.extend(aims.while_not_active(&his));
    attempts
}

fn naming_bob(aims: &Aims<'_>) -> Attempt {
    let bob = &aims.world.bob;
    let mut request = aims.his.clone();
    request
        .query
        .push(("clientId".to_owned(), bob.person.client_id.to_string()));
    let bearer = format!("Bearer {}", aims.world.alice.token);
    let request = request
        .header("authorization", &bearer)
        .header("x-api-key", &bob.person.key);
    Attempt::new("with Alice's token and Bob's key", Has::Nothing, request)
}

pub(super) fn with_secrets(aims: &Aims<'_>) -> Vec<Attempt> {
    let bob = &aims.world.bob;
    let refused = |who: &str, sign: &dyn Fn(Request) -> Request| {
        aims.alike(who, Has::Nothing, sign).refused(401)
    };
    vec![
        refused("nobody", &|request| request),
        refused("with an empty secret", &|request| {
            request.header("x-webhook-secret", "")
        }),
        refused("with a wrong secret", &|request| {
            request.header("x-webhook-secret", "a-guess")
        }),
        refused("with most of the secret", &|request| {
            request.header(
                "x-webhook-secret",
                &WEBHOOK_SECRET[..WEBHOOK_SECRET.len() - 1],
            )
        }),
        refused("with the secret and more", &|request| {
            request
                .header("x-webhook-secret", &format!("{WEBHOOK_SECRET} "))
                .header("x-webhook-secret", "more")
        }),
        refused("with all that is Bob's", &|request| {
            let request = request
                .cookie(&bob.person.cookie)
                .header("x-api-key", &bob.person.key);
            request.header("authorization", &format!("Bearer {}", bob.token))
        }),
        refused("with the secret as a token", &|request| {
            request.header("authorization", &format!("Bearer {WEBHOOK_SECRET}"))
        }),
    ]
}
