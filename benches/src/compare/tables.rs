//! The tables of docs/PERFORMANCE.md.

use super::chart::number;
use super::cost::{BILLS, Bill, COLD, MIX};
use super::environments::Alone;
use super::load::levels;
use super::pages::{Figures, SERVERS};
use super::request::Route;

impl Figures {
    pub(super) fn start_table(&self) -> (&'static str, String) {
        let rows = self.starts.iter().map(|start| {
            let init = start.init.percentile_ms(50);
            let init = if init > 0.0 {
                number(init)
            } else {
                String::new()
            };
            let answer = [50, 90].map(|percent| number(start.answer.percentile_ms(percent)));
            vec![
                start.name.clone(),
                init,
                answer[0].clone(),
                answer[1].clone(),
            ]
        });
        let heads = [
            "ms from the start of the process",
            "ready for an event",
            "first answer, median",
            "p90",
        ];
        ("Cold start", table(&heads, rows))
    }

    pub(super) fn alone_table(&self) -> (&'static str, String) {
        let rows = Route::ALL.map(|route| {
            let both =
                |of: fn(&Alone) -> f64| ["ours", "Express"].map(|name| self.alone(name, route, of));
            let p50 = both(|alone| alone.times.percentile_ms(50));
            let p99 = both(|alone| alone.times.percentile_ms(99));
            let cpu = both(|alone| alone.cpu_ms);
            let round_trips = both(|alone| alone.round_trips);
            let pair = |[ours, theirs]: [f64; 2]| format!("{} / {}", number(ours), number(theirs));
            let trips = round_trips.map(|count| format!("{count:.1}")).join(" / ");
            vec![
                route.name().to_owned(),
                pair(p50),
                ratio(p50[1], p50[0]),
                pair(p99),
                pair(cpu),
                trips,
            ]
        });
        let heads = [
            "function, ours / Express",
            "p50 ms",
            "ratio",
            "p99 ms",
            "processor ms",
            "round trips",
        ];
        ("A warm function", table(&heads, rows.into_iter()))
    }

    pub(super) fn latency_table(&self) -> (&'static str, String) {
        let rows = Route::ALL.into_iter().flat_map(|route| {
            levels(route).map(move |level| {
                let mut row = vec![route.name().to_owned(), level.to_string()];
                row.extend(SERVERS.map(|name| {
                    let times = |percent| {
                        self.load(name, route, level)
                            .map_or(f64::NAN, |load| load.times.percentile_ms(percent))
                    };
                    format!("{} / {}", number(times(50)), number(times(99)))
                }));
                row
            })
        });
        let heads = [
            "server, p50 / p99 in ms",
            "at a time",
            SERVERS[0],
            SERVERS[1],
            SERVERS[2],
        ];
        ("One server", table(&heads, rows))
    }

    pub(super) fn throughput_table(&self) -> (&'static str, String) {
        let rows = Route::ALL.map(|route| {
            let most = SERVERS.map(|name| {
                let rates = levels(route);
                let rates =
                    rates.map(|level| self.value(name, route, level, |load| load.per_second));
                rates.fold(0.0, f64::max)
            });
            let mut row = vec![route.name().to_owned()];
            row.extend(most.map(number));
            row.extend([ratio(most[0], most[1]), ratio(most[0], most[2])]);
            row.push(
                SERVERS
                    .map(|name| {
                        format!("{:.1}", self.value(name, route, 1, |load| load.round_trips))
                    })
                    .join(" / "),
            );
            row
        });
        let heads = [
            "requests a second at most",
            SERVERS[0],
            SERVERS[1],
            SERVERS[2],
            "ours : Express",
            "ours : 2 processes",
            "round trips a request",
        ];
        ("Throughput", table(&heads, rows.into_iter()))
    }

    pub(super) fn processor_table(&self) -> (&'static str, String) {
        let rows = Route::ALL.map(|route| {
            let mut row = vec![route.name().to_owned()];
            row.extend(SERVERS.map(|name| {
                let used = [
                    self.value(name, route, 16, |load| load.cpu),
                    self.value(name, route, 16, |load| load.cpu_of_postgres),
                ];
                used.map(|seconds| format!("{seconds:.2}")).join(" + ")
            }));
            row
        });
        let heads = [
            "processor seconds for 1,000 requests, server + Postgres",
            SERVERS[0],
            SERVERS[1],
            SERVERS[2],
        ];
        ("Processor time", table(&heads, rows.into_iter()))
    }

    pub(super) fn memory_table(&self) -> (&'static str, String) {
        let mut rows: Vec<Vec<String>> = self
            .memory
            .iter()
            .map(|(name, idle, peak)| vec![format!("server {name}"), number(*idle), number(*peak)])
            .collect();
        rows.extend(
            self.function_peaks()
                .into_iter()
                .map(|(name, peak)| vec![name, String::new(), number(peak)]),
        );
        (
            "Memory",
            table(&["MB", "at rest", "at most"], rows.into_iter()),
        )
    }

    /// The most memory that each environment had in all its routes.
    pub(super) fn function_peaks(&self) -> Vec<(String, f64)> {
        let mut peaks: Vec<(String, f64)> = Vec::new();
        for alone in &self.alone {
            let name = if alone.name == "ours" {
                format!("function {}", alone.route.function())
            } else {
                format!("function {}", alone.name)
            };
            match peaks.iter_mut().find(|(known, _)| *known == name) {
                Some((_, peak)) => *peak = peak.max(alone.peak_mb),
                None => peaks.push((name, alone.peak_mb)),
            }
        }
        peaks
    }

    pub(super) fn size_table(&self) -> (&'static str, String) {
        let rows = self
            .sizes
            .iter()
            .map(|(name, size)| vec![name.clone(), number(*size)]);
        ("Size of the zip", table(&["MB", "zipped"], rows))
    }

    pub(super) fn cost_table(&self) -> (&'static str, String) {
        let mut rows: Vec<Vec<String>> = Route::ALL
            .iter()
            .map(|route| {
                let mut row = vec![route.name().to_owned()];
                row.extend(BILLS.map(|bill| {
                    let measured = self
                        .alone
                        .iter()
                        .find(|alone| alone.name == bill.side && alone.route == *route);
                    let billed = measured.map_or(f64::NAN, |alone| bill.billed_ms(alone));
                    format!("{:.2} ({billed:.0} ms)", bill.warm(&self.alone, *route))
                }));
                row
            })
            .collect();
        let mix = MIX
            .map(|(route, share)| format!("{:.0} % {}", share * 100.0, route.name()))
            .join(", ");
        let mut row = vec![format!("**{mix}; {:.0} % cold**", COLD * 100.0)];
        row.extend(BILLS.map(|bill| format!("**{:.2}**", bill.mixed(&self.alone, &self.starts))));
        rows.push(row);
        let names = BILLS.map(bill_name);
        let heads = [
            "US dollars a million (billed a request)",
            &names[0],
            &names[1],
            &names[2],
        ];
        ("Cost on Lambda", table(&heads, rows.into_iter()))
    }
}

/// Whose bill it is.
pub fn bill_name(bill: Bill) -> String {
    let more = if bill.side == "ours" {
        " (auth 512)"
    } else {
        ""
    };
    format!("{}, {:.0} MB{more}", bill.side, bill.memory)
}

fn ratio(more: f64, less: f64) -> String {
    format!("{:.1}×", more / less)
}

fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let rule = format!("|---{}|\n", "|--:".repeat(heads.len() - 1));
    let rows: String = rows.map(|row| line(&row)).collect();
    line(&heads) + &rule + &rows
}
