//! The functions set against an Express server with the same routes on the same tables (`benches/compare`): under the Lambda Runtime
//! API and as one server. All is measured in one run, by turns, so that whatever else the machine does hits everybody alike.

mod chart;
mod charts;
mod cost;
mod environments;
mod load;
mod machine;
mod own;
mod pages;
mod people;
mod process;
mod request;
mod same;
mod servers;
mod size;
mod start;
mod statistics;
mod tables;
mod workflow;

pub use own::Own;
pub use people::People;
pub use same::{Target, differences};
pub use servers::{Express, Server};
pub use workflow::Workflow;

use environments::{Bootstraps, Lambda};
use pages::Figures;
use servers::OnStage;
use std::time::Duration;
use test_support::{Proxy, TestDatabase, TestServer};

/// Between a server and Postgres, there and back.
const DELAY: Duration = Duration::from_millis(2);

/// Everything that is measured stands on these.
struct Stage {
    database: TestDatabase,
    people: People,
    workflow: Workflow,
}

impl Stage {
    async fn set() -> Self {
        let database = TestDatabase::create().await;
        let people = People::register(&database).await;
        let workflow = Workflow::start().await;
        Self {
            database,
            people,
            workflow,
        }
    }

    /// A way to the database of somebody's own, so that round trips are counted for each.
    fn proxy(&self) -> Proxy {
        Proxy::start(TestServer::shared().server.port(), DELAY)
    }
}

/// Measures, prints, and writes docs/PERFORMANCE.md with its charts; true when both sides gave the same answers.
pub async fn measure() -> bool {
    let Some(own) = Own::find() else {
        return false;
    };
    let installed = tokio::task::spawn_blocking(Express::install).await;
    let express = match installed.expect("it does not panic") {
        Ok(express) => express,
        Err(reason) => {
            println!("{reason}");
            return false;
        }
    };
    let bootstraps = Bootstraps::write(&express);
    let stage = Stage::set().await;
    let servers = servers::all(&own, &express, &stage).await;
    let environments = environments::all(&own, &bootstraps, &stage).await;
    if !are_same(&servers, &environments, &stage).await {
        return false;
    }
    let load_before = machine::load();
    println!("All answer the same. Cold starts …");
    let starts = start::measure(&own, &express, &bootstraps, &stage).await;
    println!("Warm functions …");
    let alone = environments::measure(&environments, &stage).await;
    println!("Servers under load …");
    let loads = load::measure(&servers, &stage).await;
    let figures = Figures {
        starts,
        alone,
        loads,
        sizes: size::measure(&own, &express),
        memory: servers.iter().map(OnStage::memory).collect(),
        machine: machine::described(&load_before),
    };
    figures.print();
    let written = pages::write(&figures);
    if let Err(error) = &written {
        println!("docs/PERFORMANCE.md: {error}");
    }
    written.is_ok()
}

/// Whether everybody answers as our server does; says where not.
async fn are_same(servers: &[OnStage], environments: &[Lambda], stage: &Stage) -> bool {
    let Some((ours, others)) = servers.split_first() else {
        return false;
    };
    let others = others.iter().map(|server| (server.name(), server.target()));
    let lambdas = environments
        .iter()
        .map(|lambda| (lambda.name, Target::Lambda(lambda)));
    let mut are_same = true;
    for (name, other) in others.chain(lambdas) {
        for difference in differences(&ours.target(), &other, &stage.people).await {
            println!("{name} answers differently: {difference}");
            are_same = false;
        }
    }
    are_same
}
