//! Only one program migrates a database at a time.

use super::MigrationError;
use std::time::Duration;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;

/// The number is arbitrary but must never change.
const LOCK: i64 = 0x436f_6e66_4368_6174;

/// Takes the lock for as long as the connection lives. Waits for it as long as the connection's `lock_timeout` says, which is `limit`.
pub(super) async fn take(client: &Client, limit: Duration) -> Result<(), MigrationError> {
    let taken = client
        .query_typed("select pg_advisory_lock($1)", &[(&LOCK, Type::INT8)])
        .await;
    match taken {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => {
            Err(MigrationError::Locked {
                waited: limit,
                holder: holder(client).await?,
                source: error,
            })
        }
        Err(error) => Err(error.into()),
    }
}

/// Who holds the lock, for the operator to find. Of another role's connection Postgres may tell no more than its number.
async fn holder(client: &Client) -> Result<String, tokio_postgres::Error> {
    // Postgres keeps the two halves of the number in columns of their own.
    // <https://www.postgresql.org/docs/current/view-pg-locks.html>
    let row = client
        .query_typed(
            r#"
            select concat_ws(', ',
                       coalesce('"' || nullif(a.application_name, '') || '"', 'a program that gives no name'),
                       'pid ' || l.pid,
                       'from ' || host(a.client_addr),
                       a.state || ' since ' || to_char(a.state_change at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
                       'connected since ' || to_char(a.backend_start at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS "UTC"')) as holder
              from pg_locks l
              left join pg_stat_activity a on a.pid = l.pid
             where l.locktype = 'advisory'
               and l.database = (select oid from pg_database where datname = current_database())
               and l.classid = ($1::bigint >> 32)::oid
               and l.objid = ($1::bigint & 4294967295)::oid
               and l.objsubid = 1
               and l.granted
            "#,
            &[(&LOCK, Type::INT8)],
        )
        .await?;
    match row.first() {
        Some(row) => row.try_get("holder"),
        None => Ok("somebody who has just let go of it: try again".to_owned()),
    }
}
