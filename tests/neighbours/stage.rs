//! Everything of a run: a server, a system over it, who uses it, and whom that asks.

use crate::disk::Disk;
use crate::gateway::Gateway;
use crate::kind::Kind;
use crate::lambdas::Lambdas;
use crate::people::{Organiser, organisers};
use crate::postgres::Postgres;
use crate::report::Line;
use crate::scenario::{AFTER, Scenario};
use crate::system::System;
use crate::unruly::Unruly;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use test_support::PgBouncer;
use tokio::time::sleep;

pub struct Stage {
    pub postgres: Postgres,
    /// Between the two, where there is one.
    pub pooler: Option<PgBouncer>,
    pub system: Arc<System>,
    pub organisers: Vec<Organiser>,
    pub unruly: Unruly,
    /// `None` where nothing may be mounted.
    pub disk: Option<Disk>,
}

const ORGANISERS: usize = 8;
/// Few connections, so that they are soon taken; little of a log, so that it fits a small disk.
const SETTINGS: [(&str, &str); 4] = [
    ("max_connections", "40"),
    ("shared_buffers", "64MB"),
    ("max_wal_size", "64MB"),
    ("min_wal_size", "32MB"),
];
/// How long all may take. The claim of a reader that died is good for a minute.
const UNTIL_READ: Duration = Duration::from_secs(180);

impl Stage {
    /// With the system in one process, which keeps its files in `folder`.
    pub async fn in_one_process(folder: &Path) -> Self {
        Self::set(
            async |url| System::Gateway(Gateway::start(url, folder).await),
            false,
        )
        .await
    }

    /// With the system as it runs on Lambda, behind a pooler or not.
    pub async fn on_lambda(is_pooled: bool) -> Self {
        Self::set(
            async |url| System::Lambdas(Lambdas::start(url).await),
            is_pooled,
        )
        .await
    }

    async fn set(start: impl AsyncFnOnce(&str) -> System, is_pooled: bool) -> Self {
        let disk = Disk::mount();
        let folder = disk.as_ref().map(|disk| disk.path().to_owned());
        let postgres = Postgres::start(folder, &SETTINGS).await;
        let unruly = Unruly::start().await;
        let admin = postgres.admin().await;
        let organisers = organisers(&postgres.url(), &admin, &unruly, ORGANISERS).await;
        let (pooler, url) = if is_pooled {
            let pooler = PgBouncer::before(postgres.port()).await;
            let url = pooler.through(&postgres.url());
            (Some(pooler), url)
        } else {
            (None, postgres.url())
        };
        Self {
            system: Arc::new(start(&url).await),
            pooler,
            postgres,
            organisers,
            unruly,
            disk,
        }
    }

    pub fn scenario<'a>(
        &'a self,
        name: &'static str,
        may_fail: &'a [Kind],
        one_must_fail: &'a [Kind],
    ) -> Scenario<'a> {
        Scenario {
            name,
            system: Arc::clone(&self.system),
            organisers: &self.organisers,
            may_fail,
            one_must_fail,
            is_split: false,
            after: AFTER,
        }
    }

    /// Runs it, and holds what was told against what is there.
    pub async fn run(&self, scenario: Scenario<'_>, outage: impl Future<Output = Instant>) -> Line {
        let (mut line, promises) = scenario.run(outage).await;
        self.is_quiet().await;
        line.add_broken(promises.check(&self.postgres.admin().await).await);
        line
    }

    /// Waits until nothing that was begun is under way any more.
    async fn is_quiet(&self) {
        let admin = self.postgres.admin().await;
        let busy = "select count(*) from pg_stat_activity where application_name = 'conference-chat' and state <> 'idle'";
        let limit = Instant::now() + Duration::from_secs(20);
        while admin
            .query_one(busy, &[])
            .await
            .expect("a count")
            .get::<_, i64>(0)
            > 0
        {
            assert!(Instant::now() < limit, "something is under way for ever");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether every document that was written meanwhile is read in the end.
    pub async fn documents_are_read(&self) -> Line {
        let started = Instant::now();
        let admin = self.postgres.admin().await;
        let mut line = Line::new(format!(
            "documents are read in the end ({})",
            self.system.name()
        ));
        loop {
            self.system.sweep().await;
            let sql = "select count(*), count(*) filter (where status = 'ready'), count(*) filter (where status = 'failed') from documents";
            let row = admin.query_one(sql, &[]).await.expect("a count");
            let [all, ready, failed] = [0, 1, 2].map(|column| row.get::<_, i64>(column));
            let is_late = started.elapsed() > UNTIL_READ;
            if failed > 0 || is_late && ready < all {
                line.complain(format!(
                    "of {all} documents {ready} are ready, {failed} failed"
                ));
            } else if ready < all {
                sleep(Duration::from_millis(500)).await;
                continue;
            }
            line.more = format!("{ready} of {all} after {} s", started.elapsed().as_secs());
            return line;
        }
    }
}
