//! What the deployed functions answer, each with its settings from Parameter Store and its rows from Postgres over TLS.

use crate::local_stack::LocalStack;
use crate::settings::Neighbours;
use crate::stack::Stack;
use serde_json::{Value, json};
use test_support::{HttpAnswer, HttpEvent};

const QUESTION: &str = "When does the keynote start?";

/// Asks all six: an organiser registers and looks around, a visitor asks, a schedule cleans up.
pub async fn expect_all(stack: &Stack<'_>, local_stack: &LocalStack, neighbours: &Neighbours) {
    let functions = stack.functions().await;
    let invoke = async |name: &str, event: &Value| {
        let function = functions[name].as_str();
        let function = function.unwrap_or_else(|| panic!("no {name}: {functions}"));
        stack.invoke(function, event).await
    };
    let ask =
        async |name: &str, event: HttpEvent| HttpAnswer::whole(&invoke(name, event.value()).await);

    let ada = json!({"username": "ada", "password": "correct-horse", "clientName": "RustConf"});
    let register = HttpEvent::api_gateway("POST", "/api/auth/register").json(&ada);
    let registered = ask("Auth", register).await;
    registered.expect(201);
    let cookie = registered.cookies[0].split(';').next().unwrap_or_default();
    let me = HttpEvent::api_gateway("GET", "/api/auth/me").cookies(&[cookie]);
    let me = ask("Auth", me).await.expect(200);
    assert_eq!(me["user"]["username"], "ada");

    let list = HttpEvent::api_gateway("GET", "/api/dashboard/clients").cookies(&[cookie]);
    let listed = ask("Clients", list).await.expect(200);
    let client = &listed["clients"][0];
    assert_eq!(client["name"], "RustConf", "{listed}");
    let key = client["publicApiKey"].as_str().expect("a key");

    let config = HttpEvent::api_gateway("GET", "/api/widget/config").header("x-api-key", key);
    let config = ask("Widgets", config).await.expect(200);

    let message = json!({"message": QUESTION, "sessionId": "123e4567-e89b-12d3-a456-426614174000"});
    let question = HttpEvent::function_url("POST", "/api/widget/chat");
    let question = question.header("x-api-key", key).json(&message);
    let streamed = invoke("Chat", question.value()).await;
    let (head, body) = parts_of(&streamed.body);
    assert_eq!(head["statusCode"], 200, "{head} {body}");
    assert_eq!(body["response"], "ok");
    let asked = neighbours.webhook.received();
    assert!(asked[0].json().to_string().contains(QUESTION));

    let page = HttpEvent::api_gateway("GET", "/").header("accept-encoding", "identity");
    let page = ask("Site", page).await;
    assert_eq!(page.status, 200);
    assert!(String::from_utf8_lossy(&page.body).contains("<html"));

    let pruned = invoke("Maintenance", &json!({"action": "prune"})).await;
    assert!(!pruned.is_error, "{pruned:?}");
    println!("all functions answer");

    let url = stack.output("WidgetsUrl").await;
    let again = local_stack.ask(&url, "/api/widget/config", key, None).await;
    let again: Value = serde_json::from_str(&again).expect("JSON");
    assert_eq!(again, config, "by its URL");
    let url = stack.output("ChatUrl").await;
    let streamed = local_stack
        .ask(&url, "/api/widget/chat/stream", key, Some(&message))
        .await;
    assert!(streamed.contains("event: done"), "{streamed}");
    println!("the functions' own URLs answer");
}

/// Status and headers, and the body. LocalStack does not tell what Lambda goes by to take them apart, but hands on all that the function sent.
fn parts_of(streamed: &[u8]) -> (Value, Value) {
    let text = String::from_utf8_lossy(streamed);
    let (head, body) = text
        .split_once("\0\0\0\0\0\0\0\0")
        .unwrap_or_else(|| panic!("no prelude: {text}"));
    let json = |text| serde_json::from_str(text).expect("JSON");
    (json(head), json(body))
}
