//! Why `cargo parameters` could not do its work, in words that say what to do and hold no value.

use crate::CREDENTIALS;
use crate::prefix::Prefix;
use shared::SettingsError;
use shared::parameter_store::ParameterStoreError;
use std::path::PathBuf;

/// A reason to stop.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The file is not there or not readable.
    #[error("{path} cannot be read", path = path.display())]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    /// A line of the file is not understood.
    #[error(
        "line {line} of {path} is not understood{of}: a line is NAME=value, a value with spaces must stand in quotes, and quotes must be closed",
        path = path.display(), of = .name.map(|name| format!(" (the value of {name})")).unwrap_or_default()
    )]
    Line {
        path: PathBuf,
        line: usize,
        name: Option<&'static str>,
    },
    /// The file has names that must never be parameters.
    #[error(
        "{names} in {path} must never be parameters: AWS_… is Lambda's own, and SSM_PREFIX and INGEST_FUNCTION are the template's to say. \
         Take them out of the file. Nothing was written",
        names = names.join(", "), path = path.display()
    )]
    NeverParameters { path: PathBuf, names: Vec<String> },
    /// Values of the file depend on variables.
    #[error(
        "{names} in {path}: what follows a $ would be replaced by the value of a variable. Put the value in single quotes to \
         keep the $. Nothing was written",
        names = names.join(", "), path = path.display()
    )]
    Substituted {
        path: PathBuf,
        names: Vec<&'static str>,
    },
    /// Parameter Store has no place for values of that size.
    #[error(
        "{name} has {bytes} bytes, and a parameter can have {limit}. Nothing was written",
        limit = crate::plan::ADVANCED_BYTES
    )]
    TooLarge { name: &'static str, bytes: usize },
    /// Functions could not start with what the file has.
    #[error(
        "functions cannot work with the settings in {path}, so nothing was written:{lines}",
        path = path.display(), lines = lines(wrong)
    )]
    FileIsWrong { path: PathBuf, wrong: Vec<String> },
    /// Functions cannot start with what is in Parameter Store.
    #[error("functions cannot work with the parameters under {prefix}:{lines}", lines = lines(wrong))]
    ParametersAreWrong { prefix: Prefix, wrong: Vec<String> },
    /// The environment has no credentials.
    #[error("there are no credentials.\n\n{CREDENTIALS}")]
    NoCredentials,
    /// The environment has no region.
    #[error("AWS_REGION is not set.\n\n{CREDENTIALS}")]
    NoRegion,
    /// Parameter Store was asked and did not do it.
    #[error("{doing}")]
    Store {
        doing: String,
        source: ParameterStoreError,
    },
    /// The same for what functions do by themselves.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

impl Failed {
    /// The reason with all the reasons behind it, and what to do about credentials that AWS does not take.
    pub fn explained(&self) -> String {
        let reason = shared::explain(self);
        let refusal = match self {
            Self::Store { source, .. }
            | Self::Settings(SettingsError::ParameterStore { source, .. }) => source,
            _ => return reason,
        };
        match refusal {
            ParameterStoreError::Refused { code, .. } if is_about_credentials(code) => {
                format!("{reason}\n\nThe credentials are too old or wrong. {CREDENTIALS}")
            }
            _ => reason,
        }
    }
}

/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html>
fn is_about_credentials(code: &str) -> bool {
    matches!(
        code,
        "ExpiredTokenException"
            | "InvalidClientTokenId"
            | "InvalidSignatureException"
            | "UnrecognizedClientException"
    )
}

fn lines(texts: &[String]) -> String {
    texts.iter().map(|text| format!("\n  {text}")).collect()
}
