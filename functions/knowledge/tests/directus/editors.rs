//! A Directus on our own Postgres: what the role that it logs in as may do, and what follows from it.

use serde_json::{Value, json};
use test_support::{House, TestDatabase};
use uuid::Uuid;

/// A database with a role that sees Alice's client.
struct Desk {
    house: House,
    role: String,
}

impl Desk {
    async fn build() -> Self {
        let house = House::build(|services| {
            let state =
                knowledge::KnowledgeState::from_settings(&shared::Settings::default(), services);
            knowledge::router(state.expect("settings"))
        })
        .await;
        let role = format!("editor_{}", Uuid::new_v4().simple());
        let desk = Self { house, role };
        let (alice, bob) = (desk.alice(), desk.bob());
        let begin = format!(
            "create role {role} login;
             select app.let_editor_see('{role}', '{alice}');
             insert into documents (client_id, title, body, status, indexed_revision)
             values ('{alice}', 'Seen', 'x', 'ready', 1), ('{bob}', 'Unseen', 'x', 'ready', 1);
             insert into tags (client_id, name) values ('{alice}', 'seen'), ('{bob}', 'unseen');
             insert into answer_settings (client_id, main_prompt) values ('{alice}', 'Seen'), ('{bob}', 'Unseen')",
            role = desk.role
        );
        desk.database().sql(&begin).await;
        desk
    }

    fn database(&self) -> &TestDatabase {
        &self.house.database
    }

    fn alice(&self) -> Uuid {
        self.house.alice.client_id
    }

    fn bob(&self) -> Uuid {
        self.house.bob.client_id
    }

    /// Runs SQL as the editor; gives the SQLSTATE it is refused with.
    async fn try_as_editor(&self, sql: &str) -> Result<(), String> {
        let admin = &self.database().admin;
        let whole = format!("begin; set local role {}; {sql}; commit", self.role);
        let ran = admin.batch_execute(&whole).await;
        if ran.is_err() {
            admin.batch_execute("rollback").await.expect("an end");
        }
        ran.map_err(|error| error.code().expect("an answer").code().to_owned())
    }

    async fn as_editor(&self, sql: &str) {
        let ran = self.try_as_editor(sql).await;
        ran.unwrap_or_else(|state| panic!("{sql}: {state}"));
    }

    async fn json(&self, sql: &str) -> Value {
        let text = self.database().text(sql).await;
        serde_json::from_str(&text).expect("JSON")
    }
}

#[tokio::test]
async fn an_editor_sees_what_it_was_given_and_no_more() {
    let desk = Desk::build().await;
    for (table, column) in [
        ("documents", "title"),
        ("tags", "name"),
        ("answer_settings", "main_prompt"),
    ] {
        let check = format!(
            "do $$ begin
                if (select array_agg(lower({column})) from {table}) <> array['seen'] then raise 'it sees others'' {table}'; end if;
             end $$"
        );
        desk.as_editor(&check).await;
    }
    let check = format!(
        "do $$ begin if (select array_agg(id) from clients) <> array['{}'::uuid] then raise 'it sees other clients'; end if; end $$",
        desk.alice()
    );
    desk.as_editor(&check).await;
    let take_back = format!(
        "select app.let_editor_not_see('{}', '{}')",
        desk.role,
        desk.alice()
    );
    desk.database().sql(&take_back).await;
    desk.as_editor(
        "do $$ begin if exists (select from documents) then raise 'it still sees'; end if; end $$",
    )
    .await;
}

#[tokio::test]
async fn everything_else_is_closed_to_an_editor() {
    let desk = Desk::build().await;
    for sql in [
        "select from users",
        "select password from users",
        "select from session",
        "select from messages",
        "select from conversations",
        "select from chunks",
        "select from client_tokens",
        "select from client_widgets",
        "select public_api_key from clients",
        "select user_id from clients",
        "update clients set name = 'x'",
        "select n8n_webhook_secret from answer_settings",
        "select openai_api_key from answer_settings",
        "update answer_settings set answerer = 'n8n'",
        "delete from answer_settings",
        "update documents set status = 'ready'",
        "update documents set revision = 9",
        "update documents set object_key = 'documents/x'",
        "update documents set client_id = client_id",
        "update tags set client_id = client_id",
        "select from app.directus_items",
        "insert into app.editor_clients select role_name, gen_random_uuid() from app.editor_clients",
        "select app.let_editor_see(current_user, gen_random_uuid())",
        "select app.set_up_editors()",
        "select app.claim_directus_item(null, 1)",
        "select app.find_login('alice')",
        "create table public.own (id int)",
        "create table app.own (id int)",
    ] {
        assert_eq!(
            desk.try_as_editor(sql).await,
            Err("42501".to_owned()),
            "{sql}"
        );
    }
}

#[tokio::test]
async fn an_editor_writes_nothing_for_other_clients() {
    let desk = Desk::build().await;
    let bob = desk.bob();
    for sql in [
        format!("insert into documents (client_id, title, body) values ('{bob}', 'x', 'x')"),
        format!("insert into tags (client_id, name) values ('{bob}', 'x')"),
        format!("insert into answer_settings (client_id, main_prompt) values ('{bob}', 'x')"),
    ] {
        assert_eq!(
            desk.try_as_editor(&sql).await,
            Err("42501".to_owned()),
            "{sql}"
        );
    }
    let before = desk.database().snapshot().await;
    desk.as_editor("update documents set title = 'x' where title = 'Unseen'")
        .await;
    desk.as_editor("delete from documents where title = 'Unseen'")
        .await;
    desk.as_editor("update tags set prompt = 'x' where name = 'unseen'")
        .await;
    assert_eq!(desk.database().snapshot().await, before);
    for (document, tag) in [("Seen", "unseen"), ("Unseen", "seen")] {
        // As an attacker who knows the ids: the look-ups run before the role is taken on.
        let document = desk
            .database()
            .text(&format!(
                "select id::text from documents where title = '{document}'"
            ))
            .await;
        let tag = desk
            .database()
            .text(&format!("select id::text from tags where name = '{tag}'"))
            .await;
        let sql = format!(
            "insert into document_tags (document_id, tag_id) values ('{document}', '{tag}')"
        );
        assert!(desk.try_as_editor(&sql).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn an_edited_document_is_queued_and_goes_on_answering() {
    let desk = Desk::build().await;
    let before = "update documents set attempts = 3, failure_code = 'x', failure = 'x', progress = 100, queued_at = now() - interval '1 day'";
    desk.database().sql(before).await;
    desk.as_editor("update documents set body = 'y'").await;
    let row = desk
        .json("select to_jsonb(d)::text from documents d where title = 'Seen'")
        .await;
    assert_eq!(
        (&row["status"], &row["revision"]),
        (&json!("processing"), &json!(2))
    );
    assert_eq!((&row["progress"], &row["attempts"]), (&json!(0), &json!(0)));
    assert_eq!(
        (&row["failure"], &row["indexed_revision"]),
        (&Value::Null, &json!(1))
    );
    let due = "select count(*) from documents where queued_at > now() - interval '1 minute' and title = 'Seen'";
    assert_eq!(desk.database().count(due).await, 1);
    // The same text once more is no change.
    desk.as_editor("update documents set body = 'y'").await;
    let again = "select revision::text from documents where title = 'Seen'";
    assert_eq!(desk.database().text(again).await, "2");
}

#[tokio::test]
async fn a_new_document_waits_to_be_read_and_takes_tags() {
    let desk = Desk::build().await;
    let sql = format!(
        "insert into documents (client_id, title, body) values ('{}', 'New', 'x');
         insert into document_tags (document_id, tag_id) select d.id, t.id from documents d, tags t where d.title = 'New'",
        desk.alice()
    );
    desk.as_editor(&sql).await;
    let row = desk
        .json(
            "select jsonb_build_object('status', d.status, 'revision', d.revision, 'client', dt.client_id)::text
               from documents d join document_tags dt on dt.document_id = d.id where d.title = 'New'",
        )
        .await;
    assert_eq!(
        row,
        json!({"status": "processing", "revision": 1, "client": desk.alice()})
    );
}

#[tokio::test]
async fn a_client_gets_no_more_documents_than_it_may_have() {
    let desk = Desk::build().await;
    let insert = format!(
        "insert into documents (client_id, title, body) values ('{}', 'New', 'x')",
        desk.alice()
    );
    let limit = |at_most: u32| format!("update clients set documents_at_most = {at_most}");
    desk.database().sql(&limit(2)).await;
    desk.as_editor(&insert).await;
    let refused = desk.try_as_editor(&insert).await;
    assert_eq!(refused, Err("42501".to_owned()));
    // What is there may be changed all the same.
    desk.as_editor("update documents set title = 'Newer' where title = 'New'")
        .await;
    let both = format!("{insert}; {insert}");
    desk.database().sql(&limit(3)).await;
    assert_eq!(desk.try_as_editor(&both).await, Err("42501".to_owned()));
}

#[tokio::test]
async fn prompts_count_at_once() {
    let desk = Desk::build().await;
    desk.as_editor("update answer_settings set main_prompt = 'Be kind.'; update tags set prompt = 'Doors open at nine.'")
        .await;
    let row = desk
        .json("select jsonb_build_object('main', s.main_prompt, 'tag', t.prompt)::text from answer_settings s join tags t using (client_id) where t.name = 'seen'")
        .await;
    assert_eq!(
        row,
        json!({"main": "Be kind.", "tag": "Doors open at nine."})
    );
}

#[tokio::test]
async fn an_address_that_is_a_script_and_a_text_over_a_file_are_refused() {
    let desk = Desk::build().await;
    for address in [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "x",
    ] {
        let sql = format!("update documents set url = '{address}'");
        assert_eq!(
            desk.try_as_editor(&sql).await,
            Err("23514".to_owned()),
            "{address}"
        );
    }
    desk.as_editor("update documents set url = 'https://example.com'")
        .await;
    let file = "update documents set object_key = 'documents/' || id, body = null, revision = 7";
    desk.database().sql(file).await;
    let text = desk.try_as_editor("update documents set body = 'x'").await;
    assert_eq!(text, Err("23514".to_owned()));
}

#[tokio::test]
async fn a_date_that_is_none_and_a_title_without_end_are_refused() {
    let desk = Desk::build().await;
    for change in [
        "dated_at = 'infinity'",
        "dated_at = '-infinity'",
        "dated_at = '10000-01-01 00:00:00+00'",
        "dated_at = '0044-03-15 12:00:00+00 BC'",
        "title = repeat('x', 256)",
    ] {
        let sql = format!("update documents set {change}");
        let refused = desk.try_as_editor(&sql).await;
        assert_eq!(refused, Err("23514".to_owned()), "{change}");
    }
}

#[tokio::test]
async fn only_roles_that_exist_are_let_in() {
    let desk = Desk::build().await;
    let sql = format!(
        "select app.let_editor_see('nobody_{}', '{}')",
        desk.role,
        desk.alice()
    );
    assert!(desk.database().admin.batch_execute(&sql).await.is_err());
    // Twice is as good as once, and so is setting up.
    let again = format!(
        "select app.let_editor_see('{}', '{}'); select app.set_up_editors()",
        desk.role,
        desk.alice()
    );
    desk.database().sql(&again).await;
    desk.as_editor("update documents set title = 'Seen again'")
        .await;
}
