//! Migrations at deploy, expired rows on a schedule.

fn main() {}
