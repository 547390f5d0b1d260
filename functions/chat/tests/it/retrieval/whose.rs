//! Only the client's own chunks are searched, as its documents stand now.

use super::{LUNCH, Library, PARKING, WIFI, chunks, explain};
use serde_json::Value;
use shared::retrieval::{self, Indexed};

#[tokio::test]
async fn a_client_sees_nothing_of_another() {
    let library = Library::open().await;
    library
        .add(
            &library.bob,
            "Bob's",
            &["Bob's secret parking is behind the mill."],
        )
        .await;
    assert_eq!(library.contents("parking behind the mill").await, [""; 0]);
    library.add(&library.alice, "Guide", &[PARKING]).await;
    assert_eq!(
        library.contents("secret parking behind the mill").await,
        [PARKING]
    );
    let nobody = retrieval::find_passages("parking", None, 5);
    let found = library.services.database.run_alone(nobody).await;
    assert!(found.expect("an answer").is_empty());
}

#[tokio::test]
async fn a_word_that_only_others_know_corrects_nothing() {
    let library = Library::open().await;
    library
        .add(&library.bob, "Bob's", &["The planetarium is closed."])
        .await;
    library.add(&library.alice, "Guide", &[LUNCH]).await;
    assert_eq!(library.contents("planetraium").await, [""; 0]);
}

#[tokio::test]
async fn nobody_indexes_somebody_elses_document() {
    let library = Library::open().await;
    let id = library.add(&library.alice, "Guide", &[PARKING]).await;
    assert_eq!(
        library.index(&library.bob, id, 1, &[LUNCH]).await,
        Indexed(false)
    );
    let alone = retrieval::index_chunks(id, 1, &chunks(&[LUNCH]));
    let alone = library.services.database.run_alone(alone).await;
    assert_eq!(alone.expect("an answer"), Indexed(false));
    assert_eq!(library.contents("parking or lunch").await, [PARKING]);
}

#[tokio::test]
async fn a_new_revision_replaces_the_old_one_and_an_old_one_comes_too_late() {
    let library = Library::open().await;
    let id = library
        .add(&library.alice, "Guide", &[PARKING, LUNCH])
        .await;
    library
        .sql("update documents set revision = 2 where id = $1", id)
        .await;
    assert_eq!(library.best("parking garage").await, PARKING);
    assert_eq!(
        library.index(&library.alice, id, 1, &[WIFI]).await,
        Indexed(false)
    );
    assert_eq!(
        library.index(&library.alice, id, 2, &[WIFI]).await,
        Indexed(true)
    );
    assert_eq!(
        library.contents("parking, lunch and the network").await,
        [WIFI]
    );
    let [kept, counted] = library.statistics().await;
    assert_eq!(kept, counted);
}

#[tokio::test]
async fn chunks_answer_when_all_are_there() {
    let library = Library::open().await;
    let id = library.add(&library.alice, "Guide", &[PARKING]).await;
    library
        .sql("update documents set revision = 2 where id = $1", id)
        .await;
    let new = chunks(&[LUNCH, WIFI]);
    for part in [&new[..1], &new[1..], &new[..]] {
        let added = library
            .as_visitor(&library.alice, retrieval::add_chunks(id, 2, part))
            .await;
        assert_eq!(added, Indexed(true));
        assert_eq!(library.contents("parking, lunch, network").await, [PARKING]);
    }
    let published = library
        .as_visitor(&library.alice, retrieval::publish_chunks(id, 2))
        .await;
    assert_eq!(published, Indexed(true));
    assert_eq!(library.contents("parking, lunch, network").await.len(), 2);
    let [kept, counted] = library.statistics().await;
    assert_eq!(kept, counted);
}

#[tokio::test]
async fn deleted_documents_leave_the_statistics() {
    let library = Library::open().await;
    let guide = library
        .add(&library.alice, "Guide", &[PARKING, LUNCH])
        .await;
    library
        .add(
            &library.alice,
            "Network",
            &[WIFI, "Parking of ships is forbidden."],
        )
        .await;
    let [kept, counted] = library.statistics().await;
    assert_eq!(kept, counted);
    assert!(kept.contains("park 2"), "{kept}");
    library
        .sql("delete from documents where id = $1", guide)
        .await;
    let [kept, counted] = library.statistics().await;
    assert_eq!(kept, counted);
    assert!(kept.contains("park 1") && !kept.contains("lunch"), "{kept}");
    assert_eq!(
        library
            .database
            .count("select count(*) from chunk_words where word = 'lunch'")
            .await,
        0
    );
    library
        .sql("delete from clients where id = $1", library.alice.client_id)
        .await;
    for table in ["chunks", "chunk_terms", "chunk_words", "chunk_languages"] {
        assert_eq!(library.database.rows_of(table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn an_organiser_is_told_why_about_its_own_clients_only() {
    let library = Library::open().await;
    library.add(&library.alice, "Guide", &[PARKING]).await;
    library.add(&library.bob, "Bob's", &[PARKING]).await;
    let own = explain(&library, &library.alice, "Where is parking?").await;
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].why["terms"][0]["word"], "parking");
    assert!(own[0].why["terms"][0]["weight"].as_f64() > Some(0.0));
    assert!(own[0].why["order"].is_number() && own[0].why["tagged"] == Value::Bool(false));
    assert!(
        explain(&library, &library.bob, "Where is parking?")
            .await
            .is_empty()
    );
}
