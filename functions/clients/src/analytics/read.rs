//! `GET /api/dashboard/clients/{id}/analytics`.

use super::groups::merged;
use crate::ClientsState;
use crate::conversations::message::rating_word;
use crate::described_query::{self as described, DaysQuery};
use crate::query;
use crate::update::refuse;
use crate::usage::{FiguresAnswer, UsageAnswer};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use shared::analytics::{self, AskedQuestion, ClockCount, RatedAnswer};
use shared::http::description::{ClientPath, InvalidFields, Missing, SessionReads};
use shared::http::{ApiError, Fields, PathId, QueryText, SignedIn};
use shared::timestamps;
use shared::usage::{self, Days, Usage};
use std::cmp::Reverse;
use utoipa::ToSchema;
use uuid::Uuid;

const FAILED: &str = "Failed to read the analytics";
/// Groups that are looked at to find those that are alike.
const MOST_ASKED: i32 = 500;
const LAST_UNANSWERED: i32 = 200;
/// Groups that are shown.
const QUESTIONS: usize = 20;
const RATINGS: i32 = 50;

/// The figures of a range by day, and more.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Analytics)]
pub struct AnalyticsAnswer {
    /// What a day is: a name of the IANA time zones.
    pub time_zone: String,
    /// The first day.
    #[schema(format = Date)]
    pub from: String,
    /// The last day.
    #[schema(format = Date)]
    pub to: String,
    /// Each day, in order.
    pub days: Vec<FiguresAnswer>,
    /// Of the whole range. It has no `day`.
    pub total: FiguresAnswer,
    /// The range of the same length before this one.
    pub previous: Previous,
    /// Questions by hour of the day, from midnight.
    #[schema(value_type = Vec<i64>, min_items = 24, max_items = 24)]
    pub hours: [i64; 24],
    /// Questions by day of the week, from Monday.
    #[schema(value_type = Vec<i64>, min_items = 7, max_items = 7)]
    pub weekdays: [i64; 7],
    /// Most asked first, 20 at most.
    pub popular_questions: Vec<Question>,
    /// Most often without an answer first, 20 at most.
    pub unanswered_questions: Vec<Question>,
    /// The newest 50, those with a comment first.
    pub ratings: Vec<Rating>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreviousRange)]
pub struct Previous {
    #[schema(format = Date)]
    from: String,
    #[schema(format = Date)]
    to: String,
    total: FiguresAnswer,
}

/// Questions that share most of their words.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AskedQuestion)]
pub struct Question {
    /// As it was put most often.
    pub question: String,
    /// How often.
    pub asked: i64,
    /// How often nothing was found to answer it with.
    pub unanswered: i64,
    /// From 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub unanswered_share: f64,
    #[schema(format = DateTime)]
    pub last_asked_at: String,
    /// The conversation it was asked in last.
    pub conversation_id: Uuid,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RatedAnswer)]
pub struct Rating {
    pub conversation_id: Uuid,
    /// The answer's id.
    pub message_id: Uuid,
    /// The beginning of the question.
    #[schema(required)]
    pub question: Option<String>,
    /// The beginning of the answer.
    pub answer: String,
    #[schema(required, value_type = Option<described::Rating>)]
    pub rating: Option<&'static str>,
    /// What the visitor wrote.
    #[schema(required)]
    pub comment: Option<String>,
    #[schema(format = DateTime)]
    pub rated_at: String,
}

/// Read what visitors ask, when, and what they think of the answers
#[utoipa::path(
    get, path = "/api/dashboard/clients/{id}/analytics", operation_id = "readAnalytics", tag = "figures", security(("session" = [])),
    params(ClientPath, DaysQuery),
    responses(
        SessionReads,
        InvalidFields,
        Missing,
        (status = 200, body = AnalyticsAnswer, description = "The analytics of the range."),
    ),
)]
pub async fn find(
    State(state): State<ClientsState>,
    caller: SignedIn,
    PathId(id): PathId,
    QueryText(query): QueryText,
) -> Result<Json<AnalyticsAnswer>, ApiError> {
    let mut fields = Fields::of(&query);
    let days = query::days(&mut fields);
    if let Err(invalid) = fields.finish() {
        return Err(refuse(&caller, id, &invalid).await);
    }
    Ok(Json(read(&state, &caller, id, days).await?))
}

/// All of it, in one round trip.
pub async fn read(
    state: &ClientsState,
    caller: &SignedIn,
    id: Option<Uuid>,
    days: Days,
) -> Result<AnalyticsAnswer, ApiError> {
    let questions = analytics::list_questions(id, days, MOST_ASKED, LAST_UNANSWERED);
    let rated = analytics::list_rated_answers(id, days, RATINGS);
    let by_clock = analytics::list_by_clock(id, days);
    let usage = (usage::list(id, days), usage::list_previous(id, days));
    let statements = (usage.0, (usage.1, (by_clock, (questions, rated))));
    let (_, (usage, (previous, (by_clock, (questions, rated))))) =
        caller.run(statements, FAILED).await?;
    let (Some(usage), Some(previous)) = (Usage::of(usage), Usage::of(previous)) else {
        return Err(ApiError::not_found("Client not found"));
    };
    let previous = UsageAnswer::of(previous, state.prices);
    let usage = UsageAnswer::of(usage, state.prices);
    let groups = merged(questions);
    let mut unanswered: Vec<&AskedQuestion> =
        groups.iter().filter(|group| group.unanswered > 0).collect();
    unanswered.sort_by_key(|group| (Reverse(group.unanswered), Reverse(group.last_asked_at)));
    Ok(AnalyticsAnswer {
        time_zone: usage.time_zone,
        from: usage.from,
        to: usage.to,
        days: usage.days,
        total: usage.total,
        previous: Previous {
            from: previous.from,
            to: previous.to,
            total: previous.total,
        },
        hours: summed(&by_clock, |count| count.hour),
        weekdays: summed(&by_clock, |count| count.weekday - 1),
        popular_questions: groups.iter().take(QUESTIONS).map(Question::of).collect(),
        unanswered_questions: unanswered
            .into_iter()
            .take(QUESTIONS)
            .map(Question::of)
            .collect(),
        ratings: rated.into_iter().map(Rating::of).collect(),
    })
}

fn summed<const N: usize>(counts: &[ClockCount], place: fn(&ClockCount) -> i32) -> [i64; N] {
    let mut sums = [0; N];
    for count in counts {
        let place = usize::try_from(place(count)).ok();
        if let Some(sum) = place.and_then(|place| sums.get_mut(place)) {
            *sum += count.messages;
        }
    }
    sums
}

impl Question {
    fn of(group: &AskedQuestion) -> Self {
        // Counts of one range, far below what an f64 holds exactly.
        let share = group.unanswered as f64 / group.asked.max(1) as f64;
        Self {
            question: group.question.clone(),
            asked: group.asked,
            unanswered: group.unanswered,
            unanswered_share: (share * 1000.0).round() / 1000.0,
            last_asked_at: timestamps::iso_utc(group.last_asked_at),
            conversation_id: group.conversation_id,
        }
    }
}

impl Rating {
    fn of(row: RatedAnswer) -> Self {
        Self {
            conversation_id: row.conversation_id,
            message_id: row.message_id,
            question: row.question,
            answer: row.answer,
            rating: rating_word(row.rating),
            comment: row.comment,
            rated_at: timestamps::iso_utc(row.rated_at),
        }
    }
}
