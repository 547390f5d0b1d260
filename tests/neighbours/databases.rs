//! The database breaks in every way that can be had on one machine.

use crate::disk::Disk;
use crate::kind::{ALL, Kind};
use crate::report::Line;
use crate::stage::Stage;
use futures_util::future::join_all;
use std::time::{Duration, Instant};
use tokio::time::sleep;
use tokio_postgres::Client;

const READS: &[Kind] = &[Kind::Me, Kind::Clients, Kind::Config];
const WRITES: &[Kind] = &[Kind::Settings, Kind::Create, Kind::Document, Kind::BuiltIn];

impl Stage {
    async fn watch(
        &self,
        name: &'static str,
        one_must_fail: &[Kind],
        outage: impl Future<Output = Instant>,
    ) -> Line {
        let scenario = self.scenario(name, ALL, one_must_fail);
        self.run(scenario, outage).await
    }

    /// One after another.
    pub async fn database_breaks(&self, print: &mut impl FnMut(Line)) {
        print(
            self.watch("Postgres killed and started again", READS, self.killed())
                .await,
        );
        print(
            self.watch("Postgres paused for 4 s", READS, self.paused())
                .await,
        );
        print(
            self.watch(
                "all backends terminated, over and over",
                &[],
                self.terminated(),
            )
            .await,
        );
        print(self.watch("out of connections", ALL, self.crowded()).await);
        print(
            self.watch("Postgres read-only", WRITES, self.read_only())
                .await,
        );
        match &self.disk {
            Some(disk) => print(self.watch("disk full", ALL, self.full(disk)).await),
            None => println!("SKIPPED: disk full: nothing may be mounted here"),
        }
    }

    async fn killed(&self) -> Instant {
        self.postgres.kill();
        sleep(Duration::from_secs(2)).await;
        self.postgres.start_again().await
    }

    async fn paused(&self) -> Instant {
        self.postgres.pause();
        sleep(Duration::from_secs(4)).await;
        self.postgres.resume();
        Instant::now()
    }

    async fn terminated(&self) -> Instant {
        let admin = self.postgres.admin().await;
        let until = Instant::now() + Duration::from_secs(3);
        let mut ended = 0;
        while Instant::now() < until {
            ended += self.postgres.terminate_all(&admin).await;
            sleep(Duration::from_millis(30)).await;
        }
        assert!(ended > 0, "there was nothing to terminate");
        Instant::now()
    }

    async fn crowded(&self) -> Instant {
        let admin = self.postgres.admin().await;
        let until = Instant::now() + Duration::from_secs(3);
        let mut hogs: Vec<Client> = Vec::new();
        while Instant::now() < until {
            // Whose place is free is taken by the hog as a rule.
            self.postgres.terminate_all(&admin).await;
            loop {
                let tried = join_all((0..8).map(|_| self.postgres.hog())).await;
                let before = hogs.len();
                hogs.extend(tried.into_iter().flatten());
                if hogs.len() == before {
                    break;
                }
            }
        }
        drop(hogs);
        Instant::now()
    }

    async fn read_only(&self) -> Instant {
        let admin = self.postgres.admin().await;
        set_read_only(&admin, true).await;
        sleep(Duration::from_secs(3)).await;
        set_read_only(&admin, false).await;
        Instant::now()
    }

    async fn full(&self, disk: &Disk) -> Instant {
        let ballast = disk.fill();
        sleep(Duration::from_secs(3)).await;
        drop(ballast);
        self.postgres.is_back().await
    }
}

/// As after a fail-over, when an old primary goes on as a standby: connections stay, and refuse writes.
async fn set_read_only(admin: &Client, is_read_only: bool) {
    let value = if is_read_only { "on" } else { "off" };
    for sql in [
        "set default_transaction_read_only = off".to_owned(),
        format!("alter system set default_transaction_read_only = {value}"),
        "select pg_reload_conf()".to_owned(),
    ] {
        admin.batch_execute(&sql).await.expect("the setting");
    }
}
