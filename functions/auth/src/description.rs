//! What this function's routes take and answer, for `docs/openapi.json`.

use crate::{account, log_in, log_out, me, password, register, second_factor, session_list};
use utoipa::OpenApi;

/// The description of this function's routes.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(
    register::register,
    log_in::log_in,
    log_out::log_out,
    me::me,
    password::change,
    session_list::list,
    session_list::end,
    session_list::end_others,
    account::delete,
    second_factor::read,
    second_factor::set_up,
    second_factor::confirm,
    second_factor::replace_recovery_codes,
    second_factor::disable,
))]
struct Description;
