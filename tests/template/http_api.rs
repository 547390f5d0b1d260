//! Which function API Gateway's HTTP API sends a request to.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>

use crate::template::{Template, text};
use serde_json::Value;

/// The name of the API in the template.
pub const API: &str = "Api";

const GREEDY: &str = "{proxy+}";

/// The API's routes.
pub struct HttpApi {
    routes: Vec<Route>,
}

#[derive(Debug)]
struct Route {
    /// `None` for `$default`.
    path: Option<String>,
    method: String,
    binary: String,
}

impl HttpApi {
    /// The functions' events, and what stands with the API itself.
    pub fn of(template: &Template) -> Self {
        let mut routes = Vec::new();
        for function in template.functions() {
            let events = function.properties["Events"].as_object().into_iter();
            for event in events.flatten().map(|(_, event)| event) {
                if event["Type"] == "HttpApi" {
                    let event = &event["Properties"];
                    assert_eq!(
                        event["ApiId"]["Ref"], API,
                        "{} has another API",
                        function.id
                    );
                    routes.push(Route {
                        path: event["Path"].as_str().map(str::to_owned),
                        method: event["Method"].as_str().unwrap_or("ANY").to_owned(),
                        binary: function.binary.to_owned(),
                    });
                }
            }
        }
        let paths = &template.resource(API)["Properties"]["DefinitionBody"]["paths"];
        for (path, methods) in paths.as_object().into_iter().flatten() {
            routes.push(Route {
                path: Some(path.clone()),
                method: "ANY".to_owned(),
                binary: behind_a_url(template, path, methods).to_owned(),
            });
        }
        for route in &routes {
            let parameters = route.path.iter().flat_map(|path| path.split('/'));
            let mut odd = parameters.filter(|part| part.contains('{') && *part != GREEDY);
            assert_eq!(
                odd.next(),
                None,
                "{route:?} is of a kind that is not known here"
            );
        }
        Self { routes }
    }

    /// An exact path wins, then the longest greedy one, then `$default`.
    pub fn function_for(&self, method: &str, path: &str) -> Option<&str> {
        let takes = |route: &&Route| route.method == "ANY" || route.method == method;
        let exact = |route: &&Route| route.path.as_deref() == Some(path);
        let routes = || self.routes.iter().filter(takes);
        let greedy = routes().filter_map(|route| {
            let before = route.path.as_deref()?.strip_suffix(GREEDY)?;
            let rest = path.strip_prefix(before)?;
            (!rest.is_empty()).then_some((before.len(), route))
        });
        let found = routes()
            .find(exact)
            .or_else(|| {
                greedy
                    .max_by_key(|(length, _)| *length)
                    .map(|(_, route)| route)
            })
            .or_else(|| routes().find(|route| route.path.is_none()));
        found.map(|route| &*route.binary)
    }
}

/// A route that goes to a function's URL must name that URL and the same path.
fn behind_a_url<'a>(template: &'a Template, path: &str, methods: &Value) -> &'a str {
    let integration = &methods["x-amazon-apigateway-any-method"]["x-amazon-apigateway-integration"];
    let uri = text(&integration["uri"]["Fn::Sub"]);
    let (id, rest) = uri
        .strip_prefix("${")
        .and_then(|uri| uri.split_once("Url.FunctionUrl}"))
        .unwrap_or_else(|| panic!("{path} goes to {uri}, which is no function's URL"));
    assert_eq!(format!("/{rest}"), path.replace(GREEDY, "{proxy}"));
    assert_eq!(integration["type"], "http_proxy", "{path}");
    template.binary_of(id)
}
