//! How far the work is, told to whoever watches: at most every second, or when ten per cent more are done, and now and then even
//! when nothing is, so that the claim does not end.

use super::LEASE;
use super::failure::Trouble;
use shared::Database;
use shared::database::Changed;
use shared::documents::ingest::{self, Claim};
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

const AT_MOST_EVERY: Duration = Duration::from_secs(1);
const AT_LEAST_EVERY: Duration = Duration::from_secs(15);
const STEP: u8 = 10;

/// Waits for `work`, which says how far it is through `seen`, and reports that.
///
/// # Errors
/// [`Trouble::Void`] as soon as the claim is, [`Trouble::Storage`] when the database cannot be told. `work` is dropped then.
pub(super) async fn report_while<T>(
    database: &Database,
    claim: Claim,
    mut seen: watch::Receiver<u8>,
    work: impl Future<Output = T>,
) -> Result<T, Trouble> {
    let mut work = pin!(work);
    let mut reported = 0;
    let mut reported_at = Instant::now();
    loop {
        let progress = *seen.borrow_and_update();
        let is_step = progress >= reported + STEP;
        let due = match progress > reported {
            true => reported_at + AT_MOST_EVERY,
            false => reported_at + AT_LEAST_EVERY,
        };
        if !is_step {
            tokio::select! {
                biased;
                done = &mut work => return Ok(done),
                // Without a sender there is nothing more to wait for than the end.
                changed = seen.changed() => {
                    if changed.is_ok() {
                        continue;
                    }
                    sleep_until(due).await;
                }
                () = sleep_until(due) => {}
            }
        }
        let report = database.run_alone(ingest::report_progress(claim, progress, LEASE));
        tokio::select! {
            biased;
            done = &mut work => return Ok(done),
            told = report => match told? {
                Changed(true) => (reported, reported_at) = (progress, Instant::now()),
                Changed(false) => return Err(Trouble::Void),
            },
        }
    }
}
