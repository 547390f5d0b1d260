//! The routes of this function against a real database.

mod analytics;
mod answers;
mod binary;
mod conversation;
mod conversations;
mod create;
mod delete;
mod deletion;
mod domains;
mod every_route;
mod exchange;
mod export;
mod functions;
mod key;
mod outages;
mod read;
mod settings;
mod size;
mod support;
mod update;
mod usage;
