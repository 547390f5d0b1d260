//! `docs/SECURITY.md` names for each promise the tests that hold it. Here they are looked up, so that none is a test that was renamed
//! or deleted.

#[cfg(test)]
mod security;
