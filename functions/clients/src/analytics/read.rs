//! `GET /api/dashboard/clients/{id}/analytics`.

use super::groups::merged;
use crate::ClientsState;
use crate::conversations::message::rating_word;
use crate::query;
use crate::update::refuse;
use crate::usage::{FiguresAnswer, UsageAnswer};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use shared::analytics::{self, AskedQuestion, ClockCount, RatedAnswer};
use shared::http::{ApiError, Fields, PathId, QueryText, SignedIn};
use shared::timestamps;
use shared::usage::{self, Days, Usage};
use std::cmp::Reverse;
use uuid::Uuid;

const FAILED: &str = "Failed to read the analytics";
/// Groups that are looked at to find those that are alike.
const MOST_ASKED: i32 = 500;
const LAST_UNANSWERED: i32 = 200;
/// Groups that are shown.
const QUESTIONS: usize = 20;
const RATINGS: i32 = 50;

/// The range as [`UsageAnswer`] has it, and more.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnalyticsAnswer {
    #[serde(flatten)]
    pub usage: UsageAnswer,
    /// The range of the same length before this one.
    pub previous: Previous,
    /// Questions by hour of the day, from midnight.
    pub hours: [i64; 24],
    /// Questions by day of the week, from Monday.
    pub weekdays: [i64; 7],
    pub popular_questions: Vec<Question>,
    pub unanswered_questions: Vec<Question>,
    pub ratings: Vec<Rating>,
}

#[derive(Debug, Serialize)]
pub struct Previous {
    from: String,
    to: String,
    total: FiguresAnswer,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    pub question: String,
    pub asked: i64,
    pub unanswered: i64,
    /// From 0 to 1.
    pub unanswered_share: f64,
    pub last_asked_at: String,
    pub conversation_id: Uuid,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rating {
    pub conversation_id: Uuid,
    pub message_id: Uuid,
    pub question: Option<String>,
    pub answer: String,
    pub rating: Option<&'static str>,
    pub comment: Option<String>,
    pub rated_at: String,
}

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
    let groups = merged(questions);
    let mut unanswered: Vec<&AskedQuestion> =
        groups.iter().filter(|group| group.unanswered > 0).collect();
    unanswered.sort_by_key(|group| (Reverse(group.unanswered), Reverse(group.last_asked_at)));
    Ok(AnalyticsAnswer {
        usage: UsageAnswer::of(usage, state.prices),
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
