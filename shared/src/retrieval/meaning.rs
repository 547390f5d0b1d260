//! Search by meaning, beside that by words: what it finds, how the two lists become one, and which chunks a model still has to read.

use super::{ExplainedPassage, KNOWN, Passage, excerpt};
use crate::database::{Changed, FromRow, Query, Statement, StorageError, column};
use crate::embeddings::Meaning;
use serde_json::{Value, json};
use std::cmp::Ordering;
use tokio_postgres::Row;
use uuid::Uuid;

/// Reciprocal rank fusion: a place in one list counts 1 / (60 + place), whatever the list's own figures are.
/// <https://doi.org/10.1145/1571941.1572114>
const FUSION: f64 = 60.0;

/// A passage that means nearly what a question does.
#[derive(Clone, Debug)]
pub struct SimilarPassage {
    /// The passage. Its score is [`KNOWN`] where the configured least similarity is, and 1 where it means the same.
    pub passage: Passage,
    /// The cosine of the two embeddings.
    pub similarity: f64,
    /// The tags of its document by name, `[{name, prompt}]`.
    pub tags: Value,
}

/// The passages of the open client's documents that mean most nearly what a question does, up to 20. Nothing without pgvector, or when no
/// client is open.
pub fn find_similar(meaning: &Meaning, at_most: i32) -> Statement<Vec<SimilarPassage>> {
    let query = Query::repeatable("select *, $3 as least from app.find_similar($1, $2, $3, $4)");
    with_meaning(query, meaning).integer(at_most).many()
}

/// The same for one of the signed-in user's clients. Nothing when the client is somebody else's.
pub fn explain_similar(
    client_id: Option<Uuid>,
    meaning: &Meaning,
    at_most: i32,
) -> Statement<Vec<SimilarPassage>> {
    let query =
        Query::repeatable("select *, $4 as least from app.explain_similar($1, $2, $3, $4, $5)");
    with_meaning(query.uuid(client_id), meaning)
        .integer(at_most)
        .many()
}

fn with_meaning(query: Query, meaning: &Meaning) -> Query {
    query
        .reals(meaning.embedding.clone())
        .text(meaning.model.clone())
        .real(meaning.least_similarity)
}

/// Something that is made of a passage and may be found both ways.
pub trait Fusible: From<SimilarPassage> {
    /// The passage.
    fn passage(&self) -> &Passage;

    /// The same passage was found by meaning too.
    fn found_again(&mut self, similar: &SimilarPassage);
}

/// One list of two, the best first: what is high in both, then what is high in one. A passage that is in both keeps the better score.
#[must_use]
pub fn fuse<T: Fusible>(
    by_words: Vec<T>,
    by_meaning: Vec<SimilarPassage>,
    at_most: usize,
) -> Vec<T> {
    let mut all: Vec<(T, f64)> = by_words.into_iter().zip(shares()).collect();
    for (similar, share) in by_meaning.into_iter().zip(shares()) {
        let is_same = |(known, _): &&mut (T, f64)| is_same(known.passage(), &similar.passage);
        match all.iter_mut().find(is_same) {
            Some((known, sum)) => {
                known.found_again(&similar);
                *sum += share;
            }
            None => all.push((similar.into(), share)),
        }
    }
    // Of two that are first in one list each, the one that says more of it.
    all.sort_by(|(a, a_sum), (b, b_sum)| match b_sum.total_cmp(a_sum) {
        Ordering::Equal => b.passage().score.total_cmp(&a.passage().score),
        order => order,
    });
    all.into_iter()
        .map(|(item, _)| item)
        .take(at_most)
        .collect()
}

fn shares() -> impl Iterator<Item = f64> {
    (1..).map(|place: u32| 1.0 / (FUSION + f64::from(place)))
}

fn is_same(one: &Passage, other: &Passage) -> bool {
    let place = |passage: &Passage| (passage.document_id, passage.page);
    place(one) == place(other) && one.content == other.content && one.heading == other.heading
}

/// A piece of a document that a model has not read.
#[derive(Clone, Debug)]
pub struct ChunkToEmbed {
    /// The document that it is of. All of one list are of the same.
    pub document_id: Uuid,
    /// The revision that it is of.
    pub revision: i32,
    /// Its id.
    pub id: i64,
    /// What to read: the title, the heading and the text.
    pub content: String,
}

/// Some of the chunks that the model has not read: of that document, or of any one of any client. For the ingest; none without pgvector.
pub fn list_chunks_to_embed(
    model: &str,
    document_id: Option<Uuid>,
    at_most: i32,
) -> Statement<Vec<ChunkToEmbed>> {
    Query::repeatable("select * from app.chunks_to_embed($1, $2, $3)")
        .text(model)
        .uuid(document_id)
        .integer(at_most)
        .many()
}

/// Keeps what a model made of chunks of one document. `embeddings` are as many and all as long as each other; without one, the chunks are
/// those that the model cannot read. Nothing happens to chunks that are gone.
pub fn keep_embeddings(
    model: &str,
    chunks: &[&ChunkToEmbed],
    embeddings: &[Vec<f32>],
) -> Statement<()> {
    let dimensions = embeddings.first().map_or(0, Vec::len);
    let first = chunks.first();
    Query::repeatable("select app.keep_embeddings($1, $2, $3, $4, $5, $6)")
        .text(model)
        .uuid(first.map(|chunk| chunk.document_id))
        .integer(first.map_or(0, |chunk| chunk.revision))
        .big_integers(chunks.iter().map(|chunk| chunk.id).collect())
        .integer(i32::try_from(dimensions).unwrap_or(0))
        .reals(embeddings.concat())
        .nothing()
}

/// Whether the database can search by meaning: pgvector is there and was found by a migration.
pub fn can_search_by_meaning() -> Statement<Changed> {
    Query::repeatable("select to_regclass('public.chunk_embeddings') is not null as is_changed")
        .one()
}

impl FromRow for ChunkToEmbed {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            document_id: column(row, "document_id")?,
            revision: column(row, "revision")?,
            id: column(row, "chunk_id")?,
            content: column(row, "content")?,
        })
    }
}

impl FromRow for SimilarPassage {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        let content: String = column(row, "content")?;
        let similarity: f64 = column(row, "similarity")?;
        let least: f32 = column(row, "least")?;
        Ok(Self {
            passage: Passage {
                document_id: column(row, "document_id")?,
                title: column(row, "title")?,
                url: column(row, "url")?,
                page: column(row, "page")?,
                heading: column(row, "heading")?,
                excerpt: excerpt::beginning(&content),
                content,
                score: score(similarity, f64::from(least)),
            },
            similarity,
            tags: column(row, "tags")?,
        })
    }
}

/// On the scale of the search by words, on which [`KNOWN`] is where passages begin to say something about the question.
fn score(similarity: f64, least: f64) -> f64 {
    let above = (similarity - least) / (1.0 - least);
    KNOWN + (1.0 - KNOWN) * above.clamp(0.0, 1.0)
}

impl From<SimilarPassage> for Passage {
    fn from(similar: SimilarPassage) -> Self {
        similar.passage
    }
}

impl Fusible for Passage {
    fn passage(&self) -> &Passage {
        self
    }

    fn found_again(&mut self, similar: &SimilarPassage) {
        self.score = self.score.max(similar.passage.score);
    }
}

impl From<SimilarPassage> for ExplainedPassage {
    fn from(similar: SimilarPassage) -> Self {
        Self {
            why: json!({"meaning": {"similarity": similar.similarity}}),
            passage: similar.passage,
        }
    }
}

impl Fusible for ExplainedPassage {
    fn passage(&self) -> &Passage {
        &self.passage
    }

    fn found_again(&mut self, similar: &SimilarPassage) {
        self.passage.found_again(similar);
        self.why["meaning"] = json!({"similarity": similar.similarity});
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(content: &str, score: f64) -> Passage {
        Passage {
            document_id: Uuid::nil(),
            title: "Guide".to_owned(),
            url: None,
            page: None,
            heading: None,
            content: content.to_owned(),
            excerpt: content.to_owned(),
            score,
        }
    }

    fn similar(content: &str, score: f64) -> SimilarPassage {
        SimilarPassage {
            passage: passage(content, score),
            similarity: score,
            tags: json!([]),
        }
    }

    fn contents(passages: &[Passage]) -> Vec<&str> {
        let contents = passages.iter().map(|passage| passage.content.as_str());
        contents.collect()
    }

    #[test]
    fn what_is_in_both_lists_comes_before_what_is_first_in_one() {
        let by_words = vec![passage("a", 0.9), passage("b", 0.8), passage("c", 0.7)];
        let by_meaning = vec![similar("d", 0.6), similar("b", 0.95)];
        let fused = fuse(by_words, by_meaning, 3);
        // Of the two that are first in one list, the better one.
        assert_eq!(contents(&fused), ["b", "a", "d"]);
        assert!((fused[0].score - 0.95).abs() < 1e-9, "the better score");
    }

    #[test]
    fn without_one_of_the_lists_the_other_stays_as_it_is() {
        let by_words = || vec![passage("a", 0.1), passage("b", 0.8)];
        assert_eq!(contents(&fuse(by_words(), vec![], 6)), ["a", "b"]);
        let by_meaning = vec![similar("a", 0.5), similar("b", 0.5)];
        assert_eq!(contents(&fuse(vec![], by_meaning, 1)), ["a"]);
    }

    #[test]
    fn an_organiser_is_told_what_was_found_by_meaning() {
        let by_words = vec![ExplainedPassage {
            passage: passage("a", 0.9),
            why: json!({"order": 1}),
        }];
        let fused = fuse(by_words, vec![similar("b", 0.5), similar("a", 0.5)], 6);
        let why: Vec<_> = fused.iter().map(|explained| &explained.why).collect();
        let meaning = json!({"similarity": 0.5});
        assert_eq!(
            why,
            [
                &json!({"order": 1, "meaning": meaning}),
                &json!({"meaning": meaning})
            ]
        );
    }

    #[test]
    fn the_least_similarity_is_where_an_answer_begins_to_be_known() {
        for (similarity, expected) in [(0.4, KNOWN), (1.0, 1.0), (0.7, (1.0 + KNOWN) / 2.0)] {
            assert!((score(similarity, 0.4) - expected).abs() < 1e-9);
        }
    }
}
