//! Who answers a client's visitors and what it needs for that: one row a client, and none while everything is as it was made. Secrets
//! are stored as [`crate::sealed`] seals them.

use crate::database::{FromRow, Query, Statement, StorageError, column};
use serde_json::{Map, Value};
use tokio_postgres::Row;
use uuid::Uuid;

/// The check that refuses n8n as the answerer without its address.
pub const N8N_HAS_NO_URL: &str = "answer_settings_n8n_has_a_url";
/// The check that refuses a model as the answerer without its key and name.
pub const OPENAI_LACKS_KEY_OR_MODEL: &str = "answer_settings_openai_has_key_and_model";

/// The settings without the secrets, of which only is known whether there is one.
#[derive(Clone, Debug)]
pub struct AnswerSettings {
    /// `auto`, `built_in`, `n8n` or `openai`.
    pub answerer: String,
    /// What every answer is to follow.
    pub main_prompt: String,
    /// The workflow's address.
    pub n8n_webhook_url: Option<String>,
    /// Whether the workflow has a secret.
    pub has_n8n_webhook_secret: bool,
    /// The model's server, when it is not the usual one.
    pub openai_base_url: Option<String>,
    /// Whether there is a key.
    pub has_openai_api_key: bool,
    /// The model's name.
    pub openai_model: Option<String>,
}

/// A change of some of the settings. What is not named stays; what is named without a value becomes what it was at the beginning.
#[derive(Clone, Debug, Default)]
pub struct AnswerSettingsChange {
    columns: Map<String, Value>,
}

impl AnswerSettingsChange {
    /// Names a setting when the caller did: see [`AnswerSettings`], and `n8n_webhook_secret` and `openai_api_key` for the sealed secrets.
    pub fn set(&mut self, column: &str, value: Option<Option<String>>) {
        if let Some(value) = value {
            self.columns.insert(column.to_owned(), Value::from(value));
        }
    }
}

/// The settings of one of the signed-in user's clients; `None` when it is not the user's.
pub fn find(client_id: Option<Uuid>) -> Statement<Option<AnswerSettings>> {
    Query::repeatable(
        "select coalesce(s.answerer, 'auto') as answerer, coalesce(s.main_prompt, '') as main_prompt,
                s.n8n_webhook_url, s.n8n_webhook_secret is not null as has_n8n_webhook_secret,
                s.openai_base_url, s.openai_api_key is not null as has_openai_api_key, s.openai_model
           from clients c
           left join answer_settings s on s.client_id = c.id
          where c.id = $1 and c.user_id = app.user_id()",
    )
    .uuid(client_id)
    .optional()
}

/// Changes the settings of one of the signed-in user's clients; `None` when it is not the user's. A new address takes the secret away
/// that was meant for the old one, unless a secret comes with it: else whoever may change the address could have the secret sent to himself.
///
/// Refused with [`StorageError::Conflict`] of [`N8N_HAS_NO_URL`] or [`OPENAI_LACKS_KEY_OR_MODEL`].
pub fn update(
    client_id: Option<Uuid>,
    change: AnswerSettingsChange,
) -> (Statement<()>, Statement<Option<AnswerSettings>>) {
    // Not one statement: the checks would look at a row that is to be inserted before its conflict is found.
    let row = Query::repeatable(
        "insert into answer_settings (client_id)
         select id from clients where id = $1 and user_id = app.user_id()
         on conflict on constraint answer_settings_pkey do nothing",
    )
    .uuid(client_id)
    .nothing();
    let updated = Query::write(
        "update answer_settings s
            set answerer        = case when $2 ? 'answerer' then coalesce($2 ->> 'answerer', 'auto') else s.answerer end,
                main_prompt     = case when $2 ? 'main_prompt' then coalesce($2 ->> 'main_prompt', '') else s.main_prompt end,
                n8n_webhook_url = case when $2 ? 'n8n_webhook_url' then $2 ->> 'n8n_webhook_url' else s.n8n_webhook_url end,
                openai_base_url = case when $2 ? 'openai_base_url' then $2 ->> 'openai_base_url' else s.openai_base_url end,
                openai_model    = case when $2 ? 'openai_model' then $2 ->> 'openai_model' else s.openai_model end,
                n8n_webhook_secret = case
                    when $2 ? 'n8n_webhook_secret' then $2 ->> 'n8n_webhook_secret'
                    when $2 ? 'n8n_webhook_url' and $2 ->> 'n8n_webhook_url' is distinct from s.n8n_webhook_url then null
                    else s.n8n_webhook_secret end,
                openai_api_key = case
                    when $2 ? 'openai_api_key' then $2 ->> 'openai_api_key'
                    when $2 ? 'openai_base_url' and $2 ->> 'openai_base_url' is distinct from s.openai_base_url then null
                    else s.openai_api_key end,
                updated_at = now()
           from clients c
          where s.client_id = $1 and c.id = s.client_id and c.user_id = app.user_id()
         returning s.answerer, s.main_prompt, s.n8n_webhook_url, s.n8n_webhook_secret is not null as has_n8n_webhook_secret,
                   s.openai_base_url, s.openai_api_key is not null as has_openai_api_key, s.openai_model",
    )
    .uuid(client_id)
    .jsonb(Value::Object(change.columns))
    .optional();
    (row, updated)
}

impl FromRow for AnswerSettings {
    fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            answerer: column(row, "answerer")?,
            main_prompt: column(row, "main_prompt")?,
            n8n_webhook_url: column(row, "n8n_webhook_url")?,
            has_n8n_webhook_secret: column(row, "has_n8n_webhook_secret")?,
            openai_base_url: column(row, "openai_base_url")?,
            has_openai_api_key: column(row, "has_openai_api_key")?,
            openai_model: column(row, "openai_model")?,
        })
    }
}
