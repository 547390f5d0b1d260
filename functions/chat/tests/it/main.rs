//! The routes of this function against a real database and a webhook that plays n8n.

mod answer_test;
mod binary;
mod every_route;
mod identity;
mod identity_of_pages;
mod keeping;
mod limits;
mod meaning;
mod message;
mod n8n;
mod n8n_stream;
mod n8n_workflow;
mod openai;
mod outages;
mod own_answerer;
mod own_conversation;
mod pieces;
mod refusals;
mod retrieval;
mod stream;
mod support;
mod waiting;
