//! A Chat Trigger in place of the webhook.

use crate::Stage;
use crate::answers::{ANSWER, WORDS, expect_sources, session};
use crate::workflow::{SECRET, STREAMING_TRIGGER, WHOLE_TRIGGER};
use serde_json::Value;
use test_support::ModelAnswer;

pub async fn by_chat_triggers(stage: &Stage) {
    let Stage {
        system,
        organiser,
        model,
        n8n,
    } = stage;
    model.answer_with(ModelAnswer::of(&WORDS));
    let url = n8n.trigger(STREAMING_TRIGGER);
    system.answer_by(organiser, &url, SECRET).await;
    let (status, answer) = system.ask(organiser, &session(30)).await;
    assert_eq!(
        (status, &answer["response"]),
        (200, &ANSWER.into()),
        "{answer}"
    );
    expect_sources(&answer["sources"]);
    let (text, others) = system
        .ask_streamed(organiser, &session(31))
        .await
        .rest()
        .await;
    assert_eq!(text, ANSWER);
    let names: Vec<&str> = others.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["start", "sources", "done"]);

    let url = n8n.trigger(WHOLE_TRIGGER);
    system.answer_by(organiser, &url, SECRET).await;
    let (status, answer) = system.ask(organiser, &session(32)).await;
    assert_eq!(
        (status, &answer["response"]),
        (200, &ANSWER.into()),
        "{answer}"
    );
    assert_eq!(answer["sources"], Value::Null);
    println!("ok: Chat Triggers answer, streaming and in one piece");
}
