//! Builds the widget into the function.

use std::process::ExitCode;
use web_assets::{Kind, kind_of};

fn main() -> ExitCode {
    web_assets::embed(&web_assets::WIDGET, sent_as)
}

fn sent_as(path: &str) -> Kind {
    let kind = kind_of(path);
    Kind {
        content_type: if path.ends_with(".js") {
            // As the old server called it.
            "application/javascript; charset=utf-8"
        } else {
            kind.content_type
        },
        // The application's files have names with a hash, all of them.
        is_immutable: path.starts_with("/app/"),
        ..kind
    }
}
