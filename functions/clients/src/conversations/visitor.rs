//! Who a visitor is, where the organiser's own site has vouched for it.

use serde::Serialize;
use shared::history::User;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Visitor {
    /// What the organiser's site calls the user.
    pub user_id: String,
    /// As the page gave it.
    #[schema(required)]
    pub name: Option<String>,
}

impl From<User> for Visitor {
    fn from(user: User) -> Self {
        Self {
            user_id: user.id,
            name: user.name,
        }
    }
}
