//! Settings of the local runner: the process environment, and beneath it the `.env` file of the working directory or one above.

use crate::Failed;
use shared::settings::NAMES;
use std::collections::HashMap;

/// All variables; the environment wins over the file.
///
/// # Errors
/// [`Failed::Dotenv`] when there is a file that cannot be read.
pub fn read() -> Result<HashMap<String, String>, Failed> {
    let mut values = HashMap::new();
    match dotenvy::dotenv_iter() {
        Ok(pairs) => {
            for pair in pairs {
                let (name, value) = pair.map_err(unreadable)?;
                values.insert(name, value);
            }
        }
        Err(error) if error.not_found() => {}
        Err(error) => return Err(unreadable(error)),
    }
    values.extend(
        std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        }),
    );
    values.retain(|_, value| !value.trim().is_empty());
    Ok(values)
}

/// Says where, never what: the value may be a secret.
fn unreadable(error: dotenvy::Error) -> Failed {
    Failed::Dotenv(match error {
        // What the error quotes is a line, or of a value that is not understood the value alone: only a name of ours is repeated.
        dotenvy::Error::LineParse(piece, _) => {
            let name = piece.split('=').next().unwrap_or_default().trim();
            let known = NAMES.into_iter().find(|known| *known == name);
            format!(
                "{} is not understood; a value with spaces must stand in quotes, and quotes must be closed",
                known.unwrap_or("a line")
            )
        }
        dotenvy::Error::Io(error) => error.to_string(),
        _ => "its form is not understood".to_owned(),
    })
}
