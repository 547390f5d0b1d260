//! Living beside the old server: sessions, cookies and passwords that express-session, connect-pg-simple and bcrypt from npm share
//! with us through the database.
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod both;
mod cookies;
mod ending;
mod express;
mod here;
mod log_in;
mod npm;
mod passwords;
mod rows;
mod secrets;
mod sliding;
