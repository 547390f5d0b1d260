//! Whatever stands in a question or a document, it is text.

use super::{LUNCH, Library, PARKING, WIFI};
use shared::retrieval;

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
