//! The routes of this function against a real database.

mod binary;
mod config;
mod cors;
mod every_route;
mod files;
mod health;
mod identity;
mod installation;
mod logo;
mod outages;
mod settings;
mod sightings;
mod support;
mod version;
