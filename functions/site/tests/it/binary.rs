//! The function's own program under the Lambda Runtime API, without any setting.

use crate::support::{BROWSER, encoded};
use site::BUILT_IN;
use std::path::PathBuf;
use test_support::{Environment, HttpAnswer, HttpEvent, bootstrap, unpacked};

fn program() -> PathBuf {
    bootstrap("site", env!("CARGO_BIN_EXE_site"))
}

async fn answer(environment: &mut Environment, event: &HttpEvent) -> HttpAnswer {
    HttpAnswer::whole(&environment.invoke(event.value()).await)
}

#[tokio::test]
async fn every_file_arrives_as_it_is_in_every_encoding() {
    let mut environment = Environment::start(&program(), &[]).await;
    for file in BUILT_IN {
        for taken in ["identity", "gzip", "br"] {
            let event = HttpEvent::api_gateway("GET", &encoded(file.path));
            let event = event.header("accept-encoding", taken);
            let answer = answer(&mut environment, &event).await;
            let what = format!("{} {taken}", file.path);
            assert_eq!(answer.status, 200, "{what}");
            let length = answer.body.len().to_string();
            assert_eq!(answer.headers["content-length"], length, "{what}");
            let content = match answer.headers["content-encoding"].as_str() {
                Some(encoding) => unpacked(encoding, &answer.body),
                None => answer.body,
            };
            assert_eq!(content, file.identity.bytes, "{what}");
        }
    }
}

#[tokio::test]
async fn a_view_is_the_page_and_api_gateway_speaks_https() {
    let mut environment = Environment::start(&program(), &[]).await;
    let event = HttpEvent::api_gateway("GET", "/login").header("accept", BROWSER);
    let page = answer(&mut environment, &event).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.headers["vary"], "Accept, Accept-Encoding");
    let rule = &page.headers["strict-transport-security"];
    assert_eq!(rule, "max-age=63072000");
    let unknown = HttpEvent::api_gateway("GET", "/api/nope");
    answer(&mut environment, &unknown).await.expect(404);
}
