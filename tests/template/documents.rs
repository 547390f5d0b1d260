//! Organisers' files: who gets at them, and who hears of them.

use crate::template::{Template, list, reference};
use serde_json::json;

#[test]
fn the_bucket_is_nobody_elses_and_outlives_the_stack() {
    let template = Template::read();
    let bucket = template.resource("DocumentsBucket");
    for policy in ["DeletionPolicy", "UpdateReplacePolicy"] {
        assert_eq!(bucket[policy], "Retain", "{policy}");
    }
    let properties = &bucket["Properties"];
    let blocks = &properties["PublicAccessBlockConfiguration"];
    for block in [
        "BlockPublicAcls",
        "BlockPublicPolicy",
        "IgnorePublicAcls",
        "RestrictPublicBuckets",
    ] {
        assert_eq!(blocks[block], true, "{block}");
    }
    assert!(properties["BucketEncryption"].is_object());
    // What is deleted must be gone.
    assert!(properties["VersioningConfiguration"].is_null());
    let policy = &template.resource("DocumentsBucketPolicy")["Properties"]["PolicyDocument"];
    let [statement] = list(&policy["Statement"]) else {
        panic!("{policy}");
    };
    assert_eq!(statement["Effect"], "Deny");
    assert_eq!(
        statement["Condition"]["Bool"]["aws:SecureTransport"],
        "false"
    );
}

#[test]
fn browsers_may_put_files_there_and_nothing_else() {
    let template = Template::read();
    let cors = &template.resource("DocumentsBucket")["Properties"]["CorsConfiguration"];
    let [rule] = list(&cors["CorsRules"]) else {
        panic!("{cors}");
    };
    assert_eq!(rule["AllowedMethods"], json!(["PUT"]));
    assert_eq!(rule["AllowedHeaders"], json!(["content-type"]));
    assert!(!list(&rule["AllowedOrigins"]).contains(&json!("*")));
}

#[test]
fn ingest_is_called_for_every_file_and_by_the_clock() {
    let template = Template::read();
    let function = json!({"Fn::GetAtt": ["Ingest", "Arn"]});
    let buckets = &template.resource("DocumentsBucket")["Properties"];
    assert_eq!(
        buckets["NotificationConfiguration"]["EventBridgeConfiguration"]["EventBridgeEnabled"],
        true
    );
    for rule in ["FileCame", "Sweep"] {
        let properties = &template.resource(rule)["Properties"];
        assert_eq!(properties["Targets"][0]["Arn"], function, "{rule}");
        let permission = &template.resource(&format!("{rule}Permission"))["Properties"];
        assert_eq!(permission["FunctionName"], reference("Ingest"));
        assert_eq!(
            permission["SourceArn"],
            json!({"Fn::GetAtt": [rule, "Arn"]})
        );
    }
    let pattern = &template.resource("FileCame")["Properties"]["EventPattern"];
    assert_eq!(
        pattern["detail"]["bucket"]["name"],
        json!([reference("DocumentsBucket")])
    );
    assert_eq!(
        pattern["detail"]["object"]["key"],
        json!([{"prefix": "documents/"}])
    );
}

#[test]
fn how_often_ingest_looks_for_work_is_the_operators_to_say() {
    let template = Template::read();
    let rule = &template.resource("Sweep")["Properties"];
    assert_eq!(rule["ScheduleExpression"], reference("SweepSchedule"));
    let parameter = template.parameter("SweepSchedule");
    // A database that scales to zero stays awake for five minutes after each.
    assert_eq!(parameter["Default"], "rate(15 minutes)");
    let alarm = &template.resource("IngestMissing")["Properties"];
    let hours = alarm["Period"]
        .as_i64()
        .zip(alarm["EvaluationPeriods"].as_i64());
    assert_eq!(hours, Some((3600, 2)), "the parameter says: an hour");
}

#[test]
fn the_api_calls_ingest_when_it_has_queued_something_and_may_call_nobody_else() {
    let template = Template::read();
    for function in template.functions() {
        let variable = &function.properties["Environment"]["Variables"]["INGEST_FUNCTION"];
        let calls = function.id == "Knowledge";
        assert_eq!(*variable == reference("Ingest"), calls, "{}", function.id);
        assert!(calls || variable.is_null(), "{}", function.id);
    }
    let policies = &template.resource("KnowledgeRole")["Properties"]["Policies"];
    let expected = json!([{
        "Effect": "Allow",
        "Action": "lambda:InvokeFunction",
        "Resource": {"Fn::GetAtt": ["Ingest", "Arn"]},
    }]);
    assert_eq!(policies[2]["PolicyDocument"]["Statement"], expected);
}

#[test]
fn both_know_the_bucket_and_the_api_does_not_wait_longer_than_its_caller() {
    let template = Template::read();
    for id in ["Knowledge", "Ingest"] {
        let properties = &template.resource(id)["Properties"];
        let bucket = &properties["Environment"]["Variables"]["DOCUMENTS_BUCKET"];
        assert_eq!(*bucket, reference("DocumentsBucket"), "{id}");
    }
    let ingest = &template.resource("Ingest")["Properties"];
    // Reading may take a minute, storing as long.
    assert!(ingest["Timeout"].as_i64() >= Some(180), "{ingest}");
    assert!(template.resource("Knowledge")["Properties"]["Timeout"].is_null());
}
