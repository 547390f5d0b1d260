//! Builds the dashboard into the function.

use std::process::ExitCode;

fn main() -> ExitCode {
    web_assets::embed(&web_assets::DASHBOARD, web_assets::kind_of)
}
