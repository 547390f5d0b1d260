//! The function in this process, against a real database and an address that plays CloudFormation's.

mod binary;
mod custom_resource;
mod delivery;
mod operator;
mod plan;
mod prune;
mod removed;
mod retention;
mod support;
mod time;
mod versions;
