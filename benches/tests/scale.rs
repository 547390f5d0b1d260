//! The generator of the large database makes what the product would have made, and every request of the API finds its rows by an index.

use benches::scale::plans::{Limits, Watched};
use benches::scale::requests::Api;
use benches::scale::{Place, Tenant, fill};
use local_postgres::Server;
use shared::database::DatabaseConfig;
use test_support::{TestDatabase, TestServer};
use tokio_postgres::{Client, NoTls};

const NAME: &str = "scaled";

/// A small one of the large databases, on a server of its own that logs plans as the large one's does.
struct Scaled {
    server: TestServer,
    admin: Client,
}

impl Scaled {
    async fn fill(factor: f64) -> Self {
        let settings = [
            ("session_preload_libraries", "auto_explain"),
            ("auto_explain.log_format", "json"),
            ("log_line_prefix", "@@ "),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let start = move || TestServer::start(settings.to_vec());
        let server = tokio::task::spawn_blocking(start)
            .await
            .expect("a database to fill");
        connect(&server.server, "postgres")
            .await
            .batch_execute(&format!("create database {NAME}"))
            .await
            .expect("a database to fill");
        let config =
            DatabaseConfig::from_url(&server.server.url(NAME)).expect("a database to fill");
        shared::migrations::run(&config)
            .await
            .expect("a database to fill");
        let admin = connect(&server.server, NAME).await;
        fill::fill(&admin, factor, |_| ()).await;
        Self { server, admin }
    }

    async fn number(&self, sql: &str) -> i64 {
        let row = self.admin.query_one(sql, &[]).await;
        row.expect(sql).get(0)
    }
}

async fn connect(server: &Server, database: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(&server.url(database), NoTls)
        .await
        .expect("a database to fill");
    tokio::spawn(connection);
    client
}

/// What the triggers on chunks keep, and what a search reads, of the client with the third place.
const OF_CHUNKS: &str = "
    select 'word' as kind, word as name, lexeme as value, 0 as number from chunk_words where client_id = scale.id('client', 3)
    union all select 'term', lexeme, '', chunks from chunk_terms where client_id = scale.id('client', 3)
    union all select 'language', language, '', chunks from chunk_languages where client_id = scale.id('client', 3)
    union all select 'chunk', document_id::text || ordinal, search::text || language, revision from chunks where client_id = scale.id('client', 3)
    union all select 'document', id::text, title_search::text, indexed_revision from documents where client_id = scale.id('client', 3)";

#[tokio::test]
async fn what_is_filled_in_is_what_triggers_and_functions_would_have_made() {
    let scaled = Scaled::fill(0.001).await;
    let again = format!(
        "create temp table before as {OF_CHUNKS};
         create temp table texts as
             select document_id, jsonb_agg(jsonb_build_object('ordinal', ordinal, 'page', page, 'heading', heading, 'content', content,
                                                              'tokens', tokens)) as chunks
               from chunks where client_id = scale.id('client', 3) group by 1;
         delete from chunks where client_id = scale.id('client', 3);
         update documents set title_search = '', indexed_revision = null where client_id = scale.id('client', 3);
         select set_config('app.client_id', scale.id('client', 3)::text, false);
         select app.index_chunks(document_id, 1, chunks) from texts;
         create temp table after as {OF_CHUNKS}"
    );
    scaled.admin.batch_execute(&again).await.unwrap();
    assert!(scaled.number("select count(*) from before").await > 500);
    let other = "select count(*) from ((table before except all table after) union all (table after except all table before)) other";
    assert_eq!(scaled.number(other).await, 0);

    let figures = "
        select count(*)
          from usage_hours u
          full join (select m.client_id, date_trunc('hour', m.created_at) as hour,
                            count(*) filter (where m.role = 'visitor') as messages,
                            count(*) filter (where m.outcome in ('complete', 'unknown')) as answers,
                            count(*) filter (where app.is_unanswered(m.outcome, m.sources)) as unanswered,
                            count(*) filter (where m.outcome = 'failed') as failures,
                            count(*) filter (where m.rating = 1) as up, count(*) filter (where m.rating = -1) as down
                       from messages m group by 1, 2) m using (client_id, hour)
         where (u.messages, u.answers, u.unanswered, u.failures, u.ratings_up, u.ratings_down)
               is distinct from (m.messages, m.answers, m.unanswered, m.failures, m.up, m.down)
            or u.answers <> (select sum(l) from unnest(u.latencies) l)";
    assert_eq!(scaled.number(figures).await, 0);
    let conversations = "
        select count(*)
          from conversations c
          join (select conversation_id, client_id, count(*) as messages, max(created_at) as at from messages group by 1, 2) m
            on m.conversation_id = c.id
         where (c.client_id, c.messages, c.last_message_at) is distinct from (m.client_id, m.messages, m.at)";
    assert_eq!(scaled.number(conversations).await, 0);
    assert_eq!(scaled.number(ORPHANS).await, 0);
}

/// The largest client's conversations that a search gives, against all that have the words in one message.
#[tokio::test]
async fn a_search_gives_the_newest_conversations_whether_many_have_the_words_or_few() {
    let scaled = Scaled::fill(0.001).await;
    scaled
        .admin
        .batch_execute(
            "select set_config('app.user_id', user_id::text, false) from clients where id = scale.id('client', 1);
             -- Of long ago: no word of the newest messages.
             update messages set content = 'xylophone' where id in (
                 select id from messages where client_id = scale.id('client', 1) order by created_at limit 20)",
        )
        .await
        .unwrap();
    for words in [
        "when",
        "whe",
        "when the",
        "b",
        "xylophone",
        "nobody said this",
    ] {
        for at_most in [1, 3, 50, 10_000] {
            let sql = format!(
                "select count(*), count(*) filter (where f.id is distinct from w.id)
                   from (select id, row_number() over () as place
                           from app.find_conversations(scale.id('client', 1), '{words}', null, null, null, false, null, null, null, {at_most})) f
                   full join (select id, row_number() over (order by last_message_at desc, id) as place
                                from (select c.id, c.last_message_at
                                        from conversations c
                                       where c.client_id = scale.id('client', 1)
                                         and exists (select from messages m
                                                      where m.conversation_id = c.id and m.search @@ app.search_query('{words}'))
                                       order by c.last_message_at desc, c.id
                                       limit {at_most}) w) w using (place)"
            );
            let row = scaled.admin.query_one(&sql, &[]).await.unwrap();
            let (found, other): (i64, i64) = (row.get(0), row.get(1));
            assert_eq!(other, 0, "{words}, {at_most}");
            assert_eq!(found == 0, words.starts_with("nobody"), "{words}");
        }
    }
}

/// Triggers were off, and with them foreign keys.
const ORPHANS: &str = "
    select (select count(*) from messages m where not exists (select from conversations c where c.id = m.conversation_id))
         + (select count(*) from messages m where m.reply_to is not null and not exists (select from messages q where q.id = m.reply_to))
         + (select count(*) from conversations v where not exists (select from clients c where c.id = v.client_id))
         + (select count(*) from clients c where not exists (select from users u where u.id = c.user_id))
         + (select count(*) from client_widgets w where not exists (select from clients c where c.id = w.client_id))
         + (select count(*) from session s where not exists (select from users u where u.id = (s.sess ->> 'userId')::uuid))
         + (select count(*) from chunks k where not exists (select from documents d where d.id = k.document_id and d.client_id = k.client_id))
         + (select count(*) from document_tags t where not exists (select from tags where id = t.tag_id and client_id = t.client_id))";

#[tokio::test]
async fn every_request_finds_its_rows_by_an_index() {
    let scaled = Scaled::fill(0.002).await;
    let url = scaled.server.server.url(NAME);
    let small = Tenant::open("small", Place::Small, &url, &scaled.admin).await;
    let big = Tenant::open("big", Place::Big, &url, &scaled.admin).await;
    let watched = Watched {
        database: NAME,
        admin: &scaled.admin,
        log: scaled.server.server.log_file(),
    };
    // In so small a table a scan would be right. What is scanned in spite of this has no index.
    let settings = ["enable_seqscan = off"];
    let limits = Limits {
        many: 50.0,
        in_vain: 3_000.0,
    };
    let seen = watched.look(&[&small, &big], &settings, limits).await;
    assert!(seen.plans > 500, "{}", seen.plans);
    assert!(seen.unbearable().is_empty(), "{:#?}", seen.unbearable());
}

/// Deleting a row deletes those that refer to it by all columns of the foreign key. Where two indexes have one of them each, Postgres may read
/// both, and one of the two leads to all rows of a client.
#[tokio::test]
async fn whatever_refers_to_a_row_is_found_by_one_index() {
    let database = TestDatabase::create().await;
    let without = "
        with indexes as (
            select i.indrelid, string_to_array(i.indkey::text, ' ')::int2[] as columns from pg_index i
        )
        select coalesce(string_agg(f.conname::text, ', ' order by f.conname), '')
          from pg_constraint f
         where f.contype = 'f' and f.connamespace in ('public'::regnamespace, 'app'::regnamespace)
           and not exists (select from indexes l
                            where l.indrelid = f.conrelid and f.conkey @> l.columns[1:cardinality(f.conkey)]
                              and f.conkey <@ l.columns[1:cardinality(f.conkey)])
           and (select count(distinct l.columns[1]) from indexes l where l.indrelid = f.conrelid and l.columns[1] = any (f.conkey)) <> 1";
    assert_eq!(database.text(without).await, "");
}

#[test]
fn every_operation_of_the_api_is_measured() {
    assert_eq!(Api::read().forgotten(), [""; 0]);
}
