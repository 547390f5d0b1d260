//! A steady stream of requests while a neighbour breaks and comes back, and whether what was promised of such times held.

use crate::asking::{Asking, Seen};
use crate::call::with_patience;
use crate::kind::{Kind, MIX};
use crate::people::Organiser;
use crate::promises::Promises;
use crate::report::Line;
use crate::system::System;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Between two requests of one organiser.
const PACE: Duration = Duration::from_millis(25);
/// How long all is well before a neighbour breaks.
const BEFORE: Duration = Duration::from_millis(1_200);
/// How long it is watched after the neighbour is back, as a rule: longer than recovering may take.
pub const AFTER: Duration = Duration::from_secs(5);
/// What was promised for the time after.
const RECOVERY: Duration = Duration::from_secs(3);

/// What is to break, and what of.
pub struct Scenario<'a> {
    pub name: &'static str,
    pub system: Arc<System>,
    pub organisers: &'a [Organiser],
    /// What may fail meanwhile. All else must be as ever.
    pub may_fail: &'a [Kind],
    /// One of these must fail meanwhile, or else nothing was broken.
    pub one_must_fail: &'a [Kind],
    /// Half of the organisers have nothing to do with answerers, and the others with nobody else.
    pub is_split: bool,
    /// How long it is watched after the neighbour is back.
    pub after: Duration,
}

/// When something broke, and when it was back.
struct Outage {
    broke: Instant,
    back: Instant,
}

impl Scenario<'_> {
    /// Lets everybody ask while `outage` breaks something and mends it; that gives the first moment at which it was whole again.
    pub async fn run(self, outage: impl Future<Output = Instant>) -> (Line, Promises) {
        let stop = Arc::new(AtomicBool::new(false));
        let mut tasks = Vec::new();
        for (number, organiser) in self.organisers.iter().enumerate() {
            let (system, organiser) = (Arc::clone(&self.system), organiser.clone());
            let stop = Arc::clone(&stop);
            let kinds = self.kinds_of(number);
            tasks.push(tokio::spawn(async move {
                ask_until(&system, organiser, &kinds, &stop).await
            }));
        }
        sleep(BEFORE).await;
        let broke = Instant::now();
        let back = outage.await;
        sleep(self.after).await;
        stop.store(true, Ordering::SeqCst);
        let (mut seen, mut promises) = (Vec::new(), Promises::default());
        for task in tasks {
            let (more, told) = task.await.expect("no panic among those who ask");
            seen.extend(more);
            promises.add(told);
        }
        let line = self.judge(&seen, &Outage { broke, back });
        (line, promises)
    }

    /// What an organiser asks, over and over. Each begins elsewhere, so that all kinds are under way at any moment.
    fn kinds_of(&self, number: usize) -> Vec<Kind> {
        let is_asked = |kind: &Kind| {
            !self.is_split || kind.waits_for_an_answerer() == number.is_multiple_of(2)
        };
        let mut kinds: Vec<Kind> = MIX.repeat(3).into_iter().filter(is_asked).collect();
        if !self.is_split || !number.is_multiple_of(2) {
            // Seldom, because it takes a password's hashing.
            kinds.push(Kind::Register);
        }
        let middle = number * 5 % kinds.len();
        kinds.rotate_left(middle);
        kinds
    }

    fn judge(&self, seen: &[Seen], outage: &Outage) -> Line {
        let mut line = Line::new(format!("{} ({})", self.name, self.system.name()));
        for one in seen {
            line.count(one.kind, one.status, one.took, one.is_success());
            if let Some(complaint) = self.complaint(one, outage) {
                line.complain(complaint);
            }
        }
        let late = seen
            .iter()
            .filter(|one| !one.is_success() && one.began > outage.back);
        let recovery = late.map(|one| one.ended() - outage.back).max();
        line.recovery = Some(recovery.unwrap_or_default());
        if recovery > Some(with_patience(RECOVERY)) {
            line.complain(format!(
                "requests still fail {recovery:?} after the neighbour is back"
            ));
        }
        let of = |is_wanted: &dyn Fn(&&Seen) -> bool| -> BTreeSet<Kind> {
            seen.iter().filter(is_wanted).map(|one| one.kind).collect()
        };
        let failed = of(&|one| !one.is_success());
        let recovered = of(&|one| one.is_success() && one.ended() > outage.back);
        let must_fail = self.one_must_fail;
        if !must_fail.is_empty() && !must_fail.iter().any(|kind| failed.contains(kind)) {
            line.complain("nothing failed: nothing was broken".to_owned());
        }
        for kind in MIX.iter().filter(|kind| !recovered.contains(kind)) {
            line.complain(format!(
                "{kind:?} was not answered after the neighbour was back"
            ));
        }
        line
    }

    fn complaint(&self, one: &Seen, outage: &Outage) -> Option<String> {
        let kind = one.kind;
        if let Some(wrong) = &one.wrong {
            return Some(format!("{kind:?}: {wrong}"));
        }
        let limit = with_patience(kind.promised());
        if one.took > limit {
            return Some(format!("{kind:?} took {:?} until {}", one.took, one.status));
        }
        if one.is_success() {
            return None;
        }
        if one.ended() < outage.broke {
            return Some(format!("{kind:?} was {} before anything broke", one.status));
        }
        if one.status == 504 && !kind.is_question() {
            return Some(format!("{kind:?} was 504"));
        }
        (!self.may_fail.contains(&kind)).then(|| format!("{kind:?} was {}", one.status))
    }
}

async fn ask_until(
    system: &System,
    organiser: Organiser,
    kinds: &[Kind],
    stop: &AtomicBool,
) -> (Vec<Seen>, Promises) {
    let mut asking = Asking::new(system, organiser);
    let mut seen = Vec::new();
    for kind in kinds.iter().cycle() {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        seen.push(asking.ask(*kind).await);
        sleep(PACE).await;
    }
    (seen, asking.promises)
}
