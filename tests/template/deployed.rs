//! The functions of the template are those of the workspace, and they start in the right order.

use crate::code;
use crate::template::{Template, list, reference};
use serde_json::json;

#[test]
fn every_function_is_deployed_once_and_nothing_else() {
    let template = Template::read();
    let mut deployed: Vec<&str> = template
        .functions()
        .map(|function| function.binary)
        .collect();
    deployed.sort_unstable();
    let mut expected = code::functions();
    // One program, for the API and for what takes longer and more.
    expected.push("knowledge".to_owned());
    expected.sort_unstable();
    assert_eq!(deployed, expected);
    for function in template.functions() {
        let name = function.id.to_ascii_lowercase();
        let named = if name == "ingest" {
            "knowledge"
        } else {
            &*name
        };
        assert_eq!(
            named, function.binary,
            "a function is called like its crate"
        );
        let method = &function.resource["Metadata"]["BuildMethod"];
        assert_eq!(method, "rust-cargolambda", "{name}");
    }
}

#[test]
fn nothing_new_runs_before_the_migrations() {
    let template = Template::read();
    for function in template.functions() {
        let waits = function.resource["DependsOn"] == "Migrations";
        assert_eq!(waits, function.id != "Maintenance", "{}", function.id);
    }
}

#[test]
fn migrations_run_whenever_there_is_new_code_or_another_database() {
    let template = Template::read();
    let migrations = &template.resource("Migrations")["Properties"];
    assert_eq!(migrations["Code"], reference("Maintenance.Version"));
    let settings = migrations["Settings"]["Fn::Sub"].as_str();
    let settings = settings.unwrap_or_default();
    for parameter in ["SsmPrefix", "Stage", "SettingsVersion"] {
        assert!(
            settings.contains(&format!("${{{parameter}}}")),
            "{settings}"
        );
    }
    let maintenance = &template.resource("Maintenance")["Properties"];
    assert!(maintenance["AutoPublishAlias"].is_string());
}

#[test]
fn maintenance_is_called_as_it_is_now_and_not_as_it_was_published() {
    let template = Template::read();
    let now = json!({"Fn::GetAtt": ["Maintenance", "Arn"]});
    let migrations = &template.resource("Migrations")["Properties"];
    assert_eq!(migrations["ServiceToken"], now);
    let rule = &template.resource("Hourly")["Properties"];
    assert_eq!(rule["Targets"][0]["Arn"], now);
    let permission = &template.resource("HourlyPermission")["Properties"];
    assert_eq!(permission["FunctionName"], reference("Maintenance"));
    let retries = &template.resource("MaintenanceRetries")["Properties"];
    assert_eq!(retries["Qualifier"], "$LATEST");
}

#[test]
fn a_function_that_streams_is_invoked_so_and_never_by_the_api_itself() {
    let template = Template::read();
    for function in template.functions() {
        let streams = code::start_of(function.binary).streams;
        let mode = &function.properties["FunctionUrlConfig"]["InvokeMode"];
        assert_eq!(streams, *mode == "RESPONSE_STREAM", "{}", function.id);
        let events = function.properties["Events"].as_object();
        let mut events = events.into_iter().flatten();
        let by_api = events.any(|(_, event)| event["Type"] == "HttpApi");
        assert!(
            !(streams && by_api),
            "{}: an HTTP API cannot read its answers",
            function.id
        );
    }
}

#[test]
fn every_url_is_open_and_says_so() {
    let template = Template::read();
    let with_url: Vec<&str> = template
        .functions()
        .filter(|function| function.properties["FunctionUrlConfig"].is_object())
        .map(|function| function.binary)
        .collect();
    assert_eq!(with_url, ["widgets", "chat"]);
    for function in template.functions() {
        let url = &function.properties["FunctionUrlConfig"];
        assert!(
            url.is_null() || url["AuthType"] == "NONE",
            "{}",
            function.id
        );
        // Who may read an answer is the code's to say; two opinions are one too many.
        assert!(url["Cors"].is_null(), "{}", function.id);
    }
}

/// What passes the API comes when it is complete.
#[test]
fn widgets_are_told_where_chat_streams() {
    let template = Template::read();
    let widgets = &template.resource("Widgets")["Properties"];
    let streams = json!({"Fn::Sub": "${ChatUrl.FunctionUrl}api/widget"});
    let expected = json!({"Fn::If": ["HasCloudFront", reference("AWS::NoValue"), streams]});
    assert_eq!(widgets["Environment"]["Variables"]["CHAT_URL"], expected);
}

#[test]
fn what_belongs_to_cloudfront_is_there_only_with_it() {
    let template = Template::read();
    for kind in ["Distribution", "CachePolicy", "Function"] {
        let kind = format!("AWS::CloudFront::{kind}");
        for (id, resource) in template.of_type(&kind) {
            assert_eq!(resource["Condition"], "HasCloudFront", "{id}");
        }
    }
}

#[test]
fn a_visitor_may_wait_as_long_as_the_answerer_may_take() {
    let template = Template::read();
    assert_eq!(
        template.resource("Chat")["Properties"]["Timeout"],
        reference("ChatTimeout")
    );
    let config = &template.resource("Distribution")["Properties"]["DistributionConfig"];
    let origins = list(&config["Origins"]);
    let chat = origins.iter().find(|origin| origin["Id"] == "chat");
    let waits = chat.map(|chat| &chat["CustomOriginConfig"]["OriginReadTimeout"]);
    assert!(
        waits.is_some_and(|seconds| seconds.as_i64() > Some(30)),
        "{:?}",
        json!(waits)
    );
}
