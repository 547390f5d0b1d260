//! What a webhook is sent.

use crate::answer::{Question, TagPrompt, Turn};
use crate::n8n::body::Body;
use crate::n8n::is_chat_trigger;
use crate::n8n::shape::Shape;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

pub(super) fn question() -> Question {
    Question {
        client_id: Uuid::nil(),
        message: "When is the keynote?".to_owned(),
        session_id: "123E4567-e89b-12d3-a456-426614174000".to_owned(),
        metadata: None,
        timestamp: "2026-11-23T09:00:00.000Z".to_owned(),
        history: Vec::new(),
        main_prompt: String::new(),
        tag_prompts: Vec::new(),
        passages: Vec::new(),
        language: "german".to_owned(),
    }
}

fn sent(question: &Question, shape: Shape) -> Value {
    serde_json::to_value(Body::new(question, shape)).expect("JSON")
}

fn documented() -> Value {
    json!({
        "clientId": Uuid::nil(), "message": "When is the keynote?",
        "sessionId": "123E4567-e89b-12d3-a456-426614174000", "timestamp": "2026-11-23T09:00:00.000Z",
    })
}

#[test]
fn a_first_message_to_a_client_without_settings_is_sent_as_ever() {
    let text = serde_json::to_string(&Body::new(&question(), Shape::Documented)).expect("JSON");
    let expected = r#"{"clientId":"00000000-0000-0000-0000-000000000000","message":"When is the keynote?","sessionId":"123E4567-e89b-12d3-a456-426614174000","timestamp":"2026-11-23T09:00:00.000Z"}"#;
    assert_eq!(text, expected);
}

#[test]
fn what_there_is_more_goes_along_with_the_language() {
    let turn = Turn {
        role: "visitor".to_owned(),
        content: "Hi".to_owned(),
    };
    let tag = TagPrompt {
        name: "Venue".to_owned(),
        prompt: "Name the hall.".to_owned(),
    };
    for (question, more) in [
        (
            Question {
                history: vec![turn],
                ..question()
            },
            json!({"history": [{"role": "visitor", "content": "Hi"}]}),
        ),
        (
            Question {
                main_prompt: "Be brief.".to_owned(),
                ..question()
            },
            json!({"prompt": "Be brief."}),
        ),
        (
            Question {
                tag_prompts: vec![tag],
                ..question()
            },
            json!({"tagPrompts": [{"name": "Venue", "prompt": "Name the hall."}]}),
        ),
    ] {
        let mut expected = documented();
        for (name, value) in more.as_object().expect("members") {
            expected[name] = value.clone();
        }
        expected["language"] = json!("german");
        assert_eq!(sent(&question, Shape::Documented), expected);
    }
}

#[test]
fn a_chat_trigger_is_also_told_in_the_words_of_n8ns_chat() {
    let mut expected = documented();
    expected["action"] = json!("sendMessage");
    expected["chatInput"] = json!("When is the keynote?");
    assert_eq!(sent(&question(), Shape::Chat), expected);
}

#[test]
fn a_chat_trigger_is_known_by_its_path() {
    let id = Uuid::from_u128(7);
    for (path, is_one) in [
        (format!("/webhook/{id}/chat"), true),
        (format!("/webhook-test/{id}/chat"), true),
        (format!("/n8n/webhook/{id}/chat?x=y"), true),
        (format!("/webhook/{id}/chat/"), false),
        (format!("/webhook/{id}"), false),
        (format!("/webhook/{id}/chats"), false),
        ("/webhook/chat".to_owned(), false),
        ("/chat".to_owned(), false),
        ("/webhook/conference/chat".to_owned(), false),
        (String::new(), false),
    ] {
        let url = Url::parse(&format!("https://n8n.example{path}")).expect("a URL");
        assert_eq!(is_chat_trigger(&url), is_one, "{path}");
    }
}
