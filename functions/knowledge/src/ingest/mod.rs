//! From a queued document to chunks that answer. Whatever is done here may be done twice, or by two at once: a document is claimed
//! before it is read, and what is reported for a claim that is void changes nothing.

mod event;
mod failure;
mod handler;
mod meaning;
mod progress;
mod reading;
mod sweep;
mod work;

pub use failure::Failed;
pub use reading::Reader;
pub use sweep::Report;

use crate::directus::Directus;
use shared::embeddings::Embedder;
use shared::objects::ObjectStore;
use shared::{Database, Services};
use std::time::Duration;

/// So long after its last sign of life whoever reads a document is taken for dead.
const LEASE: Duration = Duration::from_secs(60);
/// How often a document is tried.
const TRIES: i16 = 3;
/// How long a batch of chunks may take. They are nobody's request.
const PATIENCE: Duration = Duration::from_secs(30);

/// The ingest. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ingest {
    database: Database,
    /// For what takes longer than a request may.
    patient: Database,
    objects: Option<ObjectStore>,
    directus: Option<Directus>,
    embedder: Option<Embedder>,
    reader: Reader,
    /// Before the second try; the third waits six times as long.
    pause: Duration,
}

/// What became of a document that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its chunks answer.
    Ready,
    /// It cannot be read; it says why.
    Failed,
    /// It is to be tried again.
    Postponed,
    /// So is it, and its store of files is away.
    StoreAway,
    /// It was changed, or taken by somebody else, meanwhile.
    Void,
}

impl Ingest {
    /// Puts together what it needs.
    #[must_use]
    pub fn new(services: &Services, objects: Option<ObjectStore>, reader: Reader) -> Self {
        Self {
            database: services.database.clone(),
            patient: services.database.patient(PATIENCE),
            objects,
            directus: None,
            embedder: None,
            reader,
            pause: Duration::from_secs(10),
        }
    }

    /// The same with a Directus that is told what becomes of documents.
    #[must_use]
    pub fn with_directus(self, directus: Option<Directus>) -> Self {
        Self { directus, ..self }
    }

    /// The same with a model that says what chunks mean.
    #[must_use]
    pub fn with_embedder(self, embedder: Option<Embedder>) -> Self {
        Self { embedder, ..self }
    }

    /// The Directus elsewhere, if there is one, and the database to compare with it.
    pub(crate) fn directus(&self) -> Option<(&Database, &Directus)> {
        self.directus
            .as_ref()
            .map(|directus| (&self.database, directus))
    }

    /// The same with another pause before a second try, in whole seconds.
    #[must_use]
    pub fn with_pause(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }
}
