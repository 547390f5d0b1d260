//! What an answer cites, in the form that visitors are told.

use serde::Serialize;
use serde_json::Value;
use shared::retrieval::Passage;
use uuid::Uuid;

/// Where something that was answered stands.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<String>,
    excerpt: String,
    document_id: Uuid,
}

impl From<&Passage> for Source {
    fn from(passage: &Passage) -> Self {
        Self {
            title: passage.title.clone(),
            url: passage.url.clone().filter(|url| is_page(url)),
            page: passage.page,
            heading: passage.heading.clone(),
            excerpt: passage.excerpt.clone(),
            document_id: passage.document_id,
        }
    }
}

/// It becomes a link on somebody's page: nothing but a page may be behind it.
pub fn is_page(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        ["https", "http"]
            .iter()
            .any(|page| scheme.eq_ignore_ascii_case(page))
    })
}

/// Takes addresses of other things out of what somebody else's answer cites.
pub fn only_pages(mut sources: Value) -> Value {
    for source in sources.as_array_mut().into_iter().flatten() {
        if let Some(members) = source.as_object_mut() {
            members.retain(|name, value| name != "url" || value.as_str().is_none_or(is_page));
        }
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn passage() -> Passage {
        Passage {
            document_id: Uuid::nil(),
            title: "Guide".to_owned(),
            url: None,
            page: None,
            heading: None,
            content: "Doors open at nine. Bring a badge.".to_owned(),
            excerpt: "Doors open at nine.".to_owned(),
            score: 0.5,
        }
    }

    #[test]
    fn a_link_leads_to_a_page_or_is_none() {
        let given = json!([
            {"title": "a", "url": "javascript:alert(1)"}, {"title": "b", "url": " javascript://x"}, {"title": "c", "url": "HTTPS://c.example"},
            {"title": "d", "url": null}, {"title": "e", "url": "data:text/html,x"}, {"title": "f", "url": "/page"}
        ]);
        let told = json!([{"title": "a"}, {"title": "b"}, {"title": "c", "url": "HTTPS://c.example"}, {"title": "d", "url": null}, {"title": "e"}, {"title": "f"}]);
        assert_eq!(only_pages(given), told);
        assert_eq!(only_pages(Value::Null), Value::Null);
    }

    #[test]
    fn it_tells_where_and_not_the_whole_text() {
        let mut passage = passage();
        let nil = Uuid::nil();
        let bare = json!({"title": "Guide", "excerpt": "Doors open at nine.", "documentId": nil});
        assert_eq!(json!(Source::from(&passage)), bare);
        passage.url = Some("https://c.example/guide.pdf".to_owned());
        passage.page = Some(3);
        passage.heading = Some("Doors".to_owned());
        let source = json!(Source::from(&passage));
        assert_eq!(source["url"], "https://c.example/guide.pdf");
        assert_eq!(source["page"], 3);
        assert_eq!(source["heading"], "Doors");
    }

    #[test]
    fn what_is_no_page_is_no_link() {
        for url in ["javascript:alert(1)", "data:text/html,x", "", "guide.pdf"] {
            let passage = Passage {
                url: Some(url.to_owned()),
                ..passage()
            };
            assert_eq!(json!(Source::from(&passage)).get("url"), None, "{url}");
        }
    }
}
