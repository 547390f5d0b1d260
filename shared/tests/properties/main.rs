//! What must hold for any input at all, not only for those that somebody thought of: cookies, tokens, origins, times, claims.

mod claims;
mod cookies;
mod origins;
mod times;
