//! Uploads to the runner itself, which plays the bucket.

use crate::dev::Dev;
use local_postgres::ScratchDir;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

/// Asks for an upload of so many bytes; gives its address.
async fn address(dev: &Dev, size_bytes: usize) -> String {
    let cookie = dev.register(&format!("ada{size_bytes}")).await;
    let http = Client::new();
    let get = http.get(format!("{}/api/auth/me", dev.address));
    let me = get
        .header("cookie", &cookie)
        .send()
        .await
        .expect("an answer");
    let me: Value = serde_json::from_slice(&me.bytes().await.expect("a body")).expect("JSON");
    let client = me["client"]["id"].as_str().expect("an id");
    let file = json!({"fileName": "rules.md", "sizeBytes": size_bytes}).to_string();
    let post = http
        .post(format!(
            "{}/api/dashboard/knowledge/{client}/documents",
            dev.address
        ))
        .header("cookie", &cookie)
        .header("content-type", "application/json")
        .body(file);
    let asked = post.send().await.expect("an answer");
    assert_eq!(asked.status(), StatusCode::CREATED);
    let asked: Value = serde_json::from_slice(&asked.bytes().await.expect("a body")).expect("JSON");
    asked["upload"]["url"]
        .as_str()
        .expect("an address")
        .to_owned()
}

async fn put(address: &str, bytes: Vec<u8>) -> StatusCode {
    let put = Client::new().put(address).body(bytes);
    put.send().await.expect("an answer").status()
}

#[tokio::test]
async fn an_address_takes_the_file_it_was_made_for_and_no_other() {
    let folder = ScratchDir::new().expect("a scratch directory");
    let dev = Dev::start(&folder, &[], &[]).await;
    let address = address(&dev, 5).await;
    let kept = folder.path().join("documents");
    for (address, bytes, status) in [
        (
            address.replace("size=5", "size=6"),
            6,
            StatusCode::FORBIDDEN,
        ),
        (address.replace("/1?", "/2?"), 5, StatusCode::FORBIDDEN),
        (
            address.replace("signature=", "signature=00"),
            5,
            StatusCode::FORBIDDEN,
        ),
        (
            address.replace("documents/", "documents/../"),
            5,
            StatusCode::NOT_FOUND,
        ),
        (address.clone(), 4, StatusCode::BAD_REQUEST),
        (
            address.clone(),
            11 * 1024 * 1024,
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ] {
        assert_eq!(put(&address, vec![b'x'; bytes]).await, status, "{address}");
        assert!(!kept.exists());
    }
    assert_eq!(put(&address, b"hello".to_vec()).await, StatusCode::OK);
    assert_eq!(std::fs::read_dir(&kept).expect("the folder").count(), 1);
}

#[tokio::test]
async fn reset_deletes_uploaded_files_too() {
    let folder = ScratchDir::new().expect("a scratch directory");
    let dev = Dev::start(&folder, &[], &[]).await;
    let address = address(&dev, 5).await;
    assert_eq!(put(&address, b"hello".to_vec()).await, StatusCode::OK);
    let kept = folder.path().join("documents");
    dev.stop("-TERM").await;
    assert!(kept.exists());
    let dev = Dev::start(&folder, &["--reset"], &[]).await;
    assert!(!kept.exists());
    drop(dev);
}
