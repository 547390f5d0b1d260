//! Why a call to a neighbour failed, as far as its error tells.

use super::NoPublicAddress;
use std::error::Error;

/// Why a call failed before there was an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The name stands for no public address, and others may not be called.
    NotAllowed,
    /// The name stands for nothing.
    NameUnknown,
    /// There is no TLS, or its certificate is not trusted.
    NotSecure,
    /// No connection comes about, or not in time.
    NotConnected,
    /// The connection broke, or whatever else.
    Other,
}

/// What kept a call from its answer.
#[must_use]
pub fn trouble(error: &reqwest::Error) -> Trouble {
    if was_refused(error) {
        Trouble::NotAllowed
    } else if causes(error).any(|cause| cause.to_string().starts_with("dns error")) {
        // The layer that looks names up has no type for it that could be seen from here.
        Trouble::NameUnknown
    } else if causes(error).any(|cause| cause.is::<native_tls::Error>()) {
        Trouble::NotSecure
    } else if error.is_connect() {
        Trouble::NotConnected
    } else {
        Trouble::Other
    }
}

/// Whether a call failed because the name stands for no public address.
#[must_use]
pub fn was_refused(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.is::<NoPublicAddress>())
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}
