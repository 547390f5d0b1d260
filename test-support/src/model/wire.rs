//! What a model's server says, in OpenAI's words.

use super::ModelAnswer;
use serde_json::{Value, json};

/// The only model it has.
const NAME: &str = "fake-model";
/// When it says that everything was made, in seconds since 1970.
const CREATED: u64 = 1_790_000_000;

pub(super) fn frame(object: &str, choices: Value) -> Value {
    json!({"id": "chatcmpl-fake", "object": object, "created": CREATED, "model": NAME, "choices": choices})
}

pub(super) fn event(delta: &Value, finish_reason: Option<&str>) -> String {
    let choice =
        json!({"index": 0, "delta": delta, "logprobs": null, "finish_reason": finish_reason});
    frame("chat.completion.chunk", json!([choice])).to_string()
}

pub(super) fn whole(answer: &ModelAnswer) -> Value {
    let message = json!({"role": "assistant", "content": answer.words.concat(), "refusal": null});
    let choice = json!({"index": 0, "message": message, "logprobs": null, "finish_reason": answer.finish_reason});
    let mut whole = frame("chat.completion", json!([choice]));
    whole["usage"] = answer.usage.map_or(Value::Null, tokens);
    whole
}

pub(super) fn tokens((prompt, completion): (u32, u32)) -> Value {
    json!({"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion})
}

pub(super) fn models() -> Value {
    let model = json!({"id": NAME, "object": "model", "created": CREATED, "owned_by": "tests"});
    json!({"object": "list", "data": [model]})
}

pub(super) fn error(message: &str) -> Value {
    json!({"error": {"message": message, "type": "server_error", "param": null, "code": null}})
}
