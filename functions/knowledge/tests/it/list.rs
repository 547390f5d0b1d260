//! `GET …/documents` and `GET …/documents/{documentId}/chunks`.

use crate::support::{DOCUMENTS, call, furnish, house, id, workshop};
use serde_json::Value;
use test_support::House;
use uuid::Uuid;

fn titles(answer: &Value) -> Vec<&str> {
    let documents = answer["documents"].as_array().expect("a list");
    let titles = documents.iter().map(|document| document["title"].as_str());
    titles.map(|title| title.expect("a title")).collect()
}

/// Documents `0` to `number - 1`, oldest first, some of them at the same moment.
async fn write(house: &House, number: u32) {
    let sql = format!(
        "insert into documents (client_id, title, body, status, created_at)
         select '{}', n::text, 'text', case when n % 2 = 0 then 'ready' else 'failed' end, now() + n / 3 * interval '1 microsecond'
           from generate_series(0, {number} - 1) n",
        house.alice.client_id
    );
    house.database.sql(&sql).await;
}

#[tokio::test]
async fn pages_show_every_document_once_and_the_newest_first() {
    let house = house().await;
    write(&house, 10).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    for _ in 0..4 {
        let page = call(&house, "GET", &format!("/documents?limit=3{cursor}"))
            .expect(200)
            .await;
        seen.extend(titles(&page).iter().map(|title| (*title).to_owned()));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let groups: Vec<i32> = seen
        .iter()
        .map(|title| title.parse::<i32>().expect("a number") / 3)
        .collect();
    assert_eq!(groups, [3, 2, 2, 2, 1, 1, 1, 0, 0, 0]);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 10);
}

#[tokio::test]
async fn a_list_is_narrowed_by_status_tag_and_title() {
    let house = house().await;
    let tag = furnish(&house, &house.alice).await;
    write(&house, 3).await;
    for (query, expected) in [
        ("status=failed", vec!["1"]),
        ("status=ready&limit=2", vec!["2", "0"]),
        ("search=VEN", vec!["Venue"]),
        ("search=%25", vec![]),
        ("search=", vec!["2", "1", "0", "Venue"]),
        (&format!("tag={tag}"), vec!["Venue"]),
        (&format!("tag={}", Uuid::new_v4()), vec![]),
        (&format!("tag={tag}&status=failed"), vec![]),
    ] {
        let mut expected = expected;
        let answer = call(&house, "GET", &format!("/documents?{query}"))
            .expect(200)
            .await;
        let mut found = titles(&answer);
        if query == "search=" {
            // Of one moment any may come first.
            found.sort_unstable();
            expected.sort_unstable();
        }
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{query}");
        assert!(
            answer["documents"]
                .as_array()
                .is_some_and(|all| all.iter().all(|one| one["body"].is_null()))
        );
    }
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    house.finds_only_own_clients("GET", DOCUMENTS, None).await;
}

#[tokio::test]
async fn a_query_that_cannot_be_meant_is_refused() {
    let house = house().await;
    for query in [
        "status=done",
        "tag=Travel",
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=x",
        "cursor=1.x",
        "cursor=99999999999999999999.6d7c9b87-9d00-45cb-bea8-8f91701cbd44",
        "cursor=-99999999999999999.6d7c9b87-9d00-45cb-bea8-8f91701cbd44",
        "search=%00",
    ] {
        let list = call(&house, "GET", &format!("/documents?{query}"));
        list.expect_error(400).await;
        let bobs = DOCUMENTS.replace("{id}", &house.bob.client_id.to_string());
        house
            .call("GET", &format!("{bobs}?{query}"))
            .expect_error(404)
            .await;
    }
}

#[tokio::test]
async fn chunks_come_in_pages_and_in_order() {
    let workshop = workshop().await;
    let paragraph = "The venue is at the sea and has many rooms. ".repeat(45);
    let document = workshop
        .write("Venue", &format!("{paragraph}\n\n").repeat(4))
        .await;
    assert_eq!(workshop.sweep().await.ready, 1);
    let all = workshop.chunks(document).await;
    assert!(all.len() >= 4, "{}", all.len());
    let path = format!("/documents/{document}/chunks?limit=2");
    let first = workshop.call("GET", &path).expect(200).await;
    assert_eq!(first["nextAfter"], 1);
    let second = workshop
        .call("GET", &format!("{path}&after=1"))
        .expect(200)
        .await;
    assert_eq!(second["chunks"][0]["content"], all[2]);
    assert_eq!(second["chunks"][0]["ordinal"], 2);
    for query in ["limit=0", "after=x", "after=-2"] {
        let path = format!("/documents/{document}/chunks?{query}");
        workshop.call("GET", &path).expect_error(400).await;
    }
    let listed = workshop.call("GET", "/documents").expect(200).await;
    assert_eq!(id(&listed["documents"][0]), document);
    assert_eq!(listed["documents"][0]["chunkCount"], all.len());
}
