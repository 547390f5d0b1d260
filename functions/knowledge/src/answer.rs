//! What handlers of this function say alike.

use shared::clients;
use shared::clients::Client;
use shared::http::{ApiError, Invalid, SignedIn};
use uuid::Uuid;

/// 404 for a client that does not exist or belongs to somebody else.
pub fn client_found(client: Option<Client>) -> Result<(), ApiError> {
    client.map(drop).ok_or_else(client_not_found)
}

/// See [`client_found`].
pub fn client_not_found() -> ApiError {
    ApiError::not_found("Client not found")
}

/// The answer to a body that is not valid: what is wrong with it is told only to the client's owner.
pub async fn refuse(caller: &SignedIn, client_id: Option<Uuid>, invalid: &Invalid) -> ApiError {
    let error = ApiError::invalid("Validation error", invalid);
    refuse_with(caller, client_id, error).await
}

/// The same for any reason.
pub async fn refuse_with(caller: &SignedIn, client_id: Option<Uuid>, reason: ApiError) -> ApiError {
    let client = caller.run(clients::find(client_id), "Failed to read the client");
    match client.await.and_then(|(_, client)| client_found(client)) {
        Ok(()) => reason,
        Err(error) => error,
    }
}
