//! The routes of this function against a real database and a webhook that plays n8n.

mod binary;
mod every_route;
mod message;
mod n8n;
mod outages;
mod refusals;
mod stream;
mod support;
mod waiting;
