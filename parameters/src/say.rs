//! What the person at the terminal reads.

use std::fmt::Display;
use std::io::Write as _;

/// Prints a line. Whoever read them may be gone (`| head`); that must not end a program in the middle of its writing, and `println!`
/// would panic.
pub fn say(line: impl Display) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// Prints a line about one name, its words below those of the others.
pub fn say_of(name: &str, words: impl Display) {
    say(format!("  {name:<22} {words}"));
}

/// Prints what may be meant so and often is not.
pub fn warn(line: impl Display) {
    drop(writeln!(std::io::stderr(), "warning: {line}"));
}
