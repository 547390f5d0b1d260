//! The routes that are compared, and requests to them, as HTTP and as Lambda events.

use super::people::{PAGE, PASSWORD, People};
use serde_json::{Value, json};
use test_support::{HttpEvent, Person};
use uuid::Uuid;

/// A route that all servers have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Config,
    Chat,
    Me,
    Clients,
    ReadWidget,
    ChangeWidget,
    LogIn,
    Register,
    Health,
}

impl Route {
    pub const ALL: [Self; 9] = [
        Self::Config,
        Self::Chat,
        Self::Me,
        Self::Clients,
        Self::ReadWidget,
        Self::ChangeWidget,
        Self::LogIn,
        Self::Register,
        Self::Health,
    ];

    /// What tables and charts call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Config => "widget config",
            Self::Chat => "chat message",
            Self::Me => "who is signed in",
            Self::Clients => "list of clients",
            Self::ReadWidget => "read widget settings",
            Self::ChangeWidget => "change widget settings",
            Self::LogIn => "log in",
            Self::Register => "register",
            Self::Health => "health",
        }
    }

    /// The function that has it.
    pub fn function(self) -> &'static str {
        match self {
            Self::Me | Self::LogIn | Self::Register => "auth",
            Self::Clients => "clients",
            Self::Config | Self::ReadWidget | Self::ChangeWidget | Self::Health => "widgets",
            Self::Chat => "chat",
        }
    }

    /// A password is hashed: that takes nearly all of its time.
    pub fn hashes(self) -> bool {
        matches!(self, Self::LogIn | Self::Register)
    }

    /// The status of its answer.
    pub fn status(self) -> u16 {
        if self == Self::Register { 201 } else { 200 }
    }

    /// A request that is answered well. `names` are those who may log in at that server.
    pub fn request(self, people: &People, names: &[String]) -> Request {
        let number = people.number();
        let person = people.next();
        let request = match self {
            Self::Config => Request::get("/api/widget/config").visitor(person),
            Self::Chat => {
                let said = json!({"message": "When do doors open?", "sessionId": Uuid::new_v4()});
                Request::get("/api/widget/chat")
                    .json("POST", said)
                    .visitor(person)
            }
            Self::Me => Request::get("/api/auth/me").organiser(person),
            Self::Clients => Request::get("/api/dashboard/clients").organiser(person),
            Self::ReadWidget => Request::widget(person),
            Self::ChangeWidget => {
                let change =
                    json!({"widgetName": format!("Help {number}"), "primaryColor": "#112233"});
                Request::widget(person).json("PUT", change)
            }
            Self::LogIn => Request::log_in(&names[number % names.len()], PASSWORD),
            Self::Register => Request::register(&format!("new-{}", Uuid::new_v4())),
            Self::Health => Request::get("/api/widget/health"),
        };
        request.sent_from(number)
    }
}

/// What is sent.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: &'static str,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<Value>,
}

impl Request {
    pub fn get(path: &str) -> Self {
        Self {
            method: "GET",
            path: path.to_owned(),
            headers: Vec::new(),
            body: None,
        }
    }

    pub fn widget(person: &Person) -> Self {
        Self::get(&format!("/api/dashboard/widget/{}", person.client_id)).organiser(person)
    }

    pub fn log_in(username: &str, password: &str) -> Self {
        let body = json!({"username": username, "password": password});
        Self::get("/api/auth/login").json("POST", body)
    }

    pub fn register(username: &str) -> Self {
        let body =
            json!({"username": username, "password": PASSWORD, "clientName": "A conference"});
        Self::get("/api/auth/register").json("POST", body)
    }

    /// Of a page of ours.
    pub fn json(mut self, method: &'static str, body: Value) -> Self {
        self.method = method;
        self.body = Some(body);
        self.header("content-type", "application/json")
            .header("sec-fetch-site", "same-origin")
    }

    pub fn organiser(self, person: &Person) -> Self {
        self.header("cookie", &person.cookie)
    }

    pub fn visitor(self, person: &Person) -> Self {
        self.header("x-api-key", &person.key).header("origin", PAGE)
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The function that answers it.
    pub fn function(&self) -> &'static str {
        let path = self.path.trim_start_matches("/api/");
        if path.starts_with("auth") {
            "auth"
        } else if path.starts_with("widget/chat") {
            "chat"
        } else if path.starts_with("dashboard/clients") {
            "clients"
        } else {
            "widgets"
        }
    }

    /// As if through a load balancer, each from somewhere else: a thousand people have a thousand addresses.
    fn sent_from(self, number: usize) -> Self {
        let [.., b, c, d] = number.to_be_bytes();
        self.header("x-forwarded-for", &format!("10.{b}.{c}.{d}"))
    }

    /// As API Gateway, or for chat a function URL, hands it on.
    pub fn event(&self) -> Value {
        let mut event = if self.path.starts_with("/api/widget/chat") {
            HttpEvent::function_url(self.method, &self.path)
        } else {
            HttpEvent::api_gateway(self.method, &self.path)
        };
        if let Some(body) = &self.body {
            event = event.json(body);
        }
        for (name, value) in &self.headers {
            event = match *name {
                "cookie" => event.cookies(&[value]),
                name => event.header(name, value),
            };
        }
        event.value().clone()
    }
}
