//! All of a schema as lines of text, read from the catalogue, so that two databases can be compared.

use tokio_postgres::Client;

const COLUMNS: &str = "
    select format('column %s.%s %s %s %s%s default %s', a.attrelid::regclass, a.attname, a.attnum,
                  format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation, case when a.attnotnull then ' not null' end,
                  coalesce(pg_get_expr(d.adbin, d.adrelid), 'none'))
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'v', 'm', 'p')
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attnum > 0 and not a.attisdropped and c.relnamespace in (select oid from ours)";
const RELATIONS: &str = "
    select format('relation %s kind %s persistence %s rls %s forced %s options %s owner %s rights %s', c.oid::regclass, c.relkind,
                  c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relowner::regrole, c.relacl)
      from pg_class c
     where c.relnamespace in (select oid from ours)";
const CONSTRAINTS: &str = "
    select format('constraint %s on %s: %s', n.conname, n.conrelid::regclass, pg_get_constraintdef(n.oid))
      from pg_constraint n
     where n.connamespace in (select oid from ours)";
const INDEXES: &str = "
    select pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' (invalid)' end
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
     where c.relnamespace in (select oid from ours)";
const POLICIES: &str = "
    select format('policy %s on %s for %s to %s using %s check %s permissive %s', p.polname, p.polrelid::regclass, p.polcmd,
                  p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), p.polpermissive)
      from pg_policy p";
const FUNCTIONS: &str = "
    select format('%s owner %s rights %s', pg_get_functiondef(p.oid), p.proowner::regrole, p.proacl)
      from pg_proc p
     where p.pronamespace in (select oid from ours)
       and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')";
const SCHEMAS: &str = "
    select format('schema %s rights %s', n.nspname, n.nspacl) from pg_namespace n where n.oid in (select oid from ours)";
const TRIGGERS: &str = "
    select pg_get_triggerdef(t.oid) from pg_trigger t where not t.tgisinternal";

/// One line for each thing: tables, columns, constraints, indexes, policies, functions, rights.
pub async fn dump(client: &Client) -> Vec<String> {
    let every = [
        COLUMNS,
        RELATIONS,
        CONSTRAINTS,
        INDEXES,
        POLICIES,
        FUNCTIONS,
        SCHEMAS,
        TRIGGERS,
    ];
    let query = format!(
        "with ours as (select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema')
         select line from ({}) as all_lines (line) order by line collate \"C\"",
        every.join(" union all ")
    );
    let rows = client
        .query(&query, &[])
        .await
        .unwrap_or_else(|error| panic!("{error:?}"));
    rows.iter().map(|row| row.get("line")).collect()
}

/// The lines that only one of two dumps has, marked with where they are.
pub fn differences(left: &[String], right: &[String]) -> Vec<String> {
    let only = |these: &[String], those: &[String], mark: &str| {
        let missing = these.iter().filter(|line| !those.contains(line));
        missing
            .map(|line| format!("{mark} {line}"))
            .collect::<Vec<_>>()
    };
    [only(left, right, "left"), only(right, left, "right")].concat()
}
