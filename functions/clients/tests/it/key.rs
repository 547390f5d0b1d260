//! `POST /api/dashboard/clients/{id}/regenerate-key`.

use crate::support::{PATH, house, stored};

#[tokio::test]
async fn the_new_key_opens_the_client_and_the_old_one_nothing() {
    let house = house().await;
    let id = house.alice.client_id;
    let regenerate = house.call("POST", &format!("{PATH}/{id}/regenerate-key"));
    let answer = regenerate.expect(200).await;
    assert_eq!(answer, stored(&house, id).await);
    let new_key = answer["publicApiKey"].as_str().expect("a key");
    assert!(
        new_key.starts_with("pk_live_") && new_key.len() == 72,
        "{new_key}"
    );
    for (key, opens) in [(&*house.alice.key, 0), (new_key, 1), (&*house.bob.key, 1)] {
        let opened = format!("select count(*) from app.open_key('{key}')");
        assert_eq!(house.database.count(&opened).await, opens, "{key}");
    }
}

#[tokio::test]
async fn every_key_is_another() {
    let house = house().await;
    let path = format!("{PATH}/{}/regenerate-key", house.alice.client_id);
    let first = house.call("POST", &path).expect(200).await;
    let second = house.call("POST", &path).expect(200).await;
    assert_ne!(first["publicApiKey"], second["publicApiKey"]);
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    let path = format!("{PATH}/{{id}}/regenerate-key");
    house.finds_only_own_clients("POST", &path, None).await;
}
