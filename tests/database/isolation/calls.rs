//! Every function that requests may call, called with Bob's ids by those who are not Bob: it says and does what it would for ids of nothing.
//! The functions are taken from the catalogue, so that one added later is called, too.

use super::{house, signed_in, visiting};
use std::collections::BTreeMap;
use test_support::House;
use tokio_postgres::SimpleQueryMessage;

/// Functions that take an id as it comes, and from whom.
const KNOWS_BY_ID: [(&str, &str); 9] = [
    (
        "begin_answer",
        "a message that is new: the program makes its id up, and one that is taken is refused",
    ),
    (
        "register",
        "a user that is new: the program makes its id up, and one that is taken is refused",
    ),
    (
        "open_conversation",
        "the answer under way, whose key was good when it began",
    ),
    ("chunks_to_embed", "the ingest, which works for all clients"),
    (
        "claim_directus_item",
        "the ingest, which works for all clients",
    ),
    (
        "hear_of_directus_items",
        "the webhook of Directus, behind the deployment's secret",
    ),
    (
        "hear_of_new_directus_items",
        "a resync, behind the client's owner",
    ),
    ("resync_directus", "a resync, behind the client's owner"),
    ("keep_embeddings", "the ingest, which works for all clients"),
];

/// A function of schema `app`.
struct Function {
    name: String,
    /// Their names and types.
    arguments: Vec<(String, String)>,
}

#[tokio::test]
async fn no_function_tells_or_changes_what_is_somebody_elses() {
    let house = house().await;
    let bobs = ids_of_bob(&house).await;
    let functions = functions(&house).await;
    for (name, who) in KNOWS_BY_ID {
        let is_there = functions.iter().any(|function| function.name == name);
        assert!(is_there, "{name} ({who}) is called by nobody any more");
    }
    let callers = [
        ("nobody", String::new()),
        ("Alice", signed_in(&house.alice)),
        ("Alice's key", visiting(&house.alice)),
    ];
    let mut faults = Vec::new();
    for function in &functions {
        if KNOWS_BY_ID.iter().any(|(name, _)| *name == function.name) {
            continue;
        }
        for (who, before) in &callers {
            let his = call(&house, before, &function.call(&bobs)).await;
            let none = call(&house, before, &function.call(&BTreeMap::new())).await;
            if his != none {
                let Function { name, .. } = function;
                faults.push(format!(
                    "{name} called by {who}:\n    {his:?}\n    {none:?}"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a message answers is named by its id alone, and an id of somebody else's may stand there.
#[tokio::test]
async fn a_rating_shows_no_question_of_somebody_else() {
    let house = house().await;
    let (alice, bob) = (house.alice.client_id, house.bob.client_id);
    let forge = format!(
        "update messages set content = 'what only Bob may read' where client_id = '{bob}';
         insert into messages (id, conversation_id, client_id, role, content, reply_to, rating, rated_at)
         select gen_random_uuid(), c.id, c.client_id, 'assistant', 'Here.', m.id, 1, now()
           from conversations c, messages m where c.client_id = '{alice}' and m.client_id = '{bob}'"
    );
    house.database.sql(&forge).await;
    let rated = format!("select app.rated_answers('{alice}', null, null, '1 day', 10)");
    let Called { told, .. } = call(&house, &signed_in(&house.alice), &rated).await;
    assert!(told.contains("Here."), "{told}");
    assert!(!told.contains("what only Bob may read"), "{told}");
}

impl Function {
    /// With these ids where it takes ids of such things, and what nobody has elsewhere.
    fn call(&self, ids: &BTreeMap<&str, String>) -> String {
        let value = |(name, kind): &(String, String)| {
            let id = ids.get(name.as_str()).map(String::as_str);
            let id = id.unwrap_or("00000000-0000-4000-8000-000000000000");
            let value = match kind.as_str() {
                "uuid" => format!("'{id}'"),
                "uuid[]" => format!("array['{id}']"),
                "text" if name == "p_sid" => format!("'{id}'"),
                "text" => "'Monday'".to_owned(),
                "integer" | "bigint" | "smallint" | "real" | "double precision" => "1".to_owned(),
                "jsonb" => "'[]'".to_owned(),
                "json" => "'{}'".to_owned(),
                "interval" => "'1 day'".to_owned(),
                "boolean" => "false".to_owned(),
                _ => "null".to_owned(),
            };
            format!("{value}::{kind}")
        };
        let values: Vec<_> = self.arguments.iter().map(value).collect();
        format!("select app.{}({})", self.name, values.join(", "))
    }
}

/// What came of a call.
#[derive(Debug, PartialEq)]
struct Called {
    /// What it gave, or how it was refused.
    told: String,
    /// Bob's rows after it.
    rows: String,
}

/// Calls a function and takes everything back.
async fn call(house: &House, before: &str, statement: &str) -> Called {
    let admin = &house.database.admin;
    let begin = format!(
        "begin; set local role conference_app; set local statement_timeout = '5s'; {before}"
    );
    house.database.sql(&begin).await;
    let called = match admin.simple_query(statement).await {
        Ok(messages) => {
            let rows = messages.iter().filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => row.get(0),
                _ => None,
            });
            let told = format!("{:?}", rows.collect::<Vec<_>>());
            house.database.sql("set local role none").await;
            let after = house.database.snapshot().await;
            let rows = format!("{:?}", bobs_rows(house, &after));
            Called { told, rows }
        }
        Err(error) => Called {
            told: format!("{:?}", error.code()),
            rows: String::new(),
        },
    };
    house.database.sql("rollback").await;
    called
}

fn bobs_rows<'a>(
    house: &House,
    snapshot: &'a BTreeMap<String, Vec<String>>,
) -> Vec<(&'a String, &'a String)> {
    let bob = [
        house.bob.client_id.to_string(),
        house.bob.user_id.to_string(),
    ];
    let rows = snapshot
        .iter()
        .flat_map(|(table, rows)| rows.iter().map(move |row| (table, row)));
    rows.filter(|(_, row)| bob.iter().any(|id| row.contains(id)))
        .collect()
}

/// By the names of arguments that take them.
async fn ids_of_bob(house: &House) -> BTreeMap<&'static str, String> {
    let client = house.bob.client_id;
    let mut ids = BTreeMap::from([
        ("p_client_id", client.to_string()),
        ("p_user_id", house.bob.user_id.to_string()),
    ]);
    for (name, column, table) in [
        ("p_document_id", "id", "documents"),
        ("p_ids", "id", "documents"),
        ("p_tag_ids", "id", "tags"),
        ("p_conversation_id", "id", "conversations"),
        ("p_session_id", "session_id", "conversations"),
        ("p_message_id", "id", "messages"),
        ("p_reply_to", "id", "messages"),
    ] {
        let sql = format!("select {column}::text from {table} where client_id = '{client}'");
        ids.insert(name, house.database.text(&sql).await);
    }
    ids
}

async fn functions(house: &House) -> Vec<Function> {
    let sql = "select p.proname::text,
                      array(select coalesce(p.proargnames[a.n], '') from generate_subscripts(p.proargtypes::oid[], 1) i,
                                   lateral (select i + 1 as n) a order by i),
                      array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality u (t, n) order by n)
                 from pg_proc p
                where p.pronamespace = 'app'::regnamespace and has_function_privilege('conference_app', p.oid, 'execute')
                order by 1";
    let rows = house.database.admin.query(sql, &[]).await;
    let rows = rows.expect("the catalogue");
    assert!(rows.len() > 40, "{} functions", rows.len());
    let function = |row: &tokio_postgres::Row| {
        let (names, kinds): (Vec<String>, Vec<String>) = (row.get(1), row.get(2));
        Function {
            name: row.get(0),
            arguments: names.into_iter().zip(kinds).collect(),
        }
    };
    rows.iter().map(function).collect()
}
