//! From the start of a process to its first answer, which comes from the database.

use super::environments::{self, Bootstraps};
use super::request::Route;
use super::same::{Target, ask};
use super::servers::Server;
use super::statistics::Times;
use super::{Express, Own, Stage};
use std::path::PathBuf;
use std::time::{Duration, Instant};

const RUNS: usize = 20;

/// What starts: a function, or a server.
enum Program {
    Function(PathBuf),
    Own,
    Express,
}

/// How long it took.
#[derive(Debug)]
pub struct Start {
    pub name: String,
    /// Of a function: to its first question for an event, which is Lambda's init; of a server nothing.
    pub init: Times,
    pub answer: Times,
}

/// All, by turns.
pub async fn measure(
    own: &Own,
    express: &Express,
    bootstraps: &Bootstraps,
    stage: &Stage,
) -> Vec<Start> {
    let mut programs: Vec<(String, Route, Program)> = Vec::new();
    for (function, path) in own.functions() {
        let route = [Route::Me, Route::Clients, Route::Config, Route::Chat];
        let route = route.into_iter().find(|route| route.function() == function);
        let route = route.expect("each function has a route");
        programs.push((
            format!("function {function}"),
            route,
            Program::Function(path),
        ));
    }
    programs.extend([
        (
            "function Express, bundled".to_owned(),
            Route::Config,
            Program::Function(bootstraps.bundled()),
        ),
        (
            "function Express, as installed".to_owned(),
            Route::Config,
            Program::Function(bootstraps.installed()),
        ),
        ("server ours".to_owned(), Route::Config, Program::Own),
        ("server Express".to_owned(), Route::Config, Program::Express),
    ]);
    let proxy = stage.proxy();
    let database_url = proxy.url(stage.database.url());
    let workflow_url = &stage.workflow.url;
    let mut samples: Vec<Vec<(Duration, Duration)>> = programs.iter().map(|_| Vec::new()).collect();
    for _ in 0..RUNS {
        for ((name, route, program), samples) in programs.iter().zip(&mut samples) {
            let request = route.request(&stage.people, &[]);
            let sample = match program {
                Program::Function(path) => {
                    let mut environment =
                        environments::start(path, &database_url, workflow_url).await;
                    let init = environment.ready().await;
                    let answer = environment.invoke(&request.event()).await;
                    assert_eq!(
                        environments::read(&answer).status,
                        u64::from(route.status()),
                        "{name}"
                    );
                    (init, answer.at - environment.started())
                }
                Program::Own | Program::Express => {
                    let started = Instant::now();
                    let server = if matches!(program, Program::Own) {
                        Server::own(own, &database_url, workflow_url).await
                    } else {
                        express.serve(&database_url, workflow_url, 1).await
                    };
                    let (status, _) = ask(&Target::Http(server.url.clone()), &request).await;
                    assert_eq!(status, route.status(), "{name}");
                    (Duration::ZERO, started.elapsed())
                }
            };
            samples.push(sample);
        }
    }
    let starts = programs.into_iter().zip(samples);
    starts
        .map(|((name, ..), samples)| {
            let (init, answer) = samples.into_iter().unzip();
            Start {
                name,
                init: Times::of(init),
                answer: Times::of(answer),
            }
        })
        .collect()
}
