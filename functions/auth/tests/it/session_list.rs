//! `/api/auth/sessions`.

use crate::support::{handle, house, sessions_of_sid};
use serde_json::{Value, json};
use test_support::{House, Person};

const PATH: &str = "/api/auth/sessions";

/// A house in which Alice is logged in twice and Bob once.
struct Sessions {
    house: House,
    elsewhere: Person,
}

impl Sessions {
    async fn begin() -> Self {
        let house = house().await;
        let services = house.database.services(1);
        Self {
            elsewhere: house.alice.log_in_elsewhere(&services).await,
            house,
        }
    }

    async fn list(&self, person: &Person) -> Vec<Value> {
        let mut answer = self
            .house
            .app
            .get(PATH)
            .cookie(&person.cookie)
            .expect(200)
            .await;
        serde_json::from_value(answer["sessions"].take()).expect("a list")
    }

    /// Which of the three sessions are left: Alice's two, then Bob's.
    async fn left(&self) -> [i64; 3] {
        let mut left = [0; 3];
        for (left, person) in
            left.iter_mut()
                .zip([&self.house.alice, &self.elsewhere, &self.house.bob])
        {
            *left = sessions_of_sid(&self.house.database, &person.sid).await;
        }
        left
    }

    async fn handle(&self, person: &Person) -> String {
        handle(&self.house.database, &person.sid).await
    }
}

#[tokio::test]
async fn own_sessions_are_listed_the_current_one_first() {
    let sessions = Sessions::begin().await;
    for (asking, other) in [
        (&sessions.house.alice, &sessions.elsewhere),
        (&sessions.elsewhere, &sessions.house.alice),
    ] {
        let list = sessions.list(asking).await;
        let ids: Vec<&Value> = list.iter().map(|session| &session["id"]).collect();
        assert_eq!(
            ids,
            [
                &sessions.handle(asking).await,
                &sessions.handle(other).await
            ]
        );
        let current: Vec<&Value> = list.iter().map(|session| &session["current"]).collect();
        assert_eq!(current, [&json!(true), &json!(false)]);
    }
}

#[tokio::test]
async fn a_session_tells_its_browser_and_its_times() {
    let sessions = Sessions::begin().await;
    let times = "update session set created_at = '2025-01-02T03:04:05.678Z'::timestamptz + (now() - '2025-01-03'),
                                    expire = localtimestamp + interval '3 days'";
    sessions.house.database.sql(times).await;
    let expected = sessions.house.database
        .text(
            "select json_build_array(
                        to_char(created_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'),
                        to_char(expire::timestamptz at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))::text
               from session limit 1",
        )
        .await;
    // Asking slides the session that asks, so the other one is looked at.
    let list = sessions.list(&sessions.elsewhere).await;
    assert_eq!(list[1]["userAgent"], "test browser");
    assert_eq!(
        json!([list[1]["createdAt"], list[1]["expiresAt"]]).to_string(),
        expected.replace(", ", ",")
    );
}

#[tokio::test]
async fn the_list_gives_no_session_away() {
    let sessions = Sessions::begin().await;
    let answer = sessions
        .house
        .app
        .get(PATH)
        .cookie(&sessions.house.alice.cookie)
        .send()
        .await;
    for sid in [
        &sessions.house.alice.sid,
        &sessions.elsewhere.sid,
        &sessions.house.bob.sid,
    ] {
        assert!(!answer.text.contains(sid.as_str()), "{}", answer.text);
    }
}

#[tokio::test]
async fn what_is_over_is_not_listed() {
    for over in [
        "update session set expire = localtimestamp - interval '1 second'",
        "update session set created_at = now() - interval '30 days'",
    ] {
        let sessions = Sessions::begin().await;
        let sql = format!("{over} where sid = '{}'", sessions.elsewhere.sid);
        sessions.house.database.sql(&sql).await;
        assert_eq!(
            sessions.list(&sessions.house.alice).await.len(),
            1,
            "{over}"
        );
    }
}

#[tokio::test]
async fn one_session_can_be_ended_by_its_id() {
    let sessions = Sessions::begin().await;
    let path = format!("{PATH}/{}", sessions.handle(&sessions.elsewhere).await);
    let end = || sessions.house.call("DELETE", &path);
    assert_eq!(end().expect(200).await, json!({"message": "Session ended"}));
    assert_eq!(sessions.left().await, [1, 0, 1]);
    end().expect_error(404).await;
}

#[tokio::test]
async fn the_current_session_can_be_ended_too() {
    let sessions = Sessions::begin().await;
    let path = format!("{PATH}/{}", sessions.handle(&sessions.house.alice).await);
    let end = sessions.house.call("DELETE", &path);
    end.expect(200).await;
    assert_eq!(sessions.left().await, [0, 1, 1]);
}

#[tokio::test]
async fn a_session_of_somebody_else_is_not_found_and_stays() {
    let sessions = Sessions::begin().await;
    let path = format!("{PATH}/{}", sessions.handle(&sessions.house.bob).await);
    let end = sessions.house.call("DELETE", &path);
    end.expect_error(404).await;
    assert_eq!(sessions.left().await, [1, 1, 1]);
}

#[tokio::test]
async fn what_names_no_session_ends_none() {
    let sessions = Sessions::begin().await;
    let handle = sessions.handle(&sessions.elsewhere).await;
    for id in [
        "nope",
        "%00",
        "%ff",
        "%25",
        "null",
        "00000000000000000000000000000000",
        &sessions.elsewhere.sid,
        &handle.to_uppercase(),
        &handle[..31],
        &format!("{handle}%00"),
        &"0".repeat(5_000),
    ] {
        let path = format!("{PATH}/{id}");
        let end = sessions.house.call("DELETE", &path);
        end.expect_error(404).await;
    }
    assert_eq!(sessions.left().await, [1, 1, 1]);
}

#[tokio::test]
async fn all_but_the_current_session_can_be_ended_at_once() {
    let sessions = Sessions::begin().await;
    sessions
        .house
        .alice
        .log_in_elsewhere(&sessions.house.database.services(1))
        .await;
    let end = || sessions.house.call("DELETE", PATH);
    assert_eq!(end().expect(200).await, json!({"ended": 2}));
    assert_eq!(sessions.left().await, [1, 0, 1]);
    assert_eq!(end().expect(200).await, json!({"ended": 0}));
}
