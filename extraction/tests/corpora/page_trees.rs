//! Trees of pages that are none.

use crate::case::{Case, READY, check_all};
use crate::pdf::{PAGE, Pdf};

fn tree(kids: &str, count: &str) -> Pdf {
    Pdf::hello().with(
        2,
        format!("<</Type/Pages/Count {count}/Kids[{kids}]/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>>>"),
    )
}

/// Each knot of the tree has the next one `wide` times; the last has the page.
fn deep(levels: usize, wide: usize) -> Vec<u8> {
    let mut pdf = tree(&"6 0 R ".repeat(wide), "1");
    for level in 0..levels {
        let next = if level + 1 == levels { PAGE } else { 7 + level };
        let kids = format!("{next} 0 R ").repeat(wide);
        pdf.add(format!("<</Type/Pages/Count 1/Kids[{kids}]/Parent 2 0 R>>"));
    }
    pdf.build()
}

fn parents_in_a_ring() -> Vec<u8> {
    let mut pdf = tree("6 0 R", "1");
    pdf.add("<</Type/Pages/Count 1/Kids[4 0 R]/Parent 7 0 R>>");
    pdf.add("<</Type/Pages/Count 1/Kids[6 0 R]/Parent 6 0 R>>");
    pdf.with(PAGE, "<</Type/Page/Parent 7 0 R/Contents 5 0 R>>")
        .build()
}

#[test]
fn trees_of_pages_end() {
    let any = [READY, "corrupt"];
    check_all(vec![
        Case::pdf("a tree that is its own branch", tree("2 0 R 4 0 R", "2").build(), &any),
        Case::pdf("a tree whose branch is the catalog", tree("1 0 R 4 0 R", "2").build(), &any),
        Case::pdf("parents in a ring", parents_in_a_ring(), &any),
        Case::pdf("a tree of 100 levels", deep(100, 1), &any),
        Case::pdf("a tree of 30,000 levels", deep(30_000, 1), &any),
        Case::pdf("a tree that doubles 40 times", deep(40, 2), &any),
        Case::pdf("one page 300,000 times", tree(&"4 0 R ".repeat(300_000), "300000").build(), &any),
        Case::pdf("one page 2,900 times", tree(&"4 0 R ".repeat(2_900), "2900").build(), &any),
        Case::pdf("a count of pages beyond all numbers", tree("4 0 R", "99999999999999999999").build(), &any),
        Case::pdf("a count of pages below zero", tree("4 0 R", "-1").build(), &any),
        Case::pdf("kids that are no list", tree("", "1").with(2, "<</Type/Pages/Count 1/Kids 4 0 R>>").build(), &any),
        Case::pdf("no kids at all", tree("", "0").build(), &["corrupt"]),
        Case::pdf("kids that are not there", tree("77 0 R 78 0 R", "2").build(), &any),
        Case::pdf("a page of no size", tree("4 0 R", "1").with(PAGE, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 0 0]/Contents 5 0 R>>").build(), &any),
        Case::pdf("a page of all sizes", tree("4 0 R", "1").with(PAGE, "<</Type/Page/Parent 2 0 R/MediaBox[-1e38 -1e38 1e38 1e38]/UserUnit 1e38/Rotate 2147483647/Contents 5 0 R>>").build(), &any),
    ]);
}
