//! Every operation, tried by everybody.

use crate::attempts::{Aims, Strangers};
use crate::document::{OpenedBy, Operation, operations};
use crate::judge::{Fault, Judge};
use crate::request::Request;
use crate::world::{WEBHOOK_SECRET, World};
use tokio::task::JoinSet;

/// Operations for which nobody has to be anybody, and why.
const FOR_EVERYBODY: [(&str, &str); 6] = [
    ("register", "who has no account yet"),
    ("logIn", "who has no session yet"),
    ("logOut", "ends the session of the cookie, or nothing"),
    (
        "readLogo",
        "browsers show pictures without a key; its address is a hash of its bytes",
    ),
    ("readHealth", "monitors; it reads nothing"),
    ("readEmbedVersion", "embed snippets; it reads nothing"),
];

/// How many databases there are at once.
const AT_ONCE: usize = 3;

/// What came of one operation.
#[derive(Default)]
struct Outcome {
    requests: usize,
    attempts: usize,
    faults: Vec<Fault>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn nobody_gets_what_is_somebody_elses() {
    let mut waiting = operations().into_iter();
    let mut running = JoinSet::new();
    let mut all = Outcome::default();
    let mut operations = 0;
    loop {
        while running.len() < AT_ONCE
            && let Some(operation) = waiting.next()
        {
            running.spawn(try_everything(operation));
            operations += 1;
        }
        let Some(outcome) = running.join_next().await else {
            break;
        };
        let outcome = outcome.unwrap_or_else(|error| panic!("{error}"));
        all.requests += outcome.requests;
        all.attempts += outcome.attempts;
        all.faults.extend(outcome.faults);
    }
    println!(
        "{operations} operations, {} attempts, {} requests",
        all.attempts, all.requests
    );
    let table: Vec<_> = all.faults.iter().map(Fault::to_string).collect();
    assert!(
        table.is_empty(),
        "{} faults:\n{}",
        table.len(),
        table.join("\n")
    );
}

#[test]
fn operations_for_everybody_are_known_by_name() {
    let operations = operations();
    let open = operations
        .iter()
        .filter(|operation| operation.opened_by == OpenedBy::Nothing);
    let mut open: Vec<_> = open.map(|operation| operation.id.as_str()).collect();
    let mut known: Vec<_> = FOR_EVERYBODY.iter().map(|(id, _)| *id).collect();
    open.sort_unstable();
    known.sort_unstable();
    assert_eq!(open, known);
}

/// In a world of its own. In the end the owner is answered: else the others might have been refused for another reason.
async fn try_everything(operation: Operation) -> Outcome {
    let mut world = World::build().await;
    world.prepare(&operation.id).await;
    let strangers = Strangers::of(&world).await;
    let mut outcome = Outcome::default();
    let mut fault = |who: &str, what: String| {
        outcome.faults.push(Fault {
            operation: operation.id.clone(),
            who: who.to_owned(),
            what,
        });
    };
    let aims = match Aims::of(&operation, &world) {
        Ok(aims) => aims,
        Err(reason) => {
            fault("its owner", format!("no request could be made: {reason}"));
            return outcome;
        }
    };
    let mut judge = Judge {
        world: &world,
        opened_by: operation.opened_by,
        rows: world.rows_of_bob().await,
        requests: 0,
    };
    let attempts = aims.attempts(&strangers);
    for attempt in &attempts {
        for what in judge.judge(attempt).await {
            fault(&attempt.who, what);
        }
    }
    if let Some(what) = refuses_owner(&aims, &mut judge).await {
        fault("its owner", what);
    }
    outcome.attempts = attempts.len();
    outcome.requests = judge.requests;
    outcome
}

async fn refuses_owner(aims: &Aims<'_>, judge: &mut Judge<'_>) -> Option<String> {
    let request = by_owner(aims);
    match judge.send(&request).await {
        Ok(answer) if (200..300).contains(&answer.status) => None,
        Ok(answer) => Some(format!(
            "{} for {request:?}: {}",
            answer.status, answer.text
        )),
        Err(reason) => Some(reason),
    }
}

fn by_owner(aims: &Aims<'_>) -> Request {
    let (request, bob) = (aims.his.clone(), &aims.world.bob);
    match aims.operation.opened_by {
        OpenedBy::Session => request.cookie(&bob.person.cookie),
        OpenedBy::PublicKey => {
            let request = request.header("x-api-key", &bob.person.key);
            let request = request.header("x-visitor-token", &bob.visitor_token);
            request.header("origin", "https://example.com")
        }
        OpenedBy::Token => request.header("authorization", &format!("Bearer {}", bob.token)),
        OpenedBy::WebhookSecret => request.header("x-webhook-secret", WEBHOOK_SECRET),
        OpenedBy::Nothing => in_own_name(request, &aims.operation.id, &bob.canary),
    }
}

/// Who logs in says who it is.
fn in_own_name(mut request: Request, id: &str, username: &str) -> Request {
    if let Some(body) = &mut request.body {
        // The name that the others registered is taken by now.
        body["username"] = if id == "logIn" {
            username
        } else {
            "a-new-name"
        }
        .into();
    }
    request
}
