//! `GET` and `PUT /api/dashboard/clients/{id}/answers`: who answers the client's visitors. Secrets go in and never come out.

use crate::ClientsState;
use crate::update::refuse;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use shared::answer_settings::{self, AnswerSettings, AnswerSettingsChange};
use shared::http::description::{ClientPath, Missing, SessionChanges, SessionReads};
use shared::http::validation::Rule;
use shared::http::{ApiError, Fields, Invalid, JsonBody, PathId, SignedIn};
use shared::neighbours::Policy;
use shared::sealed::Sealer;
use shared::{Secret, StorageError};
use utoipa::ToSchema;
use uuid::Uuid;

const FAILED: &str = "Failed to update who answers";
const ANSWERERS: [&str; 4] = ["auto", "built_in", "n8n", "openai"];
const PROMPT_RULES: [Rule; 2] = [
    Rule::Max(20_000, "The main prompt cannot exceed 20000 characters"),
    Rule::Storable,
];
const MODEL_RULES: [Rule; 3] = [
    Rule::Min(1, "Must not be empty; null takes it away"),
    Rule::Max(200, "The model cannot exceed 200 characters"),
    Rule::Storable,
];
/// They are sent as headers.
const SECRET_RULES: [Rule; 3] = [
    Rule::Min(1, "Must not be empty; null takes it away"),
    Rule::Max(1000, "A secret cannot exceed 1000 characters"),
    Rule::Matches(
        |text| text.bytes().all(|byte| byte.is_ascii_graphic()),
        "Can only hold visible ASCII characters",
    ),
];

/// Who answers a client's visitors.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Answers)]
pub struct AnswersAnswer {
    #[schema(value_type = AnswererChoice)]
    answerer: String,
    /// Goes along with every question to a workflow or model.
    main_prompt: String,
    n8n: N8n,
    openai: OpenAi,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = N8nAnswerer)]
struct N8n {
    #[schema(required)]
    webhook_url: Option<String>,
    /// The secret itself never comes out.
    has_webhook_secret: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ModelAnswerer)]
struct OpenAi {
    /// Where a model is asked that speaks OpenAI's chat completions; null for OpenAI itself.
    #[schema(required)]
    base_url: Option<String>,
    /// The key itself never comes out.
    has_api_key: bool,
    #[schema(required)]
    model: Option<String>,
}

/// Who answers; with `auto` the first of these that is set: workflow, model, the deployment's, the built-in search.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its description is used")]
pub enum AnswererChoice {
    Auto,
    BuiltIn,
    N8n,
    #[schema(rename = "openai")]
    OpenAi,
}

/// What of it may be changed; null takes away what it names.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct AnswersChange {
    answerer: Option<AnswererChoice>,
    #[schema(max_length = 20_000)]
    main_prompt: Option<String>,
    #[schema(nullable = false)]
    n8n: Option<N8nChange>,
    #[schema(nullable = false)]
    openai: Option<OpenAiChange>,
}

#[derive(ToSchema)]
#[schema(as = N8nAnswererChange, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
struct N8nChange {
    /// `https://`, unless the deployment allows others. A new one takes the secret away.
    webhook_url: Option<String>,
    /// Visible ASCII characters. Sent as `X-Webhook-Secret`.
    #[schema(min_length = 1, max_length = 1000, pattern = "^[!-~]*$")]
    webhook_secret: Option<String>,
}

#[derive(ToSchema)]
#[schema(as = ModelAnswererChange, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
struct OpenAiChange {
    /// `https://`, unless the deployment allows others. A new one takes the key away.
    base_url: Option<String>,
    /// Visible ASCII characters.
    #[schema(min_length = 1, max_length = 1000, pattern = "^[!-~]*$")]
    api_key: Option<String>,
    #[schema(min_length = 1, max_length = 200)]
    model: Option<String>,
}

/// Read who answers a client's visitors
#[utoipa::path(
    get, path = "/api/dashboard/clients/{id}/answers", operation_id = "readAnswers", tag = "answers", security(("session" = [])),
    params(ClientPath),
    responses(
        SessionReads,
        Missing,
        (status = 200, body = AnswersAnswer, description = "Who answers."),
    ),
)]
pub async fn find(caller: SignedIn, PathId(id): PathId) -> Result<Json<AnswersAnswer>, ApiError> {
    let statement = answer_settings::find(id);
    let (_, settings) = caller.run(statement, "Failed to read who answers").await?;
    found(settings)
}

/// Change who answers a client's visitors
///
/// What is not named stays. 400 when what was chosen lacks its URL, or its key or model.
#[utoipa::path(
    put, path = "/api/dashboard/clients/{id}/answers", operation_id = "updateAnswers", tag = "answers", security(("session" = [])),
    params(ClientPath),
    request_body = AnswersChange,
    responses(
        SessionChanges,
        Missing,
        (status = 200, body = AnswersAnswer, description = "Who answers now."),
    ),
)]
pub async fn update(
    State(state): State<ClientsState>,
    caller: SignedIn,
    PathId(id): PathId,
    JsonBody(body): JsonBody,
) -> Result<Json<AnswersAnswer>, ApiError> {
    let sealing = Sealing {
        sealer: &state.services.sealer,
        client_id: id.unwrap_or_default(),
    };
    let change = match read(&body, state.neighbours, sealing) {
        Ok(change) => change,
        Err(invalid) => return Err(refuse(&caller, id, &invalid).await),
    };
    let (_, updated) = caller.try_run(answer_settings::update(id, change)).await?;
    match updated {
        Ok(((), settings)) => found(settings),
        Err(StorageError::Conflict { constraint, .. })
            if constraint == answer_settings::N8N_HAS_NO_URL =>
        {
            Err(incomplete("n8n can only answer with a webhook URL"))
        }
        Err(StorageError::Conflict { constraint, .. })
            if constraint == answer_settings::OPENAI_LACKS_KEY_OR_MODEL =>
        {
            Err(incomplete(
                "A model can only answer with an API key and the model's name. A new base URL needs the key again",
            ))
        }
        Err(error) => Err(ApiError::storage(FAILED, error)),
    }
}

/// What a client's secrets are sealed with.
#[derive(Clone, Copy)]
struct Sealing<'a> {
    sealer: &'a Sealer,
    client_id: Uuid,
}

impl Sealing<'_> {
    fn read(self, fields: &mut Fields<'_>, name: &'static str) -> Option<Option<String>> {
        let secret = fields.nullable_text(name, &SECRET_RULES)?;
        let seal = |text| self.sealer.seal(self.client_id, &Secret::new(text));
        Some(secret.map(seal))
    }
}

fn read(
    body: &Value,
    neighbours: Policy,
    sealing: Sealing<'_>,
) -> Result<AnswerSettingsChange, Invalid> {
    let mut change = AnswerSettingsChange::default();
    let mut fields = Fields::of(body);
    change.set("answerer", answerer(&mut fields));
    change.set(
        "main_prompt",
        fields.nullable_text("mainPrompt", &PROMPT_RULES),
    );
    fields.optional_object("n8n", |n8n| {
        change.set("n8n_webhook_url", address(n8n, "webhookUrl", neighbours));
        change.set("n8n_webhook_secret", sealing.read(n8n, "webhookSecret"));
    });
    fields.optional_object("openai", |openai| {
        change.set("openai_base_url", address(openai, "baseUrl", neighbours));
        change.set("openai_api_key", sealing.read(openai, "apiKey"));
        change.set("openai_model", openai.nullable_text("model", &MODEL_RULES));
    });
    fields.finish()?;
    Ok(change)
}

fn answerer(fields: &mut Fields<'_>) -> Option<Option<String>> {
    let rule = Rule::Matches(
        |text| ANSWERERS.contains(&text),
        "Must be auto, built_in, n8n or openai",
    );
    fields.nullable_text("answerer", &[rule])
}

/// An address that we may call. Checked again whenever it is called: what its name stands for may change.
fn address(
    fields: &mut Fields<'_>,
    name: &'static str,
    neighbours: Policy,
) -> Option<Option<String>> {
    let address = fields.nullable_text(name, &[Rule::Storable])?;
    if let Some(Err(refused)) = address.as_deref().map(|text| neighbours.check(text)) {
        fields.require(name, false, &refused.to_string());
    }
    Some(address)
}

fn incomplete(message: &str) -> ApiError {
    ApiError::invalid("Validation error", &Invalid::field("answerer", message))
}

fn found(settings: Option<AnswerSettings>) -> Result<Json<AnswersAnswer>, ApiError> {
    let settings = settings.ok_or(ApiError::not_found("Client not found"))?;
    Ok(Json(AnswersAnswer {
        answerer: settings.answerer,
        main_prompt: settings.main_prompt,
        n8n: N8n {
            webhook_url: settings.n8n_webhook_url,
            has_webhook_secret: settings.has_n8n_webhook_secret,
        },
        openai: OpenAi {
            base_url: settings.openai_base_url,
            has_api_key: settings.has_openai_api_key,
            model: settings.openai_model,
        },
    }))
}
