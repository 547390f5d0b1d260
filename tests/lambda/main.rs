//! What all functions' programs have in common, shown by a specimen of one: settings from Parameter Store, trust, panics.

mod panics;
mod parameters;
mod support;
mod trust;
