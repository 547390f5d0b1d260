//! How long each request takes: one after the other and in turns, so that whatever else the machine does falls on all alike.

use super::requests::{Api, Measured, NOT_MEASURED, REQUESTS};
use super::server::ScaleServer;
use super::{Options, Tenant};
use std::time::{Duration, Instant};

const WARM_UP: usize = 5;
/// A request that takes long is not sent so often, but so often at least.
const FEW: usize = 20;
const PATIENCE: Duration = Duration::from_secs(12);

/// The times of one request of one organiser, or why there are none.
type Times = Result<Vec<Duration>, String>;

/// Prints a table; true when every operation of the API answered.
pub async fn routes(server: &ScaleServer, tenants: &[Tenant], options: &Options) -> bool {
    let api = Api::read();
    println!("\n## Routes\n");
    println!("| request | empty p50 | p99 | small p50 | × | p99 | × | big p50 | × | p99 | × |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    let mut all_answered = true;
    for request in REQUESTS {
        let times = measure(&api, server, request, tenants, options.samples).await;
        all_answered &= times.iter().all(Result::is_ok);
        println!("| `{}` {}|", request.name(&api), cells(&times));
    }
    println!(
        "\nMilliseconds from the request to the last byte, in the process of the functions; × is the multiple of the empty database's."
    );
    for (operation, reason) in NOT_MEASURED {
        println!("Not measured: `{operation}`, which {reason}.");
    }
    let forgotten = api.forgotten();
    if !forgotten.is_empty() {
        println!("FORGOTTEN: {}", forgotten.join(", "));
    }
    all_answered && forgotten.is_empty()
}

async fn measure(
    api: &Api,
    server: &ScaleServer,
    request: &Measured,
    tenants: &[Tenant],
    samples: usize,
) -> Vec<Times> {
    let mut times: Vec<Times> = tenants.iter().map(|_| Ok(Vec::new())).collect();
    let began = Instant::now();
    for round in 0..WARM_UP + samples {
        if round >= WARM_UP + FEW.min(samples) && began.elapsed() > PATIENCE {
            break;
        }
        for (tenant, times) in tenants.iter().zip(&mut times) {
            let Ok(taken) = times else { continue };
            let prepared = request
                .prepare(api, tenant, server.admin_of(tenant.place))
                .await;
            let started = Instant::now();
            let answer = tenant.send(prepared).await;
            let took = started.elapsed();
            if !(answer.status.is_success() || answer.status.is_redirection()) {
                eprintln!("{} of {}: {answer:?}", request.name(api), tenant.name);
                *times = Err(answer.status.as_u16().to_string());
            } else if round >= WARM_UP {
                taken.push(took);
            }
        }
    }
    for times in times.iter_mut().flatten() {
        times.sort_unstable();
    }
    times
}

fn cells(times: &[Times]) -> String {
    let base = times.first().and_then(|times| times.as_ref().ok());
    let mut text = String::new();
    for (place, times) in times.iter().enumerate() {
        for percent in [50, 99] {
            text += &match times {
                Err(status) => format!("| **{status}** "),
                Ok(times) => format!("| {:.2} ", millis(percentile(times, percent))),
            };
            if place > 0 {
                text += &match (times, base) {
                    (Ok(times), Some(base)) => {
                        let ratio = percentile(times, percent).as_secs_f64()
                            / percentile(base, percent).as_secs_f64();
                        format!("| {ratio:.1} ")
                    }
                    _ => "| ".to_owned(),
                };
            }
        }
    }
    text
}

/// Of sorted times.
pub fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

pub fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
