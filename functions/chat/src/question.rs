//! What a visitor asks: read, checked, counted and kept alike, in whatever form the answer goes out.

use crate::ChatState;
use crate::answer::Question;
use crate::answerer::Answerer;
use crate::answering::storable;
use crate::assemble::{self, PASSAGES, Said};
use crate::limits;
use crate::refused::Refused;
use crate::source::is_page;
use serde_json::{Map, Value};
use shared::answer_plans::Answering;
use shared::conversations::{self, Accepted, FoundPassage, NewQuestion};
use shared::embeddings::Asking;
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, Visitor};
use shared::{Database, explain, retrieval};
use std::time::Instant;
use uuid::Uuid;

const FAILURE: &str = "An unexpected error occurred";
/// Messages that go along with a question: five exchanges.
const HISTORY: i32 = 10;
/// What a question may be, whoever asks it.
pub const MESSAGE_RULES: [Rule; 2] = [
    Rule::Min(1, "Message cannot be empty"),
    Rule::Max(2000, "Message cannot exceed 2000 characters"),
];

/// A question that its visitor may ask, and who answers it.
pub struct Asked {
    pub question: Question,
    pub answerer: Answerer,
    pub accepted: Accepted,
    pub limit: conversations::RequestLimit,
    /// The message's id.
    pub question_id: Uuid,
    /// What its answer's will be.
    pub answer_id: Uuid,
    pub visitor_token: Option<String>,
    pub asked_at: Instant,
    pub database: Database,
}

impl Asked {
    /// One round trip, or two where there is a model to say what a question means. What is wrong with the body is told only to who has a key.
    pub async fn read(state: &ChatState, visitor: &Visitor, body: &Value) -> Result<Self, Refused> {
        let asked_at = Instant::now();
        let said = match read(body) {
            Ok(said) => said,
            Err(invalid) => {
                visitor.run((), FAILURE).await?;
                return Err(ApiError::invalid("Invalid request", &invalid).into());
            }
        };
        let new = new_question(visitor, &said);
        let deployment = state.answerers.of_deployment();
        let prepare = conversations::prepare(&new, deployment);
        let find = conversations::passages_for_answer(&new.message, PASSAGES);
        let begin = conversations::begin(&new, HISTORY, deployment);
        let statements = (prepare, (find, begin));
        // Who may not ask is refused before the model has it: dropping this ends it.
        let asking = state.embedder.as_ref();
        let asking = asking.map(|embedder| embedder.ask(&new.message));
        let (client, ((), (found, begun))) = visitor.run(statements, FAILURE).await?;
        // The key was good and the page allowed: nothing but the client's end in this moment closes it.
        let begun = begun.ok_or_else(|| ApiError::not_found("There is no such client any more"))?;
        let Some(accepted) = begun.accepted else {
            return Err(limits::exceeded(&begun.limit));
        };
        let found = match asking {
            Some(asking) if accepted.plan.answerer != Answering::N8n.name() => {
                let database = &state.services.database;
                with_similar(database, accepted.conversation_id, asking, found).await
            }
            _ => found,
        };
        Ok(Self {
            question: assemble::question(
                client.client_id,
                said,
                &accepted.plan,
                &accepted.history,
                found,
            ),
            answerer: state.answerers.choose(client.client_id, &accepted.plan),
            accepted,
            limit: begun.limit,
            question_id: new.id,
            answer_id: Uuid::new_v4(),
            visitor_token: visitor.token(),
            asked_at,
            database: state.services.database.clone(),
        })
    }
}

/// The passages with those that were found by meaning. Whatever keeps these away, the others answer.
async fn with_similar(
    database: &Database,
    conversation_id: Uuid,
    asking: Asking,
    found: Vec<FoundPassage>,
) -> Vec<FoundPassage> {
    let Some(meaning) = asking.meaning().await else {
        return found;
    };
    let opening = conversations::open(conversation_id);
    let similar = retrieval::find_similar(&meaning, PASSAGES);
    let similar = database.run(opening, similar).await;
    match similar.and_then(|((), similar)| similar) {
        Ok(similar) => retrieval::fuse(found, similar, PASSAGES.unsigned_abs() as usize),
        Err(error) => {
            tracing::error!(error = %explain(&error), "nothing was searched by meaning");
            found
        }
    }
}

fn new_question(visitor: &Visitor, said: &Said) -> NewQuestion {
    let page = said.metadata.as_ref();
    let page = page.and_then(|metadata| metadata.get("pageUrl")?.as_str());
    // The dashboard makes a link of it.
    let page = page.filter(|page| is_page(page));
    NewQuestion {
        id: Uuid::new_v4(),
        // The rule has read it.
        session_id: Uuid::try_parse(&said.session_id).unwrap_or_default(),
        visitor_id: visitor.id(),
        address_hash: visitor.address_hash.clone(),
        message: storable(&said.message).into_owned(),
        page: page.map(|page| storable(page).chars().take(2000).collect()),
    }
}

fn read(body: &Value) -> Result<Said, Invalid> {
    let mut fields = Fields::of(body);
    let message = fields.text("message", &MESSAGE_RULES);
    let session_id = fields.text(
        "sessionId",
        &[Rule::Uuid("Session ID must be a valid UUID")],
    );
    let metadata = fields.optional_object("metadata", read_metadata);
    fields.finish()?;
    Ok(Said {
        message,
        session_id,
        metadata,
    })
}

/// Only the documented members are passed on.
fn read_metadata(fields: &mut Fields<'_>) -> Value {
    let mut metadata = Map::new();
    for (name, value) in [
        ("userAgent", fields.optional_text("userAgent", &[])),
        (
            "pageUrl",
            fields.optional_text("pageUrl", &[Rule::Url("Invalid url")]),
        ),
    ] {
        if let Some(value) = value {
            metadata.insert(name.to_owned(), value.into());
        }
    }
    if let Some(mut custom) = fields.optional_record("customFields") {
        // A JavaScript workflow that merges objects could be tricked by it; the old server lost it too.
        custom.shift_remove("__proto__");
        metadata.insert("customFields".to_owned(), custom.into());
    }
    metadata.into()
}
