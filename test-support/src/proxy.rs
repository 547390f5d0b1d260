//! A TCP proxy in front of Postgres that counts round trips, adds delay, and goes away on demand.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A running proxy.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    round_trips: AtomicU64,
    /// Whether the last bytes seen came from the server: the next ones of the client begin a round trip.
    server_spoke_last: AtomicBool,
    is_away: AtomicBool,
    /// Connections up to this one, counted from 1, pass nothing on.
    stalled_up_to: AtomicU64,
    /// The server's word that it committed ends all connections instead of being passed on.
    cuts_at_next_commit: AtomicBool,
    connections: Mutex<Vec<TcpStream>>,
    accepted: AtomicU64,
}

impl Proxy {
    /// A proxy to `127.0.0.1:target_port` that holds everything up for half of `delay` each way.
    #[must_use]
    pub fn start(target_port: u16, delay: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let number = shared.accepted.fetch_add(1, Ordering::SeqCst) + 1;
                if !shared.is_away.load(Ordering::SeqCst) {
                    drop(shared.connect(number, client, target_port, delay / 2));
                }
            }
        });
        Self { port, state }
    }

    /// The port to connect to.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// `url` with this proxy's port in place of its own.
    #[must_use]
    pub fn url(&self, url: &str) -> String {
        let (before, rest) = url.rsplit_once('/').expect("a URL with a path");
        let (host, _) = before.rsplit_once(':').expect("a URL with a port");
        format!("{host}:{}/{rest}", self.port)
    }

    /// How often the client spoke after the server did, since the start or the last call.
    pub fn take_round_trips(&self) -> u64 {
        self.state.server_spoke_last.store(true, Ordering::SeqCst);
        self.state.round_trips.swap(0, Ordering::SeqCst)
    }

    /// How many connections were asked for.
    #[must_use]
    pub fn accepted(&self) -> u64 {
        self.state.accepted.load(Ordering::SeqCst)
    }

    /// Cuts all connections and closes new ones at once.
    pub fn go_away(&self) {
        self.state.is_away.store(true, Ordering::SeqCst);
        self.cut();
    }

    /// Lets connections through again.
    pub fn come_back(&self) {
        self.state.is_away.store(false, Ordering::SeqCst);
        self.state.stalled_up_to.store(0, Ordering::SeqCst);
    }

    /// Cuts all connections; new ones are let through.
    pub fn cut(&self) {
        self.state.cut();
    }

    /// Lets the server commit once more and cuts the connection instead of telling the client.
    pub fn cut_at_next_commit(&self) {
        self.state.cuts_at_next_commit.store(true, Ordering::SeqCst);
    }

    /// Takes what is sent and passes nothing on, on connections old and new, like a network that lost the way.
    pub fn stall(&self) {
        self.state.stalled_up_to.store(u64::MAX, Ordering::SeqCst);
    }

    /// Forgets the connections there are without a word to either side, as a NAT gateway does with idle ones; new ones work.
    pub fn forget(&self) {
        self.state
            .stalled_up_to
            .store(self.accepted(), Ordering::SeqCst);
    }
}

impl State {
    fn cut(&self) {
        let mut connections = self.connections.lock().expect("nobody panics holding it");
        for connection in std::mem::take(&mut *connections) {
            // One that is closed already is as good.
            drop(connection.shutdown(Shutdown::Both));
        }
    }

    fn connect(
        self: &Arc<Self>,
        number: u64,
        client: TcpStream,
        target_port: u16,
        delay: Duration,
    ) -> std::io::Result<()> {
        let server = TcpStream::connect(("127.0.0.1", target_port))?;
        for stream in [&client, &server] {
            stream.set_nodelay(true)?;
        }
        self.connections
            .lock()
            .expect("nobody panics holding it")
            .extend([client.try_clone()?, server.try_clone()?]);
        self.pump(
            number,
            client.try_clone()?,
            server.try_clone()?,
            delay,
            true,
        );
        self.pump(number, server, client, delay, false);
        Ok(())
    }

    /// Passes bytes on until one side closes: one thread reads and stamps, the other writes when the time has come.
    fn pump(
        self: &Arc<Self>,
        number: u64,
        mut from: TcpStream,
        to: TcpStream,
        delay: Duration,
        is_from_client: bool,
    ) {
        let (sender, chunks) = channel();
        let state = Arc::clone(self);
        thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(length) = from.read(&mut buffer)
                && length > 0
            {
                if is_from_client && state.server_spoke_last.swap(false, Ordering::SeqCst) {
                    state.round_trips.fetch_add(1, Ordering::SeqCst);
                } else if !is_from_client {
                    state.server_spoke_last.store(true, Ordering::SeqCst);
                }
                let commits = || buffer[..length].windows(6).any(|bytes| bytes == b"COMMIT");
                if !is_from_client
                    && commits()
                    && state.cuts_at_next_commit.swap(false, Ordering::SeqCst)
                {
                    state.cut();
                    break;
                }
                if number <= state.stalled_up_to.load(Ordering::SeqCst) {
                    continue;
                }
                if sender
                    .send((Instant::now() + delay, buffer[..length].to_vec()))
                    .is_err()
                {
                    break;
                }
            }
        });
        thread::spawn(move || write_in_time(&chunks, to));
    }
}

fn write_in_time(chunks: &Receiver<(Instant, Vec<u8>)>, mut to: TcpStream) {
    for (due, bytes) in chunks {
        wait_until(due);
        if to.write_all(&bytes).is_err() {
            break;
        }
    }
    drop(to.shutdown(Shutdown::Both));
}

#[expect(
    clippy::disallowed_methods,
    reason = "the delay is what this proxy is for"
)]
fn wait_until(due: Instant) {
    thread::sleep(due.saturating_duration_since(Instant::now()));
}
