//! The dashboard's files, as they are served. No database is needed.

mod binary;
mod caching;
mod encodings;
mod files;
mod pages;
mod security;
mod support;
mod views;
