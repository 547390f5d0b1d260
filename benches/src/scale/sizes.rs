//! How much disk tables and indexes take, and which indexes nobody used.

use super::server::ScaleServer;

/// Prints tables of it.
pub async fn report(server: &ScaleServer) {
    println!("\n## Sizes\n");
    println!("| table | rows | MB | indexes MB | bytes a row, indexes included |");
    println!("|---|--:|--:|--:|--:|");
    let sql = "select c.relname::text, c.reltuples::float8, pg_table_size(c.oid)::float8, pg_indexes_size(c.oid)::float8
                 from pg_class c
                where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and pg_table_size(c.oid) > 1000000
                order by pg_total_relation_size(c.oid) desc";
    for row in server.admin.query(sql, &[]).await.expect("the catalogue") {
        let (table, rows, heap, indexes): (String, f64, f64, f64) =
            (row.get(0), row.get(1), row.get(2), row.get(3));
        let each = (heap + indexes) / rows.max(1.0);
        println!(
            "| {table} | {rows:.0} | {:.0} | {:.0} | {each:.0} |",
            heap / 1e6,
            indexes / 1e6
        );
    }
    println!("\nIndexes above 10 MB:\n");
    println!("| index | MB | scans by the requests above |");
    println!("|---|--:|--:|");
    let sql = "select indexrelname::text, pg_relation_size(indexrelid)::float8, idx_scan
                 from pg_stat_user_indexes
                where schemaname in ('public', 'app') and pg_relation_size(indexrelid) > 10000000
                order by 2 desc";
    for row in server.admin.query(sql, &[]).await.expect("the statistics") {
        let (index, size, scans): (String, f64, i64) = (row.get(0), row.get(1), row.get(2));
        println!("| {index} | {:.0} | {scans} |", size / 1e6);
    }
}
