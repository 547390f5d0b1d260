//! Documents made to do harm among ordinary ones, read by the function's own program: it goes on, and each says what became of it.
//! What else there is of them, and what each takes, is tested where they are read (`extraction/tests/corpora`).

use crate::binary::{Stage, stage};
use crate::support::PROGRAMME;
use serde_json::{Value, json};

/// The function's memory and what reading a document may take of it, in kilobytes: see `IngestMemory` in the template and `Limits`.
const FUNCTION: u64 = 1024 * 1024;
const READING: u64 = (512 + 32) * 1024;

/// Two bytes of it are 128 blanks on a page.
fn endless_pdf() -> Vec<u8> {
    let blanks = [129, b' '].repeat(4_500_000);
    let mut file = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 9 9]>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
        .to_vec();
    let head = format!(
        "4 0 obj<</Filter/RunLengthDecode/Length {}>>stream\n",
        blanks.len()
    );
    file.extend(head.bytes());
    file.extend(blanks);
    file.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    file
}

/// More pieces than can be stored in one run.
fn endless_page() -> Vec<u8> {
    let sections = (0..90_000).map(|number| format!("<h3>{number}</h3><p>{}", "b ".repeat(41)));
    let page: String = sections.collect();
    format!("<!doctype html><h1>A</h1><h1>B</h1>{page}").into_bytes()
}

/// Nothing but quotation marks that are not closed.
fn endless_cell() -> Vec<u8> {
    b"day,hall\n\"".repeat(200_000)
}

impl Stage {
    async fn outcome(&mut self, document: &str) -> Value {
        let path = format!("/documents/{document}");
        let read = self.ask("GET", &path, None).await.expect(200);
        match read["failure"]["code"].clone() {
            Value::Null => read["status"].clone(),
            code => code,
        }
    }

    /// The most memory that the program ever had, in kilobytes.
    fn peak(&self) -> u64 {
        let path = format!("/proc/{}/status", self.environment.pid());
        let status = std::fs::read_to_string(path).expect("it runs");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|size| size.trim().strip_suffix(" kB"));
        peak.expect("a size").parse().expect("a number")
    }
}

#[tokio::test]
async fn what_harms_its_reader_harms_nobody_else() {
    let mut stage = stage().await;
    let files: [(&str, Vec<u8>, &str); 7] = [
        ("before.pdf", PROGRAMME.to_vec(), "ready"),
        ("endless.pdf", endless_pdf(), "out_of_memory"),
        (
            "between.md",
            b"# Dogs\n\nDogs are welcome.".to_vec(),
            "ready",
        ),
        ("endless.html", endless_page(), "too_much_text"),
        (
            "cut.docx",
            b"PK\x03\x04\x14\0 word/document.xml".to_vec(),
            "corrupt",
        ),
        ("endless.csv", endless_cell(), "ready"),
        ("after.pdf", PROGRAMME.to_vec(), "ready"),
    ];
    let mut documents = Vec::new();
    let mut records = Vec::new();
    for (name, bytes, expected) in &files {
        let (document, key) = stage.upload(name, bytes).await;
        records.push(json!({"eventSource": "aws:s3", "s3": {"object": {"key": key}}}));
        documents.push((document, name, expected));
    }
    // All of them in one event: whatever one does to the program, the next ones feel it.
    let report = stage.invoke(json!({ "Records": records })).await;
    assert_eq!(
        (&report["ready"], &report["failed"]),
        (&json!(4), &json!(3)),
        "{report}"
    );
    for (document, name, expected) in documents {
        assert_eq!(stage.outcome(&document).await, **expected, "{name}");
    }
    let again = stage.invoke(json!({"action": "sweep"})).await;
    assert_eq!(
        (&again["failed"], &again["postponed"]),
        (&json!(0), &json!(0)),
        "nobody tries again: {again}"
    );
    let peak = stage.peak();
    assert!(peak + READING < FUNCTION, "{peak} kB and a document");
}
