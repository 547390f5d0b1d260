//! Paths, queries and methods that no honest client sends.

use crate::headers::{Break, SCRIPT};
use crate::request::Draft;

/// What can stand in place of the last segment, or of an id.
const SEGMENTS: &[&str] = &[
    "",
    ".",
    "..",
    "%2e%2e",
    "..%2f..%2fetc%2fpasswd",
    "%2F",
    "%5C",
    "%00",
    "%ff",
    "%",
    "%zz",
    "%C0%AF",
    "%0d%0aset-cookie:%20canary=1",
    "%3Cscript%3Ecanary%3C%2Fscript%3E",
    "'%20or%201=1--",
    "%7B00000000-0000-4000-8000-000000000000%7D",
    "00000000-0000-0000-0000-000000000000",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    "null",
    "-1",
    "18446744073709551616",
    "%F0%9F%92%A9",
    "*",
    ";a=b",
    "a:b@c",
];

const QUERIES: &[&str] = &[
    "",
    "&&&===",
    "%",
    "%00=%00",
    "%ff=%ff",
    "limit=0",
    "limit=-1",
    "limit=1e3",
    "limit=99999999999999999999",
    "limit=NaN&limit=2",
    "cursor=%00",
    "cursor=AAAA",
    "cursor=bnVsbA",
    "from=0000-00-00&to=9999-99-99",
    "from=-1000-01-01&to=%2B10000-01-01",
    "from=2026-02-30&to=2026-02-31",
    "range=%3Cscript%3Ecanary%3C%2Fscript%3E",
    "search=%00",
    "search=canary7f3a&from=canary7f3a&cursor=canary7f3a&question=canary7f3a",
    "search=%27%22%5C%28%26%7C%21%3A%2A%29",
    "search=%3Cscript%3Ecanary%3C%2Fscript%3E",
    "tag=nope&status=nope&rating=nope&page=%ff",
    "sessionId=%00&question=%00&context=%ff",
    "question=%F0%9F%92%A9&limit=20",
    "__proto__[a]=b&constructor=c",
    "id=1;drop%20table%20users",
];

const METHODS: &[&str] = &[
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND",
    "QUERY", "X",
];

fn split(path: &str) -> (&str, &str) {
    path.split_once('?').unwrap_or((path, ""))
}

fn with_path(mut draft: Draft, path: String) -> Draft {
    let how = format!("path {path:.80}");
    draft.path = path;
    draft.broken(how)
}

/// Every segment but the first two in every wrong form, and the whole in others.
pub fn of_paths(draft: &Draft) -> Vec<Draft> {
    let (path, query) = split(&draft.path);
    let segments: Vec<&str> = path.split('/').collect();
    let mut paths = Vec::new();
    for place in 3..segments.len() {
        for segment in SEGMENTS {
            let mut changed = segments.clone();
            changed[place] = segment;
            paths.push(changed.join("/"));
        }
        let mut changed = segments.clone();
        let long = "a".repeat(20_000);
        changed[place] = &long;
        paths.push(changed.join("/"));
        paths.push(path.replace(segments[place], &segments[place].to_uppercase()));
    }
    paths.extend([
        path.to_uppercase(),
        format!("{path}/"),
        format!("{path}//"),
        format!("/{path}"),
        format!("{path}/.."),
        path.replace('/', "//"),
        path.replace('/', "%2F"),
        path.replace('/', "\\"),
        format!("{path}%00"),
        format!("{path};jsessionid={SCRIPT}"),
        format!("http://evil.example{path}"),
        format!("{path}#{SCRIPT}"),
    ]);
    let with_query = |path: String| {
        if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        }
    };
    paths
        .into_iter()
        .map(|path| with_path(draft.clone(), with_query(path)))
        .collect()
}

/// All ways to break what stands behind the path.
pub fn queries() -> Vec<Break> {
    let mut breaks: Vec<Break> = Vec::new();
    for query in QUERIES {
        breaks.push(Box::new(move |draft: Draft| {
            let path = format!("{}?{query}", split(&draft.path).0);
            with_path(draft, path)
        }));
    }
    breaks.push(Box::new(|draft| {
        let path = format!("{}?{}", split(&draft.path).0, "a=b&".repeat(5_000));
        with_path(draft, path)
    }));
    breaks
}

/// All methods, real ones and others.
pub fn methods(draft: &Draft) -> Vec<Draft> {
    let others = METHODS.iter().filter(|method| **method != draft.method);
    let with = |method: &&str| {
        let mut changed = draft.clone();
        changed.method = (*method).to_owned();
        changed.broken("method")
    };
    others.map(with).collect()
}
