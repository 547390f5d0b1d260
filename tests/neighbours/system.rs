//! The system under test, in either form.

use crate::call::{Answer, Call};
use crate::gateway::Gateway;
use crate::lambdas::Lambdas;

pub enum System {
    /// As `cargo dev` serves it.
    Gateway(Gateway),
    /// As it runs in production.
    Lambdas(Lambdas),
}

impl System {
    pub async fn send(&self, call: &Call) -> Answer {
        match self {
            Self::Gateway(gateway) => gateway.send(call).await,
            Self::Lambdas(lambdas) => lambdas.send(call).await,
        }
    }

    /// Has documents read, where nobody does it by itself.
    pub async fn sweep(&self) {
        if let Self::Lambdas(lambdas) = self {
            lambdas.sweep().await;
        }
    }

    /// The processes, by name, in an order that stays.
    pub fn pids(&self) -> Vec<(&'static str, u32)> {
        match self {
            Self::Gateway(gateway) => vec![("all", gateway.pid())],
            Self::Lambdas(lambdas) => lambdas.pids(),
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Gateway(_) => "one process",
            Self::Lambdas(_) => "Lambda",
        }
    }
}
