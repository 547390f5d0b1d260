//! What is due, one pair after the other: claimed, worked on, and given back when it could not be done.

use super::api::Failed;
use super::{Directus, Swept};
use shared::directus::{self, Claimed};
use shared::objects::{ObjectError, ObjectStore};
use shared::{Database, StorageError, explain};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

/// Longer than the calls for one pair take, two files among them.
const LEASE: Duration = Duration::from_secs(180);
/// With less than this left, a further pair is not begun.
const LEAST_TIME: Duration = Duration::from_millis(500);
const FIRST_DELAY: Duration = Duration::from_secs(15);
const LONGEST_DELAY: Duration = Duration::from_secs(60 * 60);

/// What work needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work<'a> {
    pub(super) directus: &'a Directus,
    pub(super) database: &'a Database,
    pub(super) store: Option<&'a ObjectStore>,
    pub(super) deadline: Instant,
}

/// Why a pair could not be brought together.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error(transparent)]
    Directus(#[from] Failed),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Store(#[from] ObjectError),
    #[error("there was no time left")]
    Late,
}

/// Whether there is a text to be read now. Of a file the object store tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Queued(pub(super) bool);

/// What became of a pair.
enum Outcome {
    Settled(Queued),
    Postponed,
    /// Nothing else would work now.
    Stop,
}

impl Work<'_> {
    /// Works through everything that is due.
    pub(super) async fn sweep(self) -> Swept {
        let mut swept = Swept::default();
        while self.work_on(None, &mut swept).await {}
        swept
    }

    /// Works on these pairs, as far as they are due.
    pub(super) async fn work_on_all(self, ids: &[Uuid]) -> Swept {
        let mut swept = Swept::default();
        for id in ids {
            // Once for what there is to learn, once more for what came of it.
            for _ in 0..2 {
                if !self.work_on(Some(*id), &mut swept).await {
                    break;
                }
            }
            if swept.is_away {
                break;
            }
        }
        swept
    }

    /// Whether a further pair may be begun.
    pub(super) fn has_time(self) -> bool {
        Instant::now() + LEAST_TIME < self.deadline
    }

    /// False when there is nothing (more) to do, or it cannot be done.
    async fn work_on(self, id: Option<Uuid>, swept: &mut Swept) -> bool {
        if !self.has_time() {
            return false;
        }
        let claimed = match self.database.run_alone(directus::claim(id, LEASE)).await {
            Ok(Some(claimed)) => claimed,
            Ok(None) => return false,
            Err(error) => {
                tracing::warn!(error = %explain(&error), "what is due for Directus cannot be looked up");
                return false;
            }
        };
        match self.bring_together(&claimed).await {
            Outcome::Settled(Queued(is_queued)) => {
                swept.settled += 1;
                swept.queued += usize::from(is_queued);
            }
            Outcome::Postponed => swept.postponed += 1,
            Outcome::Stop => {
                swept.postponed += 1;
                swept.is_away = true;
                return false;
            }
        }
        true
    }

    async fn bring_together(self, claimed: &Claimed) -> Outcome {
        let worked = timeout_at(self.deadline, self.compare(claimed)).await;
        let trouble = match worked.unwrap_or(Err(Trouble::Late)) {
            Ok(queued) => return Outcome::Settled(queued),
            Err(trouble) => trouble,
        };
        let reason = explain(&trouble);
        tracing::warn!(document.id = %claimed.claim.document_id, attempts = claimed.attempts, reason, "a document and its item in Directus are still to be brought together");
        let delay = delay_after(claimed.attempts);
        let postponed = directus::postpone(claimed.claim, delay, &reason);
        let postponed = self.database.run_alone(postponed).await;
        let stops = match &trouble {
            Trouble::Directus(failed) => failed.concerns_all(),
            Trouble::Storage(error) => matches!(error, StorageError::Unavailable { .. }),
            Trouble::Store(_) => false,
            Trouble::Late => true,
        };
        if stops || postponed.is_err() {
            Outcome::Stop
        } else {
            Outcome::Postponed
        }
    }
}

/// 15 s, 30 s, 1 min, … 1 h.
fn delay_after(attempts: i16) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 9) - 1).unwrap_or_default();
    (FIRST_DELAY * 2_u32.pow(doublings)).min(LONGEST_DELAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_it_fails_the_longer_it_waits() {
        let delays: Vec<u64> = [1, 2, 3, 9, 1000, -1]
            .map(|attempts| delay_after(attempts).as_secs())
            .into();
        assert_eq!(delays, [15, 30, 60, 3600, 3600, 15]);
    }
}
