//! What the figures are measured on, shared with the tests that hold them.

pub mod corpus;
