//! Reads a database URL as libpq, node-pg and Neon's console write it, and turns it into the driver's configuration.
//! Options the driver does not know are mapped (`sslmode=verify-full`), passed over when they are meant for another
//! program, or refused by name.
//! <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS>

use crate::settings::SettingsError;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, SslNegotiation};

/// Options that hosting consoles and ORMs put into URLs and that mean nothing to this driver.
const MEANT_FOR_OTHERS: [&str; 8] = [
    "connection_limit",
    "gssencmode",
    "pgbouncer",
    "pool_timeout",
    "schema",
    "statement_cache_mode",
    "uselibpqcompat",
    "workaround",
];

/// A driver configuration from a URL. TLS is on or off, never "if the server likes": a connection that may fall back to plain text
/// protects nobody. `require`, `verify-ca` and `verify-full` all check certificate and host name.
///
/// # Errors
/// [`SettingsError::Malformed`] naming `setting` and what is wrong with the URL, without any of its content but option names.
pub(super) fn parse(setting: &'static str, url: &str) -> Result<Config, SettingsError> {
    let malformed = |reason: String| SettingsError::malformed(setting, reason);
    let mut parsed = url::Url::parse(url.trim()).map_err(|error| {
        malformed(format!(
            "it is not a URL ({error}); a special character in the password must be percent-encoded"
        ))
    })?;
    if !matches!(parsed.scheme(), "postgres" | "postgresql") {
        return Err(malformed(
            "it must begin with postgres:// or postgresql://".to_owned(),
        ));
    }

    let options: Vec<(String, String)> = parsed.query_pairs().into_owned().collect();
    let mut ssl_mode = None;
    parsed.set_query(None);
    for (name, value) in options {
        match name.as_str() {
            "sslmode" => ssl_mode = wanted_ssl_mode(&value).map_err(malformed)?,
            // The system's certificates are what is used anyway.
            "sslrootcert" if value == "system" => {}
            "sslrootcert" => {
                return Err(malformed(
                    "sslrootcert names a file: put the certificate itself into DATABASE_CA_CERT"
                        .to_owned(),
                ));
            }
            other if MEANT_FOR_OTHERS.contains(&other) => {}
            _ => {
                parsed.query_pairs_mut().append_pair(&name, &value);
            }
        }
    }

    // The url crate writes a space in a query as `+`, which the driver takes literally.
    let query = parsed.query().unwrap_or_default().replace('+', "%20");
    parsed.set_query(Some(&query));
    let rewritten = parsed.as_str();
    let mut config: Config = rewritten
        .parse()
        .map_err(|error: tokio_postgres::Error| malformed(explain(&error)))?;
    if config.get_hosts().is_empty() {
        return Err(malformed("it names no host".to_owned()));
    }
    let is_local = config.get_hosts().iter().all(is_local_host);
    let default_mode = if is_local {
        SslMode::Disable
    } else {
        SslMode::Require
    };
    config.ssl_mode(ssl_mode.unwrap_or(default_mode));
    if config.get_ssl_negotiation() == SslNegotiation::Direct
        && config.get_ssl_mode() == SslMode::Disable
    {
        return Err(malformed(
            "sslnegotiation=direct needs TLS: add sslmode=require".to_owned(),
        ));
    }
    Ok(with_timeouts(config))
}

/// `None` for the modes that leave it to the server; then the host decides.
fn wanted_ssl_mode(value: &str) -> Result<Option<SslMode>, String> {
    match value {
        "disable" => Ok(Some(SslMode::Disable)),
        "allow" | "prefer" => Ok(None),
        "require" | "verify-ca" | "verify-full" => Ok(Some(SslMode::Require)),
        _ => Err("sslmode must be disable, require, verify-ca or verify-full".to_owned()),
    }
}

fn is_local_host(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => matches!(
            name.trim_matches(['[', ']']),
            "localhost" | "127.0.0.1" | "::1"
        ),
        Host::Unix(_) => true,
    }
}

/// A dead peer must be noticed well within the time a request may take.
fn with_timeouts(mut config: Config) -> Config {
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(2));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(5));
    }
    if config.get_application_name().is_none() {
        config.application_name("conference-chat");
    }
    config.keepalives_idle(Duration::from_secs(30));
    config
}

/// The driver's reason without its wrapping; it names options but quotes no values.
fn explain(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio_postgres::config::ChannelBinding;

    fn read(url: &str) -> Config {
        parse("DATABASE_URL", url).expect("the URL can be used")
    }

    fn refusal(url: &str) -> String {
        parse("DATABASE_URL", url)
            .expect_err("the URL cannot be used")
            .to_string()
    }

    #[test]
    fn neons_url_is_taken_as_its_console_shows_it() {
        let config = read(
            "postgresql://u:p@ep-x-pooler.eu-central-1.aws.neon.tech/neondb?sslmode=require&channel_binding=require",
        );
        assert_eq!(config.get_ssl_mode(), SslMode::Require);
        assert_eq!(config.get_channel_binding(), ChannelBinding::Require);
        assert_eq!(config.get_dbname(), Some("neondb"));
    }

    #[test]
    fn every_mode_that_asks_for_tls_requires_it() {
        for mode in ["require", "verify-ca", "verify-full"] {
            assert_eq!(
                read(&format!("postgres://u@localhost/d?sslmode={mode}")).get_ssl_mode(),
                SslMode::Require,
                "{mode}"
            );
        }
    }

    #[test]
    fn without_a_mode_only_a_local_host_goes_without_tls() {
        assert_eq!(
            read("postgres://u@localhost/d").get_ssl_mode(),
            SslMode::Disable
        );
        assert_eq!(
            read("postgres://u@[::1]/d?sslmode=prefer").get_ssl_mode(),
            SslMode::Disable
        );
        assert_eq!(
            read("postgres://u@db.example.com/d").get_ssl_mode(),
            SslMode::Require
        );
        assert_eq!(
            read("postgres://u@db.example.com/d?sslmode=prefer").get_ssl_mode(),
            SslMode::Require
        );
    }

    #[test]
    fn direct_negotiation_is_understood_and_needs_tls() {
        let config = read("postgres://u@db.example.com/d?sslnegotiation=direct");
        assert_eq!(config.get_ssl_negotiation(), SslNegotiation::Direct);
        assert!(
            refusal("postgres://u@localhost/d?sslnegotiation=direct").contains("sslmode=require")
        );
    }

    #[test]
    fn options_meant_for_other_programs_are_passed_over() {
        read("postgres://u@localhost/d?pgbouncer=true&connection_limit=1&schema=public");
    }

    #[test]
    fn a_percent_encoded_password_and_options_with_spaces_arrive_whole() {
        let config = read(
            "postgres://u:p%40s%2Fs+1@localhost/d?options=-c%20search_path%3Dx&application_name=my+app",
        );
        assert_eq!(config.get_password(), Some("p@s/s+1".as_bytes()));
        assert_eq!(config.get_options(), Some("-c search_path=x"));
        assert_eq!(config.get_application_name(), Some("my app"));
    }

    #[test]
    fn a_refusal_names_the_setting_and_the_option_but_no_secret() {
        let text = refusal("postgres://user:hunter2@localhost/d?sslcert=x");
        assert!(
            text.contains("DATABASE_URL") && text.contains("sslcert"),
            "{text}"
        );
        assert!(!text.contains("hunter2"));
        for url in [
            "mysql://user:hunter2@h/d",
            "hunter2",
            "postgres://user:hunter2@h/d?sslmode=maybe",
            "postgres:///d",
        ] {
            assert!(!refusal(url).contains("hunter2"), "{url}");
        }
    }
}
