//! Rows of the database with all values as text, as the recorder wrote them.

use serde_json::{Map, Value};
use tokio_postgres::types::Type;
use tokio_postgres::{Client, SimpleQueryMessage};

/// Runs a query as superuser.
pub async fn query(admin: &Client, sql: &str) -> Value {
    let failed = |error| -> ! { panic!("{sql}: {error:?}") };
    let prepared = admin.prepare(sql).await;
    let prepared = prepared.unwrap_or_else(|error| failed(error));
    let messages = admin.simple_query(sql).await;
    let messages = messages.unwrap_or_else(|error| failed(error));
    let rows = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    let object = |row: &tokio_postgres::SimpleQueryRow| -> Map<String, Value> {
        let columns = prepared.columns().iter().enumerate();
        let member = |(index, column): (usize, &tokio_postgres::Column)| {
            let value = row.get(index).map(|text| as_recorded(column.type_(), text));
            (column.name().to_owned(), Value::from(value))
        };
        columns.map(member).collect()
    };
    rows.map(object).collect()
}

/// The recorder wrote values as JavaScript prints them, which differs from Postgres's own text for two types.
fn as_recorded(column_type: &Type, text: &str) -> String {
    match *column_type {
        Type::BOOL => (text == "t").to_string(),
        Type::JSONB => {
            let value: Value = serde_json::from_str(text).expect("jsonb holds JSON");
            value.to_string()
        }
        _ => text.to_owned(),
    }
}
