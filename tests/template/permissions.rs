//! No function may do more than it has to.

use crate::code;
use crate::template::{Function, Template, list, reference, text};
use serde_json::{Value, json};

#[test]
fn every_function_has_a_role_of_its_own_that_writes_its_log() {
    let template = Template::read();
    for function in template.functions() {
        let role = role(&template, &function);
        let policies = list(&role["Policies"]);
        let (policy, more) = policies.split_first().expect("a policy");
        let more: Vec<&str> = more
            .iter()
            .map(|policy| text(&policy["PolicyName"]))
            .collect();
        let expected: &[&str] = match function.id {
            "Knowledge" => &["use-documents", "call-ingest"],
            "Ingest" => &["use-documents"],
            _ => &[],
        };
        assert_eq!(more, expected, "{}", function.id);
        let statement = json!([{
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": {"Fn::GetAtt": [format!("{}Logs", function.id), "Arn"]},
        }]);
        assert_eq!(
            policy["PolicyDocument"]["Statement"], statement,
            "{}",
            function.id
        );
    }
}

#[test]
fn settings_are_open_to_those_that_read_them() {
    let template = Template::read();
    for function in template.functions() {
        let reads = code::start_of(function.binary).reads_settings;
        let variable = &function.properties["Environment"]["Variables"]["SSM_PREFIX"];
        let path = json!({"Fn::Sub": "${SsmPrefix}/${Stage}"});
        assert_eq!(*variable == path, reads, "{}: SSM_PREFIX", function.id);
        let mut expected = vec![];
        if reads {
            expected.push(reference("ReadSettings"));
        }
        expected.push(
            json!({"Fn::If": ["Traces", reference("WriteTraces"), reference("AWS::NoValue")]}),
        );
        let role = role(&template, &function);
        assert_eq!(
            list(&role["ManagedPolicyArns"]),
            expected,
            "{}",
            function.id
        );
    }
}

#[test]
fn reading_settings_is_all_that_reading_settings_allows() {
    let template = Template::read();
    let policy = &template.resource("ReadSettings")["Properties"]["PolicyDocument"];
    let [read, decrypt] = list(&policy["Statement"]) else {
        panic!("{policy}");
    };
    let arn =
        "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${SsmPrefix}/${Stage}";
    let expected = json!({"Effect": "Allow", "Action": "ssm:GetParametersByPath", "Resource": {"Fn::Sub": arn}});
    assert_eq!(*read, expected);
    assert_eq!(decrypt["Fn::If"][0], "HasKey");
    let decrypt = &decrypt["Fn::If"][1];
    assert_eq!(
        (&decrypt["Action"], &decrypt["Resource"]),
        (&json!("kms:Decrypt"), &reference("KmsKeyArn"))
    );
    let settings_only = json!({"Fn::Sub": format!("{arn}/*")});
    let condition = &decrypt["Condition"];
    assert_eq!(
        condition["StringLike"]["kms:EncryptionContext:PARAMETER_ARN"],
        settings_only
    );
    let by_parameter_store = json!({"Fn::Sub": "ssm.${AWS::Region}.amazonaws.com"});
    assert_eq!(
        condition["StringEquals"]["kms:ViaService"],
        by_parameter_store
    );
}

#[test]
fn only_those_that_work_on_files_get_at_them_and_only_the_ingest_deletes() {
    let template = Template::read();
    for (id, actions) in [
        ("KnowledgeRole", json!(["s3:GetObject", "s3:PutObject"])),
        (
            "IngestRole",
            json!(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]),
        ),
    ] {
        let policies = &template.resource(id)["Properties"]["Policies"];
        let files = json!({"Fn::Sub": "${DocumentsBucket.Arn}/documents/*"});
        let bucket = json!({"Fn::GetAtt": ["DocumentsBucket", "Arn"]});
        let expected = json!([
            {"Effect": "Allow", "Action": actions, "Resource": files},
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": bucket},
        ]);
        assert_eq!(policies[1]["PolicyDocument"]["Statement"], expected, "{id}");
    }
}

#[test]
fn only_traces_are_allowed_for_everything() {
    let template = Template::read();
    let types = [
        "AWS::IAM::Role",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::Policy",
    ];
    for (id, resource) in types.iter().flat_map(|kind| template.of_type(kind)) {
        each(resource, &mut |name, value| {
            let is_wild = match name {
                "Resource" | "Principal" => *value == "*",
                "Action" => value.to_string().contains('*'),
                _ => false,
            };
            assert!(!is_wild || id == "WriteTraces", "{id}: {name} is {value}");
        });
    }
}

fn role<'a>(template: &'a Template, function: &Function<'_>) -> &'a Value {
    let id = format!("{}Role", function.id);
    assert_eq!(
        function.properties["Role"],
        json!({"Fn::GetAtt": [id, "Arn"]})
    );
    // SAM would make a role of its own for these, with more than that.
    assert!(function.properties["Policies"].is_null(), "{}", function.id);
    let role = template.resource(&id);
    assert_eq!(text(&role["Type"]), "AWS::IAM::Role");
    &role["Properties"]
}

/// Every member of every object.
fn each(value: &Value, look: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, look)),
        Value::Object(members) => {
            for (name, member) in members {
                look(name, member);
                each(member, look);
            }
        }
        _ => {}
    }
}
