//! The world scenarios are played in: database, webhook, servers.

use crate::corpus::{self, Behaviour, Fixtures, Profile, Request, Scenario, Step};
use crate::exchange::{self, HOST};
use crate::placeholders::Variables;
use crate::{rows, server};
use axum::Router;
use serde_json::Value;
use std::time::Duration;
use test_support::{Answer, FakeWebhook, TestDatabase, WebhookAnswer, WebhookRequest};

pub struct Stage {
    fixtures: Fixtures,
    database: TestDatabase,
    webhook: FakeWebhook,
    /// Those of the fixtures.
    variables: Variables,
    servers: Vec<(Profile, Router)>,
}

/// What came of a step.
pub enum Outcome {
    Nothing,
    Answer(Answer),
    Rows(Value),
    Received(Vec<WebhookRequest>),
}

impl Stage {
    pub async fn build() -> Self {
        let fixtures: Fixtures = corpus::load("fixtures");
        let mut variables = Variables::default();
        for (name, value) in &fixtures.variables {
            variables.set(name, value);
        }
        for (name, value) in &fixtures.cookies {
            variables.set(format!("cookie.{name}"), value);
        }
        variables.set("host", HOST);
        let mut stage = Self {
            fixtures,
            database: TestDatabase::create().await,
            webhook: FakeWebhook::start().await,
            variables,
            servers: Vec::new(),
        };
        stage.learn_file_etags().await;
        stage
    }

    /// Files may differ from the old server's, and so do their ETags.
    async fn learn_file_etags(&mut self) {
        for (name, file) in [("ETAG_JS", "widget.js"), ("ETAG_CSS", "widget.css")] {
            let request = Request {
                method: "GET".to_owned(),
                path: format!("/widget/v1/{file}"),
                headers: Vec::new(),
                body: corpus::Body::default(),
            };
            let server = self.server(Profile::Main);
            let answer = exchange::send(&server, &request, &self.variables).await;
            let etag = answer.header("etag").expect("an ETag");
            self.variables.set(name, etag);
        }
    }

    fn server(&mut self, profile: Profile) -> Router {
        if let Some((_, server)) = self.servers.iter().find(|(of, _)| *of == profile) {
            return server.clone();
        }
        let server = server::start(profile, &self.fixtures, &self.database, &self.webhook);
        self.servers.push((profile, server.clone()));
        server
    }

    /// Sets everything back to how a scenario begins.
    pub async fn begin(&mut self, scenario: &Scenario) -> (Router, Variables) {
        // What we keep beside the old tables goes with them.
        let emptied = self.fixtures.sql.iter().map(|sql| {
            let cascade = if sql.starts_with("truncate ") {
                " cascade"
            } else {
                ""
            };
            format!("{sql}{cascade}")
        });
        let sql: Vec<String> = emptied.collect();
        self.database.sql(&sql.join(";\n")).await;
        self.webhook.reset();
        (self.server(scenario.profile), self.variables.clone())
    }

    /// Carries out a step.
    pub async fn perform(
        &self,
        step: &Step,
        server: &Router,
        variables: &mut Variables,
    ) -> Outcome {
        match step {
            Step::Sql { sql } => self.sql(&variables.fill(&sql.joined())).await,
            Step::Sleep { ms } => tokio::time::sleep(Duration::from_millis(*ms)).await,
            Step::N8n { behaviour } => self.webhook.answer_with(webhook_answer(behaviour)),
            Step::Http(exchange) => {
                let answer = exchange::send(server, &exchange.request, variables).await;
                exchange::capture(&exchange.capture, &answer, variables);
                return Outcome::Answer(answer);
            }
            Step::Rows { sql, .. } => {
                let sql = variables.fill(sql);
                return Outcome::Rows(rows::query(&self.database.admin, &sql).await);
            }
            Step::Upstream { .. } => return Outcome::Received(self.webhook.received()),
        }
        Outcome::Nothing
    }

    /// Runs SQL as superuser.
    pub async fn sql(&self, sql: &str) {
        self.database.sql(sql).await;
    }
}

fn webhook_answer(behaviour: &Behaviour) -> WebhookAnswer {
    WebhookAnswer {
        status: behaviour.status,
        headers: behaviour.headers.clone(),
        body: behaviour.body.bytes(&Variables::default()),
        delay: Duration::from_millis(behaviour.delay_ms),
        stall_in_body: Duration::from_millis(behaviour.stall_body_ms),
        hangs_up: behaviour.destroy,
    }
}
