//! The whole system as `cargo dev` serves it: one process, many requests at once, a pool of connections.

use crate::call::{Answer, Call};
use crate::programs::{Program, program};
use reqwest::{Client, Response};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};

/// The size of its pool.
pub const CONNECTIONS: i64 = 10;

pub struct Gateway {
    program: Program,
    port: u16,
    http: Client,
}

impl Gateway {
    /// Starts it over a database.
    pub async fn start(database_url: &str, folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        drop(listener);
        let temporary = folder.join("tmp");
        std::fs::create_dir_all(&temporary).expect("a folder");
        let mut command = Command::new(program("local"));
        command
            .args(["--port", &port.to_string()])
            .args(["--database-url", database_url, "--data-dir"])
            .arg(folder.join("gateway"))
            .current_dir(folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("SESSION_SECRET", test_support::SESSION_SECRET)
            .env("TMPDIR", temporary)
            .env("RUST_LOG", "error");
        let mut program = Program::start(&mut command, &folder.join("gateway.log"));
        let limit = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            program.assert_runs();
            assert!(Instant::now() < limit, "it does not listen");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let http = Client::builder().timeout(Duration::from_secs(60)).build();
        Self {
            program,
            port,
            http: http.expect("a client"),
        }
    }

    pub fn pid(&self) -> u32 {
        self.program.pid()
    }

    pub async fn send(&self, call: &Call) -> Answer {
        let url = format!("http://127.0.0.1:{}{}", self.port, call.path);
        let method = call.method.parse().expect("a method");
        let mut request = self.http.request(method, url);
        for (name, value) in [("cookie", &call.cookie), ("x-api-key", &call.key)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        request = request.header("sec-fetch-site", "same-origin");
        if let Some(body) = &call.body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        match request.send().await {
            Ok(response) => read(response).await,
            Err(_) => Answer::none(),
        }
    }
}

async fn read(mut response: Response) -> Answer {
    let header = |name| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
    let mut answer = Answer {
        status: response.status().as_u16(),
        retry_after: header("retry-after"),
        limit: header("x-ratelimit-limit"),
        message_id: header("x-message-id"),
        body: Vec::new(),
        is_whole: true,
    };
    loop {
        match response.chunk().await {
            Ok(Some(bytes)) => answer.body.extend_from_slice(&bytes),
            Ok(None) => return answer,
            Err(_) => {
                answer.is_whole = false;
                return answer;
            }
        }
    }
}
