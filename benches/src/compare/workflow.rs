//! Who answers visitors in this comparison: a webhook that says at once what it always says, so that what is measured is all ours.

use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

/// A running webhook. It stops with the runtime it was started on.
#[derive(Debug)]
pub struct Workflow {
    /// The URL to configure.
    pub url: String,
}

impl Workflow {
    /// Starts one on a free port; connections stay open, as n8n's do.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let router = Router::new().route("/webhook/chat", post(answer));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url: format!("http://127.0.0.1:{port}/webhook/chat"),
        }
    }
}

async fn answer(_: Json<Value>) -> Json<Value> {
    Json(
        json!({"response": "Doors open at nine.", "sources": [{"title": "Programme", "excerpt": "Doors open at nine."}]}),
    )
}
