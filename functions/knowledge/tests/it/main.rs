//! The routes and the ingest of this function against a real database.

mod add;
mod binary;
mod change;
mod delete;
mod every_route;
mod hostile;
mod ingest;
mod limits;
mod list;
mod meaning;
mod outages;
mod races;
mod search;
mod support;
mod sweep;
mod tags;
mod test;
mod tokens;
mod trouble;
mod wake;
