//! A request finds the same function by API Gateway, by CloudFront, and by the local runner.

use crate::cloudfront::CloudFront;
use crate::code;
use crate::http_api::HttpApi;
use crate::template::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use http_body_util::BodyExt;
use local::gateway::Functions;
use tower::ServiceExt;

/// All that CloudFront knows.
const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];

/// The managed policy CachingDisabled.
const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/// Paths beside those of the routes: what begins alike, and what nobody has.
const OTHER_PATHS: [&str; 31] = [
    "/",
    "/dashboard",
    "/assets/main-1a2b3c4d.js",
    "/favicon.ico",
    "/api",
    "/api/nope",
    "/api/auth",
    "/api/auth/nope",
    "/api/authors",
    "/api/dashboard",
    "/api/dashboard/chat",
    "/api/dashboard/chat/nope/nope",
    "/api/dashboard/chats",
    "/api/dashboard/clients",
    "/api/dashboard/clientship",
    "/api/dashboard/knowledge",
    "/api/dashboard/knowledgeable",
    "/api/dashboard/widget",
    "/api/dashboard/widgets",
    "/api/knowledge",
    "/api/knowledge/nope/nope",
    "/api/knowledgeable",
    "/api/widget",
    "/api/widget/nope",
    "/api/widgets",
    "/api/widget/chat",
    "/api/widget/chat/nope/nope",
    "/api/widget/chats",
    "/widget",
    "/widget/v2/widget.js",
    "/widgets",
];

#[tokio::test]
async fn every_route_leads_to_the_function_that_has_it() {
    let gateway = local_gateway();
    for route in code::routes() {
        let here = answered_by(&gateway, &route.path).await;
        assert_eq!(here, route.function, "{} here", route.path);
        expect_on_aws(&route.path, &route.function);
    }
}

#[tokio::test]
async fn what_no_route_has_leads_to_the_same_function_too() {
    let gateway = local_gateway();
    for path in OTHER_PATHS {
        let here = answered_by(&gateway, path).await;
        expect_on_aws(path, &here);
    }
}

/// With any method: the router itself says which are wrong.
fn expect_on_aws(path: &str, function: &str) {
    let template = Template::read();
    let (api, cloudfront) = (HttpApi::of(&template), CloudFront::of(&template));
    for method in METHODS {
        let found = api.function_for(method, path);
        assert_eq!(found, Some(function), "{method} {path} by the API");
        // Files are for reading, and CloudFront says so itself.
        let is_write = !matches!(method, "GET" | "HEAD" | "OPTIONS");
        let expected = (!(is_write && is_cached(&cloudfront, path))).then_some(function);
        let found = cloudfront.function_for(&api, method, path);
        assert_eq!(found, expected, "{method} {path} by CloudFront");
    }
}

#[test]
fn only_files_are_cached() {
    let template = Template::read();
    let cloudfront = CloudFront::of(&template);
    let routes = code::routes();
    let paths = routes.iter().map(|route| &*route.path).chain(OTHER_PATHS);
    for path in paths {
        let folders = ["/widget/", "/assets/", "/api/widget/logo/"];
        let is_file = folders.iter().any(|folder| path.starts_with(folder));
        assert_eq!(is_cached(&cloudfront, path), is_file, "{path}");
    }
}

#[test]
fn a_stream_is_not_held_back() {
    let template = Template::read();
    let cloudfront = CloudFront::of(&template);
    for path in ["/api/widget/chat", "/api/widget/chat/stream"] {
        assert_eq!(cloudfront.behaviour_for(path)["Compress"], false, "{path}");
    }
}

fn is_cached(cloudfront: &CloudFront<'_>, path: &str) -> bool {
    cloudfront.behaviour_for(path)["CachePolicyId"] != CACHING_DISABLED
}

/// The local runner's gateway, with routers that answer with the name of their function.
fn local_gateway() -> Router {
    let named = |name: &'static str| Router::new().fallback(async move || name);
    let functions = Functions {
        auth: named("auth"),
        clients: named("clients"),
        knowledge: named("knowledge"),
        chat: named("chat"),
        widgets: named("widgets"),
        site: named("site"),
    };
    functions.gateway()
}

/// Asked without the callers of other tests: what these routers say is none of the API's answers.
async fn answered_by(gateway: &Router, path: &str) -> String {
    let request = Request::get(path).body(Body::empty());
    let answer = gateway.clone().oneshot(request.expect("a request")).await;
    let body = answer.expect("an answer").into_body().collect().await;
    let text = body.expect("a whole body").to_bytes();
    String::from_utf8(text.into()).expect("a name")
}
