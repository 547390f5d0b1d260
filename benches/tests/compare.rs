//! The Express server that ours is measured against answers the same; otherwise the comparison would be one of different things.

use axum::Router;
use benches::compare::{Express, People, Target, Workflow, differences};
use local::gateway::Functions;
use shared::Settings;
use std::net::Ipv4Addr;
use test_support::TestDatabase;
use tokio::net::TcpListener;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn express_answers_the_same() {
    let express = tokio::task::spawn_blocking(Express::install);
    let express = express.await.expect("no panic").expect("its packages");
    let database = TestDatabase::create().await;
    let people = People::register(&database).await;
    let workflow = Workflow::start().await;
    let settings: Settings = [("N8N_WEBHOOK_URL", workflow.url.as_str())]
        .into_iter()
        .collect();
    let functions = Functions::from_settings(&settings, &database.services(2));
    let ours = serve(functions.expect("settings that can be used").gateway()).await;
    let server = express.serve(database.url(), &workflow.url, 1).await;

    let theirs = Target::Http(server.url.clone());
    let found = differences(&Target::Http(ours), &theirs, &people).await;

    assert!(found.is_empty(), "{found:#?}");
    let kept = "select count(*) from messages where role = 'assistant' and outcome = 'complete'";
    assert_eq!(database.count(kept).await, 2, "one answer at each");
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
    let listener = listener.expect("a port");
    let address = listener.local_addr().expect("its number");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}
