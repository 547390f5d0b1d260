//! What S3 and the schedule do on AWS: takes uploads into a folder, has each read as soon as it is there, and looks again and again at what is due.

use crate::stop::Stopped;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::put;
use futures_util::FutureExt as _;
use knowledge::ingest::{Ingest, Report};
use serde::Deserialize;
use shared::explain;
use shared::objects::{Folder, LARGEST_BYTES, ObjectKey, UploadRefused};
use std::panic::AssertUnwindSafe;
use std::time::{Duration, SystemTime};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_secs(2);
/// Nothing here is ended by a clock.
const A_LONG_TIME: Duration = Duration::from_secs(3600);

/// Files that have come and are still to be read.
#[derive(Debug)]
pub struct Arrivals(UnboundedReceiver<ObjectKey>);

#[derive(Clone)]
struct Door {
    folder: Folder,
    came: UnboundedSender<ObjectKey>,
}

/// What stands behind the question mark of an address to upload to.
#[derive(Deserialize)]
struct Signed {
    size: u64,
    expires: u64,
    signature: String,
}

/// Adds the address that files are uploaded to.
pub fn beside(gateway: Router, folder: Folder) -> (Router, Arrivals) {
    let (came, arrivals) = unbounded_channel();
    let uploads = Router::new()
        .route("/objects/{*key}", put(take))
        .with_state(Door { folder, came });
    (uploads.fallback_service(gateway), Arrivals(arrivals))
}

async fn take(
    State(door): State<Door>,
    Path(key): Path<String>,
    Query(signed): Query<Signed>,
    body: Body,
) -> Result<StatusCode, (StatusCode, String)> {
    let refused = |status, reason: &dyn std::fmt::Display| (status, format!("{reason}\n"));
    let key: ObjectKey = key
        .parse()
        .map_err(|error| refused(StatusCode::NOT_FOUND, &error))?;
    let most = usize::try_from(LARGEST_BYTES).unwrap_or(usize::MAX);
    let bytes = to_bytes(body, most)
        .await
        .map_err(|error| refused(StatusCode::PAYLOAD_TOO_LARGE, &error))?;
    let address = (signed.size, signed.expires, &*signed.signature);
    let taken = door
        .folder
        .accept(&key, address, bytes.into(), SystemTime::now());
    taken.await.map_err(|error| {
        let status = match error {
            UploadRefused::NotSigned | UploadRefused::Expired => StatusCode::FORBIDDEN,
            UploadRefused::WrongSize => StatusCode::BAD_REQUEST,
            UploadRefused::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        refused(status, &error)
    })?;
    // Without a listener the runner is about to end; the file is found when it is started again.
    if door.came.send(key).is_err() {
        tracing::debug!("a file came while nobody reads any more");
    }
    Ok(StatusCode::OK)
}

/// Reads what comes and what is due, until the runner is told to stop. What is under way then is begun anew when it starts again.
pub async fn read_all(ingest: Ingest, mut arrivals: Arrivals, stopped: Stopped) {
    let work = async {
        let mut every = interval(EVERY);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let due = async {
                tokio::select! {
                    Some(key) = arrivals.0.recv() => ingest.file_came(&key, &mut Report::default()).await,
                    _ = every.tick() => ingest.sweep(Instant::now() + A_LONG_TIME).await.map(drop),
                }
            };
            // A mistake in the program costs one document, not all that come after it.
            match AssertUnwindSafe(due).catch_unwind().await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(error = %explain(&error), "documents wait"),
                Err(_) => tracing::error!("reading a document ended with a mistake in the program"),
            }
        }
    };
    tokio::select! {
        () = work => {}
        () = stopped.wait() => {}
    }
}
