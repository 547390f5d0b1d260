//! Answers without a model or a network: what the client's documents say best, quoted, or that they do not say it.

mod unknown;

use crate::answer::{Piece, Pieces, Question};
use crate::source::Source;
use futures_util::{StreamExt, stream};
use serde_json::json;
use shared::retrieval::{KNOWN, Passage};

/// More would be a list of results, not an answer.
const AT_MOST: usize = 3;
/// A further passage is told when it fits nearly as well as the best one.
const NEARLY_AS_GOOD: f64 = 0.9;
/// Two passages that share so much of their words say the same: chunks of a document overlap.
const SAME: f64 = 0.6;

/// Tells the answer sentence by sentence.
pub fn answer(question: Question) -> Pieces {
    stream::iter(compose(&question).into_iter().map(Ok)).boxed()
}

/// The answer to a question from its passages alone.
pub fn compose(question: &Question) -> Vec<Piece> {
    let chosen = chosen(&question.passages);
    if chosen.is_empty() {
        let text = unknown::text(&question.language).to_owned();
        return vec![Piece::Text(text), Piece::Unknown];
    }
    let mut pieces = Vec::new();
    for (place, passage) in chosen.iter().enumerate() {
        if place > 0 {
            pieces.push(Piece::Text("\n\n".to_owned()));
        }
        pieces.extend(quoted(passage));
    }
    let sources: Vec<Source> = chosen.into_iter().map(Source::from).collect();
    pieces.push(Piece::Sources(json!(sources)));
    pieces
}

/// The best passage if it is about the question at all, and those that are hardly worse and say something else.
fn chosen(passages: &[Passage]) -> Vec<&Passage> {
    let mut chosen: Vec<&Passage> = Vec::new();
    for passage in passages {
        let least = chosen
            .first()
            .map_or(KNOWN, |best| KNOWN.max(best.score * NEARLY_AS_GOOD));
        let is_told = passage.excerpt.trim().is_empty()
            || chosen
                .iter()
                .any(|other| share_of_words(&passage.excerpt, &other.excerpt) > SAME);
        if passage.score >= least && !is_told && chosen.len() < AT_MOST {
            chosen.push(passage);
        }
    }
    chosen
}

/// Which share of a text's words another one has too.
fn share_of_words(text: &str, other: &str) -> f64 {
    let other: std::collections::HashSet<&str> = other.split_whitespace().collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let shared = words.iter().filter(|word| other.contains(*word)).count();
    #[expect(clippy::cast_precision_loss, reason = "words of a paragraph")]
    let share = shared as f64 / words.len().max(1) as f64;
    share
}

/// A quotation in pieces that end where sentences do, and where it is from.
fn quoted(passage: &Passage) -> Vec<Piece> {
    let excerpt = passage.excerpt.trim();
    let mut texts: Vec<String> = shared::retrieval::with_joints(excerpt)
        .into_iter()
        .map(str::to_owned)
        .collect();
    if let Some(first) = texts.first_mut() {
        first.insert(0, '“');
    }
    texts.push(format!("”\n– {}", place(passage)));
    texts.into_iter().map(Piece::Text).collect()
}

/// `Travel, By train`.
fn place(passage: &Passage) -> String {
    let heading = passage.heading.as_deref().map(str::trim);
    match heading.filter(|heading| !heading.is_empty() && *heading != passage.title) {
        Some(heading) => format!("{}, {heading}", passage.title),
        None => passage.title.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use uuid::Uuid;

    fn passage(excerpt: &str, score: f64) -> Passage {
        Passage {
            document_id: Uuid::nil(),
            title: "Guide".to_owned(),
            url: None,
            page: Some(3),
            heading: Some("Doors".to_owned()),
            content: format!("{excerpt} And more."),
            excerpt: excerpt.to_owned(),
            score,
        }
    }

    fn question(language: &str, passages: Vec<Passage>) -> Question {
        Question {
            client_id: Uuid::nil(),
            message: "When do you open?".to_owned(),
            session_id: Uuid::nil().to_string(),
            metadata: None,
            timestamp: "2026-11-23T09:00:00.000Z".to_owned(),
            history: Vec::new(),
            main_prompt: String::new(),
            tag_prompts: Vec::new(),
            passages,
            language: language.to_owned(),
        }
    }

    /// The text, the sources, and whether nothing is known.
    fn told(passages: Vec<Passage>) -> (String, Value, bool) {
        let (mut text, mut sources, mut is_unknown) = (String::new(), Value::Null, false);
        for piece in compose(&question("english", passages)) {
            match piece {
                Piece::Text(more) => text.push_str(&more),
                Piece::Sources(value) => sources = value,
                Piece::Unknown => is_unknown = true,
                Piece::Usage(_) => panic!("nothing is used"),
            }
        }
        (text, sources, is_unknown)
    }

    #[test]
    fn the_best_passage_is_quoted_with_its_place_and_source() {
        let (text, sources, is_unknown) =
            told(vec![passage("Doors open at nine. Bring a badge.", 0.9)]);
        assert_eq!(text, "“Doors open at nine. Bring a badge.”\n– Guide, Doors");
        let source = json!({"title": "Guide", "page": 3, "heading": "Doors", "excerpt": "Doors open at nine. Bring a badge.", "documentId": Uuid::nil()});
        assert_eq!(sources, json!([source]));
        assert!(!is_unknown);
    }

    #[test]
    fn it_is_told_sentence_by_sentence() {
        let pieces = compose(&question(
            "english",
            vec![passage("One. Two!\nThree: 3.5", 0.9)],
        ));
        let texts = ["“One. ", "Two!\n", "Three: 3.5", "”\n– Guide, Doors"];
        let texts = texts.map(|text| Piece::Text(text.to_owned()));
        assert_eq!(pieces[..4], texts);
        assert_eq!(pieces.len(), 5);
    }

    #[test]
    fn below_the_threshold_nothing_is_known_and_nothing_cited() {
        for passages in [
            vec![],
            vec![passage("Doors open at nine.", KNOWN - 0.01)],
            vec![passage(" ", 1.0)],
        ] {
            let (text, sources, is_unknown) = told(passages);
            assert_eq!(
                (text.as_str(), sources),
                (unknown::text("english"), Value::Null)
            );
            assert!(is_unknown);
        }
    }

    #[test]
    fn others_are_told_only_when_they_fit_nearly_as_well_and_say_something_else() {
        let passages = vec![
            passage("Doors open at nine.", 0.8),
            passage("Doors open at nine.", 0.8),
            passage("On Sundays we begin later, namely at ten.", 0.75),
            passage("The moon is far away from here.", 0.6),
        ];
        let (text, sources, _) = told(passages);
        assert_eq!(sources.as_array().map(Vec::len), Some(2));
        assert!(
            text.contains("at nine.”\n– Guide, Doors\n\n“On Sundays"),
            "{text}"
        );
        let many = ["Ada came", "Bob went", "Cleo slept", "Dan sang"];
        let many = many.map(|text| passage(text, 0.9)).to_vec();
        assert_eq!(told(many).1.as_array().map(Vec::len), Some(AT_MOST));
    }

    #[test]
    fn a_heading_that_says_what_the_title_says_is_not_repeated() {
        let alike = Passage {
            heading: Some("Guide".to_owned()),
            ..passage("Yes.", 0.9)
        };
        assert!(told(vec![alike]).0.ends_with("\n– Guide"));
    }

    #[test]
    fn what_is_not_known_is_said_in_the_clients_language() {
        assert!(unknown::text("german").contains("keine Antwort"));
        assert_eq!(unknown::text("tamil"), unknown::text("english"));
        let pieces = compose(&question("french", vec![]));
        let french = Piece::Text(unknown::text("french").to_owned());
        assert_eq!(pieces, [french, Piece::Unknown]);
    }
}
