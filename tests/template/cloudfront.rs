//! Which function CloudFront sends a request to.
//! <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html>

use crate::http_api::{API, HttpApi};
use crate::template::{Template, list, text};
use serde_json::{Value, json};

/// The distribution of the template.
pub struct CloudFront<'a> {
    template: &'a Template,
    config: &'a Value,
}

impl<'a> CloudFront<'a> {
    pub fn of(template: &'a Template) -> Self {
        let config = &template.resource("Distribution")["Properties"]["DistributionConfig"];
        Self { template, config }
    }

    /// The first behaviour whose pattern fits, else the default one.
    pub fn behaviour_for(&self, path: &str) -> &'a Value {
        list(&self.config["CacheBehaviors"])
            .iter()
            .find(|behaviour| fits(text(&behaviour["PathPattern"]), path))
            .unwrap_or(&self.config["DefaultCacheBehavior"])
    }

    /// `None` when CloudFront itself refuses the method.
    pub fn function_for(&self, api: &'a HttpApi, method: &str, path: &str) -> Option<&'a str> {
        let behaviour = self.behaviour_for(path);
        if !list(&behaviour["AllowedMethods"]).contains(&json!(method)) {
            return None;
        }
        let origin = list(&self.config["Origins"])
            .iter()
            .find(|origin| origin["Id"] == behaviour["TargetOriginId"])
            .unwrap_or_else(|| panic!("{behaviour} has no origin"));
        let domain = &origin["DomainName"];
        let api_domain = format!("${{{API}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}");
        if domain["Fn::Sub"] == api_domain {
            return api.function_for(method, path);
        }
        // The third part of https://host/ is the host.
        let url = &domain["Fn::Select"][1]["Fn::Split"][1]["Fn::GetAtt"];
        assert_eq!(
            (&domain["Fn::Select"][0], &url[1]),
            (&json!(2), &json!("FunctionUrl"))
        );
        let id = text(&url[0]).strip_suffix("Url");
        id.map(|id| self.template.binary_of(id))
    }
}

/// `*` stands for any letters, also none. Letters count in their case.
fn fits(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => path.strip_prefix(before).is_some_and(|rest| {
            rest.char_indices().any(|(at, _)| fits(after, &rest[at..])) || fits(after, "")
        }),
    }
}

#[test]
fn patterns_fit_as_cloudfronts_do() {
    for (pattern, path, expected) in [
        ("/a", "/a", true),
        ("/a", "/a/b", false),
        ("/a/*", "/a/b/c", true),
        ("/a/*", "/a/", true),
        ("/a/*", "/a", false),
        ("/a/*", "/A/b", false),
        ("/a/*.js", "/a/b.js", true),
        ("/a/*.js", "/a/b.css", false),
    ] {
        assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
    }
}
