//! `cargo parameters` as a deployer runs it: the real program, with moto as Parameter Store.

#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod check;
mod connect;
mod put;
mod put_again;
mod refusals;
mod support;
