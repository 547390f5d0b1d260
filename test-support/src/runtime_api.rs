//! The Lambda Runtime API as a function sees it: it asks for events, answers them (whole or in pieces), reports errors, and registers
//! the extension that lets it be told to end.
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>, <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html>

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http_body_util::BodyExt;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Mutex, watch};
use uuid::Uuid;

/// An event on its way to the function.
#[derive(Debug)]
pub(crate) struct Invocation {
    pub(crate) payload: String,
    pub(crate) time_limit: Duration,
}

/// What the function sent.
#[derive(Debug)]
pub(crate) enum Sent {
    /// The headers of an answer, or of an error.
    Begun { headers: HeaderMap, is_error: bool },
    /// Bytes of its body, as they came.
    Piece(Vec<u8>),
    /// The end of its body, and when it was there; false when it broke off.
    Ended { is_whole: bool, at: Instant },
}

/// Which delivery of an event an answer is for.
const INVOCATION_ID: &str = "lambda-runtime-invocation-id";

#[derive(Debug)]
struct Served {
    events: Mutex<UnboundedReceiver<Invocation>>,
    invocations: AtomicU64,
    sent: UnboundedSender<Sent>,
    polls: watch::Sender<Polls>,
}

impl Served {
    /// The number of a new invocation.
    fn invocation(&self) -> u64 {
        self.invocations.fetch_add(1, Ordering::SeqCst) + 1
    }
}

/// How often the function asked for an event, and when it did so first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Polls {
    pub(crate) count: u64,
    pub(crate) first: Option<Instant>,
    pub(crate) is_registered: bool,
}

/// A listening Runtime API, for one function.
#[derive(Debug)]
pub(crate) struct RuntimeApi {
    /// For `AWS_LAMBDA_RUNTIME_API`.
    pub(crate) address: String,
    pub(crate) events: UnboundedSender<Invocation>,
    pub(crate) sent: UnboundedReceiver<Sent>,
    pub(crate) polls: watch::Receiver<Polls>,
}

impl RuntimeApi {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its number").to_string();
        let (events, receiver) = unbounded_channel();
        let (sender, sent) = unbounded_channel();
        let (polls, seen) = watch::channel(Polls::default());
        let served = Arc::new(Served {
            events: Mutex::new(receiver),
            invocations: AtomicU64::new(0),
            sent: sender,
            polls,
        });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route(
                "/2018-06-01/runtime/invocation/{id}/response",
                post(answered),
            )
            .route("/2018-06-01/runtime/invocation/{id}/error", post(failed))
            .route("/2020-01-01/extension/register", post(register))
            .route(
                "/2020-01-01/extension/event/next",
                get(std::future::pending::<()>),
            )
            .with_state(served);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            events,
            sent,
            polls: seen,
        }
    }
}

async fn next(State(served): State<Arc<Served>>) -> Response {
    served.polls.send_modify(|polls| {
        polls.count += 1;
        polls.first.get_or_insert_with(Instant::now);
    });
    let Some(invocation) = served.events.lock().await.recv().await else {
        // The test is over; the function waits as it would on Lambda.
        return std::future::pending().await;
    };
    let deadline = SystemTime::now() + invocation.time_limit;
    let deadline_ms = deadline
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_millis();
    let headers = [
        ("lambda-runtime-aws-request-id", Uuid::new_v4().to_string()),
        ("lambda-runtime-deadline-ms", deadline_ms.to_string()),
        (INVOCATION_ID, served.invocation().to_string()),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:eu-central-1:123456789012:function:conference-chat".to_owned(),
        ),
        (
            "lambda-runtime-trace-id",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1".to_owned(),
        ),
        ("content-type", "application/json".to_owned()),
    ];
    (axum::response::AppendHeaders(headers), invocation.payload).into_response()
}

async fn answered(
    State(served): State<Arc<Served>>,
    _: Path<String>,
    request: Request,
) -> StatusCode {
    receive(&served, request, false).await
}

async fn failed(
    State(served): State<Arc<Served>>,
    _: Path<String>,
    request: Request,
) -> StatusCode {
    receive(&served, request, true).await
}

async fn receive(served: &Served, request: Request, is_error: bool) -> StatusCode {
    let (parts, mut body): (_, Body) = request.into_parts();
    // As Lambda: an answer to an earlier delivery is none.
    let current = served.invocations.load(Ordering::SeqCst).to_string();
    let named = parts.headers.get(INVOCATION_ID);
    if named.and_then(|id| id.to_str().ok()) != Some(&*current) {
        return StatusCode::GONE;
    }
    // Nobody listens any more when the test is over.
    let tell = |sent| drop(served.sent.send(sent));
    tell(Sent::Begun {
        headers: parts.headers,
        is_error,
    });
    let mut is_whole = true;
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => {
                if let Ok(data) = frame.into_data() {
                    tell(Sent::Piece(data.to_vec()));
                }
            }
            Err(_) => is_whole = false,
        }
    }
    tell(Sent::Ended {
        is_whole,
        at: Instant::now(),
    });
    StatusCode::ACCEPTED
}

async fn register(State(served): State<Arc<Served>>) -> Response {
    served.polls.send_modify(|polls| polls.is_registered = true);
    let answer = json!({"functionName": "conference-chat", "functionVersion": "$LATEST", "handler": "bootstrap"});
    let id = [("lambda-extension-identifier", Uuid::new_v4().to_string())];
    (id, Json(answer)).into_response()
}
