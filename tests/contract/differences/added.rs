//! Difference 25: what is told of a widget has members that the old server knew nothing of. Every such answer has all of them.

use serde_json::{Map, Value};

/// In the dashboard and for visitors.
const ADDED: [&str; 9] = [
    "theme",
    "language",
    "inputPlaceholder",
    "suggestedQuestions",
    "privacyUrl",
    "showSources",
    "showFeedback",
    "sound",
    "requireLogin",
];
const IN_THE_DASHBOARD: [&str; 2] = ["logo", "updatedAt"];
const FOR_VISITORS: [&str; 1] = ["logoUrl"];

/// What there is now without what was added, where a widget was recorded.
///
/// # Errors
/// The member that should have been added.
pub fn without_added(recorded: &Value, mut now: Value) -> Result<Value, &'static str> {
    let is_widget = |value: &Value| value["primaryColor"].is_string();
    let (widget, more): (_, &[&str]) = if is_widget(recorded) {
        (&mut now, &IN_THE_DASHBOARD)
    } else if is_widget(&recorded["widget"]) {
        (&mut now["widget"], &FOR_VISITORS)
    } else {
        return Ok(now);
    };
    let mut none = Map::new();
    let members = widget.as_object_mut().unwrap_or(&mut none);
    for name in ADDED.iter().chain(more) {
        members.shift_remove(*name).ok_or(*name)?;
    }
    Ok(now)
}
