//! Documents made to do harm, built here byte by byte, and ordinary ones broken at random: each ends as read or with its reason, within the
//! memory of the function that reads it.
//!
//! `CORPORA_SECONDS` sets how long ordinary documents are broken at random, `CORPORA_SEED` with which numbers that begins.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should stop right there"
)]

mod archive;
mod archives;
mod case;
mod encodings;
mod filters;
mod fonts;
mod measure;
mod mutations;
mod page_trees;
mod pages;
mod pdf;
mod random;
mod references;
mod tables;
mod texts;
mod words;
