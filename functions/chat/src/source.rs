//! What an answer cites, in the form that visitors are told.

use serde::Serialize;
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
        // It becomes a link on somebody's page: nothing but a page may be behind it.
        let is_page = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
        Self {
            title: passage.title.clone(),
            url: passage.url.as_ref().filter(is_page).cloned(),
            page: passage.page,
            heading: passage.heading.clone(),
            excerpt: passage.excerpt.clone(),
            document_id: passage.document_id,
        }
    }
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
