//! Bar charts as SVG: readable in light and dark, by eye and by a screen reader.

use std::fmt::Write as _;

const WIDTH: f64 = 760.0;
const LABELS: f64 = 190.0;
/// Room for the value behind the longest bar.
const VALUES: f64 = 70.0;
const BAR: f64 = 14.0;
const GAP: f64 = 12.0;
const TOP: f64 = 64.0;

const STYLE: &str = "
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .ground { fill: #ffffff; } .line { stroke: #8c959f; }
  .s0 { fill: #2a78d6; } .s1 { fill: #d95926; } .s2 { fill: #b58900; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .ground { fill: #161b22; } .line { stroke: #6e7681; }
    .s0 { fill: #4a90e8; } .s1 { fill: #f0804f; } .s2 { fill: #d4a72c; }
  }
";

/// Bars in groups.
#[derive(Debug)]
pub struct Chart {
    pub title: &'static str,
    /// What a value is, with its unit.
    pub unit: &'static str,
    /// Whose bars they are; three at most.
    pub series: Vec<&'static str>,
    /// What is compared, with a value for each of the series; none is drawn where there is no number.
    pub groups: Vec<(String, Vec<f64>)>,
}

impl Chart {
    /// The whole file.
    pub fn svg(&self) -> String {
        let bars: usize = self
            .groups
            .iter()
            .map(|(_, values)| shown(values).count())
            .sum();
        let height = TOP
            + super::statistics::count(bars) * BAR
            + super::statistics::count(self.groups.len()) * GAP
            + 8.0;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n<rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\"/>\n<text class=\"title\" x=\"12\" y=\"24\">{}</text>\n",
            escaped(self.title),
            escaped(&self.in_words()),
            escaped(&format!("{} ({})", self.title, self.unit)),
        );
        self.write_legend(&mut svg);
        self.write_bars(&mut svg);
        let end = height - 8.0;
        let _ = writeln!(
            svg,
            "<line class=\"line\" x1=\"{LABELS}\" x2=\"{LABELS}\" y1=\"{TOP}\" y2=\"{end}\"/>\n</svg>"
        );
        svg
    }

    /// All of it, for those who do not see it.
    pub fn in_words(&self) -> String {
        let groups = self.groups.iter().map(|(name, values)| {
            let values = shown(values)
                .map(|(index, value)| format!("{} {}", self.series[index], number(value)));
            format!("{name}: {}", values.collect::<Vec<_>>().join(", "))
        });
        format!(
            "In {}. {}.",
            self.unit,
            groups.collect::<Vec<_>>().join("; ")
        )
    }

    fn write_legend(&self, svg: &mut String) {
        let mut x = LABELS;
        for (index, name) in self.series.iter().enumerate() {
            let _ = writeln!(
                svg,
                "<rect class=\"s{index}\" x=\"{x}\" y=\"38\" width=\"12\" height=\"12\"/><text x=\"{}\" y=\"48\">{}</text>",
                x + 18.0,
                escaped(name)
            );
            x += 160.0;
        }
    }

    fn write_bars(&self, svg: &mut String) {
        let all = self.groups.iter().flat_map(|(_, values)| values);
        let largest = all
            .copied()
            .filter(|value| value.is_finite())
            .fold(0.0, f64::max);
        let scale = (WIDTH - LABELS - VALUES) / largest.max(f64::MIN_POSITIVE);
        let mut y = TOP;
        for (name, values) in &self.groups {
            let rows = super::statistics::count(shown(values).count());
            let middle = y + (GAP + rows * BAR) / 2.0 + 4.0;
            let _ = writeln!(
                svg,
                "<text x=\"{}\" y=\"{middle:.1}\" text-anchor=\"end\">{}</text>",
                LABELS - 8.0,
                escaped(name)
            );
            y += GAP / 2.0;
            for (index, value) in shown(values) {
                let length = (value * scale).max(1.0);
                let _ = writeln!(
                    svg,
                    "<rect class=\"s{index}\" x=\"{LABELS}\" y=\"{:.1}\" width=\"{length:.1}\" height=\"{}\"/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                    y + 1.0,
                    BAR - 2.0,
                    LABELS + length + 5.0,
                    y + BAR - 3.0,
                    number(value)
                );
                y += BAR;
            }
            y += GAP / 2.0;
        }
    }
}

fn shown(values: &[f64]) -> impl Iterator<Item = (usize, f64)> + '_ {
    values
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, value)| value.is_finite())
}

/// Three digits that count, and no more than two behind the point.
pub fn number(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
