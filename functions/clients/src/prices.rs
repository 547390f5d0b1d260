//! What tokens cost the deployment, to estimate what answers did. Dollars for a million tokens; without them there is no estimate.

use shared::{Secret, Settings, SettingsError};

const MILLION: f64 = 1_000_000.0;

/// Read once at start.
///
/// - `OPENAI_PROMPT_PRICE`: for a million tokens of questions and what goes along with them.
/// - `OPENAI_COMPLETION_PRICE`: for a million tokens of answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Prices {
    prompt: Option<f64>,
    completion: Option<f64>,
}

impl Prices {
    /// Reads the settings.
    ///
    /// # Errors
    /// When one is no price.
    pub fn from_settings(settings: &Settings) -> Result<Self, SettingsError> {
        Ok(Self {
            prompt: price(
                "OPENAI_PROMPT_PRICE",
                settings.optional("OPENAI_PROMPT_PRICE"),
            )?,
            completion: price(
                "OPENAI_COMPLETION_PRICE",
                settings.optional("OPENAI_COMPLETION_PRICE"),
            )?,
        })
    }

    /// Dollars, to the millionth; nothing when no price is known.
    pub fn cost_of(self, prompt_tokens: i64, completion_tokens: i64) -> Option<f64> {
        if self.prompt.is_none() && self.completion.is_none() {
            return None;
        }
        // A sum of tokens is far below what an f64 holds exactly.
        let cost = prompt_tokens as f64 * self.prompt.unwrap_or_default()
            + completion_tokens as f64 * self.completion.unwrap_or_default();
        Some(cost.round() / MILLION)
    }
}

fn price(name: &'static str, setting: Option<Secret>) -> Result<Option<f64>, SettingsError> {
    let Some(setting) = setting else {
        return Ok(None);
    };
    let price = setting.expose().trim().parse::<f64>().ok();
    match price.filter(|price| price.is_finite() && *price >= 0.0) {
        Some(price) => Ok(Some(price)),
        None => Err(SettingsError::malformed(
            name,
            "it must be a number of dollars for a million tokens, like 0.15",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prices(settings: &[(&str, &str)]) -> Result<Prices, SettingsError> {
        Prices::from_settings(&settings.iter().copied().collect())
    }

    #[test]
    fn a_million_tokens_cost_what_the_settings_say() {
        let both = [
            ("OPENAI_PROMPT_PRICE", "0.15"),
            ("OPENAI_COMPLETION_PRICE", "0.6"),
        ];
        let both = prices(&both).expect("both can be used");
        assert_eq!(both.cost_of(1_000_000, 0), Some(0.15));
        assert_eq!(both.cost_of(2_000_000, 500_000), Some(0.6));
        assert_eq!(both.cost_of(10, 0), Some(0.000_002));
        assert_eq!(both.cost_of(0, 0), Some(0.0));
    }

    #[test]
    fn without_prices_there_is_no_estimate() {
        let none = prices(&[]).expect("nothing is needed");
        assert_eq!(none.cost_of(1_000_000, 1_000_000), None);
    }

    #[test]
    fn what_is_no_price_is_told_by_its_name() {
        for text in ["free", "-1", "NaN", "inf", "0,15"] {
            let error = prices(&[("OPENAI_PROMPT_PRICE", text)]).expect_err(text);
            assert!(
                error
                    .to_string()
                    .starts_with("OPENAI_PROMPT_PRICE cannot be used"),
                "{error}"
            );
        }
    }
}
