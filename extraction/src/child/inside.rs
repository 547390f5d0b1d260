//! The child's side.

use std::io::{BufRead, BufWriter, Read, Write};
use std::process::exit;

use rustix::process::{Resource, Rlimit, setrlimit};

use super::outcome::{NOT_READY, PARENT_GONE};
use super::{ARGUMENT, Line, Summary, Task};
use crate::{Limits, Unreadable, chunk, extract_within};

/// Deeply nested files take deep stacks; untouched, a large one costs nothing.
const STACK: u64 = 32 * 1024 * 1024;
/// Programs and reserved but unused space count here, too, so this is only the second fence behind the one on data.
const ADDRESSES_BESIDE_DATA: u64 = 512 * 1024 * 1024;

/// Does a child's work and ends the process, if this process was started as one; else returns at once.
///
/// Call it first thing in `main`, before any runtime or logging: the limits count what is there already, and standard output belongs to the parent.
pub fn run_if_asked() {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == ARGUMENT)
    {
        exit(work().err().unwrap_or(0));
    }
}

/// Where nothing can be said, the exit code says it.
fn work() -> Result<(), i32> {
    let mut input = std::io::stdin().lock();
    let mut line = String::new();
    input
        .by_ref()
        .take(64 * 1024)
        .read_line(&mut line)
        .map_err(|_| PARENT_GONE)?;
    drop(input);
    let task: Task = serde_json::from_str(&line).map_err(|_| PARENT_GONE)?;
    restrict(&task.limits).ok_or(NOT_READY)?;
    // A panic is told as a damaged document, not printed.
    std::panic::set_hook(Box::new(|_| {}));
    let worker = std::thread::Builder::new()
        .stack_size(STACK as usize)
        .spawn(move || answer(&task))
        .map_err(|_| NOT_READY)?;
    let written = match worker.join() {
        Ok(written) => written,
        Err(_) => {
            let mut output = std::io::stdout().lock();
            write(&mut output, &Line::Failed(Unreadable::Corrupt))
                .and_then(|()| output.flush().ok())
        }
    };
    written.ok_or(PARENT_GONE)
}

/// None where the parent is gone.
fn answer(task: &Task) -> Option<()> {
    let mut bytes = Vec::with_capacity(task.length.min(task.limits.bytes) + 1);
    std::io::stdin()
        .lock()
        .take(task.limits.bytes as u64 + 1)
        .read_to_end(&mut bytes)
        .ok()?;
    let mut output = BufWriter::new(std::io::stdout().lock());
    let mut told = 0;
    let extracted = extract_within(
        &task.limits,
        &bytes,
        task.file_name.as_deref(),
        &mut |percent| {
            if percent > told {
                told = percent;
                // Without a reader the work is in vain.
                if write(&mut output, &Line::Progress(percent))
                    .and_then(|()| output.flush().ok())
                    .is_none()
                {
                    exit(PARENT_GONE);
                }
            }
        },
    );
    let cut = extracted.and_then(|document| {
        let chunks = chunk(&document);
        if chunks.len() > task.limits.chunks {
            return Err(Unreadable::TooMuchText);
        }
        Ok((document, chunks))
    });
    match cut {
        Ok((document, chunks)) => {
            for chunk in chunks {
                write(&mut output, &Line::Chunk(chunk))?;
            }
            write(
                &mut output,
                &Line::Done(Summary {
                    kind: document.kind,
                    title: document.title,
                    pages: document.pages,
                }),
            )?;
        }
        Err(reason) => write(&mut output, &Line::Failed(reason))?,
    }
    output.flush().ok()
}

fn write(output: &mut impl Write, line: &Line) -> Option<()> {
    serde_json::to_writer(&mut *output, line).ok()?;
    output.write_all(b"\n").ok()
}

/// None where a limit could not be set: then nothing is read.
fn restrict(limits: &Limits) -> Option<()> {
    set(Resource::Data, limits.memory.saturating_add(STACK))?;
    set(
        Resource::As,
        limits.memory.saturating_add(STACK + ADDRESSES_BESIDE_DATA),
    )?;
    set(Resource::Core, 0)?;
    set(Resource::Fsize, 0)?;
    // Should the parent be gone or stopped, the child still ends.
    set(Resource::Cpu, limits.time.as_secs() + 2)
}

fn set(resource: Resource, most: u64) -> Option<()> {
    setrlimit(
        resource,
        Rlimit {
            current: Some(most),
            maximum: Some(most),
        },
    )
    .ok()
}
