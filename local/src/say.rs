//! What `cargo dev` tells the person at the terminal.

use std::fmt::Display;
use std::io::Write as _;

/// Prints a line. Whoever read them may be gone (`cargo dev | head`); that must not keep the program from going on, or from stopping,
/// and `println!` would panic.
pub fn say(line: impl Display) {
    drop(writeln!(std::io::stdout(), "{line}"));
}
