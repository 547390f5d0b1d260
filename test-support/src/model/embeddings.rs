//! What the model says that texts mean: which words are in them. Texts with the same words mean the same, and so do those with words
//! that a test has declared to.

use super::ModelFailure;
use serde_json::{Value, json};

/// How the model reads texts.
#[derive(Clone, Debug)]
pub struct ModelEmbeddings {
    /// How many numbers it gives.
    pub dimensions: usize,
    /// Words that mean the same to it.
    pub synonyms: Vec<(&'static str, &'static str)>,
    /// It refuses to read texts with this word, and whatever comes along with them.
    pub refuses: Option<&'static str>,
    /// What goes wrong: a status, silence, or other words.
    pub failure: Option<ModelFailure>,
}

impl Default for ModelEmbeddings {
    fn default() -> Self {
        Self {
            dimensions: 256,
            synonyms: Vec::new(),
            refuses: None,
            failure: None,
        }
    }
}

impl ModelEmbeddings {
    /// One to which these words mean the same.
    #[must_use]
    pub fn knowing(synonyms: &[(&'static str, &'static str)]) -> Self {
        Self {
            synonyms: synonyms.to_vec(),
            ..Self::default()
        }
    }

    /// One that fails so.
    #[must_use]
    pub fn failing(failure: ModelFailure) -> Self {
        Self {
            failure: Some(failure),
            ..Self::default()
        }
    }

    /// Status and body for a request.
    pub(super) fn answer(&self, asked: &Value) -> (u16, Value) {
        let Some(texts) = texts(&asked["input"]) else {
            return (400, super::error("'input' is missing"));
        };
        let is_refused = |word| {
            texts
                .iter()
                .any(|text| words(text).any(|known| known == word))
        };
        if self.refuses.is_some_and(is_refused) {
            return (400, super::error("a secret of the model"));
        }
        let data = texts.iter().enumerate().map(|(index, text)| {
            json!({"object": "embedding", "index": index, "embedding": self.embedding(text)})
        });
        let data: Vec<Value> = data.collect();
        let usage = json!({"prompt_tokens": texts.len(), "total_tokens": texts.len()});
        let list = json!({"object": "list", "data": data, "model": asked["model"], "usage": usage});
        (200, list)
    }

    /// Each word counts at a place of its own, more or less.
    fn embedding(&self, text: &str) -> Vec<u32> {
        let mut embedding = vec![0; self.dimensions];
        // A text of small words alone means something too.
        embedding[0] = 1;
        for word in words(text).filter(|word| word.len() > 3) {
            let synonym = self.synonyms.iter().find(|(from, _)| *from == word);
            let word = synonym.map_or(word.as_str(), |(_, to)| to);
            embedding[hash(word) % self.dimensions] += 4;
        }
        embedding
    }
}

fn texts(input: &Value) -> Option<Vec<&str>> {
    match input {
        Value::String(text) => Some(vec![text]),
        Value::Array(texts) => texts.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.map(str::to_lowercase)
}

/// FNV-1a: the same in every process.
fn hash(word: &str) -> usize {
    let hash = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    usize::try_from(hash).expect("32 bits")
}
