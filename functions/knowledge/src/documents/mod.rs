//! An organiser's documents.

pub mod create;
pub mod delete;
pub mod list;
pub mod read;
pub mod replace;
pub mod reprocess;
pub mod update;

mod answer;
pub(crate) mod input;
mod upload;
