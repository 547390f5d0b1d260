//! What chunks mean: a model reads those that answer already, and from then on they are found by it. Without a model, or while it is away, they
//! are found by their words.

use super::Ingest;
use shared::database::Changed;
use shared::embeddings::{Embedder, EmbeddingsError};
use shared::retrieval::{self, ChunkToEmbed};
use shared::{StorageError, explain};
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// Chunks of one question to the model.
const CHUNKS_AT_ONCE: i32 = 64;
/// Of one run: with many more the next one goes on.
const BATCHES: usize = 200;
/// How long the model may take over a batch.
const PATIENCE: Duration = Duration::from_secs(30);
/// With less time than that no batch is begun.
const LEAST_TIME: Duration = Duration::from_secs(5);

/// Why the model reads no more for now.
#[derive(Debug, thiserror::Error)]
enum Stopped {
    #[error(transparent)]
    Model(#[from] EmbeddingsError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Ingest {
    /// Has the model read what it has not read yet, of a document or of all, until it is nearly `end`. Gives how many chunks that were. What
    /// goes wrong is logged, and done another time.
    pub(super) async fn embed(&self, document_id: Option<Uuid>, end: Instant) -> u32 {
        let Some(embedder) = &self.embedder else {
            return 0;
        };
        let mut embedded = 0;
        for _ in 0..BATCHES {
            let left = end.saturating_duration_since(Instant::now());
            if left < LEAST_TIME {
                break;
            }
            let batch = Batch {
                ingest: self,
                embedder,
                end: end.min(Instant::now() + PATIENCE),
            };
            match batch.embed(document_id).await {
                Ok(Some(count)) => embedded += count,
                Ok(None) => break,
                Err(error) => {
                    tracing::error!(error = %explain(&error), "chunks are not yet found by their meaning");
                    break;
                }
            }
        }
        embedded
    }
}

/// Some chunks of a document.
struct Batch<'a> {
    ingest: &'a Ingest,
    embedder: &'a Embedder,
    end: Instant,
}

impl Batch<'_> {
    /// `None` when there is nothing left to read.
    async fn embed(&self, document_id: Option<Uuid>) -> Result<Option<u32>, Stopped> {
        let model = self.embedder.model();
        let list = retrieval::list_chunks_to_embed(model, document_id, CHUNKS_AT_ONCE);
        let statements = (list, retrieval::can_search_by_meaning());
        let (chunks, Changed(can_search)) = self.ingest.database.run_alone(statements).await?;
        if !can_search {
            tracing::warn!(
                "EMBEDDINGS_MODEL is set, but the database has no pgvector: nothing is searched by meaning"
            );
        }
        if chunks.is_empty() {
            return Ok(None);
        }
        let chunks: Vec<&ChunkToEmbed> = chunks.iter().collect();
        let embedded = match self.read(&chunks).await {
            Ok(embeddings) => {
                self.keep(&chunks, &embeddings).await?;
                chunks.len()
            }
            Err(error) if error.may_be_a_text() && chunks.len() > 1 => {
                self.one_by_one(&chunks, error).await?
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Some(u32::try_from(embedded).unwrap_or(u32::MAX)))
    }

    /// One text that the model does not read must not keep the others from it. When it reads none, something else is wrong.
    async fn one_by_one(
        &self,
        chunks: &[&ChunkToEmbed],
        refused: EmbeddingsError,
    ) -> Result<usize, Stopped> {
        let mut read = 0;
        let mut unreadable = Vec::new();
        for &chunk in chunks {
            match self.read(&[chunk]).await {
                Ok(embeddings) => {
                    self.keep(&[chunk], &embeddings).await?;
                    read += 1;
                }
                Err(error) if error.may_be_a_text() => unreadable.push(chunk),
                Err(error) => return Err(error.into()),
            }
        }
        if read == 0 {
            return Err(refused.into());
        }
        self.keep(&unreadable, &[]).await?;
        Ok(read)
    }

    async fn read(&self, chunks: &[&ChunkToEmbed]) -> Result<Vec<Vec<f32>>, EmbeddingsError> {
        let texts: Vec<&str> = chunks.iter().map(|chunk| chunk.content.as_str()).collect();
        let left = self.end.saturating_duration_since(Instant::now());
        self.embedder.embed(&texts, left).await
    }

    async fn keep(
        &self,
        chunks: &[&ChunkToEmbed],
        embeddings: &[Vec<f32>],
    ) -> Result<(), StorageError> {
        let keep = retrieval::keep_embeddings(self.embedder.model(), chunks, embeddings);
        self.ingest.patient.run_alone(keep).await
    }
}
