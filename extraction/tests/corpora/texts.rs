//! Pages of HTML, Markdown and plain text that no person wrote.

use crate::case::{Case, READY, check_all, many};

fn html(name: &str, page: String, ends: &[&'static str]) -> Case {
    Case::new(
        name,
        "case.html",
        format!("<!doctype html>{page}").into_bytes(),
        ends,
    )
}

fn markdown(name: &str, text: String, ends: &[&'static str]) -> Case {
    Case::new(name, "case.md", text.into_bytes(), ends)
}

fn plain(name: &str, text: impl Into<Vec<u8>>, ends: &[&'static str]) -> Case {
    Case::new(name, "case.txt", text.into(), ends)
}

/// Each too large for its neighbour and below a path of headings that is longer than itself.
fn many_headings(many: usize) -> String {
    let long = "word ".repeat(39);
    let sections: String = (0..many)
        .map(|number| format!("<h3>{number}</h3><p>{}", "b ".repeat(41)))
        .collect();
    format!("<h1>Title</h1><h1>{long}</h1><h2>{long}</h2>{sections}")
}

#[test]
fn pages_of_html_that_have_no_end_end() {
    let any = [READY, "empty"];
    let attributes: String = (0..10_000).map(|number| format!(" a{number}")).collect();
    check_all(vec![
        html("blocks in one another", "<div>".repeat(many(300_000)), &any),
        html(
            "tables in one another",
            "<table><tr><td>a".repeat(many(300_000)),
            &any,
        ),
        html(
            "links in one another",
            "<a href=https://example.com>a".repeat(many(300_000)),
            &any,
        ),
        html(
            "lists in one another",
            "<ul><li>a".repeat(many(300_000)),
            &any,
        ),
        html(
            "titles in one another",
            format!("<title>{}", "<title>".repeat(many(300_000))),
            &any,
        ),
        html(
            "scripts in one another",
            "<script><!--<script>".repeat(many(300_000)),
            &any,
        ),
        html(
            "menus in one another",
            format!("{}Welcome", "<nav>".repeat(many(300_000))),
            &any,
        ),
        html(
            "closed more often than opened",
            format!(
                "Welcome{}",
                "</nav></table></pre></a></li>".repeat(many(300_000))
            ),
            &any,
        ),
        html("10,000 attributes", format!("<p{attributes}>Welcome"), &any),
        html(
            "an attribute of 5 megabytes",
            format!("<p title=\"{}\">Welcome", "x".repeat(5_000_000)),
            &any,
        ),
        html(
            "a tag of 5 megabytes",
            format!("<p><{}>Welcome", "x".repeat(5_000_000)),
            &any,
        ),
        html(
            "ampersands",
            "&amp;&am&#x&#99999999999;&notit;".repeat(many(100_000)),
            &any,
        ),
        html(
            "comments without an end",
            "<!--".repeat(many(300_000)),
            &any,
        ),
        html(
            "images of words",
            "<img alt=word>".repeat(many(300_000)),
            &any,
        ),
        html(
            "empty lines that are kept",
            format!("<pre>a{}b</pre>", "\n".repeat(5_000_000)),
            &any,
        ),
        html(
            "blanks in every line that is kept",
            format!("<pre>a{}b</pre>", "\n \u{200b}".repeat(many(1_000_000))),
            &any,
        ),
        html(
            "a heading for every sentence",
            many_headings(80_000),
            &["too_much_text"],
        ),
        html("breaks", "<br>a".repeat(many(300_000)), &any),
        html(
            "a table of many columns",
            format!(
                "<table><tr>{}<tr>{}",
                (0..many(20_000))
                    .map(|column| format!("<th>Column {column}"))
                    .collect::<String>(),
                "<td>1".repeat(20_000)
            ),
            &any,
        ),
    ]);
}

#[test]
fn markdown_that_has_no_end_ends() {
    let any = [READY, "empty", "too_much_text"];
    let cases = [
        "> ",
        "- ",
        "1. ",
        "[",
        "![",
        "[a](",
        "[a](b ",
        "**a *b ",
        "`",
        "``a",
        "~",
        "<",
        "<a ",
        "<!--",
        "\\",
        "| a ",
        "|-",
        "\n|-|\n",
        "# ",
        "#\n",
        "```\n",
        "    a\n\n",
        "[^a]: b\n",
        "[a]: b\n",
        "[a][b]",
        "[^a]",
        "---\n",
        "- - - ",
        "&amp;",
        "<b>\n\n",
        "*a_b",
        "]: (",
        "a\n=\n",
        "$a$",
        "_a__b",
    ];
    let mut all: Vec<Case> = cases
        .into_iter()
        .map(|unit| {
            markdown(
                &format!("{unit:?} again and again"),
                format!("Welcome\n\n{}", unit.repeat(many(1_000_000) / unit.len())),
                &any,
            )
        })
        .collect();
    all.push(markdown(
        "a wide table",
        format!(
            "{}\n{}\n{}",
            "|a".repeat(50_000),
            "|-".repeat(50_000),
            "|b\n".repeat(50_000)
        ),
        &any,
    ));
    all.push(markdown(
        "definitions of each other",
        (0..many(20_000))
            .map(|number| format!("[^{number}]: see [^{}]\n\n[^{number}]\n\n", number + 1))
            .collect(),
        &any,
    ));
    check_all(all);
}

#[test]
fn plain_text_that_nobody_reads_ends() {
    let any = [READY, "empty"];
    check_all(vec![
        plain(
            "one line of 10 megabytes",
            "word ".repeat(many(2_000_000)),
            &any,
        ),
        plain(
            "one word of 10 megabytes",
            "x".repeat(many(10_000_000)),
            &any,
        ),
        plain(
            "one word of 10 megabytes without letters",
            "-".repeat(many(10_000_000)),
            &any,
        ),
        plain(
            "more than 10 megabytes",
            "x".repeat(50_000_000),
            &["too_large"],
        ),
        plain(
            "a paragraph a letter",
            "a\n\n".repeat(many(3_000_000)),
            &any,
        ),
        plain("a line a letter", "a\n".repeat(many(4_000_000)), &any),
        plain("a sentence a letter", "a. ".repeat(many(3_000_000)), &any),
        plain("full stops", ". ".repeat(many(4_000_000)), &any),
        plain(
            "empty lines",
            format!("a{}b", "\n".repeat(many(9_000_000))),
            &any,
        ),
        plain(
            "returns",
            format!("a{}b", "\r".repeat(many(9_000_000))),
            &any,
        ),
        plain(
            "marks on one letter",
            format!("a{}", "\u{301}".repeat(many(4_000_000))),
            &any,
        ),
        plain(
            "marks in the wrong order on one letter",
            format!("a{}", "\u{301}\u{323}".repeat(many(2_000_000))),
            &any,
        ),
        plain(
            "letters that turn around",
            "\u{202e}\u{2066}a\u{2069}\u{202c}".repeat(many(500_000)),
            &any,
        ),
        plain(
            "letters that are not seen",
            format!("a{}b", "\u{200b}\u{e0041}\u{2062}".repeat(many(500_000))),
            &any,
        ),
        plain("letters of three bytes", "漢".repeat(many(3_000_000)), &any),
        plain(
            "joined families",
            "👨\u{200d}👩\u{200d}👧".repeat(many(300_000)),
            &any,
        ),
        plain(
            "ligatures that become more",
            "\u{fb03}".repeat(many(3_000_000)),
            &any,
        ),
        plain(
            "letters that become more",
            "\u{fdfa}\u{1d160}".repeat(many(1_000_000)),
            &any,
        ),
    ]);
}
