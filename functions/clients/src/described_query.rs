//! What stands in paths and behind the `?`, for the description of the API; `query` reads it.

use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A client and one of its conversations in a path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub struct ConversationPath {
    /// The client's id.
    id: Uuid,
    /// The conversation's id.
    conversation_id: Uuid,
}

/// What the list of conversations reads.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct ConversationQuery {
    /// Words of one message; the last may be half a word.
    #[param(max_length = 200)]
    search: Option<String>,
    /// Last used on this day of the client's time zone, or later.
    #[param(format = Date)]
    from: Option<String>,
    /// Last used on this day of the client's time zone, or earlier.
    #[param(format = Date)]
    to: Option<String>,
    /// Only those with an answer that was rated so.
    rating: Option<Rating>,
    /// Only those with a question that was not answered.
    unanswered: Option<bool>,
    /// A part of the address it began on.
    #[param(max_length = 2000)]
    page: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 25)]
    limit: Option<i32>,
    /// `nextCursor` of the answer before.
    cursor: Option<String>,
}

/// What a list without filters reads.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct PageQuery {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 25)]
    limit: Option<i32>,
    /// `nextCursor` of the answer before.
    cursor: Option<String>,
}

/// Which conversations are deleted: one of the two.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct DeletionQuery {
    /// Those last used before this day of the client's time zone.
    #[param(format = Date)]
    before: Option<String>,
    /// All of them.
    #[param(inline)]
    all: Option<OnlyTrue>,
}

/// What `query::days` reads: `range`, or `from` and `to`.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct DaysQuery {
    /// The last days, today included; 30 days when nothing is said.
    #[param(inline)]
    range: Option<DayRange>,
    /// The first day, in the client's time zone.
    #[param(format = Date)]
    from: Option<String>,
    /// The last day: 400 days at most.
    #[param(format = Date)]
    to: Option<String>,
}

/// What an export of conversations reads.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct ExportQuery {
    /// `csv` when nothing is said.
    #[param(inline)]
    format: Option<ExportFormat>,
    /// Messages of this day of the client's time zone, or later.
    #[param(format = Date)]
    from: Option<String>,
    /// Messages of this day of the client's time zone, or earlier.
    #[param(format = Date)]
    to: Option<String>,
    /// `X-Next-Cursor` of the answer before.
    cursor: Option<String>,
}

/// Which table of the analytics is exported.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct TableQuery {
    /// `days` when nothing is said.
    #[param(inline)]
    table: Option<Table>,
}

/// What a visitor thinks of an answer.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its description is used")]
pub enum Rating {
    Up,
    Down,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
enum OnlyTrue {
    #[schema(rename = "true")]
    True,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
enum DayRange {
    #[schema(rename = "7d")]
    SevenDays,
    #[schema(rename = "30d")]
    ThirtyDays,
    #[schema(rename = "3m")]
    ThreeMonths,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its description is used")]
enum ExportFormat {
    Csv,
    Jsonl,
}

#[derive(ToSchema)]
#[schema(as = AnalyticsTable, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
enum Table {
    Days,
    PopularQuestions,
    UnansweredQuestions,
    Ratings,
}
