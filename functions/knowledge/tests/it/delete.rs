//! `DELETE …/documents/{documentId}`, and other ways for a document to go: its file goes too.

use crate::support::{PROGRAMME, workshop};

#[tokio::test]
async fn a_document_goes_with_its_chunks_and_its_file() {
    let workshop = workshop().await;
    let before = workshop.house.database.snapshot().await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    workshop.file_came(&key).await;
    let path = format!("/documents/{document}");
    assert_eq!(workshop.call("DELETE", &path).send().await.status, 204);
    workshop.call("DELETE", &path).expect_error(404).await;
    assert_eq!(workshop.sweep().await.deleted_files, 1);
    assert!(!workshop.has_file(&key).await);
    assert_eq!(workshop.house.database.snapshot().await, before);
}

#[tokio::test]
async fn files_go_with_their_client_and_with_its_user() {
    let workshop = workshop().await;
    let house = &workshop.house;
    for gone in ["clients where user_id", "users where id"] {
        let (_, key) = workshop.upload("programme.pdf", PROGRAMME).await;
        workshop.file_came(&key).await;
        let client = house.alice.client_id;
        let delete = format!("delete from {gone} = '{}'", house.alice.user_id);
        house.database.sql(&delete).await;
        assert_eq!(workshop.sweep().await.deleted_files, 1, "{gone}");
        assert!(!workshop.has_file(&key).await, "{gone}");
        let again = format!(
            "insert into clients (id, user_id, name, public_api_key) select '{client}', id, 'again', 'pk' from users where username = 'alice'"
        );
        house.database.sql(&again).await;
    }
}

#[tokio::test]
async fn a_file_that_comes_after_its_document_went_is_deleted() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    let path = format!("/documents/{document}");
    assert_eq!(workshop.call("DELETE", &path).send().await.status, 204);
    assert_eq!(workshop.file_came(&key).await.deleted_files, 1);
    assert!(!workshop.has_file(&key).await);
    // The sweep has it on its list still, and does not mind.
    assert_eq!(workshop.sweep().await.deleted_files, 1);
}
