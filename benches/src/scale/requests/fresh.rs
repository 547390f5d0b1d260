//! What a request uses up, made anew for each.

use super::Given;
use crate::scale::Tenant;
use serde_json::json;
use test_support::Person;
use tokio_postgres::Client;
use uuid::Uuid;

/// What is made before a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// Nothing.
    Nothing,
    /// An account: `cookie`, `username`.
    Account,
    /// Another session of the organiser: `id`.
    Session,
    /// A client of the organiser: `id`.
    Client,
    /// A conversation with an answer: `sessionId`, `messageId`, `conversationId`, `visitorToken`.
    Conversation,
    /// A document that was read: `documentId`.
    Document,
    /// A tag: `tagId`.
    Tag,
    /// A token of a program: `tokenId`.
    Token,
}

impl Fresh {
    pub(super) async fn make(self, tenant: &Tenant, admin: &Client, given: &mut Given) {
        let id = tenant.person.client_id;
        let unique = Uuid::new_v4();
        match self {
            Self::Nothing => {}
            Self::Account => {
                let name = format!("somebody {unique}");
                let person =
                    Person::register_with_hash(&tenant.services, &name, &tenant.password_hash)
                        .await;
                given.insert("cookie", person.cookie);
                given.insert("username", name);
            }
            Self::Session => {
                let sid = tenant.person.log_in_elsewhere(&tenant.services).await.sid;
                let handle = admin
                    .query_one("select app.session_handle($1)", &[&sid])
                    .await;
                given.insert("id", handle.expect("a handle").get(0));
            }
            Self::Client => {
                let body = json!({"name": "A short one"});
                let client = tenant
                    .organise("POST", "/api/dashboard/clients", Some(body))
                    .await
                    .json();
                let client = client["id"].as_str();
                given.insert("id", client.expect("the client's id").to_owned());
            }
            Self::Conversation => converse(tenant, admin, given).await,
            Self::Document => {
                let path = format!("/api/dashboard/knowledge/{id}/documents");
                let body =
                    json!({"title": "A short one", "body": "The venue is open from nine to five."});
                tenant.organise("POST", &path, Some(body)).await;
                // As if the ingest had been there.
                let read = "update documents set status = 'ready' where id = (select id from documents where client_id = $1 order by created_at desc, id limit 1) returning id::text";
                let document = admin.query_one(read, &[&id]).await.expect("the document");
                given.insert("documentId", document.get(0));
            }
            Self::Tag => {
                let path = format!("/api/dashboard/knowledge/{id}/tags");
                let body = json!({"name": format!("Tag {unique}")});
                tenant.organise("POST", &path, Some(body)).await;
                let newest = "select id::text from tags where client_id = $1 order by created_at desc limit 1";
                let tag = admin.query_one(newest, &[&id]).await.expect("the tag");
                given.insert("tagId", tag.get(0));
            }
            Self::Token => {
                let path = format!("/api/dashboard/knowledge/{id}/tokens");
                tenant
                    .organise("POST", &path, Some(json!({"name": "short"})))
                    .await;
                let newest = "select id::text from client_tokens where client_id = $1 order by created_at desc limit 1";
                let token = admin.query_one(newest, &[&id]).await.expect("the token");
                given.insert("tokenId", token.get(0));
            }
        }
    }
}

async fn converse(tenant: &Tenant, admin: &Client, given: &mut Given) {
    let session = Uuid::new_v4();
    let question = json!({"message": given["question"], "sessionId": session});
    let visitor = tenant.new_visitor();
    tenant.visit("/api/widget/chat", &visitor, question).await;
    given.insert("visitorToken", visitor);
    let sql = "select v.id::text, m.id::text
                 from conversations v
                 join messages m on m.conversation_id = v.id and m.role = 'assistant'
                where v.client_id = $1 and v.session_id = $2";
    let row = admin
        .query_one(sql, &[&tenant.person.client_id, &session])
        .await
        .expect("the answer");
    given.insert("conversationId", row.get(0));
    given.insert("messageId", row.get(1));
    given.insert("sessionId", session.to_string());
}
