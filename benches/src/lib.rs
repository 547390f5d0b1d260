//! What the figures are measured on, shared with the tests that hold them.

pub mod compare;
pub mod corpus;
pub mod scale;
