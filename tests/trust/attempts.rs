//! Who tries what an operation does, and how.

mod programs;
mod sessions;
mod visitors;

use crate::document::{OpenedBy, Operation};
use crate::ids::{Ids, Kind};
use crate::request::Request;
use crate::world::World;

pub use sessions::Strangers;

/// What of Bob's somebody has who tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// Nothing that opens anything: nothing of Bob's is told or changed.
    Nothing,
    /// His key, as every visitor of his pages: told is what visitors are told, and nothing that another visitor said.
    TheKey,
    /// His browser, which sends his cookie along: nothing is changed, and the page may not read what comes.
    TheBrowser,
}

/// One try.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub who: String,
    pub has: Has,
    pub request: Request,
    /// The same for what does not exist: it must be answered alike.
    pub twin: Option<Request>,
    pub status: Option<u16>,
    /// What befalls the database before, and what takes that back.
    pub meanwhile: Option<(String, String)>,
}

impl Attempt {
    fn new(who: impl Into<String>, has: Has, request: Request) -> Self {
        Self {
            who: who.into(),
            has,
            request,
            twin: None,
            status: None,
            meanwhile: None,
        }
    }

    fn refused(self, status: u16) -> Self {
        Self {
            status: Some(status),
            ..self
        }
    }

    fn with_twin(self, twin: Request) -> Self {
        Self {
            twin: Some(twin),
            ..self
        }
    }

    fn meanwhile(self, before: String, after: String) -> Self {
        Self {
            meanwhile: Some((before, after)),
            ..self
        }
    }
}

/// An operation's requests: for Bob's things, and the same for what never was.
pub struct Aims<'a> {
    pub operation: &'a Operation,
    pub world: &'a World,
    /// For Bob's things.
    pub his: Request,
    /// For nothing.
    pub nothing: Request,
}

impl<'a> Aims<'a> {
    /// # Errors
    /// When no request can be made from the description.
    pub fn of(operation: &'a Operation, world: &'a World) -> Result<Self, String> {
        Ok(Self {
            his: operation.request(&world.bob.ids, &world.known)?,
            nothing: operation.request(&Ids::of_nothing(), &world.known)?,
            operation,
            world,
        })
    }

    /// A try that is answered in the same way for nothing.
    fn alike(&self, who: &str, has: Has, sign: impl Fn(Request) -> Request) -> Attempt {
        Attempt::new(who, has, sign(self.his.clone())).with_twin(sign(self.nothing.clone()))
    }

    /// Alice's own things with some of Bob's among them, and the same with nothing in his place.
    fn mixed(&self) -> Vec<(String, Request, Request)> {
        let kinds = self.operation.kinds();
        let (alice, bob) = (&self.world.alice.ids, &self.world.bob.ids);
        let nothing = Ids::of_nothing();
        let mut choices: Vec<Vec<Kind>> = kinds.iter().map(|kind| vec![*kind]).collect();
        if kinds.len() > 1 {
            choices.push(kinds);
        }
        let request = |ids: &Ids| {
            let request = self.operation.request(ids, &self.world.known);
            request.expect("it could be made for Bob's")
        };
        let mix = |chosen: &Vec<Kind>| {
            let his = request(&alice.with(chosen, bob));
            let none = request(&alice.with(chosen, &nothing));
            (format!("with Bob's {chosen:?}"), his, none)
        };
        choices.iter().map(mix).collect()
    }

    /// A request for Alice's own things.
    fn alices(&self) -> Request {
        let request = self
            .operation
            .request(&self.world.alice.ids, &self.world.known);
        request.expect("it could be made for Bob's")
    }

    /// Both states in which a client answers nobody.
    fn while_not_active(&self, attempt: &Attempt) -> Vec<Attempt> {
        let client = self.world.bob.person.client_id;
        let set = |status| format!("update clients set status = '{status}' where id = '{client}'");
        let with = |status| {
            let mut attempt = attempt.clone().meanwhile(set(status), set("active"));
            attempt.who = format!("{}, Bob's client {status}", attempt.who);
            attempt
        };
        ["paused", "disabled"].map(with).into()
    }

    /// All that is tried. What ends the callers themselves comes last.
    pub fn attempts(&self, strangers: &Strangers) -> Vec<Attempt> {
        match self.operation.opened_by {
            OpenedBy::Session => sessions::attempts(self, strangers),
            OpenedBy::PublicKey => visitors::attempts(self),
            OpenedBy::Token => programs::with_tokens(self),
            OpenedBy::WebhookSecret => programs::with_secrets(self),
            OpenedBy::Nothing => sessions::without_rights(self, strangers),
        }
    }
}
