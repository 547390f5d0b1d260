//! Whole-system tests live beside this file, one folder a subject; see the list in `Cargo.toml`.
