//! The route of this function against a real database and a webhook that plays n8n.

mod every_route;
mod message;
mod n8n;
mod outages;
mod refusals;
mod support;
