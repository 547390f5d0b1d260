use super::*;

fn message(read: impl FnOnce(&mut Fields<'_>), body: Value) -> String {
    let mut fields = Fields::of(&body);
    read(&mut fields);
    fields.finish().expect_err("something is wrong").message()
}

#[test]
fn all_mistakes_are_told_at_once_and_in_order() {
    let text = message(
        |fields| {
            fields.text(
                "username",
                &[
                    Rule::Min(3, "too short"),
                    Rule::Matches(|text| text.is_ascii(), "not ASCII"),
                ],
            );
            fields.text("password", &[]);
            fields.optional_choice("status", &["a", "b"]);
        },
        json!({"username": "é", "status": "c"}),
    );
    assert_eq!(
        text,
        "Validation error: too short at \"username\"; not ASCII at \"username\"; Required at \"password\"; \
             Invalid enum value. Expected 'a' | 'b', received 'c' at \"status\""
    );
}

#[test]
fn paths_lead_into_lists_and_objects() {
    let text = message(
        |fields| {
            fields.texts("domains", &[]);
            fields.optional_object("metadata", |metadata| {
                metadata.optional_text("pageUrl", &[Rule::Url("Invalid url")])
            });
        },
        json!({"domains": ["ok", 1], "metadata": {"pageUrl": "/a"}}),
    );
    assert_eq!(
        text,
        "Validation error: Expected string, received number at \"domains[1]\"; Invalid url at \"metadata.pageUrl\""
    );
}

#[test]
fn a_body_that_is_no_object_is_one_mistake() {
    let text = message(|fields| drop(fields.text("username", &[])), json!([]));
    assert_eq!(text, "Validation error: Expected object, received array");
}

#[test]
fn null_is_told_from_nothing_where_it_has_a_meaning() {
    let body = json!({"a": null, "b": "text", "c": null, "d": 5});
    let mut fields = Fields::of(&body);
    assert_eq!(fields.nullable_text("a", &[]), Some(None));
    assert_eq!(fields.nullable_text("b", &[]), Some(Some("text".into())));
    assert_eq!(fields.nullable_integer("c", 1..=9), Some(None));
    assert_eq!(fields.nullable_integer("d", 1..=9), Some(Some(5)));
    assert_eq!(fields.nullable_text("e", &[]), None);
    assert_eq!(fields.nullable_integer("e", 1..=9), None);
    assert!(fields.finish().is_ok());
}

#[test]
fn true_and_false_are_told_from_what_looks_like_them() {
    let body = json!({"a": true, "b": "true", "c": 1, "d": null});
    let mut fields = Fields::of(&body);
    assert_eq!(fields.optional_boolean("a"), Some(true));
    assert_eq!(fields.optional_boolean("e"), None);
    for name in ["b", "c", "d"] {
        assert_eq!(fields.optional_boolean(name), None);
    }
    let invalid = fields.finish().expect_err("three are wrong");
    assert_eq!(
        invalid.message(),
        "Validation error: Expected boolean, received string at \"b\"; Expected boolean, received number at \"c\"; \
             Expected boolean, received null at \"d\""
    );
}

#[test]
fn a_rule_of_its_own_is_told_with_its_place() {
    let body = json!({"n8n": {"webhookUrl": "x"}});
    let text = message(
        |fields| {
            fields.optional_object("n8n", |n8n| {
                n8n.require("webhookUrl", true, "never told");
                n8n.require("webhookUrl", false, "No address");
            });
        },
        body,
    );
    assert_eq!(text, "Validation error: No address at \"n8n.webhookUrl\"");
}

#[test]
fn lengths_count_utf16_units() {
    let at_most_two = |text: &str| {
        let body = json!({"name": text});
        let mut fields = Fields::of(&body);
        fields.text("name", &[Rule::Max(2, "too long")]);
        fields.finish().is_ok()
    };
    assert!(at_most_two("😀"));
    assert!(!at_most_two("😀a"));
}

#[test]
fn a_whole_number_may_be_written_as_a_fraction_or_with_an_exponent() {
    let read = |text: &str| {
        let body = serde_json::from_str(text).expect("JSON");
        let mut fields = Fields::of(&body);
        let number = fields.optional_integer("limit", -10..=5_000);
        fields.finish().is_ok().then_some(number).flatten()
    };
    assert_eq!(read(r#"{"limit": 9.0}"#), Some(9));
    assert_eq!(read(r#"{"limit": 1e3}"#), Some(1000));
    assert_eq!(read(r#"{"limit": -0.0}"#), Some(0));
    for other in [
        "9.5",
        "1e300",
        "-1e300",
        "9007199254740993.0",
        "\"9\"",
        "true",
    ] {
        assert_eq!(read(&format!("{{\"limit\": {other}}}")), None, "{other}");
    }
}
