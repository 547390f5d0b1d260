//! What the function is invoked with beside HTTP requests, told apart by shape.

use super::Failed;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use shared::objects::ObjectKey;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// Files have come. S3 may say so twice, and in another order than they came in.
    FilesCame(Vec<ObjectKey>),
    /// A schedule, or an operator, asks for what is due.
    Sweep,
    /// An operator asks to compare all documents with a Directus elsewhere.
    ResyncDirectus,
}

impl Event {
    pub(super) fn read(payload: &Value) -> Result<Self, Failed> {
        if let Some(records) = payload["Records"].as_array() {
            let keys = records.iter().map(|record| &record["s3"]["object"]["key"]);
            // As a form would: a space is a plus sign.
            let decoded = |key: &str| {
                let spaced = key.replace('+', " ");
                percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
            };
            let keys = keys.filter_map(|key| key.as_str().map(decoded));
            return Ok(Self::FilesCame(
                keys.filter_map(|key| known(&key)).collect(),
            ));
        }
        let member = |name: &str| payload[name].as_str();
        match (member("source"), member("detail-type"), member("action")) {
            (Some("aws.s3"), Some("Object Created"), _) => {
                let key = payload["detail"]["object"]["key"].as_str();
                Ok(Self::FilesCame(key.and_then(known).into_iter().collect()))
            }
            // Rules of EventBridge call themselves the one, its Scheduler the other.
            (Some("aws.events" | "aws.scheduler"), Some("Scheduled Event"), _) => Ok(Self::Sweep),
            (None, None, Some("sweep")) => Ok(Self::Sweep),
            (None, None, Some("resync-directus")) => Ok(Self::ResyncDirectus),
            // S3 sends it once, when it is told whom to call.
            _ if member("Event") == Some("s3:TestEvent") => Ok(Self::FilesCame(Vec::new())),
            (None, None, Some(_)) => Err(Failed::NotUnderstood("an unknown action".to_owned())),
            _ => Err(Failed::NotUnderstood("an unknown shape".to_owned())),
        }
    }
}

/// Somebody may put other things into the bucket; they are none of ours.
fn known(key: &str) -> Option<ObjectKey> {
    key.parse()
        .inspect_err(|_| tracing::warn!("a file came that is no document's"))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const KEY: &str =
        "documents/00000000-0000-0000-0000-000000000001/00000000-0000-0000-0000-000000000002/3";

    fn read(payload: Value) -> Option<Event> {
        Event::read(&payload).ok()
    }

    #[test]
    fn files_are_told_by_s3_and_by_eventbridge() {
        let key = || KEY.parse().expect("a key");
        let record = |key: &str| json!({"eventSource": "aws:s3", "s3": {"object": {"key": key}}});
        let encoded = KEY.replace('/', "%2F");
        let records = json!({"Records": [record(&encoded), record("a+photo.jpg"), record(KEY)]});
        assert_eq!(read(records), Some(Event::FilesCame(vec![key(), key()])));
        let bus = json!({"source": "aws.s3", "detail-type": "Object Created", "detail": {"object": {"key": KEY}}});
        assert_eq!(read(bus), Some(Event::FilesCame(vec![key()])));
        let test = json!({"Service": "Amazon S3", "Event": "s3:TestEvent"});
        assert_eq!(read(test), Some(Event::FilesCame(vec![])));
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for payload in [
            json!({}),
            json!({"action": "drop everything"}),
            json!({"source": "aws.s3", "detail-type": "Object Deleted"}),
            json!([]),
            json!("sweep"),
        ] {
            assert_eq!(read(payload.clone()), None, "{payload}");
        }
        assert_eq!(read(json!({"action": "sweep"})), Some(Event::Sweep));
        let resync = json!({"action": "resync-directus"});
        assert_eq!(read(resync), Some(Event::ResyncDirectus));
    }
}
