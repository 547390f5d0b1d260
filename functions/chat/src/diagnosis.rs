//! Why a tested answerer gives no answer, in words that tell its organiser what to do. Nothing of what it said is in them: that may be
//! somebody else's.

use crate::answer::AnswerFailed;
use reqwest::StatusCode;
use serde::Serialize;
use shared::answer_plans::Answering;
use shared::neighbours::{self, Trouble};
use utoipa::ToSchema;

/// What went wrong, for a program and for a person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AnswererFailure)]
pub struct Diagnosis {
    code: Code,
    /// What an organiser can do about it.
    message: String,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AnswererFailureCode)]
pub enum Code {
    /// A setting is missing or cannot be used.
    NotConfigured,
    /// The address is one that must not be called.
    AddressNotAllowed,
    /// There is no machine of that name.
    AddressNotFound,
    /// No connection comes about.
    Unreachable,
    /// There is no TLS, or its certificate is not trusted.
    NotSecure,
    /// Nothing, or no end, in time.
    Timeout,
    /// The workflow does not take the secret.
    SecretRefused,
    /// The server of the model does not take the key.
    KeyRefused,
    /// There is no active workflow at the address.
    WebhookUnknown,
    /// There is no such model, or nothing that speaks for models.
    ModelUnknown,
    /// Too many requests, or nothing left to pay them.
    LimitReached,
    /// It answers from somewhere else.
    Redirected,
    /// Another status that is no answer.
    Refused,
    /// It failed by itself.
    Failed,
    /// What it answers cannot be read as an answer.
    WrongAnswer,
    /// The answer ended in the middle.
    BrokeOff,
}

impl Diagnosis {
    /// What is wrong with the answerer of that name. Of one that is not the client's own, only whoever runs the deployment can do something.
    pub fn of(error: &AnswerFailed, answerer: &str, is_own: bool) -> Self {
        let is_workflow = answerer == Answering::N8n.name();
        let (code, mut message) = match error {
            AnswerFailed::NotConfigured(reason) => {
                let message = format!("This answerer cannot be used as it is set: {reason}.");
                (Code::NotConfigured, message)
            }
            AnswerFailed::Status(status) => of_status(*status, is_workflow),
            other => {
                let (code, message) = of_another(other, is_workflow);
                (code, message.to_owned())
            }
        };
        if !is_own && code != Code::NotConfigured {
            message.push_str(
                " It is the deployment's own answerer: tell whoever runs this deployment.",
            );
        }
        Self { code, message }
    }
}

fn of_status(status: StatusCode, is_workflow: bool) -> (Code, String) {
    let number = status.as_u16();
    let (code, message) = match (number, is_workflow) {
        (401 | 403, true) => (
            Code::SecretRefused,
            "The workflow refused the secret. Enter the one that its webhook node asks for in the header X-Webhook-Secret.",
        ),
        (401 | 403, false) => (
            Code::KeyRefused,
            "The model's server refused the API key. Check the key, and that it may use this model.",
        ),
        (404 | 405 | 410, true) => (
            Code::WebhookUnknown,
            "There is no webhook at this address that takes POST. Check that the workflow is active, and that this is its production URL, not the test URL.",
        ),
        (404, false) => (
            Code::ModelUnknown,
            "The server knows no such model, or the base URL is not that of an OpenAI-compatible API. Check both.",
        ),
        (402 | 429, _) => (
            Code::LimitReached,
            "The limit of requests is reached, or the account has nothing left to pay them. Check the plan, or try again later.",
        ),
        (300..=399, _) => (
            Code::Redirected,
            "The address leads to another one. Enter the one that it ends at.",
        ),
        (500..=599, true) => (
            Code::Failed,
            "The workflow failed. Its executions in n8n say where.",
        ),
        (500..=599, false) => (
            Code::Failed,
            "The model's server failed. Try again later, or look at its status page.",
        ),
        (_, true) => (
            Code::Refused,
            "The workflow refused the question. Its executions in n8n say why.",
        ),
        (_, false) => (
            Code::Refused,
            "The model's server refused the question. Check the name of the model, and that it is one that chats.",
        ),
    };
    (code, format!("{message} (Status {number}.)"))
}

fn of_another(error: &AnswerFailed, is_workflow: bool) -> (Code, &'static str) {
    match error {
        AnswerFailed::Unreachable(error) => of_trouble(neighbours::trouble(error)),
        AnswerFailed::TooSlow if is_workflow => (
            Code::Timeout,
            "The workflow took longer than visitors wait, 28 seconds. Its executions in n8n say which step is slow.",
        ),
        AnswerFailed::TooSlow => (
            Code::Timeout,
            "The model took longer than visitors wait, 28 seconds. Try a faster one.",
        ),
        AnswerFailed::BrokeOff => (
            Code::BrokeOff,
            "The answer ended in the middle. Try again; if it stays so, something between closes the connection.",
        ),
        AnswerFailed::Reported if is_workflow => (
            Code::Failed,
            "The workflow reported an error. Its executions in n8n say which.",
        ),
        AnswerFailed::Reported => (
            Code::Failed,
            "The model's server reported an error while it answered. Try again later.",
        ),
        AnswerFailed::TooLarge(_) => (
            Code::WrongAnswer,
            "The answer is larger than a megabyte, more than a visitor could read.",
        ),
        _ if is_workflow => (
            Code::WrongAnswer,
            "The workflow's answer is not one that visitors can be told. It has to be JSON with the member `response`: see the last node of the example.",
        ),
        _ => (
            Code::WrongAnswer,
            "What answers is not an OpenAI-compatible API. Check the base URL; it usually ends with /v1.",
        ),
    }
}

fn of_trouble(trouble: Trouble) -> (Code, &'static str) {
    match trouble {
        Trouble::NotAllowed => (
            Code::AddressNotAllowed,
            "The address stands for a machine in a private network, which may not be called from here. It must be reachable from the public internet.",
        ),
        Trouble::NameUnknown => (
            Code::AddressNotFound,
            "No machine of that name was found. Check the spelling of the address.",
        ),
        Trouble::NotSecure => (
            Code::NotSecure,
            "No secure connection came about: the server does not speak HTTPS there, or its certificate is not valid for this name.",
        ),
        Trouble::NotConnected => (
            Code::Unreachable,
            "The server could not be reached. Check that it is running, and that the port is right.",
        ),
        Trouble::Other => (
            Code::BrokeOff,
            "The connection broke off. Try again; if it stays so, look at the server's log.",
        ),
    }
}
