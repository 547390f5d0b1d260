//! `GET /widget/version`.

use crate::support::house;
use serde_json::json;

#[tokio::test]
async fn it_tells_where_the_script_is() {
    let house = house().await;
    for (protocol, url) in [
        ("http", "http://app.example/widget/v1/widget.js"),
        ("https", "https://app.example/widget/v1/widget.js"),
    ] {
        let call = house.app.get("/widget/version");
        let answer = call.header("x-forwarded-proto", protocol).expect(200).await;
        let expected = json!({
            "version": "1.0.0", "availableVersions": ["v1", "v2"], "currentVersion": "v1", "cdnUrl": url,
        });
        assert_eq!(answer, expected);
    }
}
