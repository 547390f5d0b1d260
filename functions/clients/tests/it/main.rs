//! The routes of this function against a real database.

mod binary;
mod create;
mod delete;
mod domains;
mod every_route;
mod key;
mod outages;
mod read;
mod support;
mod update;
