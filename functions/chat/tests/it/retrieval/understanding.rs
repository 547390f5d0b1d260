//! How a question is understood, and what puts a passage first.

use super::{LUNCH, Library, PARKING, WIFI, explain};
use shared::retrieval::{self, KNOWN};

#[tokio::test]
async fn the_passage_that_answers_comes_first_with_its_place_and_score() {
    let library = Library::open().await;
    let id = library
        .add(&library.alice, "Guide", &[LUNCH, PARKING, WIFI])
        .await;
    let found = library
        .find(&library.alice, "How much is parking a day?")
        .await;
    assert_eq!(found[0].content, PARKING);
    assert_eq!(found[0].excerpt, PARKING);
    assert_eq!((found[0].document_id, found[0].page), (id, Some(2)));
    assert!(
        found[0].score >= KNOWN && found[0].score <= 1.0,
        "{}",
        found[0].score
    );
}

#[tokio::test]
async fn what_the_documents_do_not_speak_of_scores_low() {
    let library = Library::open().await;
    library
        .add(&library.alice, "Guide", &[LUNCH, PARKING, WIFI])
        .await;
    for question in [
        "What is the capital of Mongolia?",
        "Who called the president at noon about Jupiter's moons?",
    ] {
        let found = library.find(&library.alice, question).await;
        assert!(
            found.iter().all(|passage| passage.score < KNOWN),
            "{question}: {found:?}"
        );
    }
}

#[tokio::test]
async fn words_are_read_in_the_clients_language_and_in_the_documents_own() {
    let library = Library::open().await;
    library
        .sql(
            "update clients set language = 'german' where id = $1",
            library.alice.client_id,
        )
        .await;
    let german = "Die Plätze im Parkhaus kosten neun Euro.";
    let english = "Whoever comes to the dinner is asked to bring a lantern, since it is dark on the way there and none of the streets are lit at that time of the year; those who have forgotten theirs may borrow one from us at the door.";
    library.add(&library.alice, "Anreise", &[german]).await;
    library.add(&library.alice, "Dinner", &[english]).await;
    assert_eq!(
        library.best("Was kostet ein Platz zum Parken?").await,
        german
    );
    assert_eq!(library.best("Do I have to bring lanterns?").await, english);
    let languages = "select string_agg(language, ',' order by language) from chunk_languages";
    assert_eq!(library.database.text(languages).await, "english,german");
}

#[tokio::test]
async fn small_words_of_a_language_that_no_document_is_in_are_not_asked_for() {
    let library = Library::open().await;
    // Too short to be told from English.
    library
        .add(&library.alice, "Talks", &["Bitte Folien einreichen."])
        .await;
    let found = library
        .find(&library.alice, "Wann muss ich meine Folien einreichen?")
        .await;
    assert!(found[0].score >= KNOWN, "{}", found[0].score);
}

#[tokio::test]
async fn slips_of_the_pen_are_understood_and_told() {
    let library = Library::open().await;
    library
        .add(
            &library.alice,
            "Guide",
            &[LUNCH, PARKING, WIFI, "Registration opens at eight."],
        )
        .await;
    for (question, answer) in [
        ("pakring", PARKING),
        ("garrage", PARKING),
        ("regsitration", "Registration opens at eight."),
        ("wifi", WIFI),
        ("netwrok", WIFI),
    ] {
        assert_eq!(library.best(question).await, answer, "{question}");
    }
    let explained = explain(&library, &library.alice, "pakring").await;
    assert_eq!(explained[0].why["terms"][0]["corrected"], "parking");
}

#[tokio::test]
async fn a_follow_up_is_understood_by_the_question_before() {
    let library = Library::open().await;
    let lunch = [
        "Monday: lunch is soup.",
        "Tuesday: lunch is stew.",
        "Tuesday: yoga at seven.",
        "Monday: yoga at six.",
    ];
    library.add(&library.alice, "Week", &lunch).await;
    for (before, answer) in [
        ("What is for lunch on Monday?", lunch[1]),
        ("When is yoga on Monday?", lunch[2]),
    ] {
        let follow_up = retrieval::find_passages("And on Tuesday?", Some(before), 5);
        let found = library.as_visitor(&library.alice, follow_up).await;
        assert_eq!(found[0].content, answer);
        assert!(found[0].score >= KNOWN);
        let unknown = retrieval::find_passages("And in Mongolia?", Some(before), 5);
        let found = library.as_visitor(&library.alice, unknown).await;
        assert!(found.iter().all(|passage| passage.score < KNOWN));
    }
}

#[tokio::test]
async fn the_newer_of_two_equals_comes_first() {
    let library = Library::open().await;
    let old = library.add(&library.alice, "Prices", &[PARKING]).await;
    let new = library.add(&library.alice, "Prices", &[PARKING]).await;
    for (newer, older) in [(new, old), (old, new)] {
        library
            .sql("update documents set dated_at = now() where id = $1", newer)
            .await;
        library
            .sql(
                "update documents set dated_at = now() - interval '1 year' where id = $1",
                older,
            )
            .await;
        let found = library.find(&library.alice, "parking").await;
        assert_eq!([found[0].document_id, found[1].document_id], [newer, older]);
    }
}

#[tokio::test]
async fn a_tag_that_the_question_names_puts_its_documents_first() {
    let library = Library::open().await;
    let first = library
        .add(&library.alice, "One", &["Dinner begins at six."])
        .await;
    let second = library
        .add(&library.alice, "Two", &["Dinner begins at nine."])
        .await;
    for tagged in [first, second] {
        library.database.sql("delete from tags").await;
        let tag = format!(
            "with tag as (insert into tags (client_id, name) values ('{client}', 'Gala Night') returning id)
             insert into document_tags (document_id, tag_id, client_id) select '{tagged}', id, '{client}' from tag",
            client = library.alice.client_id
        );
        library.database.sql(&tag).await;
        let found = library
            .find(&library.alice, "When is dinner on gala night?")
            .await;
        assert_eq!(found[0].document_id, tagged);
    }
}

#[tokio::test]
async fn a_title_counts_for_all_of_its_document() {
    let library = Library::open().await;
    let garage = "It is open all night and costs twelve euros.";
    library
        .add(&library.alice, "Parking", &["Follow the signs.", garage])
        .await;
    library
        .add(
            &library.alice,
            "Museum",
            &["It is open on Sundays and costs four euros."],
        )
        .await;
    assert_eq!(library.best("How much does parking cost?").await, garage);
}
