//! What visitors ask, when, and what they think of the answers: `/api/dashboard/clients/{id}/analytics`.

mod export;
mod groups;
mod read;

pub use export::export;
pub use read::find;
