//! The dashboard's files: how they are packed and how they are served. No database is needed.

#[path = "../../build/folder.rs"]
mod folder;
#[path = "../../build/kind.rs"]
mod kind;
#[path = "../../build/pack.rs"]
mod pack;

mod binary;
mod caching;
mod encodings;
mod files;
mod kinds;
mod packing;
mod pages;
mod security;
mod support;
mod views;
