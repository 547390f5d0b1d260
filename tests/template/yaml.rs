//! YAML with CloudFormation's tags as the JSON that CloudFormation takes too: `!Ref x` is `{"Ref": "x"}`, `!Sub x` is `{"Fn::Sub": "x"}`.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Value, json};

pub fn read(text: &str) -> Value {
    let documents = Yaml::load_from_str(text).unwrap_or_else(|error| panic!("{error}"));
    let [document] = &*documents else {
        panic!("{} documents instead of one", documents.len());
    };
    to_json(document)
}

fn to_json(node: &Yaml<'_>) -> Value {
    match node {
        Yaml::Value(scalar) => scalar_to_json(scalar),
        Yaml::Sequence(items) => items.iter().map(to_json).collect(),
        Yaml::Mapping(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| {
                let key = key.as_str().unwrap_or_else(|| panic!("{key:?} is no text"));
                (key.to_owned(), to_json(value))
            });
            Value::Object(pairs.collect::<Map<_, _>>())
        }
        Yaml::Tagged(tag, value) => long_form(&tag.suffix, to_json(value)),
        other => panic!("{other:?} is not expected"),
    }
}

fn scalar_to_json(scalar: &Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(value) => json!(value),
        Scalar::Integer(value) => json!(value),
        Scalar::FloatingPoint(value) => json!(value.into_inner()),
        Scalar::String(value) => json!(value),
    }
}

fn long_form(tag: &str, value: Value) -> Value {
    match (tag, &value) {
        ("Ref" | "Condition", _) => json!({ tag: value }),
        ("GetAtt", Value::String(text)) => {
            let parts = text.split_once('.').map(|(name, rest)| [name, rest]);
            json!({ "Fn::GetAtt": parts })
        }
        _ => json!({ format!("Fn::{tag}"): value }),
    }
}

#[test]
fn tags_are_written_out() {
    let text =
        "a: !If [HasX, !GetAtt B.Arn, !Ref AWS::NoValue]\nb: {c: !Sub 'x${Y}', d: 1, e: \"2\"}";
    let written_out = json!({
        "a": {"Fn::If": ["HasX", {"Fn::GetAtt": ["B", "Arn"]}, {"Ref": "AWS::NoValue"}]},
        "b": {"c": {"Fn::Sub": "x${Y}"}, "d": 1, "e": "2"},
    });
    assert_eq!(read(text), written_out);
}
