//! The conferences and questions of `benches/corpus`, put into a database, and how well retrieval does on them.

use serde_json::Value;
use shared::retrieval::{self, KNOWN, NewChunk, Passage};
use shared::{Services, clients};
use std::collections::BTreeMap;
use std::path::PathBuf;
use test_support::{Person, TestDatabase};
use uuid::Uuid;

/// How many passages are looked at.
const LOOKED_AT: i32 = 3;
/// With the language of its documents, as Postgres calls it.
const CONFERENCES: [(&str, &str); 2] = [("harbour", "english"), ("stadt", "german")];

/// What a visitor asks and where the answer is.
#[derive(Debug)]
pub struct Question {
    conference: String,
    /// The visitor's words.
    pub text: String,
    after: Option<String>,
    /// The file that answers and what the passage says; `None` when nothing answers.
    answer: Option<(String, String)>,
    /// Kept out of tuning.
    is_held_out: bool,
}

/// The conferences' documents, searchable.
#[derive(Debug)]
pub struct Corpus {
    services: Services,
    people: BTreeMap<String, Person>,
    files: BTreeMap<Uuid, String>,
    /// How many chunks the documents have.
    pub chunks: usize,
}

/// How a set of questions was answered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quality {
    /// Questions that have an answer.
    pub answerable: usize,
    /// Whose passage came first.
    pub first: usize,
    /// Whose passage was among the first three.
    pub among_three: usize,
    /// That are answered at all by the built-in answerer.
    pub answered: usize,
    /// Questions that have none.
    pub unanswerable: usize,
    /// Of which it says so.
    pub told_so: usize,
}

impl Question {
    /// All of them, in their order.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let questions = std::fs::read_to_string(folder().join("questions.json"));
        let questions: Vec<Value> =
            serde_json::from_str(&questions.expect("the questions")).expect("a list");
        let text = |value: &Value, name: &str| value[name].as_str().map(str::to_owned);
        let read = |(place, value): (usize, &Value)| Self {
            conference: text(value, "conference").expect("a conference"),
            text: text(value, "question").expect("a question"),
            after: text(value, "after"),
            answer: text(value, "document").zip(text(value, "phrase")),
            is_held_out: place % 2 == 1,
        };
        questions.iter().enumerate().map(read).collect()
    }
}

impl Corpus {
    /// Reads the documents as the product does and indexes them.
    pub async fn load(database: &TestDatabase) -> Self {
        let mut corpus = Self {
            services: database.services(2),
            people: BTreeMap::new(),
            files: BTreeMap::new(),
            chunks: 0,
        };
        for (conference, language) in CONFERENCES {
            let person = Person::register(&corpus.services, conference).await;
            let client = person.client_id;
            let speaks =
                format!("update clients set language = '{language}' where id = '{client}'");
            database.sql(&speaks).await;
            let files = std::fs::read_dir(folder().join(conference)).expect("the documents");
            for file in files {
                corpus
                    .add(database, &person, file.expect("a document").path())
                    .await;
            }
            corpus.people.insert(conference.to_owned(), person);
        }
        corpus
    }

    async fn add(&mut self, database: &TestDatabase, person: &Person, path: PathBuf) {
        let name = path
            .file_name()
            .expect("a file")
            .to_string_lossy()
            .into_owned();
        let bytes = std::fs::read(&path).expect("a document");
        let document = extraction::extract(&bytes, Some(&name), &mut |_| {});
        let document = document.expect("a document that can be read");
        let chunks = extraction::chunk(&document);
        let title = document.title.clone().unwrap_or_else(|| {
            let stem = path.file_stem().expect("a name").to_string_lossy();
            stem.replace('-', " ")
        });
        let id = Uuid::new_v4();
        let insert =
            "insert into documents (id, client_id, title, file_name) values ($1, $2, $3, $4)";
        let inserted = database
            .admin
            .execute(insert, &[&id, &person.client_id, &title, &name])
            .await;
        inserted.expect("a document");
        let new: Vec<NewChunk<'_>> = chunks
            .iter()
            .map(|chunk| NewChunk {
                ordinal: chunk.ordinal.cast_signed(),
                page: chunk.page.map(u32::cast_signed),
                heading: chunk.heading.as_deref(),
                content: &chunk.content,
                tokens: chunk.tokens.cast_signed(),
            })
            .collect();
        let open = clients::open_by_key(&person.key, None);
        let index = retrieval::index_chunks(id, 1, &new);
        let (_, indexed) = self
            .services
            .database
            .run(open, index)
            .await
            .expect("a key");
        assert!(indexed.expect("an answer").0, "{name} is indexed");
        self.chunks += chunks.len();
        self.files.insert(id, name);
    }

    async fn find(&self, question: &Question) -> Vec<Passage> {
        let open = clients::open_by_key(&self.people[&question.conference].key, None);
        let find = retrieval::find_passages(&question.text, question.after.as_deref(), LOOKED_AT);
        let (_, found) = self.services.database.run(open, find).await.expect("a key");
        found.expect("an answer")
    }

    /// Asks all questions: how those for tuning did, and those held out. `miss` is told what went wrong.
    pub async fn ask(&self, questions: &[Question], mut miss: impl FnMut(&str)) -> [Quality; 2] {
        let mut halves = [Quality::default(); 2];
        for question in questions {
            let found = self.find(question).await;
            let half = &mut halves[usize::from(question.is_held_out)];
            let is_answered = found.iter().any(|passage| passage.score >= KNOWN);
            let Some((file, phrase)) = &question.answer else {
                half.unanswerable += 1;
                half.told_so += usize::from(!is_answered);
                if is_answered {
                    miss(&format!("not known, but answered: {}", question.text));
                }
                continue;
            };
            let is_it = |passage: &Passage| {
                self.files[&passage.document_id] == *file && passage.content.contains(phrase)
            };
            half.answerable += 1;
            half.answered += usize::from(is_answered);
            let place = found.iter().position(is_it);
            half.first += usize::from(place == Some(0));
            half.among_three += usize::from(place.is_some());
            if place.is_none() {
                miss(&format!("not found: {}", question.text));
            }
        }
        halves
    }
}

impl Quality {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            answerable: self.answerable + other.answerable,
            first: self.first + other.first,
            among_three: self.among_three + other.among_three,
            answered: self.answered + other.answered,
            unanswerable: self.unanswerable + other.unanswerable,
            told_so: self.told_so + other.told_so,
        }
    }

    /// The share of answerable questions whose passage comes first.
    #[must_use]
    pub fn recall_at_1(self) -> f64 {
        share(self.first, self.answerable)
    }

    /// The share whose passage is among the first three.
    #[must_use]
    pub fn recall_at_3(self) -> f64 {
        share(self.among_three, self.answerable)
    }

    /// The share of answerable questions that are not answered by "I do not know".
    #[must_use]
    pub fn answered(self) -> f64 {
        share(self.answered, self.answerable)
    }

    /// The share of unanswerable questions that are.
    #[must_use]
    pub fn told_so(self) -> f64 {
        share(self.told_so, self.unanswerable)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of questions")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}
