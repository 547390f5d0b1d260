//! `GET` and `POST /api/knowledge/search`: the passages that fit a question, with the prompts that go along, for a program with a token.

use crate::paths::SearchQuery;
use crate::program::Program;
use crate::query::QueryFields;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use shared::embeddings::{Asking, Embedder};
use shared::http::description::{Bodies, InvalidFields, TokenHolders};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody};
use shared::retrieval::{self, Fusible, Passage, SimilarPassage};
use shared::tags::{self, PassageTag, Prompts};
use utoipa::ToSchema;

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

/// What is searched for.
#[derive(ToSchema)]
#[schema(as = Search)]
#[expect(dead_code, reason = "only its description is used")]
pub struct SearchBody {
    #[schema(min_length = 1, max_length = 2000)]
    question: String,
    /// What was said before, which may say what the question is about.
    #[schema(nullable = false, max_length = 4000)]
    context: Option<String>,
    /// How many passages at most.
    #[schema(nullable = false, minimum = 1, maximum = 20, default = 6)]
    limit: Option<i32>,
}

/// A passage that was found, with its tags.
struct Tagged {
    passage: Passage,
    tags: Vec<PassageTag>,
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

    /// Begins to ask what the question means, if there is anybody to ask.
    pub fn ask(&self, embedder: Option<&Embedder>) -> Option<Asking> {
        embedder.map(|embedder| embedder.ask(&self.question))
    }

    /// One list of what was found by words and by meaning; by words alone when the other search failed.
    pub fn fuse<T: Fusible>(
        &self,
        by_words: Vec<T>,
        by_meaning: Result<Vec<SimilarPassage>, ApiError>,
    ) -> Vec<T> {
        match by_meaning {
            Ok(similar) => retrieval::fuse(by_words, similar, self.at_most.unsigned_abs() as usize),
            Err(error) => {
                tracing::error!(reason = error.reason(), "nothing was searched by meaning");
                by_words
            }
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SearchResult)]
pub struct Found {
    /// Best first.
    passages: Vec<PassageAnswer>,
    /// The client's, for every question.
    main_prompt: String,
    /// Those of the tags on the passages' documents.
    tag_prompts: Vec<TagPrompt>,
    /// The client's: a text search configuration of Postgres.
    language: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Passage)]
struct PassageAnswer {
    /// The document's title.
    title: String,
    /// Where visitors find the original.
    #[schema(required)]
    url: Option<String>,
    /// The page it is on, from 1.
    #[schema(required)]
    page: Option<i32>,
    /// The heading it stands under.
    #[schema(required)]
    heading: Option<String>,
    content: String,
    /// The part that fits best.
    excerpt: String,
    /// From 0 to 1: the share of what was asked for that the passage has.
    score: f64,
    /// Names of the document's tags.
    tags: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
struct TagPrompt {
    name: String,
    prompt: String,
}

/// Search a client's knowledge
#[utoipa::path(
    get, path = "/api/knowledge/search", operation_id = "searchKnowledge", tag = "search", security(("token" = [])),
    params(SearchQuery),
    responses(
        TokenHolders,
        InvalidFields,
        (status = 200, body = Found, description = "The passages that fit, with the prompts that go along."),
    ),
)]
pub async fn by_query(
    State(embedder): State<Option<Embedder>>,
    program: Program,
    QueryFields(mut query): QueryFields,
) -> Result<Json<Found>, ApiError> {
    let limit = query.get_mut("limit");
    if let Some(limit) = limit
        && let Some(number) = limit.as_str().and_then(|text| text.parse::<i64>().ok())
    {
        *limit = number.into();
    }
    search(&program, embedder.as_ref(), &query).await
}

/// Search a client's knowledge
///
/// The same with the question in the body.
#[utoipa::path(
    post, path = "/api/knowledge/search", operation_id = "searchKnowledgeByBody", tag = "search", security(("token" = [])),
    request_body = SearchBody,
    responses(
        TokenHolders,
        Bodies,
        (status = 200, body = Found, description = "The passages that fit, with the prompts that go along."),
    ),
)]
pub async fn by_body(
    State(embedder): State<Option<Embedder>>,
    program: Program,
    JsonBody(body): JsonBody,
) -> Result<Json<Found>, ApiError> {
    search(&program, embedder.as_ref(), &body).await
}

async fn search(
    program: &Program,
    embedder: Option<&Embedder>,
    input: &Value,
) -> Result<Json<Found>, ApiError> {
    const FAILED: &str = "Failed to search";
    let search = match Search::read(input) {
        Ok(search) => search,
        Err(invalid) => {
            // What is wrong is told to those who may ask.
            program.run((), FAILED).await?;
            return Err(ApiError::invalid("Validation error", &invalid));
        }
    };
    let asking = search.ask(embedder);
    let (question, context) = (&*search.question, search.context.as_deref());
    let passages = retrieval::find_passages(question, context, search.at_most);
    let passage_tags = tags::list_of_passages(question, context, search.at_most);
    let statements = (tags::find_prompts(), (passage_tags, passages));
    let (prompts, (tags, passages)) = program.run(statements, FAILED).await?;
    let prompts = prompts.unwrap_or(Prompts {
        main: String::new(),
        language: "simple".to_owned(),
    });
    let tagged = passages
        .into_iter()
        .map(|passage| with_tags(passage, &tags));
    let mut tagged: Vec<Tagged> = tagged.collect();
    if let Some(asking) = asking
        && let Some(meaning) = asking.meaning().await
    {
        let similar = retrieval::find_similar(&meaning, search.at_most);
        tagged = search.fuse(tagged, program.run(similar, FAILED).await);
    }
    Ok(Json(Found {
        tag_prompts: prompts_of(&tagged),
        passages: tagged.into_iter().map(answer).collect(),
        main_prompt: prompts.main,
        language: prompts.language,
    }))
}

fn with_tags(passage: Passage, tags: &[PassageTag]) -> Tagged {
    let is_of_it = |tag: &&PassageTag| tag.document_id == passage.document_id;
    Tagged {
        tags: tags.iter().filter(is_of_it).cloned().collect(),
        passage,
    }
}

impl From<SimilarPassage> for Tagged {
    fn from(similar: SimilarPassage) -> Self {
        let passage = similar.passage;
        let text = |tag: &Value, name: &str| tag[name].as_str().unwrap_or_default().to_owned();
        let tags = similar.tags.as_array().into_iter().flatten();
        let tags = tags.map(|tag| PassageTag {
            document_id: passage.document_id,
            name: text(tag, "name"),
            prompt: text(tag, "prompt"),
        });
        Self {
            tags: tags.collect(),
            passage,
        }
    }
}

impl Fusible for Tagged {
    fn passage(&self) -> &Passage {
        &self.passage
    }

    fn found_again(&mut self, similar: &SimilarPassage) {
        self.passage.found_again(similar);
    }
}

fn answer(Tagged { passage, tags }: Tagged) -> PassageAnswer {
    PassageAnswer {
        tags: tags.into_iter().map(|tag| tag.name).collect(),
        title: passage.title,
        url: passage.url,
        page: passage.page,
        heading: passage.heading,
        content: passage.content,
        excerpt: passage.excerpt,
        score: passage.score,
    }
}

/// Each tag's prompt once, however many documents have it, by name.
fn prompts_of(tagged: &[Tagged]) -> Vec<TagPrompt> {
    let tags = tagged.iter().flat_map(|tagged| &tagged.tags);
    let with_prompt = tags.filter(|tag| !tag.prompt.is_empty());
    let mut prompts: Vec<TagPrompt> = with_prompt
        .map(|tag| TagPrompt {
            name: tag.name.clone(),
            prompt: tag.prompt.clone(),
        })
        .collect();
    prompts.sort_by_cached_key(|tag| (tag.name.to_lowercase(), tag.name.clone()));
    prompts.dedup();
    prompts
}
