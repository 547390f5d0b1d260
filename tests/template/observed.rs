//! Every function can be watched: a log group of its own that forgets, and alarms that reach somebody.

use crate::template::{Template, reference, text};
use serde_json::{Value, json};

#[test]
fn every_function_logs_to_a_group_of_its_own_that_forgets() {
    let template = Template::read();
    for function in template.functions() {
        let group = format!("{}Logs", function.id);
        assert_eq!(
            function.properties["LoggingConfig"]["LogGroup"],
            reference(&group)
        );
        let group = template.resource(&group);
        assert_eq!(group["Type"], "AWS::Logs::LogGroup");
        assert_eq!(
            group["Properties"]["RetentionInDays"],
            reference("LogRetentionDays")
        );
    }
}

#[test]
fn every_function_has_its_alarms() {
    let template = Template::read();
    for function in template.functions() {
        let dimensions = json!([{"Name": "FunctionName", "Value": {"Ref": function.id}}]);
        let watched: Vec<&str> = alarms(&template)
            .filter(|alarm| alarm["Dimensions"] == dimensions)
            .map(|alarm| text(&alarm["MetricName"]))
            .collect();
        // What a URL answers passes no API that tells of it; what a schedule calls is missed when it is not called.
        let more = match (function.properties.get("FunctionUrlConfig"), function.id) {
            (Some(_), _) => Some("Url5xxCount"),
            (None, "Maintenance" | "Ingest") => Some("Invocations"),
            _ => None,
        };
        for metric in ["Errors", "Throttles", "Duration"].into_iter().chain(more) {
            assert!(watched.contains(&metric), "{}: {metric}", function.id);
        }
    }
}

#[test]
fn a_slow_answer_in_a_hundred_is_an_alarm() {
    let template = Template::read();
    for alarm in alarms(&template).filter(|alarm| alarm["MetricName"] == "Duration") {
        assert_eq!(alarm["ExtendedStatistic"], "p99", "{alarm}");
        // Chat waits for somebody else; for maintenance and ingest nobody waits.
        let threshold = match text(&alarm["Dimensions"][0]["Value"]["Ref"]) {
            "Chat" => reference("ChatSlowMilliseconds"),
            "Maintenance" | "Ingest" => json!(240_000),
            _ => reference("SlowMilliseconds"),
        };
        assert_eq!(alarm["Threshold"], threshold, "{alarm}");
    }
}

#[test]
fn every_alarm_reaches_somebody_who_wants_to_know() {
    let template = Template::read();
    let actions =
        json!({"Fn::If": ["HasAlarmEmail", [{"Ref": "AlarmTopic"}], {"Ref": "AWS::NoValue"}]});
    for alarm in alarms(&template) {
        assert_eq!(alarm["AlarmActions"], actions, "{alarm}");
        // A function that nobody calls sends no numbers, and that is no alarm, but for what a schedule calls.
        let is_scheduled = alarm["MetricName"] == "Invocations";
        let missing = if is_scheduled {
            "breaching"
        } else {
            "notBreaching"
        };
        assert_eq!(alarm["TreatMissingData"], missing, "{alarm}");
    }
}

fn alarms(template: &Template) -> impl Iterator<Item = &Value> {
    let alarms = template.of_type("AWS::CloudWatch::Alarm");
    alarms.map(|(_, alarm)| &alarm["Properties"])
}
