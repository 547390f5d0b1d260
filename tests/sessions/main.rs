//! Living beside the old server: sessions, cookies and passwords that express-session, connect-pg-simple and bcrypt from npm share
//! with us through the database. And attacks on sessions: fixation, tampering, forged requests, too long a life.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod both;
mod cookies;
mod ending;
mod express;
mod fixation;
mod forged_requests;
mod here;
mod lifetime;
mod log_in;
mod npm;
mod passwords;
mod routes;
mod rows;
mod secrets;
mod sliding;
mod tampering;
