//! What a client's visitors asked and were told: `/api/dashboard/clients/{id}/conversations`.

mod delete;
mod export;
mod list;
pub mod message;
mod read;

pub use delete::{delete, delete_some};
pub use export::export;
pub use list::list;
pub use read::find;
