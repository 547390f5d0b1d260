//! What visitors ask is found in the conferences' documents, and what is not there is not made up.

use benches::corpus::{Corpus, Question};
use test_support::TestDatabase;

#[tokio::test]
async fn nine_of_ten_questions_find_their_passage_and_unknown_ones_are_told_so() {
    let database = TestDatabase::create().await;
    let corpus = Corpus::load(&database).await;
    let questions = Question::all();
    let mut misses = Vec::new();
    let [tuned, held_out] = corpus
        .ask(&questions, |miss| misses.push(miss.to_owned()))
        .await;
    let all = tuned.and(held_out);
    assert!(all.answerable >= 60 && all.unanswerable >= 15, "{all:?}");
    assert!(corpus.chunks >= 60, "{}", corpus.chunks);
    assert!(all.recall_at_3() >= 0.9, "{all:?} {misses:#?}");
    assert!(held_out.recall_at_3() >= 0.85, "{held_out:?} {misses:#?}");
    assert!(all.told_so() >= 0.9, "{all:?} {misses:#?}");
    assert!(all.answered() >= 0.85, "{all:?}");
}
