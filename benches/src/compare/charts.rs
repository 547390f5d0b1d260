//! The charts of docs/PERFORMANCE.md.

use super::chart::Chart;
use super::cost::BILLS;
use super::load::Load;
use super::pages::{Figures, SERVERS};
use super::request::Route;
use super::tables::bill_name;

impl Figures {
    /// Each with the name of its file.
    pub(super) fn charts(&self) -> Vec<(&'static str, Chart)> {
        // On one scale with log-ins, which take so long, or with health, which asks nobody, nothing else would be seen.
        let routes = || {
            let all = Route::ALL.into_iter();
            all.filter(|route| !route.hashes() && !matches!(route, Route::Health))
        };
        let by_server = |level, of: fn(&Load) -> f64| {
            let groups = routes().map(|route| {
                (
                    route.name().to_owned(),
                    SERVERS
                        .map(|name| self.value(name, route, level, of))
                        .to_vec(),
                )
            });
            groups.collect()
        };
        let ours_or_theirs = |name: &str, value| {
            let is_theirs = name.contains("Express");
            (
                name.to_owned(),
                if is_theirs {
                    vec![f64::NAN, value]
                } else {
                    vec![value]
                },
            )
        };
        let chart = |title, unit, series: &[&'static str], groups| Chart {
            title,
            unit,
            series: series.to_vec(),
            groups,
        };
        let sides = &SERVERS[..2];
        let starts = self
            .starts
            .iter()
            .map(|start| ours_or_theirs(&start.name, start.answer.percentile_ms(50)));
        let servers = self
            .memory
            .iter()
            .map(|(name, _, peak)| ours_or_theirs(&format!("server {name}"), *peak));
        let functions = self.function_peaks();
        let functions = functions
            .iter()
            .map(|(name, peak)| ours_or_theirs(name, *peak));
        let alone = routes().map(|route| {
            let p50 = sides
                .iter()
                .map(|name| self.alone(name, route, |alone| alone.times.percentile_ms(50)));
            (route.name().to_owned(), p50.collect())
        });
        let sizes = self
            .sizes
            .iter()
            .map(|(name, size)| ours_or_theirs(name, *size));
        let costs = BILLS
            .map(|bill| ours_or_theirs(&bill_name(bill), bill.mixed(&self.alone, &self.starts)));
        vec![
            (
                "start",
                chart(
                    "Cold start to the first answer",
                    "ms, median",
                    sides,
                    starts.collect(),
                ),
            ),
            (
                "functions",
                chart(
                    "A warm function's answer",
                    "ms, p50",
                    sides,
                    alone.collect(),
                ),
            ),
            (
                "latency",
                chart(
                    "One server, 16 requests at a time",
                    "ms, p50",
                    &SERVERS,
                    by_server(16, |load| load.times.percentile_ms(50)),
                ),
            ),
            (
                "throughput",
                chart(
                    "One server, 64 requests at a time",
                    "requests a second",
                    &SERVERS,
                    by_server(64, |load| load.per_second),
                ),
            ),
            (
                "memory",
                chart(
                    "Memory at most",
                    "MB",
                    sides,
                    servers.chain(functions).collect(),
                ),
            ),
            (
                "size",
                chart("What is uploaded", "MB zipped", sides, sizes.collect()),
            ),
            (
                "cost",
                chart(
                    "A million requests on Lambda",
                    "US dollars",
                    sides,
                    costs.to_vec(),
                ),
            ),
        ]
    }
}
