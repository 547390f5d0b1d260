//! What one organiser and its visitors were told, to be held against what the database has in the end.

use std::collections::BTreeMap;
use tokio_postgres::Client;
use uuid::Uuid;

/// Whether a write was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// By a 2xx: it must be there, once.
    Done,
    /// By an error: it may be there, once at most.
    Failed,
}

/// Everything that was told, by names that nothing else has.
#[derive(Debug, Default)]
pub struct Promises {
    /// Clients, documents, questions and users, by name, title, text and name.
    pub written: BTreeMap<&'static str, BTreeMap<String, Told>>,
    /// Answers that can be rated, by id, and the words that were read.
    pub answers: BTreeMap<Uuid, String>,
    /// By client, the numbers in the widget's name: the last one acknowledged, and the last one tried.
    pub settings: BTreeMap<Uuid, (u64, u64)>,
}

/// What was promised and does not hold.
#[derive(Debug, Default)]
pub struct Broken {
    pub lost: Vec<String>,
    pub doubled: Vec<String>,
}

/// Where each kind of thing is, by the name that it was given.
const PLACES: [(&str, &str); 4] = [
    ("client", "select name from clients"),
    ("document", "select title from documents"),
    (
        "question",
        "select content from messages where role = 'visitor'",
    ),
    ("user", "select username from users"),
];

impl Promises {
    pub fn note(&mut self, what: &'static str, name: String, told: Told) {
        self.written.entry(what).or_default().insert(name, told);
    }

    pub fn add(&mut self, other: Self) {
        for (what, names) in other.written {
            self.written.entry(what).or_default().extend(names);
        }
        self.answers.extend(other.answers);
        self.settings.extend(other.settings);
    }

    /// Compares them with what is there. Nothing may be under way any more.
    pub async fn check(&self, admin: &Client) -> Broken {
        let mut broken = Broken::default();
        for (what, sql) in PLACES {
            let there = counts(admin, sql).await;
            for (name, told) in self.written.get(what).into_iter().flatten() {
                match (there.get(name).copied().unwrap_or(0), told) {
                    (0, Told::Done) => broken.lost.push(format!("{what} {name}")),
                    (0 | 1, _) => {}
                    (times, _) => broken.doubled.push(format!("{what} {name}: {times} times")),
                }
            }
        }
        self.check_answers(admin, &mut broken).await;
        self.check_settings(admin, &mut broken).await;
        broken
    }

    async fn check_answers(&self, admin: &Client, broken: &mut Broken) {
        let sql = "select id, content from messages where role = 'assistant'";
        let rows = admin.query(sql, &[]).await.expect("the answers");
        let there: BTreeMap<Uuid, String> =
            rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        for (id, words) in &self.answers {
            if there.get(id) != Some(words) {
                broken.lost.push(format!("answer {id}: {words}"));
            }
        }
        let sql = "select count(*) from (select from messages where reply_to is not null group by reply_to having count(*) > 1) twice";
        let twice: i64 = admin.query_one(sql, &[]).await.expect("a count").get(0);
        if twice > 0 {
            broken
                .doubled
                .push(format!("{twice} questions have two answers"));
        }
    }

    async fn check_settings(&self, admin: &Client, broken: &mut Broken) {
        for (client, (acknowledged, tried)) in &self.settings {
            let sql = "select widget_name from client_widgets where client_id = $1";
            let row = admin.query_one(sql, &[client]).await.expect("a widget");
            let name: String = row.get(0);
            let number = name
                .strip_prefix("W ")
                .and_then(|number| number.parse().ok());
            let number: u64 = number.unwrap_or_default();
            if number < *acknowledged || number > *tried {
                broken
                    .lost
                    .push(format!("setting {acknowledged} of {client}: it is {name}"));
            }
        }
    }
}

async fn counts(admin: &Client, sql: &str) -> BTreeMap<String, i64> {
    let sql = format!("select name, count(*) from ({sql}) all_of_them (name) group by name");
    let rows = admin.query(&sql, &[]).await.expect("what is there");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}
