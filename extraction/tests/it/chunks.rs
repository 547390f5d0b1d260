//! How sections become chunks.

use extraction::{Chunk, Extracted, Kind, Section, chunk, estimate_tokens};

fn document(kind: Kind, sections: Vec<(Option<u32>, Option<&str>, String)>) -> Extracted {
    let sections = sections
        .into_iter()
        .map(|(page, heading, text)| Section {
            page,
            heading: heading.map(str::to_owned),
            text,
        })
        .collect();
    Extracted {
        kind,
        title: None,
        pages: None,
        sections,
    }
}

/// Paragraphs of about 60 tokens with a number each.
fn paragraphs(count: usize) -> String {
    let paragraph = |number: usize| {
        format!(
            "Paragraph {number} begins. {}It ends here.",
            "The hall opens early and the coffee is strong today. ".repeat(5)
        )
    };
    (0..count).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn headings(chunks: &[Chunk]) -> Vec<&str> {
    chunks
        .iter()
        .map(|chunk| chunk.heading.as_deref().unwrap_or_default())
        .collect()
}

#[test]
fn long_sections_are_cut_between_paragraphs_and_repeat_a_little() {
    let chunks = chunk(&document(Kind::Text, vec![(None, None, paragraphs(40))]));
    assert!((5..=8).contains(&chunks.len()), "{}", chunks.len());
    for (place, pair) in chunks.windows(2).enumerate() {
        let (content, next) = (&pair[0].content, &pair[1].content);
        assert!((400..=600).contains(&pair[0].tokens), "{}", pair[0].tokens);
        assert!(content.ends_with("It ends here."), "{content}");
        let repeated = next.split("Paragraph ").next().unwrap();
        let tokens = estimate_tokens(repeated);
        assert!(
            content.contains(repeated.trim()) && (1..=50).contains(&tokens),
            "{tokens}: {repeated}"
        );
        assert_eq!(pair[1].ordinal as usize, place + 1);
    }
}

#[test]
fn a_chunk_does_not_reach_into_the_next_section_once_it_says_something() {
    let long = "Bring your badge to every session, because the doors are locked between the talks and nobody can let you in without it. Lost badges are replaced at the desk in the foyer for a small fee of five euros.";
    let chunks = chunk(&document(
        Kind::Html,
        vec![
            (None, Some("Badges"), long.into()),
            (None, Some("Coats"), long.into()),
            (None, Some("Dogs"), long.into()),
        ],
    ));
    assert_eq!(headings(&chunks), ["Badges", "Coats", "Dogs"]);
}

#[test]
fn tiny_sections_stand_together_with_their_headings() {
    let tiny = |heading| (None, Some(heading), format!("Ask {heading}."));
    let chunks = chunk(&document(
        Kind::Html,
        vec![tiny("Ana"), tiny("Ben"), tiny("Cleo")],
    ));
    assert_eq!(headings(&chunks), ["Ana"]);
    assert_eq!(
        chunks[0].content,
        "Ask Ana.\n\nBen\n\nAsk Ben.\n\nCleo\n\nAsk Cleo."
    );
}

#[test]
fn a_title_without_text_leads_over_to_the_first_section() {
    let sections = vec![
        (None, Some("Programme"), String::new()),
        (None, Some("Monday"), "Doors open at nine.".into()),
        (None, Some("Notes"), String::new()),
    ];
    let chunks = chunk(&document(Kind::Docx, sections));
    assert_eq!(headings(&chunks), ["Monday"]);
    assert_eq!(
        chunks[0].content,
        "Programme\n\nDoors open at nine.\n\nNotes"
    );
}

#[test]
fn a_chunk_names_the_page_its_own_text_begins_on() {
    let page = |number: u32| (Some(number), None, paragraphs(2));
    let chunks = chunk(&document(Kind::Pdf, (1..=5).map(page).collect()));
    assert_eq!(
        chunks.iter().map(|chunk| chunk.page).collect::<Vec<_>>(),
        [Some(1), Some(2), Some(3), Some(4), Some(5)]
    );
}

#[test]
fn five_hundred_short_rows_are_few_chunks_and_no_row_is_cut_or_said_twice() {
    let rows: String = (0..500)
        .map(|row| format!("{row},Person {row},Room {}\n", row % 7))
        .collect();
    let document = extraction::extract(
        format!("id,name,room\n{rows}").as_bytes(),
        Some("people.csv"),
        &mut |_| {},
    )
    .unwrap();
    let chunks = chunk(&document);
    assert!((10..=40).contains(&chunks.len()), "{}", chunks.len());
    let mut seen = 0;
    for chunk in &chunks {
        for row in chunk.content.split("\n\n") {
            assert_eq!(
                row,
                format!("id: {seen}\nname: Person {seen}\nroom: Room {}", seen % 7)
            );
            seen += 1;
        }
    }
    assert_eq!(seen, 500);
}

#[test]
fn one_endless_word_and_one_endless_row_are_cut_and_nothing_is_lost() {
    let word = "ä".repeat(100_000);
    let chunks = chunk(&document(Kind::Text, vec![(None, None, word)]));
    assert!(chunks.iter().all(|chunk| chunk.tokens <= 600));
    assert_eq!(
        chunks
            .iter()
            .map(|chunk| chunk.content.replace("\n\n", ""))
            .collect::<String>()
            .chars()
            .count(),
        100_000
    );
    let row = (0..3000)
        .map(|cell| format!("column {cell}: value {cell}"))
        .collect::<Vec<_>>()
        .join("\n");
    let chunks = chunk(&document(Kind::Csv, vec![(None, None, row)]));
    assert!(chunks.len() > 10 && chunks.iter().all(|chunk| chunk.tokens <= 600));
    assert!(chunks.iter().all(|chunk| {
        chunk
            .content
            .lines()
            .filter(|line| !line.is_empty())
            .all(|line| line.starts_with("column "))
    }));
}

#[test]
fn text_without_blanks_is_counted_by_letters() {
    let chinese = "会议将于上午九点在大厅开始，请携带您的证件。".repeat(200);
    let chunks = chunk(&document(Kind::Text, vec![(None, None, chinese)]));
    assert!(chunks.len() >= 8, "{}", chunks.len());
    assert!(chunks.iter().all(|chunk| chunk.tokens <= 600));
}
