//! Tables as text that no program wrote.

use crate::case::{Case, READY, check_all, many};

fn csv(name: &str, text: impl Into<Vec<u8>>, ends: &[&'static str]) -> Case {
    Case::new(name, "case.csv", text.into(), ends)
}

fn columns(many: usize) -> String {
    let names: Vec<String> = (0..many).map(|column| format!("column {column}")).collect();
    names.join(",")
}

#[test]
fn tables_that_have_no_end_end() {
    let any = [READY, "empty", "unknown_kind"];
    let much = [READY, "too_much_text", "out_of_memory"];
    check_all(vec![
        csv(
            "600,000 columns with names",
            format!("{}\n{}", columns(600_000), ",".repeat(599_999)),
            &much,
        ),
        csv(
            "a million columns without names",
            format!("{}\n", "1,".repeat(many(1_000_000))).repeat(2),
            &much,
        ),
        csv(
            "five million empty cells",
            ",".repeat(many(5_000_000)),
            &any,
        ),
        csv(
            "long names for short cells",
            format!(
                "{}\n{}",
                (0..5_000)
                    .map(|column| format!("{column} {}", "n".repeat(50)))
                    .map(|name| format!("a{name},"))
                    .collect::<String>(),
                format!("{}\n", "1,".repeat(5_000)).repeat(300)
            ),
            &much,
        ),
        csv(
            "a quotation without an end",
            format!("a,b\n1,\"{}", "x,y\n".repeat(many(1_000_000))),
            &any,
        ),
        csv(
            "quotations in every cell without an end",
            "\"a,b\n".repeat(many(500_000)),
            &any,
        ),
        csv(
            "nothing but quotation marks",
            "\"".repeat(many(2_000_000)),
            &any,
        ),
        csv("zero bytes", "a,b\n1\0,2\0\n".repeat(1_000), &any),
        csv("nothing but zero bytes", vec![0; 100_000], &any),
        csv(
            "a million rows",
            format!("a,b\n{}", "1,2\n".repeat(many(1_000_000))),
            &[READY, "too_much_text"],
        ),
        csv(
            "rows of all widths",
            (0..1_000)
                .map(|width| ",".repeat(width) + "a\n")
                .collect::<String>(),
            &any,
        ),
        csv(
            "one cell of 9 megabytes",
            format!("a,b\n1,{}\n", "x".repeat(many(9_000_000))),
            &any,
        ),
        csv(
            "a delimiter that is told and not there",
            format!("sep=;\n{}", "a,b\n".repeat(100)),
            &any,
        ),
        csv("a delimiter that is a line's end", "sep=\n\na\nb\n", &any),
        csv(
            "a delimiter that is a quotation mark",
            format!("sep=\"\n{}", "a\"b\n".repeat(100)),
            &any,
        ),
        csv(
            "a delimiter that is half a letter",
            format!("sep=ü\n{}", "aüb\n".repeat(100)),
            &any,
        ),
        csv(
            "formulas",
            "name,mail\n=cmd|' /C calc'!A0,@SUM(1+1)*cmd\n+1,-1\n",
            &any,
        ),
        csv(
            "ends of lines of all kinds",
            "a,b\r1,2\n3,4\r\n5,6\n\r7,8".repeat(10_000),
            &any,
        ),
    ]);
}
