//! The pooler between the functions and Postgres breaks, and Postgres behind it.

use crate::kind::{ALL, Kind};
use crate::report::Line;
use crate::stage::Stage;
use std::time::{Duration, Instant};
use test_support::PgBouncer;
use tokio::time::sleep;
use tokio_postgres::NoTls;

const READS: &[Kind] = &[Kind::Me, Kind::Clients, Kind::Config];

impl Stage {
    /// One after another.
    pub async fn pooler_breaks(&mut self, print: &mut impl FnMut(Line)) {
        let mut pooler = self.pooler.take().expect("a stage with a pooler");
        let scenario = |name, one| self.scenario(name, ALL, one);
        let outage = killed(&mut pooler);
        print(
            self.run(
                scenario("PgBouncer killed and started again", READS),
                outage,
            )
            .await,
        );
        let outage = paused(&pooler);
        print(
            self.run(scenario("PgBouncer paused for 4 s", READS), outage)
                .await,
        );
        let outage = self.killed_behind(&pooler);
        print(
            self.run(scenario("Postgres killed behind PgBouncer", READS), outage)
                .await,
        );
        let outage = self.terminated_behind(&pooler);
        print(
            self.run(
                scenario("backends terminated behind PgBouncer", &[]),
                outage,
            )
            .await,
        );
        self.pooler = Some(pooler);
    }

    async fn killed_behind(&self, pooler: &PgBouncer) -> Instant {
        self.postgres.kill();
        sleep(Duration::from_secs(2)).await;
        self.postgres.start_again().await;
        self.answers_through(pooler).await
    }

    async fn terminated_behind(&self, pooler: &PgBouncer) -> Instant {
        let admin = self.postgres.admin().await;
        let until = Instant::now() + Duration::from_secs(3);
        while Instant::now() < until {
            self.postgres.terminate_all(&admin).await;
            sleep(Duration::from_millis(30)).await;
        }
        self.answers_through(pooler).await
    }

    /// PgBouncer takes its time before it looks for its server again.
    async fn answers_through(&self, pooler: &PgBouncer) -> Instant {
        let url = pooler.through(&self.postgres.url());
        let limit = Instant::now() + Duration::from_secs(30);
        loop {
            if let Ok((client, connection)) = tokio_postgres::connect(&url, NoTls).await {
                tokio::spawn(connection);
                if client.batch_execute("select 1").await.is_ok() {
                    return Instant::now();
                }
            }
            assert!(
                Instant::now() < limit,
                "PgBouncer does not find Postgres again"
            );
            sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn killed(pooler: &mut PgBouncer) -> Instant {
    pooler.crash();
    sleep(Duration::from_secs(2)).await;
    pooler.start_again().await;
    Instant::now()
}

async fn paused(pooler: &PgBouncer) -> Instant {
    pooler.freeze();
    sleep(Duration::from_secs(4)).await;
    pooler.thaw();
    Instant::now()
}
