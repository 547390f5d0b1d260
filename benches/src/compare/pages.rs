//! What was measured, as the generated part of docs/PERFORMANCE.md and its charts.

use super::chart::Chart;
use super::environments::Alone;
use super::load::Load;
use super::request::Route;
use super::start::Start;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const BEGIN: &str = "<!-- measured: begin -->";
const END: &str = "<!-- measured: end -->";
/// The servers' names, as they are measured.
pub const SERVERS: [&str; 3] = ["ours", "Express", "Express, 2 processes"];

/// All that one run gave.
#[derive(Debug)]
pub struct Figures {
    /// The machine, and how busy it was.
    pub machine: String,
    pub starts: Vec<Start>,
    pub alone: Vec<Alone>,
    pub loads: Vec<Load>,
    /// Names and megabytes.
    pub sizes: Vec<(String, f64)>,
    /// Of servers: name, megabytes at rest and at most.
    pub memory: Vec<(&'static str, f64, f64)>,
}

/// Writes the generated part between its marks, and the charts beside it.
///
/// # Errors
/// When a file cannot be read or written, or has no marks.
pub fn write(figures: &Figures) -> std::io::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let page = docs.join("PERFORMANCE.md");
    let text = fs::read_to_string(&page)?;
    let (before, rest) = text.split_once(BEGIN).ok_or_else(no_marks)?;
    let (_, after) = rest.split_once(END).ok_or_else(no_marks)?;
    let charts = figures.charts();
    let measured = figures.markdown(&charts);
    fs::create_dir_all(docs.join("performance"))?;
    for (name, chart) in charts {
        fs::write(docs.join(format!("performance/{name}.svg")), chart.svg())?;
    }
    fs::write(page, format!("{before}{BEGIN}\n{measured}{END}{after}"))
}

fn no_marks() -> std::io::Error {
    std::io::Error::other("the marks around the measured part are missing")
}

impl Figures {
    /// The generated part.
    pub fn markdown(&self, charts: &[(&'static str, Chart)]) -> String {
        let mut page = format!("\n{}\n", self.machine);
        let parts = [
            ("start", self.start_table()),
            ("functions", self.alone_table()),
            ("latency", self.latency_table()),
            ("throughput", self.throughput_table()),
            ("processor", self.processor_table()),
            ("memory", self.memory_table()),
            ("size", self.size_table()),
            ("cost", self.cost_table()),
        ];
        for (name, table) in parts {
            let (title, table) = table;
            let _ = write!(page, "\n### {title}\n\n");
            if let Some((_, chart)) = charts.iter().find(|(chart, _)| *chart == name) {
                let words = chart.in_words().replace(['[', ']'], "");
                let _ = write!(
                    page,
                    "![{}. {words}](performance/{name}.svg)\n\n",
                    chart.title
                );
            }
            page.push_str(&table);
        }
        page.push('\n');
        page
    }

    pub(super) fn load(&self, name: &str, route: Route, level: usize) -> Option<&Load> {
        let mut loads = self.loads.iter();
        loads.find(|load| load.name == name && load.route == route && load.level == level)
    }

    pub(super) fn value(
        &self,
        name: &str,
        route: Route,
        level: usize,
        of: fn(&Load) -> f64,
    ) -> f64 {
        self.load(name, route, level).map_or(f64::NAN, of)
    }

    pub(super) fn alone(&self, name: &str, route: Route, of: fn(&Alone) -> f64) -> f64 {
        let mut alone = self.alone.iter();
        let alone = alone.find(|alone| alone.name == name && alone.route == route);
        alone.map_or(f64::NAN, of)
    }

    /// All tables.
    pub fn print(&self) {
        println!("{}", self.markdown(&[]));
    }
}
