//! `GET` and `POST /api/knowledge/search`: the passages that fit a question, with the prompts that go along, for a program with a token.

use crate::program::Program;
use crate::query::QueryFields;
use axum::Json;
use serde::Serialize;
use serde_json::Value;
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody};
use shared::retrieval::{self, Passage};
use shared::tags::{self, PassageTag, Prompts};

const QUESTION_RULES: [Rule; 3] = [
    Rule::Matches(|text| !text.trim().is_empty(), "A question is required"),
    Rule::Max(2000, "A question may have 2000 characters at most"),
    Rule::Storable,
];
const CONTEXT_RULES: [Rule; 2] = [
    Rule::Max(4000, "A context may have 4000 characters at most"),
    Rule::Storable,
];
const MOST: i64 = 20;
const USUAL: i32 = 6;

/// What is searched for.
pub struct Search {
    pub question: String,
    /// What was said before, which may say what the question is about.
    pub context: Option<String>,
    pub at_most: i32,
}

impl Search {
    /// Reads `question`, `context` and, when it is sent as a number, `limit`.
    pub fn read(body: &Value) -> Result<Self, Invalid> {
        let mut fields = Fields::of(body);
        let question = fields.text("question", &QUESTION_RULES);
        let context = fields.optional_text("context", &CONTEXT_RULES);
        let limit = fields.optional_integer("limit", 1..=MOST);
        fields.finish()?;
        Ok(Self {
            question,
            context,
            at_most: limit
                .and_then(|limit| i32::try_from(limit).ok())
                .unwrap_or(USUAL),
        })
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    passages: Vec<PassageAnswer>,
    main_prompt: String,
    tag_prompts: Vec<TagPrompt>,
    language: String,
}

#[derive(Debug, Serialize)]
struct PassageAnswer {
    title: String,
    url: Option<String>,
    page: Option<i32>,
    heading: Option<String>,
    content: String,
    excerpt: String,
    score: f64,
    tags: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct TagPrompt {
    name: String,
    prompt: String,
}

pub async fn by_query(
    program: Program,
    QueryFields(mut query): QueryFields,
) -> Result<Json<Found>, ApiError> {
    let limit = query.get_mut("limit");
    if let Some(limit) = limit
        && let Some(number) = limit.as_str().and_then(|text| text.parse::<i64>().ok())
    {
        *limit = number.into();
    }
    search(&program, &query).await
}

pub async fn by_body(program: Program, JsonBody(body): JsonBody) -> Result<Json<Found>, ApiError> {
    search(&program, &body).await
}

async fn search(program: &Program, input: &Value) -> Result<Json<Found>, ApiError> {
    const FAILED: &str = "Failed to search";
    let search = match Search::read(input) {
        Ok(search) => search,
        Err(invalid) => {
            // What is wrong is told to those who may ask.
            program.run((), FAILED).await?;
            return Err(ApiError::invalid("Validation error", &invalid));
        }
    };
    let (question, context) = (&*search.question, search.context.as_deref());
    let passages = retrieval::find_passages(question, context, search.at_most);
    let passage_tags = tags::list_of_passages(question, context, search.at_most);
    let statements = (tags::find_prompts(), (passage_tags, passages));
    let (prompts, (tags, passages)) = program.run(statements, FAILED).await?;
    let prompts = prompts.unwrap_or(Prompts {
        main: String::new(),
        language: "simple".to_owned(),
    });
    let passages = passages.into_iter().map(|passage| answer(passage, &tags));
    Ok(Json(Found {
        passages: passages.collect(),
        main_prompt: prompts.main,
        tag_prompts: prompts_of(&tags),
        language: prompts.language,
    }))
}

fn answer(passage: Passage, tags: &[PassageTag]) -> PassageAnswer {
    let tags = tags
        .iter()
        .filter(|tag| tag.document_id == passage.document_id);
    PassageAnswer {
        tags: tags.map(|tag| tag.name.clone()).collect(),
        title: passage.title,
        url: passage.url,
        page: passage.page,
        heading: passage.heading,
        content: passage.content,
        excerpt: passage.excerpt,
        score: passage.score,
    }
}

/// Each tag's prompt once, however many documents have it; they come by name.
fn prompts_of(tags: &[PassageTag]) -> Vec<TagPrompt> {
    let with_prompt = tags.iter().filter(|tag| !tag.prompt.is_empty());
    let mut prompts: Vec<TagPrompt> = with_prompt
        .map(|tag| TagPrompt {
            name: tag.name.clone(),
            prompt: tag.prompt.clone(),
        })
        .collect();
    prompts.dedup();
    prompts
}
