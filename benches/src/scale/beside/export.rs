//! The whole export of the largest client, one answer after the other.

use crate::scale::Tenant;
use crate::scale::timing::millis;
use std::time::{Duration, Instant};

/// So many answers tell enough.
const ANSWERS: usize = 25;
/// API Gateway cuts answers off after 30 seconds.
const AT_MOST: Duration = Duration::from_secs(10);

/// Prints it; true when no answer took too long.
pub async fn report(tenant: &Tenant) -> bool {
    let path = format!(
        "/api/dashboard/clients/{}/conversations/export?format=jsonl",
        tenant.person.client_id
    );
    let mut cursor = None;
    let (mut bytes, mut lines, mut answers) = (0, 0, 0);
    let (mut all, mut longest) = (Duration::ZERO, Duration::ZERO);
    let before = resident_mb();
    while answers < ANSWERS {
        let from = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
        let started = Instant::now();
        let answer = tenant.organise("GET", &format!("{path}{from}"), None).await;
        let took = started.elapsed();
        all += took;
        longest = longest.max(took);
        answers += 1;
        bytes += answer.bytes.len();
        lines += answer.bytes.iter().filter(|byte| **byte == b'\n').count();
        let next = answer.headers.get("x-next-cursor");
        cursor = next.map(|cursor| cursor.to_str().expect("a cursor").to_owned());
        if cursor.is_none() {
            break;
        }
    }
    println!(
        "Export of the big client: {answers} answers, {lines} messages, {bytes} bytes in {:.1} s, the longest {:.0} ms; \
         {before} MB resident before, {} MB after.",
        all.as_secs_f64(),
        millis(longest),
        resident_mb()
    );
    longest < AT_MOST
}

/// Of this process; 0 where the system does not say.
fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
