//! What a client's visitors asked and were told: `/api/dashboard/clients/{id}/conversations`.

pub mod delete;
pub mod export;
pub mod list;
pub mod message;
pub mod read;
mod visitor;

pub use delete::{delete, delete_some};
pub use export::export;
pub use list::list;
pub use read::find;
