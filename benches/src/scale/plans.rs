//! What Postgres does for each request: every plan of every statement, those inside of functions and of foreign keys too, as auto_explain
//! logs them.

mod finding;
mod log;

pub use finding::{Finding, Limits, findings};
pub use log::{Plan, plans_in};

use super::requests::{Api, REQUESTS};
use super::server::{LARGE, ScaleServer};
use super::tenant::send;
use super::{Place, Tenant};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use tokio_postgres::Client;

/// How many rows tables have, as the planner believes.
pub type Rows = HashMap<String, f64>;

/// Logs every plan of connections to come.
async fn log_plans(admin: &Client, database: &str, more: &[&str]) {
    let settings = [
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_nested_statements = on",
        "auto_explain.log_analyze = on",
        "auto_explain.log_timing = off",
    ];
    for setting in settings.iter().chain(more) {
        run(admin, &format!("alter database {database} set {setting}")).await;
    }
}

/// The tables of a database that grow with what its clients do.
async fn rows_of_tables(admin: &Client) -> Rows {
    let sql = "select relname::text, reltuples::float8 from pg_class
                where relkind = 'r' and relnamespace in ('public'::regnamespace, 'app'::regnamespace)
                  and relname not in ('known_words', 'refinery_schema_history')";
    let rows = admin.query(sql, &[]).await.expect("the catalogue");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// A database whose plans are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Watched<'a> {
    /// Its name.
    pub database: &'a str,
    /// As superuser.
    pub admin: &'a Client,
    /// Where the server logs.
    pub log: &'a Path,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// How many plans.
    pub plans: usize,
    /// What is wrong with some of them, and the requests in which.
    pub findings: BTreeMap<Finding, Vec<String>>,
}

impl Seen {
    /// What no database of any size may show: whatever grows with all clients together, and whatever is wrong with a change or with what a
    /// small client asks. What a large client reads of its own rows is its own affair.
    #[must_use]
    pub fn unbearable(&self) -> Vec<&Finding> {
        let is_own_affair = |name: &String| name.starts_with("GET") && name.ends_with("(big)");
        self.findings
            .iter()
            .filter(|(finding, names)| {
                finding.is_of_all_clients() || !names.iter().all(is_own_affair)
            })
            .map(|(finding, _)| finding)
            .collect()
    }
}

impl Watched<'_> {
    /// Sends every request of these organisers once and looks at all plans. `settings` are the planner's, beside its own.
    pub async fn look(&self, tenants: &[&Tenant], settings: &[&str], limits: Limits) -> Seen {
        let api = Api::read();
        let rows = rows_of_tables(self.admin).await;
        log_plans(self.admin, self.database, settings).await;
        let mut seen = Seen::default();
        for tenant in tenants {
            let router = tenant.reconnected();
            for request in REQUESTS {
                let prepared = request.prepare(&api, tenant, self.admin).await;
                let before = log::length(self.log);
                let status = send(&router, prepared).await.status;
                let name = format!("{} ({})", request.name(&api), tenant.name);
                assert!(status.as_u16() < 500, "{name}: {status}");
                let plans = plans_in(&log::since(self.log, before));
                seen.plans += plans.len();
                for finding in plans.iter().flat_map(|plan| findings(plan, &rows, limits)) {
                    let names = seen.findings.entry(finding).or_default();
                    if !names.contains(&name) {
                        names.push(name.clone());
                    }
                }
            }
        }
        run(
            self.admin,
            &format!("alter database {} reset all", self.database),
        )
        .await;
        seen
    }
}

/// Prints what is wrong with plans in the large database; true when nothing is.
pub async fn report(server: &ScaleServer, tenants: &[Tenant]) -> bool {
    run(&server.admin, "select pg_stat_reset()").await;
    let watched = Watched {
        database: LARGE,
        admin: &server.admin,
        log: server.server.log_file(),
    };
    let tenants: Vec<&Tenant> = tenants
        .iter()
        .filter(|tenant| tenant.place != Place::Empty)
        .collect();
    let seen = watched.look(&tenants, &[], Limits::LARGE).await;
    println!(
        "\n## Plans\n\n{} plans were looked at, those inside of functions and of foreign keys included.\n",
        seen.plans
    );
    for (finding, names) in &seen.findings {
        println!("- {finding}\n  - in: {}", names.join("; "));
    }
    let unbearable = seen
        .findings
        .keys()
        .filter(|finding| finding.is_of_all_clients());
    let unbearable = unbearable.count();
    println!(
        "\n{unbearable} of these grow with what all clients have; the others with what one client has."
    );
    unbearable == 0
}

async fn run(client: &Client, sql: &str) {
    client
        .batch_execute(sql)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
}
