//! Who answers a client's visitors: its own n8n workflow or model, else the deployment's, else the search in its documents alone.

use crate::answer::{AnswerFailed, Pieces, Question};
use crate::built_in;
use crate::n8n::N8nWebhook;
use crate::openai::Model;
use futures_util::{StreamExt, stream};
use reqwest::Client;
use shared::answer_plans::{AnswerPlan, Answering, OwnAnswerers};
use shared::neighbours::{self, Policy};
use shared::sealed::Sealer;
use shared::{Secret, Settings, SettingsError};
use std::sync::{Arc, OnceLock};
use url::Url;
use uuid::Uuid;

/// Everybody who may answer.
#[derive(Clone, Debug)]
pub struct Answerers {
    /// The deployment's workflow, for clients that have nobody of their own.
    n8n: Option<N8nWebhook>,
    /// The same for its model.
    model: Option<Model>,
    policy: Policy,
    sealer: Sealer,
    /// For addresses that organisers typed in. Made when it is first needed: it reads the certificates of the system.
    http: Arc<OnceLock<Client>>,
}

/// Who answers one question.
#[derive(Debug)]
pub enum Answerer {
    /// The search in the client's documents.
    BuiltIn,
    /// A workflow.
    N8n(N8nWebhook),
    /// A model.
    Model(Model),
    /// Nobody, because of a setting.
    Nobody(&'static str),
}

impl Answerers {
    /// Reads the deployment's own.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn from_settings(settings: &Settings, sealer: Sealer) -> Result<Self, SettingsError> {
        Ok(Self {
            n8n: N8nWebhook::from_settings(settings)?,
            model: Model::from_settings(settings)?,
            policy: Policy::from_settings(settings)?,
            sealer,
            http: Arc::default(),
        })
    }

    /// Who answers for clients that have nobody of their own.
    pub fn of_deployment(&self) -> Answering {
        match (&self.n8n, &self.model) {
            (Some(_), _) => Answering::N8n,
            (None, Some(_)) => Answering::OpenAi,
            (None, None) => Answering::BuiltIn,
        }
    }

    /// Who answers a client's question.
    pub fn choose(&self, client_id: Uuid, plan: &AnswerPlan) -> Answerer {
        let chosen = match plan.answerer.as_str() {
            "n8n" => self.workflow(client_id, &plan.own).map(Answerer::N8n),
            "openai" => self.model(client_id, &plan.own).map(Answerer::Model),
            _ => Ok(Answerer::BuiltIn),
        };
        chosen.unwrap_or_else(Answerer::Nobody)
    }

    fn workflow(&self, client_id: Uuid, own: &OwnAnswerers) -> Result<N8nWebhook, &'static str> {
        let Some(url) = &own.n8n_webhook_url else {
            let of_deployment = self.n8n.clone();
            return of_deployment.ok_or("the client chose n8n, and nobody has set a webhook");
        };
        let secret = self.open(client_id, own.n8n_webhook_secret.as_deref())?;
        let url = self.allowed(url)?;
        Ok(N8nWebhook::of_client(self.http()?, url, secret))
    }

    fn model(&self, client_id: Uuid, own: &OwnAnswerers) -> Result<Model, &'static str> {
        let (Some(model), true) = (&own.openai_model, own.has_model()) else {
            let of_deployment = self.model.clone();
            return of_deployment.ok_or("the client chose a model, and nobody has set one");
        };
        let key = self.open(client_id, own.openai_api_key.as_deref())?;
        let base_url = own.openai_base_url.as_deref();
        let base_url = self.allowed(base_url.unwrap_or(Model::DEFAULT_BASE_URL))?;
        Ok(Model::of_client(self.http()?, base_url, key, model.clone()))
    }

    fn allowed(&self, url: &str) -> Result<Url, &'static str> {
        let allowed = self.policy.check(url);
        allowed.map_err(|_| "the client's address is not one that may be called")
    }

    fn open(&self, client_id: Uuid, sealed: Option<&str>) -> Result<Option<Secret>, &'static str> {
        let open = |sealed| self.sealer.open(client_id, sealed);
        sealed
            .map(open)
            .transpose()
            .map_err(|_| "the client's secret was sealed with a key that is gone")
    }

    fn http(&self) -> Result<Client, &'static str> {
        if let Some(http) = self.http.get() {
            return Ok(http.clone());
        }
        let http = neighbours::client(self.policy).map_err(|_| "there is no TLS to call with")?;
        Ok(self.http.get_or_init(|| http).clone())
    }
}

impl Answerer {
    /// Its name in the database.
    pub fn name(&self, chosen: &str) -> &'static str {
        match self {
            Self::BuiltIn => Answering::BuiltIn.name(),
            Self::N8n(_) => Answering::N8n.name(),
            Self::Model(_) => Answering::OpenAi.name(),
            Self::Nobody(_) if chosen == Answering::N8n.name() => Answering::N8n.name(),
            Self::Nobody(_) => Answering::OpenAi.name(),
        }
    }

    /// Begins to answer.
    pub fn answer(self, question: Question) -> Pieces {
        match self {
            Self::BuiltIn => built_in::answer(question),
            Self::N8n(webhook) => webhook.answer(question),
            Self::Model(model) => model.answer(question),
            Self::Nobody(reason) => {
                stream::iter([Err(AnswerFailed::NotConfigured(reason))]).boxed()
            }
        }
    }
}
