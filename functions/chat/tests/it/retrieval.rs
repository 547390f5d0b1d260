//! Which passages fit a question: the client's own, as its documents stand now, and nobody else's.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use serde_json::Value;
use shared::database::Statement;
use shared::retrieval::{self, ExplainedPassage, Indexed, KNOWN, NewChunk, Passage};
use shared::{Services, clients, sessions};
use test_support::{Person, TestDatabase};
use uuid::Uuid;

/// Two organisers with documents.
struct Library {
    database: TestDatabase,
    services: Services,
    alice: Person,
    bob: Person,
}

impl Library {
    async fn open() -> Self {
        let database = TestDatabase::create().await;
        let services = database.services(2);
        Self {
            alice: Person::register(&services, "alice").await,
            bob: Person::register(&services, "bob").await,
            database,
            services,
        }
    }

    async fn as_visitor<T: Send>(&self, person: &Person, statement: Statement<T>) -> T {
        let open = clients::open_by_key(&person.key, None);
        let (_, outcome) = self
            .services
            .database
            .run(open, statement)
            .await
            .expect("a key");
        outcome.expect("an answer")
    }

    /// A document with a chunk for each text.
    async fn add(&self, person: &Person, title: &str, texts: &[&str]) -> Uuid {
        let id = Uuid::new_v4();
        let insert = "insert into documents (id, client_id, title, dated_at) values ($1, $2, $3, '2026-01-01')";
        let inserted = self
            .database
            .admin
            .execute(insert, &[&id, &person.client_id, &title])
            .await;
        inserted.expect("a document");
        assert_eq!(self.index(person, id, 1, texts).await, Indexed(true));
        id
    }

    async fn index(&self, person: &Person, id: Uuid, revision: i32, texts: &[&str]) -> Indexed {
        self.as_visitor(
            person,
            retrieval::index_chunks(id, revision, &chunks(texts)),
        )
        .await
    }

    async fn find(&self, person: &Person, question: &str) -> Vec<Passage> {
        self.as_visitor(person, retrieval::find_passages(question, None, 5))
            .await
    }

    async fn contents(&self, question: &str) -> Vec<String> {
        let found = self.find(&self.alice, question).await;
        found.into_iter().map(|passage| passage.content).collect()
    }

    async fn best(&self, question: &str) -> String {
        self.contents(question)
            .await
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    async fn sql(&self, sql: &str, id: Uuid) {
        self.database
            .sql(&sql.replace("$1", &format!("'{id}'")))
            .await;
    }

    /// How often each word stands in Alice's chunks: as kept, and as counted anew.
    async fn statistics(&self) -> [String; 2] {
        let id = self.alice.client_id;
        let kept = format!(
            "select coalesce(string_agg(lexeme || ' ' || chunks, ',' order by lexeme), '') from chunk_terms where client_id = '{id}'"
        );
        let counted = format!(
            "select coalesce(string_agg(lexeme || ' ' || n, ',' order by lexeme), '')
               from (select l collate \"C\" as lexeme, count(*) as n
                       from chunks c, unnest(tsvector_to_array(c.search)) l where c.client_id = '{id}' group by 1) counted"
        );
        [
            self.database.text(&kept).await,
            self.database.text(&counted).await,
        ]
    }
}

fn chunks<'a>(texts: &[&'a str]) -> Vec<NewChunk<'a>> {
    let chunk = |(ordinal, content): (i32, &&'a str)| NewChunk {
        ordinal,
        page: Some(ordinal + 1),
        heading: None,
        content,
        tokens: 10,
    };
    (0..).zip(texts).map(chunk).collect()
}

const PARKING: &str = "Parking costs twelve euros a day in the garage.";
const LUNCH: &str = "Lunch is served at noon in the tent.";
const WIFI: &str = "The Wi-Fi network is called GUEST.";

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

/// What Alice is told of somebody's client.
async fn explain(library: &Library, of: &Person, question: &str) -> Vec<ExplainedPassage> {
    let cookie = HeaderValue::from_str(&library.alice.cookie).expect("ASCII");
    let headers = HeaderMap::from_iter([(COOKIE, cookie)]);
    let sid = library
        .services
        .session_keys
        .sid(&headers)
        .expect("a signed cookie");
    let statement = retrieval::explain(Some(of.client_id), question, None, 5);
    let batch = library
        .services
        .database
        .run(sessions::open(&sid), statement);
    let (_, outcome) = batch.await.expect("a session");
    outcome.expect("an answer")
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

#[tokio::test]
async fn whatever_is_asked_is_answered_in_time() {
    let library = Library::open().await;
    library
        .add(&library.alice, "Guide", &[LUNCH, PARKING, WIFI])
        .await;
    let silly = [
        String::new(),
        " ".to_owned(),
        "the of and is it on to".to_owned(),
        "lunch is served parking costs network "
            .repeat(60)
            .chars()
            .take(2000)
            .collect(),
        "a".repeat(2000),
        "-".repeat(2000),
        "ü-".repeat(1000),
        (0..400).map(|n| format!("w{n} ")).collect(),
        "1 2 3 4 5 6 7 8 9 10 3.14 -5 2026-11-23".to_owned(),
    ];
    for question in silly {
        library.find(&library.alice, &question).await;
        let context = retrieval::find_passages("parking", Some(&question), 5);
        assert_eq!(
            library.as_visitor(&library.alice, context).await[0].content,
            PARKING
        );
    }
}

#[tokio::test]
async fn no_character_of_a_question_is_an_operator() {
    let library = Library::open().await;
    library
        .add(&library.alice, "Guide", &[LUNCH, PARKING, WIFI])
        .await;
    for hostile in [
        "'",
        "''",
        "\"",
        "\\",
        "\\'",
        "&",
        "|",
        "!",
        "<->",
        ":*",
        "(",
        ")",
        "%",
        "_",
        "$1",
        "$$",
        "--",
        "/*",
        ";",
        "<b>",
        "&amp;",
        "\u{1}",
        "\u{202e}",
        "🎉",
        "שלום",
        "مرحبا",
        "終わり",
        "'; drop table chunks; --",
        "a:*&b|!c",
        "https://x.example/a'b?c=\\d",
        "e@x.example",
        "it's",
        "\u{ffff}",
        "x\u{ffff}",
        "%s %I",
    ] {
        assert_eq!(
            library.best(&format!("{hostile} parking")).await,
            PARKING,
            "{hostile}"
        );
        library.find(&library.alice, hostile).await;
    }
}

#[tokio::test]
async fn no_character_of_a_document_is_an_operator_either() {
    let library = Library::open().await;
    let odd = "O'Neill's C:\\path & <b>bold</b> (a|b) !x 'quoted' <-> :* 🎉 שלום مرحبا wi-fi 9-17 and/or under_score";
    library.add(&library.alice, "It's \\ 'odd'", &[odd]).await;
    for question in [
        "O'Neill",
        "quoted",
        "bold",
        "שלום",
        "مرحبا",
        "odd",
        "score",
        "17",
        "wifi",
    ] {
        assert_eq!(library.best(question).await, odd, "{question}");
    }
    let [kept, counted] = library.statistics().await;
    assert_eq!(kept, counted);
}
