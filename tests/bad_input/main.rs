//! Bad input, tried on every route: requests made from `docs/openapi.json` and from recordings of the old server's callers, with something
//! wrong in body, headers, path, query or method. Whatever it is: no failure of ours, nothing that hangs, errors in their one form, nobody
//! else's things touched, and no log line with a secret.
//!
//! What is left to chance is repeated by `BAD_INPUT_SEED`, which each test prints, and is more with `BAD_INPUT_ROUNDS`.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod bodies;
mod dice;
mod events;
mod headers;
mod log;
mod operations;
mod paths;
mod recordings;
mod request;
mod rules;
mod stage;
mod wire;
