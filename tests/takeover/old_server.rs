//! The old server's own SQL, as drizzle and connect-pg-simple send it through node-pg: every parameter is a text without a type.

use bytes::BytesMut;
use tokio_postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Row};

pub const INSERT_USER: &str = r#"insert into "users" ("id", "username", "password") values (default, $1, $2) returning "id"::text"#;
pub const INSERT_CLIENT: &str = r#"insert into "clients" ("id", "user_id", "name", "public_api_key", "allowed_domains", "status", "created_at")
    values (default, $1, $2, $3, $4, default, default) returning "id"::text"#;
pub const INSERT_WIDGET: &str = r#"insert into "client_widgets" ("id", "client_id", "primary_color", "position", "welcome_message", "widget_name", "created_at", "updated_at")
    values (default, $1, $2, default, default, default, default, default) returning "id"::text"#;
pub const INSERT_SESSION: &str = r#"INSERT INTO "session" (sess, expire, sid) SELECT $1, to_timestamp($2), $3
    ON CONFLICT (sid) DO UPDATE SET sess=$1, expire=to_timestamp($2) RETURNING sid"#;
pub const FIND_USER: &str = r#"select "username" from "users" where "users"."id" = $1 limit $2"#;
pub const FIND_CLIENTS_OF_USER: &str =
    r#"select "name" from "clients" where "clients"."user_id" = $1 order by "name""#;
pub const FIND_OWNER: &str = r#"select "users"."username" from "clients"
    inner join "users" on "clients"."user_id" = "users"."id" where "clients"."id" = $1"#;
pub const FIND_WIDGET: &str =
    r#"select "primary_color" from "client_widgets" where "client_widgets"."client_id" = $1"#;
pub const UPDATE_WIDGET: &str = r#"update "client_widgets" set "primary_color" = $1, "updated_at" = $2
    where "client_widgets"."client_id" = $3 returning "id"::text"#;
pub const FIND_SESSION: &str =
    r#"SELECT sess::text FROM "session" WHERE sid = $1 AND expire >= to_timestamp($2)"#;
pub const DELETE_SESSION: &str = r#"DELETE FROM "session" WHERE sid = $1"#;

/// A parameter as node-pg sends it: text, whatever type the server takes it for.
#[derive(Debug)]
struct Untyped<'a>(&'a str);

impl ToSql for Untyped<'_> {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        out.extend_from_slice(self.0.as_bytes());
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Text
    }

    to_sql_checked!();
}

/// Runs one of the statements above and gives the first column of every row.
pub async fn run(client: &Client, sql: &str, parameters: &[&str]) -> Vec<String> {
    let untyped: Vec<Untyped<'_>> = parameters.iter().map(|text| Untyped(text)).collect();
    let untyped: Vec<&(dyn ToSql + Sync)> = untyped
        .iter()
        .map(|text| text as &(dyn ToSql + Sync))
        .collect();
    let rows = client.query(sql, &untyped).await;
    let rows: Vec<Row> = rows.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    rows.iter().map(|row| row.get(0)).collect()
}

/// The same for a statement that gives one row.
pub async fn one(client: &Client, sql: &str, parameters: &[&str]) -> String {
    let mut values = run(client, sql, parameters).await;
    assert_eq!(values.len(), 1, "{sql}: {values:?}");
    values.remove(0)
}
