//! The demo page.

use crate::dev::Dev;
use local_postgres::ScratchDir;
use reqwest::Response;
use serde_json::Value;

async fn get(dev: &Dev, path: &str) -> (Response, String) {
    let url = format!("{}{path}", dev.address);
    let response = reqwest::get(&url).await.expect("an answer");
    assert_eq!(response.status(), 200, "{path}");
    let again = reqwest::get(&url).await.expect("an answer");
    let text = String::from_utf8(again.bytes().await.expect("a body").to_vec());
    (response, text.expect("text"))
}

#[tokio::test]
async fn a_key_in_the_address_embeds_its_widget_and_nothing_else_does() {
    let folder = ScratchDir::new().expect("a scratch directory");
    let dev = Dev::start(&folder, &[], &[]).await;
    let (_, page) = get(&dev, "/demo?key=pk_live_0123abcd").await;
    let snippet =
        "<script src=\"/widget/v1/widget.js\" data-api-key=\"pk_live_0123abcd\" async></script>";
    assert!(page.contains(snippet), "{page}");
    assert!(page.contains("value=\"pk_live_0123abcd\""));
    for path in [
        "/demo",
        "/demo?key=",
        "/demo?key=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    ] {
        let (_, page) = get(&dev, path).await;
        assert!(!page.contains("data-api-key"), "{path}");
        assert!(!page.contains("alert"), "{path}");
        assert!(!page.contains("{{"), "{path}");
        for link in ["/register", "/login?next=/demo"] {
            assert!(page.contains(&format!("href=\"{link}\"")), "{path}");
        }
    }
}

#[tokio::test]
async fn it_is_as_strict_as_a_careful_site_and_needs_nobody_else() {
    let folder = ScratchDir::new().expect("a scratch directory");
    let dev = Dev::start(&folder, &[], &[]).await;
    let (response, page) = get(&dev, "/demo").await;
    let policy = response.headers()["content-security-policy"].to_str();
    let policy = policy.expect("ASCII");
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"));
    for (path, content_type) in [
        ("/demo/style.css", "text/css; charset=utf-8"),
        ("/demo/script.js", "text/javascript; charset=utf-8"),
    ] {
        assert!(page.contains(&format!("\"{path}\"")), "{path}");
        let (response, text) = get(&dev, path).await;
        assert_eq!(response.headers()["content-type"], content_type);
        assert!(!text.contains("http"), "{path}");
    }
    assert!(!page.contains("http:") && !page.contains("https:"));
    assert!(!page.contains(" style=") && !page.contains("<style"));
}

#[tokio::test]
async fn its_documents_are_such_as_the_api_takes() {
    let folder = ScratchDir::new().expect("a scratch directory");
    let dev = Dev::start(&folder, &[], &[]).await;
    let (_, documents) = get(&dev, "/demo/documents.json").await;
    let documents: Vec<Value> = serde_json::from_str(&documents).expect("a list");
    assert!(documents.len() > 5);
    let cookie = dev.register("demo").await;
    let me = format!("{}/api/auth/me", dev.address);
    let me = reqwest::Client::new().get(me).header("cookie", &cookie);
    let me = me.send().await.expect("an answer").bytes().await;
    let me: Value = serde_json::from_slice(&me.expect("a body")).expect("JSON");
    let client = me["client"]["id"].as_str().expect("a client");
    let url = format!("{}/api/dashboard/knowledge/{client}/documents", dev.address);
    for document in &documents {
        let added = reqwest::Client::new()
            .post(&url)
            .header("cookie", &cookie)
            .header("origin", &dev.address)
            .header("content-type", "application/json")
            .body(document.to_string());
        let added = added.send().await.expect("an answer");
        assert_eq!(added.status(), 201, "{}", document["title"]);
    }
}
