//! The functions that run as the owner on a request's behalf: who may call them, and that no caller can make them mean something
//! else.

use super::{Outcome, REFUSED, as_request, house, signed_in};
use test_support::House;

/// Everything of ours: not Postgres' own, nor an extension's.
const OURS: &str =
    "pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
     and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = pg_proc.oid and d.deptype = 'e')";

#[tokio::test]
async fn every_function_that_runs_as_the_owner_has_a_fixed_search_path() {
    let house = house().await;
    let count = |condition: &str| {
        format!("select count(*) from pg_proc where prosecdef and {OURS} and {condition}")
    };
    assert!(house.database.count(&count("true")).await > 0);
    let open =
        count("(proconfig is null or not proconfig @> array['search_path=pg_catalog, pg_temp'])");
    assert_eq!(house.database.count(&open).await, 0);
}

#[tokio::test]
async fn not_everybody_may_call_our_functions() {
    let house = house().await;
    let open = format!(
        "select count(*) from pg_proc where {OURS} and has_function_privilege('public', oid, 'execute')"
    );
    assert_eq!(house.database.count(&open).await, 0);
}

#[tokio::test]
async fn a_request_writes_no_session_of_its_own_making() {
    let house = house().await;
    let sess = format!("'{{\"cookie\":{{}},\"userId\":\"{}\"}}'", house.bob.user_id);
    let forge = format!("select app.insert_session('forged', {sess}, 9999999999, null)");
    assert_eq!(as_request(&house, "", &forge).await, REFUSED);
}

#[tokio::test]
async fn tables_of_the_callers_own_are_not_taken_for_ours() {
    let house = house().await;
    let traps = format!(
        "create temp table users (id uuid, username text, password text);
         create temp table session (sid text, sess json, expire timestamp, created_at timestamptz, user_agent text);
         create temp table clients (id uuid, public_api_key text, status text, allowed_domains jsonb);
         insert into pg_temp.users values ('{bob}', 'mallory', 'x');
         insert into pg_temp.session values ('trap', '{{\"cookie\":{{}},\"userId\":\"{bob}\"}}', 'infinity', now(), null),
                                            ('an old trap', '{{}}', '-infinity', now(), null);
         insert into pg_temp.clients values ('{client}', 'trap', 'active', '[]');
         set local search_path = pg_temp, public",
        bob = house.bob.user_id,
        client = house.bob.client_id,
    );
    for (call, rows) in [
        ("select from users", 1),
        ("select from app.find_login('mallory')", 0),
        ("select from app.find_login('bob')", 1),
        (
            "select from app.open_session('trap') where outcome <> 'none'",
            0,
        ),
        ("select from app.open_key('trap')", 0),
        (
            "select from app.delete_expired_sessions(10) deleted where deleted > 0",
            0,
        ),
    ] {
        assert_eq!(
            as_request(&house, &traps, call).await,
            Outcome::Rows(rows),
            "{call}"
        );
    }
}

#[tokio::test]
async fn before_a_session_is_opened_the_functions_for_the_own_account_do_nothing() {
    let house = house().await;
    for call in [
        "select from app.own_password_hash() hash where hash is not null".to_owned(),
        format!("select from app.own_sessions('{}')", house.bob.sid),
        "select from app.end_own_sessions(null, 'x') ended where ended > 0".to_owned(),
        format!(
            "select from app.change_own_password({}, 'mine', 'x') done where done",
            bobs_hash(&house).await
        ),
        format!(
            "select from app.delete_own_account({}) done where done",
            bobs_hash(&house).await
        ),
    ] {
        assert_eq!(
            as_request(&house, "", &call).await,
            Outcome::Rows(0),
            "{call}"
        );
    }
}

#[tokio::test]
async fn with_a_session_they_reach_the_own_account_only() {
    let house = house().await;
    let before = house.database.snapshot().await;
    let bobs_handle = format!("app.session_handle('{}')", house.bob.sid);
    // Kept, unlike what the other tests do, to see what they leave behind.
    house
        .database
        .sql("begin; set local role conference_app")
        .await;
    house.database.sql(&signed_in(&house.alice)).await;
    house
        .database
        .sql(&format!(
            "select app.end_own_sessions({bobs_handle}, 'x');
             select app.end_own_sessions(null, '{alice}');
             select app.own_sessions('{bob}');
             select app.change_own_password('wrong', 'mine', '{alice}');
             select app.delete_own_account('wrong');
             commit",
            alice = house.alice.sid,
            bob = house.bob.sid,
        ))
        .await;
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn nobody_is_logged_in_without_the_stored_hash() {
    let house = house().await;
    for (user, hash) in [
        (format!("'{}'", house.bob.user_id), "'guessed'"),
        (format!("'{}'", house.bob.user_id), "null"),
        ("null".to_owned(), "'no hash fits this'"),
    ] {
        let call = format!(
            "select from app.log_in({user}, {hash}, 'mine', null, 'forged', '{{}}', 9999999999, null)"
        );
        assert_eq!(
            as_request(&house, "", &call).await,
            Outcome::Rows(0),
            "{call}"
        );
    }
}

async fn bobs_hash(house: &House) -> String {
    let sql = "select quote_literal(password) from users where username = 'bob'";
    house.database.text(sql).await
}
