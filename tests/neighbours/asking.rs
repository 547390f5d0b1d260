//! One organiser and its visitors at work: asks one thing after another and looks at each answer.

use crate::call::{Answer, Call};
use crate::kind::Kind;
use crate::people::Organiser;
use crate::promises::{Promises, Told};
use crate::sse;
use crate::system::System;
use crate::unruly::WORDS;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A request that was answered, or not.
#[derive(Clone, Debug)]
pub struct Seen {
    pub kind: Kind,
    pub began: Instant,
    pub took: Duration,
    /// 0 when the connection broke; of a stream that tells of a failure 503 or 504.
    pub status: u16,
    /// What is wrong with the answer, be it a success or a refusal.
    pub wrong: Option<String>,
}

impl Seen {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn ended(&self) -> Instant {
        self.began + self.took
    }
}

pub struct Asking<'a> {
    system: &'a System,
    organiser: Organiser,
    /// How often was asked; the number is in all names.
    count: u64,
    run: String,
    session: Uuid,
    pub promises: Promises,
}

/// A visitor asks so often; then another one comes. Sixty an hour are allowed.
const QUESTIONS_OF_A_VISITOR: u64 = 20;

impl<'a> Asking<'a> {
    pub fn new(system: &'a System, organiser: Organiser) -> Self {
        Self {
            system,
            organiser,
            count: 0,
            run: Uuid::new_v4().simple().to_string(),
            session: Uuid::new_v4(),
            promises: Promises::default(),
        }
    }

    pub async fn ask(&mut self, kind: Kind) -> Seen {
        self.count += 1;
        if self.count.is_multiple_of(QUESTIONS_OF_A_VISITOR) {
            self.session = Uuid::new_v4();
        }
        let name = format!("{} {}", self.run, self.count);
        let call = self.call(kind, &name);
        if kind == Kind::Settings {
            let client = self.organiser.client_id;
            self.promises.settings.entry(client).or_default().1 = self.count;
        }
        let began = Instant::now();
        let answer = self.system.send(&call).await;
        let took = began.elapsed();
        let (status, wrong) = self.look_at(kind, &name, &answer);
        Seen {
            kind,
            began,
            took,
            status,
            wrong,
        }
    }

    fn call(&self, kind: Kind, name: &str) -> Call {
        let Organiser {
            cookie, client_id, ..
        } = &self.organiser;
        let signed_in = |method, path: String| Call::new(method, path).cookie(cookie);
        let question = |path: &str, key: &str| {
            let body = json!({"message": name, "sessionId": self.session});
            Call::new("POST", path).key(key).json(body)
        };
        let (whole, stream) = ("/api/widget/chat", "/api/widget/chat/stream");
        let clients = "/api/dashboard/clients";
        match kind {
            Kind::Me => signed_in("GET", "/api/auth/me".to_owned()),
            Kind::Clients => signed_in("GET", clients.to_owned()),
            Kind::Config => Call::new("GET", "/api/widget/config").key(&self.organiser.built_in),
            Kind::BuiltIn => question(whole, &self.organiser.built_in),
            Kind::Webhook => question(whole, &self.organiser.webhook),
            Kind::WebhookStream => question(stream, &self.organiser.webhook),
            Kind::Model => question(whole, &self.organiser.model),
            Kind::ModelStream => question(stream, &self.organiser.model),
            Kind::Settings => signed_in("PUT", format!("/api/dashboard/widget/{client_id}"))
                .json(json!({"widgetName": format!("W {}", self.count)})),
            Kind::Create => signed_in("POST", clients.to_owned()).json(json!({"name": name})),
            Kind::Document => signed_in(
                "POST",
                format!("/api/dashboard/knowledge/{client_id}/documents"),
            )
            .json(json!({"title": name, "body": "Doors open at nine."})),
            Kind::Export => signed_in(
                "GET",
                format!("{clients}/{client_id}/conversations/export?format=jsonl"),
            ),
            Kind::Register => Call::new("POST", "/api/auth/register")
                .json(json!({"username": user(name), "password": "correct horse 83 battery"})),
        }
    }

    /// The status as it counts, and what is wrong.
    fn look_at(&mut self, kind: Kind, name: &str, answer: &Answer) -> (u16, Option<String>) {
        if !answer.is_whole {
            // An export whose next page cannot be read has nothing else to say so by.
            let may_break_off = kind == Kind::Export && answer.status == 200;
            let wrong = (!may_break_off).then(|| format!("broke off after {}", answer.status));
            self.note(kind, name, Told::Failed);
            return (if may_break_off { 503 } else { 0 }, wrong);
        }
        if kind.is_question() {
            return self.look_at_question(kind, name, answer);
        }
        let is_success = (200..300).contains(&answer.status);
        self.note(
            kind,
            name,
            if is_success { Told::Done } else { Told::Failed },
        );
        let wrong = match is_success {
            true => wrong_success(kind, &answer.body),
            false => answer.wrong_refusal(),
        };
        (answer.status, wrong)
    }

    fn look_at_question(
        &mut self,
        kind: Kind,
        name: &str,
        answer: &Answer,
    ) -> (u16, Option<String>) {
        // The header says that it was counted and kept; without it nobody knows.
        let is_taken = answer.limit.is_some();
        let told = if is_taken { Told::Done } else { Told::Failed };
        self.promises.note("question", name.to_owned(), told);
        if answer.status != 200 {
            return (answer.status, answer.wrong_refusal());
        }
        let (status, id, words, wrong) = match sse::read(&answer.body) {
            Some(told) => told,
            None => whole_answer(answer),
        };
        let is_half = status == 200 && kind.waits_for_an_answerer() && !words.starts_with(WORDS);
        let wrong = wrong.or(is_half.then(|| format!("half an answer as a whole one: {words}")));
        if let Some(id) = id {
            self.promises.answers.insert(id, words);
        }
        (status, wrong)
    }

    fn note(&mut self, kind: Kind, name: &str, told: Told) {
        let (what, name) = match kind {
            Kind::Create => ("client", name.to_owned()),
            Kind::Document => ("document", name.to_owned()),
            Kind::Register => ("user", user(name)),
            Kind::Settings if told == Told::Done => {
                let client = self.organiser.client_id;
                self.promises.settings.entry(client).or_default().0 = self.count;
                return;
            }
            _ if kind.is_question() => ("question", name.to_owned()),
            _ => return,
        };
        self.promises.note(what, name, told);
    }
}

/// A name that may be a user's.
fn user(name: &str) -> String {
    name.replace(' ', "-")
}

fn whole_answer(answer: &Answer) -> (u16, Option<Uuid>, String, Option<String>) {
    let id = answer.message_id.as_deref();
    let id = id.and_then(|id| id.parse().ok());
    match answer.json()["response"].as_str() {
        Some(words) => (200, id, words.to_owned(), None),
        None => (200, None, String::new(), Some("no response".to_owned())),
    }
}

fn wrong_success(kind: Kind, body: &[u8]) -> Option<String> {
    let json: Value = serde_json::from_slice(body).unwrap_or_default();
    let is_right = match kind {
        Kind::Me => json["user"]["id"].is_string() || json["id"].is_string(),
        Kind::Clients => json.is_array() || json["clients"].is_array(),
        Kind::Config => json["widget"]["widgetName"].is_string(),
        Kind::Settings => json.to_string().contains("\"W "),
        Kind::Create | Kind::Document | Kind::Register => json.is_object(),
        Kind::Export => body.is_empty() || body.ends_with(b"\n"),
        _ => true,
    };
    (!is_right).then(|| String::from_utf8_lossy(body).into_owned())
}
