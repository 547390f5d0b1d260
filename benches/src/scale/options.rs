//! What may stand behind `cargo bench-all scale`.

use std::path::PathBuf;

/// How large, how often, and which parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// 1 is 100 000 clients, 1 000 000 sessions, 10 000 000 messages and 1 000 000 chunks.
    pub factor: f64,
    /// How often each request is timed.
    pub samples: usize,
    /// Makes the database anew.
    pub rebuild: bool,
    /// The parts that are wanted; all when there are none.
    pub parts: Vec<String>,
}

const PARTS: [&str; 4] = ["routes", "plans", "beside", "sizes"];

impl Options {
    /// Reads `--factor 0.01 --samples 50 --rebuild --only routes,plans`.
    ///
    /// # Errors
    /// What is wrong with them, and how they are used.
    pub fn read(words: &[String]) -> Result<Self, String> {
        let mut options = Self {
            factor: 1.0,
            samples: 100,
            rebuild: false,
            parts: Vec::new(),
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().cloned().unwrap_or_default();
            match word.as_str() {
                "--factor" => options.factor = number(word, &value())?,
                "--samples" => options.samples = number(word, &value())?,
                "--rebuild" => options.rebuild = true,
                "--only" => options.parts = value().split(',').map(str::to_owned).collect(),
                _ => return Err(format!("{word} is not known. {USE}")),
            }
        }
        if !(options.factor > 0.0 && options.factor <= 1.0) || options.samples == 0 {
            return Err(USE.to_owned());
        }
        if let Some(part) = options
            .parts
            .iter()
            .find(|part| !PARTS.contains(&part.as_str()))
        {
            return Err(format!("{part} is no part. {USE}"));
        }
        Ok(options)
    }

    /// Whether a part is wanted.
    #[must_use]
    pub fn is_wanted(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }

    /// Where the database is kept between runs.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/../.data/scale");
        PathBuf::from(kept).join(format!("factor-{}", self.factor))
    }
}

const USE: &str = "Use: scale [--factor 0.01 (up to 1)] [--samples 100] [--rebuild] [--only routes,plans,beside,sizes]";

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("{name} needs a number. {USE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Options, String> {
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        Options::read(&words)
    }

    #[test]
    fn words_are_read() {
        let options = read("--factor 0.5 --samples 7 --rebuild --only plans,sizes").unwrap();
        assert!(
            options.rebuild && options.samples == 7 && options.data_dir().ends_with("factor-0.5")
        );
        assert!(options.is_wanted("sizes") && !options.is_wanted("routes"));
        assert!(read("").unwrap().is_wanted("routes"));
    }

    #[test]
    fn what_is_no_option_is_refused() {
        for words in [
            "--factor",
            "--factor 2",
            "--factor 0",
            "--samples 0",
            "--quick",
            "--only everything",
        ] {
            assert!(read(words).is_err(), "{words}");
        }
    }
}
