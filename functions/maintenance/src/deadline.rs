//! How much time Lambda leaves.

use lambda_runtime::Context;
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// Kept for stopping the work and telling the caller.
const RESERVE: Duration = Duration::from_secs(5);
/// No invocation may take longer. <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const LAMBDAS_LIMIT: Duration = Duration::from_secs(15 * 60);

/// When Lambda ends the invocation, whatever it is doing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    end: Instant,
    reserve: Duration,
}

impl Deadline {
    /// That of an invocation which begins `now`.
    pub(crate) fn of(context: &Context, now: SystemTime) -> Self {
        let whole = context.deadline().duration_since(now).unwrap_or_default();
        let whole = whole.min(LAMBDAS_LIMIT);
        Self {
            end: Instant::now() + whole,
            reserve: RESERVE.min(whole / 4),
        }
    }

    /// All that is left.
    pub(crate) fn left(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }

    /// What is left beside the reserve.
    pub(crate) fn left_for_work(&self) -> Duration {
        self.left().saturating_sub(self.reserve)
    }
}

/// For the log, which counts whole ones.
pub(crate) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginning_before_the_end(whole: Duration) -> Deadline {
        let mut context = Context::default();
        context.deadline = 1_795_380_000_000;
        Deadline::of(&context, context.deadline() - whole)
    }

    #[tokio::test]
    async fn five_seconds_are_kept_and_of_a_short_time_a_quarter() {
        for (whole_s, work_s) in [(900, 895), (30, 25), (8, 6), (0, 0), (100_000, 895)] {
            let deadline = beginning_before_the_end(Duration::from_secs(whole_s));
            // The clock goes on.
            let off = Duration::from_secs(work_s).abs_diff(deadline.left_for_work());
            assert!(off < Duration::from_millis(500), "{whole_s}: {off:?}");
        }
    }

    #[tokio::test]
    async fn an_end_that_has_passed_leaves_nothing() {
        let mut context = Context::default();
        context.deadline = 1;
        assert_eq!(
            Deadline::of(&context, SystemTime::now()).left(),
            Duration::ZERO
        );
    }
}
