//! The kinds of requests of which the stream consists.

use std::time::Duration;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Somebody signed in reads who they are.
    Me,
    /// Somebody signed in reads their clients.
    Clients,
    /// A page reads the widget's configuration.
    Config,
    /// A visitor asks what the documents answer.
    BuiltIn,
    /// A visitor asks what a webhook answers, whole.
    Webhook,
    /// A visitor asks what a webhook answers, and reads it as it comes.
    WebhookStream,
    /// A visitor asks what a model answers, whole.
    Model,
    /// A visitor asks what a model answers, and reads it as it comes.
    ModelStream,
    /// An organiser changes the widget.
    Settings,
    /// An organiser adds a client.
    Create,
    /// An organiser writes a document.
    Document,
    /// An organiser has all messages.
    Export,
    /// Somebody registers.
    Register,
}

use Kind::{
    BuiltIn, Clients, Config, Create, Document, Export, Me, Model, ModelStream, Register, Settings,
    Webhook, WebhookStream,
};

/// The order in which everybody asks, over and over.
pub const MIX: &[Kind] = &[
    Me,
    Config,
    BuiltIn,
    Settings,
    Webhook,
    Clients,
    Config,
    ModelStream,
    Document,
    Me,
    Config,
    WebhookStream,
    Create,
    Settings,
    BuiltIn,
    Clients,
    Config,
    Model,
    Export,
    Me,
    Settings,
    Config,
    BuiltIn,
    Clients,
];

/// What a broken database may keep from everybody.
pub const ALL: &[Kind] = &[
    Me,
    Clients,
    Config,
    BuiltIn,
    Webhook,
    WebhookStream,
    Model,
    ModelStream,
    Settings,
    Create,
    Document,
    Export,
    Register,
];

/// What a broken webhook or model may keep from visitors, and nothing else.
pub const OF_ANSWERERS: &[Kind] = &[Webhook, WebhookStream, Model, ModelStream];

impl Kind {
    /// Whether somebody else makes the answer.
    pub fn waits_for_an_answerer(self) -> bool {
        OF_ANSWERERS.contains(&self)
    }

    /// Whether a visitor asks a question.
    pub fn is_question(self) -> bool {
        self == BuiltIn || self.waits_for_an_answerer()
    }

    /// Within what time a failure is promised to be told.
    pub fn promised(self) -> Duration {
        if self.waits_for_an_answerer() {
            Duration::from_secs(30)
        } else {
            Duration::from_secs(3)
        }
    }
}
