//! Each kind of document, told by its content, keeps what it says and where.

use extraction::Kind;

use crate::fixtures::{bytes, chunks, everything, extract, read, saying};

#[test]
fn a_pdf_keeps_its_pages_headings_umlauts_and_ligatures() {
    let document = read("programme.pdf");
    assert_eq!(
        (document.kind, document.pages, document.title.as_deref()),
        (Kind::Pdf, Some(3), Some("Programmheft Küstenschutz"))
    );
    let chunks = chunks("programme.pdf");
    let welcome = saying(
        &chunks,
        "Bürgermeisterin Özlem Jäger. Die finale Fassung des Programms hängt im Foyer aus, effiziente Wege",
    );
    assert_eq!(
        (welcome.page, welcome.heading.as_deref()),
        (Some(1), Some("Willkommen"))
    );
    let tram = saying(
        &chunks,
        "take tram 7 towards Lighthouse and get off at Old Exchange",
    );
    assert_eq!(
        (tram.page, tram.heading.as_deref()),
        (Some(2), Some("Getting there"))
    );
    let network = saying(
        &chunks,
        "Kuestenschutz-Gast. The password changes every day",
    );
    assert_eq!(
        (network.page, network.heading.as_deref()),
        (Some(3), Some("Meals › Wireless network"))
    );
}

#[test]
fn a_table_in_a_pdf_is_read_row_by_row() {
    saying(
        &chunks("programme.pdf"),
        "09:00 | Opening | Great Hall\n10:30 | Sea walls of tomorrow | Room Möwe\n14:00 | Dune care workshop | Room Auster",
    );
}

#[test]
fn a_line_at_the_foot_of_every_page_is_said_once() {
    assert_eq!(
        everything(&chunks("programme.pdf"))
            .matches("Küstenschutz – Seite")
            .count(),
        1
    );
}

#[test]
fn a_pdf_printed_by_a_browser_is_read_column_by_column() {
    let chunks = chunks("browser.pdf");
    saying(
        &chunks,
        "A quiet room is on the second floor next to the library; ask any volunteer in a yellow vest for the key.",
    );
    saying(
        &chunks,
        "Wheelchairs can be borrowed at the cloakroom against a deposit. Please return them by ten in the evening so that the night staff",
    );
    let access = saying(
        &chunks,
        "Induktionsschleifen gibt es in den Sälen Möwe und Auster; Gebärdensprache wird bei den Hauptvorträgen gedolmetscht.",
    );
    assert_eq!(
        (access.page, access.heading.as_deref()),
        (Some(2), Some("Barrierefreiheit"))
    );
    assert_eq!(
        saying(&chunks, "ermäßigt 20 €").heading.as_deref(),
        Some("Eintrittskarten")
    );
}

#[test]
fn columns_are_read_one_after_the_other_and_a_page_drawn_backwards_from_top_to_bottom() {
    let chunks = chunks("columns.pdf");
    saying(
        &chunks,
        "Volunteers meet at seven in the boat house to receive their badges and the radio.\n\nSpeakers check their slides in room Anker",
    );
    saying(&chunks, "Draft of the crew handbook");
    let boat = "The boat leaves at nine sharp. Life vests hang below deck. Children need a grown-up. The tour takes two hours. Tickets are sold on board.";
    saying(&chunks, boat);
}

#[test]
fn a_pdf_that_only_forbids_printing_is_read() {
    assert_eq!(chunks("no-printing.pdf"), chunks("programme.pdf"));
}

#[test]
fn a_docx_keeps_headings_lists_links_and_rows_with_their_column_names() {
    let document = read("speakers.docx");
    assert_eq!(
        (document.kind, document.pages, document.title.as_deref()),
        (Kind::Docx, None, Some("Referentenleitfaden"))
    );
    let chunks = chunks("speakers.docx");
    let rooms = saying(
        &chunks,
        "Saal: Möwe | Plätze: 120 | Technikerin: Ines Ågren\nSaal: Auster | Plätze: 45 | Technikerin: Tom Weiß",
    );
    assert_eq!(
        rooms.heading.as_deref(),
        Some("Am Tag des Vortrags › Technik")
    );
    assert!(rooms.content.contains("two microphones and a clicker. Adapters are at the help desk. Room plans (https://kuestenschutz.example/plans)"));
    assert!(
        saying(&chunks, "bis zum 20. Mai an das Programmbüro")
            .content
            .contains("- Schriften eingebettet")
    );
}

#[test]
fn markdown_loses_its_marks_and_keeps_its_words() {
    let document = read("rules.md");
    assert_eq!(
        (document.kind, document.title.as_deref()),
        (Kind::Markdown, Some("House rules"))
    );
    let chunks = chunks("rules.md");
    saying(&chunks, "- Guide dogs are welcome everywhere.");
    saying(
        &chunks,
        "See the code of conduct (https://kuestenschutz.example/conduct).",
    );
    let lockers = saying(
        &chunks,
        "Size: small | Price: 2 €\nSize: large | Price: 4 €",
    );
    assert_eq!(lockers.heading.as_deref(), Some("Lockers"));
}

#[test]
fn html_is_what_a_reader_of_the_page_reads() {
    let document = read("venue.html");
    assert_eq!(
        (document.kind, document.title.as_deref()),
        (Kind::Html, Some("Venue & rooms"))
    );
    let all = everything(&chunks("venue.html"));
    assert!(
        all.contains(
            "café tables, a winter garden and step-free access.\nThe lift is behind the cloakroom."
        ),
        "{all}"
    );
    assert!(
        all.contains("Day: Monday | Hours: 8–20\nDay: Sunday | Hours: 10–16"),
        "{all}"
    );
    assert!(
        all.contains("help desk (https://kuestenschutz.example/desk)"),
        "{all}"
    );
    for hidden in ["secret", "hidden", "color", "Menu"] {
        assert!(!all.contains(hidden), "{hidden}: {all}");
    }
}

#[test]
fn a_page_whose_navigation_never_ends_is_still_read() {
    let page =
        b"<!doctype html><title>Open</title><nav><a href=/>Home</a><p>The doors open at eight.</p>";
    let document = extract(page, None).unwrap();
    assert!(
        document.sections[0]
            .text
            .contains("The doors open at eight."),
        "{document:?}"
    );
}

#[test]
fn rows_of_a_csv_say_their_columns_whatever_divides_them() {
    let semicolons = chunks("talks-latin1.csv");
    saying(
        &semicolons,
        "Zeit: 10:30\nTitel: Deiche, Dünen und Daten\nVortragende: Kåre Lund",
    );
    let quoted = chunks("speakers.csv");
    saying(
        &quoted,
        "name: Lund, Kåre\nbio: Builds sea walls. Likes \"old\" maps.\nroom: Möwe",
    );
    let tabs = extract(
        "Raum\tStock\nAnker\t2\nAuster\t1\n".as_bytes(),
        Some("rooms.csv"),
    )
    .unwrap();
    assert_eq!(
        tabs.sections[0].text,
        "Raum: Anker\nStock: 2\n\nRaum: Auster\nStock: 1"
    );
    let declared = extract("sep=;\r\na;b,c\r\n1;2,5\r\n".as_bytes(), Some("x.csv")).unwrap();
    assert_eq!(declared.sections[0].text, "a: 1\nb,c: 2,5");
}

#[test]
fn text_is_read_in_the_encoding_it_was_saved_in() {
    for bytes in [
        "Hinweise für Gäste: Öffnung um acht."
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        b"Hinweise f\xFCr G\xE4ste: \xD6ffnung um acht.".to_vec(),
    ] {
        let document = extract(&bytes, Some("hinweise.txt")).unwrap();
        assert_eq!(
            document.sections[0].text,
            "Hinweise für Gäste: Öffnung um acht."
        );
    }
    assert!(everything(&chunks("notes-utf16.txt")).contains("Hinweise für Aussteller"));
    let apart = extract("Zu\u{308}rich, o\u{FB03}ziell".as_bytes(), None).unwrap();
    assert_eq!(apart.sections[0].text, "Zürich, offiziell");
}

#[test]
fn the_content_decides_the_kind_and_the_name_only_where_the_content_leaves_it_open() {
    let cases: [(&[u8], Option<&str>, Kind); 10] = [
        (&bytes("programme.pdf"), Some("programme.txt"), Kind::Pdf),
        (&bytes("speakers.docx"), Some("speakers.pdf"), Kind::Docx),
        (&bytes("venue.html"), Some("venue.txt"), Kind::Html),
        (
            b"<?xml version=\"1.0\"?>\n<!-- x -->\n<html><body>Hi there</body></html>",
            None,
            Kind::Html,
        ),
        (b"name,room\nAnker,2\nAuster,1\n", None, Kind::Csv),
        (
            b"name,room\nAnker,2\nAuster,1\n",
            Some("rooms.txt"),
            Kind::Text,
        ),
        (
            b"We met, as planned, at noon.\n\nThen we talked.",
            Some("minutes.csv"),
            Kind::Text,
        ),
        (b"# Rules\n\n## Dogs\n\nNo dogs.", None, Kind::Markdown),
        (
            b"# Rules\n\n## Dogs\n\nNo dogs.",
            Some("rules.txt"),
            Kind::Text,
        ),
        (b"Just words.", Some("words.md"), Kind::Markdown),
    ];
    for (bytes, name, kind) in cases {
        assert_eq!(
            Kind::of(bytes, name),
            Ok(kind),
            "{name:?} {:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(40)])
        );
    }
}
