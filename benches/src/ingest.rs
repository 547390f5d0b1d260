//! From a file in the store to chunks that answer: a PDF of 10 MB, read by the release binary as on Lambda, into a real Postgres. The memory
//! is that of the process that reads, which is where all of a document ever is; the one that stores has the text.

use crate::binaries;
use knowledge::KnowledgeState;
use knowledge::ingest::Reader;
use shared::Secret;
use shared::objects::{Folder, ObjectKey, ObjectStore};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use test_support::{Person, TestDatabase};
use tokio::time::Instant;
use uuid::Uuid;

const TIME_LIMIT: Duration = Duration::from_secs(10);
const MEMORY_LIMIT_KB: u64 = 200 * 1_024;
const PAGES: usize = 2_650;

/// Measures and prints; true when every limit is kept.
pub async fn measure() -> bool {
    println!("Ingest of a PDF of 10 MB (limits: 10 s, 200 MB)");
    let Some(program) = binaries::find(binaries::KNOWLEDGE) else {
        return false;
    };
    let database = TestDatabase::create().await;
    let services = database.services(2);
    let person = Person::register(&services, "alice").await;
    let root = std::env::temp_dir().join(format!("bench-{}", Uuid::new_v4().simple()));
    let store = ObjectStore::Folder(Folder::new(root.clone(), Secret::new("bench")));
    let settings = std::iter::empty::<(String, String)>().collect();
    let state = KnowledgeState::from_settings(&settings, services).expect("nothing is set");
    let ingest = state
        .with_objects(Some(store.clone()))
        .ingest(Reader::program(program));

    let file = pdf();
    let (hundred_kb, id) = (file.len() / 100_000, Uuid::new_v4());
    let key: ObjectKey = format!("documents/{}/{id}/1", person.client_id)
        .parse()
        .expect("a key");
    let http = reqwest::Client::new();
    store.put(&http, key, file).await.expect("it is kept");
    let insert = format!(
        "insert into documents (id, client_id, title, file_name, object_key) values ('{id}', '{}', 'Proceedings', 'proceedings.pdf', '{key}')",
        person.client_id
    );
    database.sql(&insert).await;

    let memory = Sampler::start();
    let started = Instant::now();
    let report = ingest.sweep(started + Duration::from_secs(600)).await;
    let took = started.elapsed();
    report.expect("the database is there");
    let peak_kb = memory.stop();
    drop(std::fs::remove_dir_all(&root));

    let status = database
        .text("select status || coalesce(': ' || failure, '') from documents")
        .await;
    let chunks = database.count("select count(*) from chunks").await;
    let met = status == "ready" && took < TIME_LIMIT && peak_kb < MEMORY_LIMIT_KB;
    println!(
        "{}.{} MB, {PAGES} pages, {chunks} chunks: {status} after {:.1} s, the reader had {} MB at most",
        hundred_kb / 10,
        hundred_kb % 10,
        took.as_secs_f64(),
        peak_kb / 1_024
    );
    println!("{}", if met { "Limits kept" } else { "Limits BROKEN" });
    met
}

/// Watches how much memory this program's children have at most.
struct Sampler {
    is_over: Arc<AtomicBool>,
    peak_kb: Arc<AtomicU64>,
    thread: std::thread::JoinHandle<()>,
}

impl Sampler {
    #[expect(
        clippy::disallowed_methods,
        reason = "the pause between two looks, on a thread of its own"
    )]
    fn start() -> Self {
        let (is_over, peak_kb) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicU64::new(0)),
        );
        let (over, peak) = (is_over.clone(), peak_kb.clone());
        let thread = std::thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                for kb in readers().into_iter().filter_map(|pid| peak_of(&pid)) {
                    peak.fetch_max(kb, Ordering::Relaxed);
                }
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        Self {
            is_over,
            peak_kb,
            thread,
        }
    }

    fn stop(self) -> u64 {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().expect("it only looks");
        self.peak_kb.load(Ordering::Relaxed)
    }
}

/// Children that are readers: Postgres is one too.
fn readers() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let children =
        tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    let children: String = children.collect();
    let is_reader = |pid: &&str| {
        let name = std::fs::read_to_string(format!("/proc/{pid}/comm"));
        name.is_ok_and(|name| name.starts_with("knowledge") || name.starts_with("exe"))
    };
    children
        .split_whitespace()
        .filter(is_reader)
        .map(str::to_owned)
        .collect()
}

fn peak_of(pid: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Pages in a standard font, unpacked: as much text as ten megabytes can hold.
fn pdf() -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    let mut add = |file: &mut Vec<u8>, body: String| {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{body}\nendobj\n", places.len()).bytes());
    };
    let kids: String = (0..PAGES)
        .map(|page| format!("{} 0 R ", 4 + page * 2))
        .collect();
    add(&mut file, "<</Type/Catalog/Pages 2 0 R>>".to_owned());
    add(
        &mut file,
        format!(
            "<</Type/Pages/Count {PAGES}/Kids[{kids}]/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>>>"
        ),
    );
    add(
        &mut file,
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    );
    let text = words();
    let words: Vec<_> = text.split_whitespace().collect();
    for number in 0..PAGES {
        let text = page(number, &words);
        add(
            &mut file,
            format!(
                "<</Type/Page/Parent 2 0 R/Contents {} 0 R>>",
                5 + number * 2
            ),
        );
        add(
            &mut file,
            format!("<</Length {}>>\nstream\n{text}\nendstream", text.len()),
        );
    }
    let start = file.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        writeln!(table, "{place:010} 00000 n ").expect("a String takes all");
    }
    let size = places.len() + 1;
    write!(
        table,
        "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    .expect("a String takes all");
    file.extend(table.bytes());
    file
}

/// Fifty lines of the corpus' words, the frequent ones often, with a number here and there.
fn page(number: usize, words: &[&str]) -> String {
    let mut seed = number as u64;
    let mut next = |below: usize| {
        // Knuth's MMIX generator: the same document each time.
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut page = "BT /F 10 Tf 12 TL 40 800 Td".to_owned();
    for line in 0..50 {
        let said: Vec<_> = (0..11).map(|_| words[next(words.len())]).collect();
        let said = said.join(" ");
        write!(page, " ({said} {}) Tj T*", number * 50 + line).expect("a String takes all");
    }
    page.push_str(" ET");
    page
}

/// All words of a conference's documents, as often as they stand there.
fn words() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/harbour");
    let files = std::fs::read_dir(folder).expect("the corpus");
    let texts =
        files.map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("text"));
    let text: String = texts.collect();
    // What has a meaning in a PDF's text, or is no ASCII, stays out.
    text.replace(|c: char| !c.is_ascii_alphanumeric(), " ")
}
