//! Questions that mean the same as far as their words tell: the database has put together those with the same words (without endings and
//! small words); here those are put together that share most of them.

use shared::analytics::AskedQuestion;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Merges what is alike into the most asked of it. Takes and gives the most asked first.
pub fn merged(mut questions: Vec<AskedQuestion>) -> Vec<AskedQuestion> {
    questions.sort_by_key(|question| Reverse(question.asked));
    let mut groups: Vec<(BTreeSet<String>, AskedQuestion)> = Vec::new();
    for question in questions {
        let words: BTreeSet<String> = question.key.split(' ').map(str::to_owned).collect();
        match groups
            .iter_mut()
            .find(|(others, _)| are_alike(others, &words))
        {
            Some((_, group)) => add(group, question),
            None => groups.push((words, question)),
        }
    }
    let mut groups: Vec<AskedQuestion> = groups.into_iter().map(|(_, group)| group).collect();
    groups.sort_by_key(|group| (Reverse(group.asked), Reverse(group.last_asked_at)));
    groups
}

fn add(group: &mut AskedQuestion, question: AskedQuestion) {
    group.asked += question.asked;
    group.unanswered += question.unanswered;
    if question.last_asked_at > group.last_asked_at {
        group.last_asked_at = question.last_asked_at;
        group.conversation_id = question.conversation_id;
    }
}

/// Three of five words at least are in both, and all that hold a number: day 1 is not day 2.
fn are_alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let has_number = |word: &&String| word.chars().any(char::is_numeric);
    let in_both = one.intersection(other).count();
    let in_any = one.len() + other.len() - in_both;
    in_both * 5 >= in_any * 3
        && !one
            .symmetric_difference(other)
            .any(|word| has_number(&word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};
    use uuid::Uuid;

    fn asked(key: &str, asked: i64, unanswered: i64) -> AskedQuestion {
        AskedQuestion {
            key: key.to_owned(),
            question: format!("{key}?"),
            asked,
            unanswered,
            last_asked_at: (UNIX_EPOCH + Duration::from_secs(asked.unsigned_abs())).into(),
            conversation_id: Uuid::from_u128(asked.unsigned_abs().into()),
        }
    }

    fn groups(questions: Vec<AskedQuestion>) -> Vec<(String, i64, i64)> {
        let merged = merged(questions).into_iter();
        merged
            .map(|group| (group.question, group.asked, group.unanswered))
            .collect()
    }

    #[test]
    fn what_shares_most_words_is_one_under_the_most_asked() {
        let questions = vec![
            asked("keynot start", 3, 1),
            asked("keynot start time", 4, 2),
            asked("lunch", 5, 0),
        ];
        let expected = [
            ("keynot start time?".to_owned(), 7, 3),
            ("lunch?".to_owned(), 5, 0),
        ];
        assert_eq!(groups(questions), expected);
    }

    #[test]
    fn numbers_tell_questions_apart() {
        let questions = vec![
            asked("1 day keynot start", 2, 0),
            asked("2 day keynot start", 1, 0),
        ];
        assert_eq!(groups(questions).len(), 2);
    }

    #[test]
    fn one_word_in_common_is_not_enough() {
        let questions = vec![asked("room yoga", 2, 0), asked("room talk", 1, 0)];
        assert_eq!(groups(questions).len(), 2);
    }

    #[test]
    fn the_last_time_it_was_asked_is_that_of_any() {
        let group = merged(vec![asked("lunch", 9, 0), asked("lunch", 5, 0)]).remove(0);
        assert_eq!(
            (group.asked, group.conversation_id),
            (14, Uuid::from_u128(9))
        );
    }
}
