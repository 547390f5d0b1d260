//! `PUT` and `DELETE /api/dashboard/widget/{client id}/logo`, `GET /api/widget/logo/{sha256}`.

use crate::support::{PNG, PNG_BASE64, house, logo_of, settings_of};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use test_support::{Call, House};

const PATH: &str = "/api/dashboard/widget/{id}/logo";
/// `printf '\x89PNG\r\n\x1a\n' | sha256sum`
const PNG_SHA256: &str = "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6";

fn put(house: &House, content: &[u8]) -> Call {
    let body = json!({"image": STANDARD.encode(content)});
    house.call("PUT", &logo_of(&house.alice)).json(&body)
}

fn url(logo: &Value) -> String {
    format!("/api/widget/logo/{}", logo.as_str().expect("a hash"))
}

#[tokio::test]
async fn a_logo_is_stored_told_and_shown_to_everybody() {
    let house = house().await;
    let stored = put(&house, PNG).expect(200).await;
    assert_eq!(stored, json!({"logo": PNG_SHA256}));
    let settings = house
        .call("GET", &settings_of(&house.alice))
        .expect(200)
        .await;
    assert_eq!(settings["logo"], PNG_SHA256);

    let answer = house.app.get(&url(&stored["logo"])).send().await;
    assert_eq!((answer.status, &answer.bytes[..]), (200, PNG));
    for (name, value) in [
        ("content-type", "image/png"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    // The same for every page: nothing in between has to keep answers apart.
    assert_eq!(answer.header("vary"), None);
}

#[tokio::test]
async fn the_kind_is_what_the_content_is() {
    let house = house().await;
    for (content, kind) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"RIFF\x24\0\0\0WEBPVP8L", "image/webp"),
    ] {
        let stored = put(&house, content).expect(200).await;
        let answer = house.app.get(&url(&stored["logo"])).send().await;
        assert_eq!(answer.header("content-type"), Some(kind));
        assert_eq!(answer.bytes, content);
    }
}

#[tokio::test]
async fn a_new_logo_takes_the_place_of_the_old_one() {
    let house = house().await;
    let old = put(&house, PNG).expect(200).await;
    let new = put(&house, b"\xff\xd8\xff\xe0").expect(200).await;
    assert_eq!(house.database.rows_of("widget_logos").await, 1);
    house.app.get(&url(&old["logo"])).expect_error(404).await;
    assert_eq!(house.app.get(&url(&new["logo"])).send().await.status, 200);
}

#[tokio::test]
async fn a_logo_that_two_clients_have_stays_while_one_has_it() {
    let house = house().await;
    let stored = put(&house, PNG).expect(200).await;
    let bobs = house
        .app
        .call("PUT", &logo_of(&house.bob))
        .cookie(&house.bob.cookie);
    let bobs = bobs.json(&json!({"image": PNG_BASE64})).expect(200).await;
    assert_eq!(bobs, stored);
    house
        .call("DELETE", &logo_of(&house.alice))
        .expect(204)
        .await;
    assert_eq!(
        house.app.get(&url(&stored["logo"])).send().await.status,
        200
    );
}

#[tokio::test]
async fn a_deleted_logo_is_gone_and_deleting_none_is_no_mistake() {
    let house = house().await;
    let stored = put(&house, PNG).expect(200).await;
    for _ in 0..2 {
        house
            .call("DELETE", &logo_of(&house.alice))
            .expect(204)
            .await;
    }
    assert_eq!(house.database.rows_of("widget_logos").await, 0);
    house.app.get(&url(&stored["logo"])).expect_error(404).await;
    let settings = house
        .call("GET", &settings_of(&house.alice))
        .expect(200)
        .await;
    assert_eq!(settings["logo"], json!(null));
}

#[tokio::test]
async fn a_logo_of_a_client_without_a_widget_makes_the_widget() {
    let house = house().await;
    house.database.sql("delete from client_widgets").await;
    put(&house, PNG).expect(200).await;
    assert_eq!(house.database.rows_of("client_widgets").await, 1);
}

#[tokio::test]
async fn what_is_no_address_of_a_logo_is_not_found() {
    let house = house().await;
    put(&house, PNG).expect(200).await;
    for name in [
        "0".repeat(64),
        PNG_SHA256.to_uppercase(),
        PNG_SHA256[..63].to_owned(),
        format!("{PNG_SHA256}0"),
        format!("{PNG_SHA256}.png"),
        "%ff".to_owned(),
        "%00".to_owned(),
    ] {
        let path = format!("/api/widget/logo/{name}");
        house.app.get(&path).expect_error(404).await;
    }
}

#[tokio::test]
async fn the_largest_logo_fits_and_a_larger_one_is_refused_in_a_sentence() {
    let house = house().await;
    let picture = |length: usize| {
        let mut picture = PNG.to_vec();
        picture.resize(length, 0);
        picture
    };
    put(&house, &picture(64 * 1024)).expect(200).await;
    let refused = put(&house, &picture(64 * 1024 + 1)).expect_error(400).await;
    assert_eq!(
        refused["details"][0]["message"],
        "A logo can have 64 KB at most"
    );
    put(&house, &picture(100 * 1024)).expect_error(413).await;
}

#[tokio::test]
async fn only_logos_of_own_clients_are_changed() {
    let house = house().await;
    let bobs = house
        .app
        .call("PUT", &logo_of(&house.bob))
        .cookie(&house.bob.cookie);
    bobs.json(&json!({"image": PNG_BASE64})).expect(200).await;
    let body = json!({"image": PNG_BASE64});
    house.finds_only_own_clients("PUT", PATH, Some(body)).await;
    house.finds_only_own_clients("DELETE", PATH, None).await;
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_changes_nothing() {
    let house = house().await;
    let image = |content: &[u8]| json!({"image": STANDARD.encode(content)});
    let bodies = [
        json!([]),
        json!({}),
        json!({"image": null}),
        json!({"image": 1}),
        json!({"image": "not base64"}),
        json!({"image": "data:image/png;base64,iVBORw0KGgo="}),
        image(b""),
        image(b"hello"),
        image(b"GIF89a"),
        image(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
        image(b"<!doctype html><script>alert(1)</script>"),
        image(b"RIFF\x24\0\0\0WAVEfmt "),
    ];
    house.refuses_bodies(400, "PUT", PATH, bodies).await;
}
