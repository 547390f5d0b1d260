//! `POST /api/auth/register`.

use crate::support::app;
use serde_json::json;
use test_support::TestDatabase;

#[tokio::test]
async fn a_new_user_gets_a_client_a_widget_and_a_session() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    let answer =
        app.post("/api/auth/register", &json!({"username": "ada", "password": "eight888", "clientName": "RustConf"})).send().await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(answer.json()["client"]["name"], "RustConf");
    assert_eq!(database.count("select count(*) from client_widgets").await, 1);

    let me = app.get("/api/auth/me").cookie(&answer.cookie()).expect(200).await;
    assert_eq!(me, answer.json());
}
