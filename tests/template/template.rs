//! `template.yaml`, and what its functions are.

use crate::code;
use crate::yaml;
use serde_json::{Value, json};
use std::fs;

/// The template.
pub struct Template {
    parameters: Value,
    resources: serde_json::Map<String, Value>,
}

/// A function in it.
pub struct Function<'a> {
    /// Its name in the template.
    pub id: &'a str,
    /// Which crate's binary it runs.
    pub binary: &'a str,
    /// Its properties.
    pub properties: &'a Value,
    /// All that is said of it.
    pub resource: &'a Value,
}

impl Template {
    pub fn read() -> Self {
        let path = code::workspace().join("template.yaml");
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}"));
        let mut template = yaml::read(&text);
        let parameters = template["Parameters"].take();
        match template["Resources"].take() {
            Value::Object(resources) => Self {
                parameters,
                resources,
            },
            other => panic!("Resources is {other}"),
        }
    }

    /// A parameter.
    pub fn parameter(&self, id: &str) -> &Value {
        let found = self.parameters.get(id);
        found.unwrap_or_else(|| panic!("template.yaml has no parameter {id}"))
    }

    /// A resource.
    pub fn resource(&self, id: &str) -> &Value {
        let found = self.resources.get(id);
        found.unwrap_or_else(|| panic!("template.yaml has no resource {id}"))
    }

    /// Resources of a type, with their names.
    pub fn of_type<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let all = self.resources.iter();
        all.filter(move |(_, resource)| resource["Type"] == kind)
            .map(|(id, resource)| (&**id, resource))
    }

    /// All functions.
    pub fn functions(&self) -> impl Iterator<Item = Function<'_>> {
        self.of_type("AWS::Serverless::Function")
            .map(|(id, resource)| Function {
                id,
                binary: text(&resource["Metadata"]["BuildProperties"]["Binary"]),
                properties: &resource["Properties"],
                resource,
            })
    }

    /// The crate whose binary a function of the template runs.
    pub fn binary_of(&self, id: &str) -> &str {
        let found = self.functions().find(|function| function.id == id);
        found.map_or_else(
            || panic!("template.yaml has no function {id}"),
            |function| function.binary,
        )
    }
}

/// A reference to a resource.
pub fn reference(id: &str) -> Value {
    json!({ "Ref": id })
}

/// A value that must be a text.
pub fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}

/// A value that must be a list.
pub fn list(value: &Value) -> &[Value] {
    let items = value.as_array();
    items.unwrap_or_else(|| panic!("{value} is no list"))
}
