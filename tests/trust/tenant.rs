//! A tenant with one of everything, and all that it opens its things with.

use crate::ids::{Ids, Kind};
use crate::request::PASSWORD;
use serde_json::Value;
use shared::identity::Claim;
use shared::passwords::{PasswordAlgorithm, Passwords};
use shared::second_factor::AuthenticatorSecret;
use shared::visitors::VisitorId;
use shared::{Secret, Services, client_tokens};
use test_support::{IDENTITY_SECRET, Person, TestDatabase, identity};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// A tenant.
#[derive(Clone, Debug)]
pub struct Tenant {
    pub person: Person,
    /// Its name, as it stands in all of its texts.
    pub canary: String,
    pub ids: Ids,
    /// What the authenticator has.
    pub factor: AuthenticatorSecret,
    /// A token for programs.
    pub token: String,
    /// Of the visitor whose conversation `ids` names.
    pub visitor_token: String,
    /// Of a user of the tenant's own site, who has a conversation, too.
    pub identity: String,
    /// The same user, vouched for with somebody else's secret.
    pub false_identity: String,
    /// Another user of that site.
    pub other_identity: String,
}

impl Tenant {
    pub async fn furnish(database: &TestDatabase, services: &Services, name: &str) -> Self {
        let canary = format!("canary-{name}");
        let person = Person::register_with_hash(services, &canary, &password_hash().await).await;
        person.log_in_elsewhere(services).await;
        let token = client_tokens::generate().expose().to_owned();
        let visitor = VisitorId::new();
        let secret = format!("{IDENTITY_SECRET}-of-{name}");
        let user = format!("{canary}-visitor-user");
        let identity = identity_of(&secret, &user);
        let ids = Ids::of_nothing().with(
            &[Kind::Client],
            &Ids::from_iter([(Kind::Client, person.client_id.to_string())]),
        );
        let quoted = |text: &str| format!("'{text}'");
        let key = |byte: u8| format!("'\\x{}'", padded(&secret, byte));
        let factor = AuthenticatorSecret::generate();
        let sealed = factor.seal(&services.sealer, person.user_id);
        let uuid = |id: Uuid| quoted(&id.to_string());
        let named = |kind| quoted(ids.of(kind));
        let user_visitor = Claim::read(identity.as_bytes()).visitor_id();
        let mut sql = include_str!("tenant.sql").to_owned();
        // Longer names first: a shorter one may be the beginning of theirs.
        for (name, value) in [
            (":users_conversation", uuid(Uuid::new_v4())),
            (":users_question", uuid(Uuid::new_v4())),
            (":users_message", uuid(Uuid::new_v4())),
            (":user_visitor", uuid(user_visitor.expect("a user's claim"))),
            (":page_session", named(Kind::PageSession)),
            (":conversation", named(Kind::Conversation)),
            (":token_value", quoted(&token)),
            (":inner_key", key(0x36)),
            (":outer_key", key(0x5c)),
            (":factor", quoted(&sealed)),
            (":question", uuid(Uuid::new_v4())),
            (":document", named(Kind::Document)),
            (":visitor", uuid(visitor.id())),
            (":message", named(Kind::Message)),
            (":client", named(Kind::Client)),
            (":canary", canary.clone()),
            (":token", named(Kind::Token)),
            (":user", uuid(person.user_id)),
            (":tag", named(Kind::Tag)),
        ] {
            sql = sql.replace(name, &value);
        }
        database.sql(&sql).await;
        let logo = format!(
            "select sha256 from widget_logos where client_id = '{}'",
            person.client_id
        );
        // The session that is ended is the other one.
        let handle = format!(
            "select app.session_handle(sid) from session where sess ->> 'userId' = '{}' and sid <> '{}'",
            person.user_id, person.sid
        );
        let made = Ids::from_iter([
            (Kind::Logo, database.text(&logo).await),
            (Kind::Session, database.text(&handle).await),
        ]);
        Self {
            ids: ids.with(&[Kind::Logo, Kind::Session], &made),
            visitor_token: visitor.token(&services.session_keys),
            false_identity: identity_of("is_live_a-secret-of-somebody-else", &user),
            other_identity: identity_of(&secret, &format!("{canary}-visitor-else")),
            person,
            canary,
            factor,
            token,
            identity,
        }
    }
}

fn identity_of(secret: &str, user: &str) -> String {
    identity(secret, user, Value::Null)
}

/// A secret as HMAC mixes it: filled up to a block, each byte changed by the same one.
fn padded(secret: &str, byte: u8) -> String {
    let mut block = secret.as_bytes().to_vec();
    assert!(block.len() <= 64, "{secret} is longer than a block");
    block.resize(64, 0);
    let digits = block.iter().map(|part| format!("{:02x}", part ^ byte));
    digits.collect()
}

/// Of [`PASSWORD`]; made once, because that takes its time.
async fn password_hash() -> Secret {
    static HASH: OnceCell<Secret> = OnceCell::const_new();
    let hash = HASH.get_or_init(async || {
        let passwords = Passwords::new(PasswordAlgorithm::Argon2id);
        let hash = passwords.hash(Secret::new(PASSWORD)).await;
        hash.expect("a hash")
    });
    hash.await.clone()
}
