//! What is wrong with a plan.

use super::{Plan, Rows};
use serde_json::Value;
use std::fmt;

/// From where on something is too much.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A table with so many rows is not read whole for a request, nor an index of it.
    pub many: f64,
    /// So many rows may be read in vain, unless they are some times as many as are wanted.
    pub in_vain: f64,
}

impl Limits {
    /// In a database of full size.
    pub const LARGE: Self = Self {
        many: 5_000.0,
        in_vain: 5_000.0,
    };
}

/// See [`Limits::in_vain`].
const TIMES: f64 = 20.0;

/// Something that gets slower the more others are in the database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What is wrong.
    pub what: String,
    /// In which statement: its beginning, in one line.
    pub statement: String,
}

impl Finding {
    /// Whether it gets slower with what all clients have, and not only with what one has.
    #[must_use]
    pub fn is_of_all_clients(&self) -> bool {
        ["sequential scan", "all of index"]
            .iter()
            .any(|beginning| self.what.starts_with(beginning))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}`", self.what, self.statement)
    }
}

/// All that is wrong with it.
#[must_use]
pub fn findings(plan: &Plan, rows: &Rows, limits: Limits) -> Vec<Finding> {
    let mut found = Vec::new();
    look_at(&plan.top, rows, limits, &mut found);
    let words: Vec<&str> = plan.statement.split_whitespace().collect();
    let statement: String = words.join(" ").chars().take(160).collect();
    let in_it = |what| Finding {
        what,
        statement: statement.clone(),
    };
    found.into_iter().map(in_it).collect()
}

fn look_at(node: &Value, rows: &Rows, limits: Limits, found: &mut Vec<String>) {
    let text = |name: &str| node[name].as_str().unwrap_or_default();
    let number = |name: &str| node[name].as_f64().unwrap_or_default();
    let kind = text("Node Type");
    let table = text("Relation Name");
    let size = rows.get(table).copied().unwrap_or_default();
    let loops = number("Actual Loops");
    if kind == "Seq Scan" && size >= limits.many && loops > 0.0 {
        found.push(format!("sequential scan of {table}"));
    }
    if matches!(kind, "Index Scan" | "Index Only Scan")
        && node["Index Cond"].is_null()
        && node["Order By"].is_null()
        && number("Actual Rows") * loops >= limits.many
    {
        found.push(format!("all of index {}", text("Index Name")));
    }
    let is_in_vain =
        |read: f64| read >= limits.in_vain && read >= TIMES * number("Actual Rows") * loops;
    let removed = number("Rows Removed by Filter") + number("Rows Removed by Index Recheck");
    if !table.is_empty() && is_in_vain(removed * loops) {
        found.push(format!("many rows of {table} are read in vain"));
    }
    if kind == "Bitmap Heap Scan" && is_in_vain(longest_list(node) * loops) {
        found.push(format!("a long list of rows of {table} is made for few"));
    }
    if text("Sort Space Type") == "Disk" {
        found.push("a sort goes to disk".to_owned());
    }
    if number("Hash Batches") > 1.0 || number("HashAgg Batches") > 1.0 {
        found.push("a hash goes to disk".to_owned());
    }
    for child in node["Plans"].as_array().into_iter().flatten() {
        look_at(child, rows, limits, found);
    }
}

/// The most rows that an index below this node gave.
fn longest_list(node: &Value) -> f64 {
    let below = node["Plans"].as_array().into_iter().flatten();
    let lists = below.map(|child| {
        if child["Node Type"] == "Bitmap Index Scan" {
            child["Actual Rows"].as_f64().unwrap_or_default()
        } else {
            longest_list(child)
        }
    });
    lists.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(node: Value) -> Vec<String> {
        let rows = Rows::from([("messages".to_owned(), 1e7), ("tags".to_owned(), 10.0)]);
        let plan = Plan {
            statement: "select\n  1".to_owned(),
            top: json!({"Node Type": "Limit", "Plans": [node]}),
        };
        findings(&plan, &rows, Limits::LARGE)
            .into_iter()
            .map(|finding| finding.to_string())
            .collect()
    }

    #[test]
    fn what_is_wrong_is_found_below_the_top() {
        let scan = json!({"Node Type": "Seq Scan", "Relation Name": "messages", "Actual Loops": 1});
        assert_eq!(found(scan), ["sequential scan of messages: `select 1`"]);
        let index = json!({"Node Type": "Index Scan", "Index Name": "i", "Actual Rows": 6000, "Actual Loops": 1});
        assert_eq!(found(index), ["all of index i: `select 1`"]);
        let filter = json!({"Node Type": "Index Scan", "Relation Name": "messages", "Index Cond": "x", "Actual Rows": 1,
                            "Rows Removed by Filter": 100, "Actual Loops": 60});
        assert_eq!(
            found(filter),
            ["many rows of messages are read in vain: `select 1`"]
        );
        assert_eq!(
            found(json!({"Node Type": "Sort", "Sort Space Type": "Disk"})).len(),
            1
        );
        assert_eq!(
            found(json!({"Node Type": "Hash", "Hash Batches": 4})).len(),
            1
        );
    }

    #[test]
    fn what_is_right_is_not() {
        for node in [
            json!({"Node Type": "Seq Scan", "Relation Name": "tags", "Actual Loops": 1}),
            json!({"Node Type": "Seq Scan", "Relation Name": "messages", "Actual Loops": 0}),
            json!({"Node Type": "Index Scan", "Index Cond": "x", "Actual Rows": 9000, "Actual Loops": 1}),
            json!({"Node Type": "Sort", "Sort Space Type": "Memory"}),
        ] {
            assert_eq!(found(node.clone()), [""; 0], "{node}");
        }
    }
}
