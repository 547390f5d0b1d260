//! A real Directus, set up by the scripts of `docs/directus` as people do it. For `cargo verify directus`, which installs it; no part of the
//! ordinary tests.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod elsewhere;
mod own_postgres;
mod process;
mod scene;
