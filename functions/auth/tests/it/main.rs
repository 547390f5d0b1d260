//! The routes of this function against a real database.

mod log_in;
mod register;
mod support;
