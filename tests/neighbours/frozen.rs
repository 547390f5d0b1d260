//! Lambda stops environments between events. What breaks meanwhile and is whole again when they go on is nobody's trouble: the first request of each
//! finds its connection dead, and is answered all the same, be it a write.

use crate::asking::Asking;
use crate::kind::{Kind, MIX};
use crate::promises::Promises;
use crate::report::Line;
use crate::stage::Stage;
use crate::system::System;
use futures_util::future::join_all;
use std::time::Duration;

const TIMES: usize = 3;

impl Stage {
    pub async fn environments_are_frozen(&self) -> Line {
        let System::Lambdas(lambdas) = &*self.system else {
            panic!("only Lambda freezes");
        };
        let mut line = Line::new("Postgres killed while environments were frozen".to_owned());
        let mut promises = Promises::default();
        self.everybody_asks(&mut line, &mut promises).await;
        for _ in 0..TIMES {
            lambdas.freeze();
            self.postgres.kill();
            self.postgres.start_again().await;
            lambdas.thaw();
            self.everybody_asks(&mut line, &mut promises).await;
        }
        line.recovery = Some(Duration::ZERO);
        line.add_broken(promises.check(&self.postgres.admin().await).await);
        line
    }

    /// Everything once, all at the same time; nothing may fail.
    async fn everybody_asks(&self, line: &mut Line, promises: &mut Promises) {
        let asked = self
            .organisers
            .iter()
            .enumerate()
            .map(async |(number, organiser)| {
                let mut asking = Asking::new(&self.system, organiser.clone());
                let mut seen = Vec::new();
                let kinds = MIX.iter().cycle().skip(number * 5).take(MIX.len());
                for kind in kinds.copied().chain([Kind::Register]) {
                    seen.push(asking.ask(kind).await);
                }
                (seen, asking.promises)
            });
        for (seen, told) in join_all(asked).await {
            for one in seen {
                line.count(one.kind, one.status, one.took, one.is_success());
                if !one.is_success() || one.wrong.is_some() {
                    line.complain(format!(
                        "{:?} was {}: {:?}",
                        one.kind, one.status, one.wrong
                    ));
                }
            }
            promises.add(told);
        }
    }
}
