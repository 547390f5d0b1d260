//! Who asks: organisers with sessions that every server accepts, because they share the table and the secret.

use shared::Secret;
use std::sync::atomic::{AtomicUsize, Ordering};
use test_support::{Person, TestDatabase};
use uuid::Uuid;

const ORGANISERS: usize = 64;
const LOGGING_IN: usize = 8;
/// Not in any list of common ones.
pub const PASSWORD: &str = "forty lanterns above the quay";
/// What the clients allow.
pub const PAGE: &str = "https://conference.example";

/// Organisers, by turns.
#[derive(Debug)]
pub struct People {
    /// With a session each and a client that visitors ask.
    all: Vec<Person>,
    next: AtomicUsize,
}

impl People {
    /// Registers them. Their clients allow one page and a million messages an hour.
    pub async fn register(database: &TestDatabase) -> Self {
        let services = database.services(1);
        let mut all = Vec::new();
        for number in 0..ORGANISERS {
            let name = format!("organiser-{number}");
            let hash = Secret::new("no hash fits this");
            all.push(Person::register_with_hash(&services, &name, &hash).await);
        }
        let change = format!(
            "update clients set allowed_domains = '[\"{PAGE}\"]', requests_per_hour = 1000000"
        );
        database.sql(&change).await;
        Self {
            all,
            next: AtomicUsize::new(0),
        }
    }

    /// The next one.
    pub(super) fn next(&self) -> &Person {
        &self.all[self.number() % self.all.len()]
    }

    /// One and the same at every call.
    pub(super) fn first(&self) -> &Person {
        &self.all[0]
    }

    /// Another one.
    pub(super) fn second(&self) -> &Person {
        &self.all[1]
    }

    /// Names of those who log in at a server, where they were registered with the hash that it makes.
    pub(super) fn names(server: &str) -> Vec<String> {
        let run = &Uuid::new_v4().simple().to_string()[..8];
        let name = |number| format!("{server}-{run}-{number}");
        (0..LOGGING_IN).map(name).collect()
    }

    /// Another number at each call.
    pub(super) fn number(&self) -> usize {
        self.next.fetch_add(1, Ordering::Relaxed)
    }
}
