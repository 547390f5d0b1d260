//! The routes of this function against a real database.

mod account;
mod binary;
mod cookies;
mod every_route;
mod log_in;
mod log_out;
mod me;
mod memory;
mod outages;
mod password;
mod register;
mod second_factor;
mod session_list;
mod session_rules;
mod support;
mod throttle;
mod weak_passwords;
