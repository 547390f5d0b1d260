//! What visitors ask, when, and what they think of the answers: `/api/dashboard/clients/{id}/analytics`.

pub mod export;
mod groups;
pub mod read;

pub use export::export;
pub use read::find;
