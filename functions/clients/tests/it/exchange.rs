//! What a visitor asked and was told, kept as the chat function keeps it.

use serde_json::{Value, json};
use test_support::{House, Person};
use uuid::Uuid;

/// A question and its answer in the making.
pub struct Exchange {
    client_id: Uuid,
    session_id: Uuid,
    question: String,
    answer: String,
    sources: Value,
    outcome: &'static str,
    page: Option<&'static str>,
    at: Option<&'static str>,
}

/// The ids of one that is kept.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub conversation_id: Uuid,
    pub question_id: Uuid,
    pub answer_id: Uuid,
}

impl Exchange {
    /// In a conversation of its own, answered from one source.
    pub fn with(person: &Person, question: &str) -> Self {
        Self {
            client_id: person.client_id,
            session_id: Uuid::new_v4(),
            question: question.to_owned(),
            answer: "It is in the programme.".to_owned(),
            sources: json!([{"title": "Programme", "page": 3}]),
            outcome: "complete",
            page: None,
            at: None,
        }
    }

    pub fn in_session(self, session_id: Uuid) -> Self {
        Self { session_id, ..self }
    }

    pub fn answered(self, answer: &str) -> Self {
        let answer = answer.to_owned();
        Self { answer, ..self }
    }

    pub fn unknown(self) -> Self {
        Self {
            outcome: "unknown",
            sources: json!([]),
            ..self
        }
    }

    pub fn failed(self) -> Self {
        Self {
            outcome: "failed",
            sources: Value::Null,
            ..self
        }
    }

    pub fn on_page(self, page: &'static str) -> Self {
        let page = Some(page);
        Self { page, ..self }
    }

    /// As if it had been at another time. The figures stay those of now.
    pub fn at(self, at: &'static str) -> Self {
        Self {
            at: Some(at),
            ..self
        }
    }

    pub async fn keep(self, house: &House) -> Kept {
        let (question_id, answer_id) = (Uuid::new_v4(), Uuid::new_v4());
        let text = |text: &str| format!("$text${text}$text$");
        let keep = format!(
            "begin;
             select set_config('app.client_id', '{client}', true);
             select app.begin_answer('{session}', null, null, '{question_id}', {question}, {page}, 0, 'built_in');
             select app.finish_answer(c.id, '{answer_id}', '{question_id}', {answer}, {sources}::jsonb, 'built_in', '{outcome}',
                                      {error}, 20, 100, 30, 7)
               from conversations c where c.session_id = '{session}' and c.client_id = '{client}';
             commit",
            client = self.client_id,
            session = self.session_id,
            question = text(&self.question),
            page = self.page.map_or("null".to_owned(), text),
            answer = text(&self.answer),
            sources = text(&self.sources.to_string()),
            outcome = self.outcome,
            error = if self.outcome == "failed" { "'unavailable'" } else { "null" },
        );
        house.database.sql(&keep).await;
        let find = format!("select conversation_id::text from messages where id = '{question_id}'");
        let conversation_id = house.database.text(&find).await.parse().expect("a UUID");
        if let Some(at) = self.at {
            let date_back = format!(
                "update messages set created_at = '{at}'::timestamptz + (role = 'assistant')::integer * interval '1 second'
                  where id in ('{question_id}', '{answer_id}');
                 update conversations set started_at = least(started_at, '{at}'), last_message_at = '{at}' where id = '{conversation_id}'"
            );
            house.database.sql(&date_back).await;
        }
        Kept {
            conversation_id,
            question_id,
            answer_id,
        }
    }
}

impl Kept {
    /// The visitor rates the answer.
    pub async fn rate(self, house: &House, rating: i32, comment: Option<&str>) {
        let comment = comment.map_or("null".to_owned(), |text| format!("$text${text}$text$"));
        let rate = format!(
            "begin;
             select set_config('app.client_id', client_id::text, true) from messages where id = '{id}';
             select app.rate_answer(c.session_id, c.visitor_id, '{id}', {rating}::smallint, {comment})
               from conversations c where c.id = '{conversation}';
             commit",
            id = self.answer_id,
            conversation = self.conversation_id,
        );
        house.database.sql(&rate).await;
    }
}
