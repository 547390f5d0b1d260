//! The dashboard's files.
