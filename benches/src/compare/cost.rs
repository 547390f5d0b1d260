//! What a million requests cost on Lambda behind an HTTP API, from what was measured here.

use super::environments::Alone;
use super::request::Route;
use super::start::Start;

/// Dollars in us-east-1 for arm64, the first tier of each: <https://aws.amazon.com/lambda/pricing/>,
/// <https://aws.amazon.com/api-gateway/pricing/>.
const GB_SECOND: f64 = 0.000_013_333_4;
const MILLION_INVOCATIONS: f64 = 0.20;
const MILLION_CALLS: f64 = 1.00;
/// Megabytes with which a function has a whole processor; it has its share of one in proportion.
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html>
const WHOLE_PROCESSOR_MB: f64 = 1_769.0;
/// Requests that find no warm environment.
pub const COLD: f64 = 0.01;

/// What a conference's thousand visitors do, in percent.
pub const MIX: [(Route, f64); 6] = [
    (Route::Config, 0.60),
    (Route::Chat, 0.30),
    (Route::Me, 0.04),
    (Route::Clients, 0.02),
    (Route::ReadWidget, 0.03),
    (Route::LogIn, 0.01),
];

/// Who is billed, with how much memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bill {
    pub side: &'static str,
    /// Megabytes of the functions; ours gives auth 512, as template.yaml does.
    pub memory: f64,
}

pub const BILLS: [Bill; 3] = [
    Bill {
        side: "ours",
        memory: 256.0,
    },
    Bill {
        side: "Express",
        memory: 256.0,
    },
    Bill {
        side: "Express",
        memory: 512.0,
    },
];

impl Bill {
    fn memory_of(self, route: Route) -> f64 {
        if self.side == "ours" && route.function() == "auth" {
            512.0
        } else {
            self.memory
        }
    }

    /// Milliseconds that a warm request is billed: waiting takes as long as here, computing as much longer as the share of a processor is
    /// smaller, and what began is paid.
    pub fn billed_ms(self, alone: &Alone) -> f64 {
        let wall = alone.times.percentile_ms(50);
        let computing = alone.cpu_ms.min(wall);
        let slower = (WHOLE_PROCESSOR_MB / self.memory_of(alone.route)).max(1.0);
        (wall - computing + computing * slower).ceil()
    }

    /// The same for a million of them, in dollars of compute.
    fn compute(self, alone: &Alone) -> f64 {
        self.billed_ms(alone) / 1e3 * self.memory_of(alone.route) / 1_024.0 * GB_SECOND * 1e6
    }

    /// Dollars for a million requests to a route, all warm.
    pub fn warm(self, alone: &[Alone], route: Route) -> f64 {
        let measured = alone
            .iter()
            .find(|alone| alone.name == self.side && alone.route == route);
        measured.map_or(f64::NAN, |alone| self.compute(alone)) + MILLION_INVOCATIONS + MILLION_CALLS
    }

    /// Dollars for a million of [`MIX`], [`COLD`] of them cold. The init is billed, and runs with a whole processor.
    pub fn mixed(self, alone: &[Alone], starts: &[Start]) -> f64 {
        let warm: f64 = MIX
            .iter()
            .map(|(route, share)| share * self.warm(alone, *route))
            .sum();
        let init: f64 = MIX
            .iter()
            .map(|(route, share)| share * self.init_ms(*route, starts))
            .sum();
        warm + COLD * init / 1e3 * self.memory / 1_024.0 * GB_SECOND * 1e6
    }

    fn init_ms(self, route: Route, starts: &[Start]) -> f64 {
        let name = if self.side == "ours" {
            format!("function {}", route.function())
        } else {
            "function Express, bundled".to_owned()
        };
        let start = starts.iter().find(|start| start.name == name);
        start.map_or(f64::NAN, |start| start.init.percentile_ms(50))
    }
}
