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
    give_bob_a_second_factor(&house).await;
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
        "select from app.begin_own_check() where coalesce(password_hash, second_factor, wait_s::text, is_enabled::text) is not null".to_owned(),
        "select from app.own_second_factor() where enabled_at is not null or recovery_codes_left > 0".to_owned(),
        format!(
            "select from app.set_up_own_second_factor({}, 'v1.mine') outcome where outcome <> 'changed'",
            bobs_hash(&house).await
        ),
        "select from app.enable_own_second_factor('v1.bobs', 2, array['\\x01']::bytea[], 'x') outcome where outcome <> 'missing'".to_owned(),
        format!(
            "select from app.replace_own_recovery_codes({}, 'v1.bobs', 2, null, null, array['\\x01']::bytea[]) outcome where outcome <> 'changed'",
            bobs_hash(&house).await
        ),
        format!(
            "select from app.disable_own_second_factor({}, 'v1.bobs', 2, null, null) outcome where outcome <> 'changed'",
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
    give_bob_a_second_factor(&house).await;
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
             select app.set_up_own_second_factor('wrong', 'v1.mine');
             select app.enable_own_second_factor('v1.bobs', 2, '{{}}', '{alice}');
             select app.replace_own_recovery_codes('wrong', 'v1.bobs', 2, null, null, '{{}}');
             select app.disable_own_second_factor('wrong', 'v1.bobs', 2, null, null);
             select app.own_second_factor();
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
        let with_code = format!(
            "select from app.finish_log_in({user}, {hash}, 'mine', 'v1.bobs', 2, null, null, null, 'forged', '{{}}', 9999999999, null)
              where outcome <> 'changed' or username is not null"
        );
        for call in [call, with_code] {
            assert_eq!(
                as_request(&house, "", &call).await,
                Outcome::Rows(0),
                "{call}"
            );
        }
    }
}

#[tokio::test]
async fn nobody_is_logged_in_without_a_code_who_has_a_second_factor() {
    let house = house().await;
    give_bob_a_second_factor(&house).await;
    let (bob, hash) = (house.bob.user_id, bobs_hash(&house).await);
    for (code, rows) in [
        ("null, null, null, null", 0),
        // Used, and made up.
        ("'v1.bobs', 1, null, null", 0),
        ("'v1.mine', 2, null, null", 0),
        ("null, null, null, '\\x01'", 0),
        ("'v1.bobs', 2, null, null", 1),
        ("null, null, null, '\\x02'", 1),
    ] {
        let call = format!(
            "select from app.finish_log_in('{bob}', {hash}, null, {code}, null, 'sid', '{{}}', 9999999999, null)
              where outcome = 'logged_in'"
        );
        assert_eq!(
            as_request(&house, "", &call).await,
            Outcome::Rows(rows),
            "{code}"
        );
    }
    let old = format!(
        "select from app.log_in('{bob}', {hash}, null, null, 'sid', '{{}}', 9999999999, null)"
    );
    assert_eq!(as_request(&house, "", &old).await, Outcome::Rows(0));
}

#[tokio::test]
async fn a_request_counts_and_uses_nothing_by_itself() {
    let house = house().await;
    give_bob_a_second_factor(&house).await;
    let bob = house.bob.user_id;
    for call in [
        "select app.count_attempt('\\x01')".to_owned(),
        "select app.ring_wait(array['\\x01']::bytea[], array[1])".to_owned(),
        "select app.count_in_rings(array['\\x01']::bytea[], array[1], '1 hour')".to_owned(),
        format!("select app.use_code('{bob}', 'v1.bobs', 2, null, null)"),
        "select app.check_own_code('x', 'v1.bobs', 2, null, null)".to_owned(),
        "select app.turn_off_second_factor('bob')".to_owned(),
        "select app.forget_all_own_attempts()".to_owned(),
    ] {
        assert_eq!(as_request(&house, "", &call).await, REFUSED, "{call}");
    }
}

/// Turned on, with the step 1 used and one recovery code left.
async fn give_bob_a_second_factor(house: &House) {
    let insert = format!(
        "insert into second_factors (user_id, secret, enabled_at, last_step) values ('{bob}', 'v1.bobs', now(), 1);
         insert into recovery_codes (user_id, hash) values ('{bob}', '\\x02')",
        bob = house.bob.user_id
    );
    house.database.sql(&insert).await;
}

async fn bobs_hash(house: &House) -> String {
    let sql = "select quote_literal(password) from users where username = 'bob'";
    house.database.text(sql).await
}
