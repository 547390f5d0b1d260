//! An hour's worth of requests, ten a second, as fast as they go: nothing may grow, neither memory nor open files nor connections.

use crate::asking::Asking;
use crate::kind::{Kind, MIX};
use crate::people::Organiser;
use crate::programs::Held;
use crate::report::Line;
use crate::stage::Stage;
use crate::system::System;
use futures_util::future::join_all;
use std::path::Path;

/// Until pools and caches are as full as they get.
const WARM_UP: usize = 4_000;
/// Each takes a process of its own.
const RARE: Kind = Kind::Document;
const RARELY: usize = 20;
/// How much more memory a process may have in the end: what an allocator keeps, not what a leak of a few hundred bytes a request adds up to.
const MEMORY_KB: u64 = 6 * 1024;
const FILES: usize = 20;

impl Stage {
    /// Everybody asks `requests` times in all. `temporary` is where the processes put what they do not keep.
    pub async fn nothing_grows(
        &self,
        requests: usize,
        most_connections: i64,
        temporary: Option<&Path>,
    ) -> Line {
        let mut line = Line::new(format!("nothing: nothing grows ({})", self.system.name()));
        self.ask_often(&mut line, WARM_UP).await;
        let before = self.held();
        self.ask_often(&mut line, requests).await;
        let after = self.held();
        let grown = before
            .iter()
            .zip(&after)
            .map(|((name, before), (_, after))| {
                let memory = after.memory_kb.saturating_sub(before.memory_kb);
                (
                    memory,
                    after.files.saturating_sub(before.files),
                    *name,
                    before.memory_kb,
                    after.memory_kb,
                )
            });
        let (memory, _, name, first, last) = grown.clone().max().unwrap_or_default();
        let files = grown.map(|(_, files, ..)| files).max().unwrap_or_default();
        let connections = self
            .postgres
            .connections(&self.postgres.admin().await)
            .await;
        let left = temporary.map_or(0, |folder| {
            std::fs::read_dir(folder).expect("a folder").count()
        });
        let largest = after.iter().max_by_key(|(_, held)| held.memory_kb);
        let (largest, held) = largest.expect("a process");
        line.more = format!(
            "{name} grew most, {first} kB → {last} kB; largest is {largest}, {} kB; at most {files} more files, {connections} connections, {left} temporary files",
            held.memory_kb,
        );
        if memory > MEMORY_KB || files > FILES || connections > most_connections || left > 0 {
            line.complain("something grows".to_owned());
        }
        line
    }

    fn held(&self) -> Vec<(&'static str, Held)> {
        let pids = self.system.pids().into_iter();
        pids.map(|(name, pid)| (name, Held::by(pid))).collect()
    }

    async fn ask_often(&self, line: &mut Line, requests: usize) {
        let each = requests / self.organisers.len();
        let asked = self.organisers.iter().enumerate();
        let asked =
            asked.map(|(number, organiser)| ask(&self.system, organiser.clone(), number, each));
        for lines in join_all(asked).await {
            line.add(lines);
        }
    }
}

async fn ask(system: &System, organiser: Organiser, number: usize, times: usize) -> Line {
    let mut asking = Asking::new(system, organiser);
    let mut line = Line::new(String::new());
    for (count, kind) in MIX.iter().cycle().skip(number * 5).take(times).enumerate() {
        let is_left_out = *kind == RARE && !(count / MIX.len()).is_multiple_of(RARELY)
            // As large as what there is by then, up to 4 MB: that grows by itself.
            || *kind == Kind::Export;
        let kind = if is_left_out { Kind::Me } else { *kind };
        let seen = asking.ask(kind).await;
        line.count(kind, seen.status, seen.took, seen.is_success());
        if !seen.is_success() || seen.wrong.is_some() {
            line.complain(format!("{kind:?} was {}: {:?}", seen.status, seen.wrong));
        }
    }
    line
}
