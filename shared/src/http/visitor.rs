//! The visitor of a widget as a handler's argument: somebody on a page that shows a client's public key. Who it claims to be is checked in the
//! same round trip as key, status and page, and as the handler's statements run.

use super::widget_page::{WidgetPage, unknown_key};
use super::{ApiError, address};
use crate::clients::{self, Identity, KeyHolder, KeyHolderForVisitor};
use crate::database::Statements;
use crate::identity::Claim;
use crate::services::Services;
use crate::visitors::{VisitorId, address_hash};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use uuid::Uuid;

/// A visitor on a page with a key in the right form. Whether the key opens anything, and for this visitor, is known once [`Self::run`] has
/// answered.
#[derive(Clone, Debug)]
pub struct Visitor {
    page: WidgetPage,
    /// Who its browser is, where the embed keeps tokens.
    token_id: Option<VisitorId>,
    /// Who it says it is, on the organiser's own site.
    claim: Claim,
    /// Where it is, as nobody can read it.
    pub address_hash: Option<String>,
}

/// In it the visitor's browser sends the token that it was given, and anything else when it has none yet but would keep one.
pub const VISITOR_TOKEN: HeaderName = HeaderName::from_static("x-visitor-token");
/// In it the page says who its visitor is, and proves it: see [`Claim`].
pub const VISITOR_IDENTITY: HeaderName = HeaderName::from_static("x-visitor-identity");

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    Services: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let page = WidgetPage::from_request_parts(parts, state).await?;
        let keys = &page.services.session_keys;
        let known = |token: &HeaderValue| VisitorId::of_token(token.to_str().ok()?, keys);
        let token = parts.headers.get(VISITOR_TOKEN);
        let claim = parts.headers.get(VISITOR_IDENTITY);
        Ok(Self {
            token_id: token.map(|token| known(token).unwrap_or_default()),
            claim: claim.map_or(Claim::None, |claim| Claim::read(claim.as_bytes())),
            address_hash: address::last_seen(&parts.headers)
                .map(|address| address_hash(address, keys)),
            page,
        })
    }
}

impl Visitor {
    /// Whose conversations are open to it: the user's that it claims to be, once [`Self::run`] has found that right, else those of its token.
    /// Never both, so that whoever uses the browser next finds nothing of the user's. `None` for embeds that say nothing of their visitors.
    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        match &self.claim {
            Claim::None => self.token_id.map(VisitorId::id),
            claim => claim.visitor_id(),
        }
    }

    /// The token of the visitor's browser, to be kept there. It opens what is said without an identity.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        let visitor = self.token_id?;
        Some(visitor.token(&self.page.services.session_keys))
    }

    /// Opens the key's client and runs `statements` as a visitor of it, in one round trip; on a page that may not use the client, and for a
    /// visitor who may not, they see and change nothing. `failure` is what the caller reads when one of them fails for a reason of ours.
    ///
    /// # Errors
    /// 401 for an unknown key, for a wrong identity, and for none where a login is required; 403 for a client that is not active or does not
    /// allow the page, 503 when the database is away, 500 else.
    pub async fn run<S: Statements>(
        &self,
        statements: S,
        failure: &'static str,
    ) -> Result<(KeyHolder, S::Output), ApiError> {
        let page = &self.page;
        let opening = clients::open_by_key_for_visitor(page.key(), page.page(), &self.claim);
        let (opened, output) = page.open(opening, statements).await?;
        let KeyHolderForVisitor {
            holder,
            identity,
            is_login_required,
        } = opened.ok_or_else(unknown_key)?;
        page.check(&holder)?;
        let refused = match identity {
            Identity::Wrong => Some((
                "Identity not verified",
                "The identity was not signed with the secret of this client",
            )),
            Identity::None if is_login_required => {
                Some(("Login required", "Please log in to use this chat"))
            }
            Identity::None | Identity::Verified => None,
        };
        if let Some((error, message)) = refused {
            return Err(ApiError::new(StatusCode::UNAUTHORIZED, error, message));
        }
        let output = output.map_err(|error| ApiError::storage(failure, error))?;
        Ok((holder, output))
    }
}
