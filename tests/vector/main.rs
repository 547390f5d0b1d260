//! Search by meaning, from a document's chunks to an answer, in a Postgres with pgvector: `cargo verify vector`.

mod finding;
mod reading;
mod support;
