//! The dashboard's files.

fn main() {}
