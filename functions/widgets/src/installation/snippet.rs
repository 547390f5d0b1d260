//! Looks for the embed code in a page's HTML, in any of its forms: attributes of the script, or a configuration before it.

use shared::api_key;
use std::borrow::Cow;

const SCRIPTS: [&str; 2] = ["/widget/v1/widget.js", "/widget/v2/widget.js"];

/// What of the embed code a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snippet {
    /// The script and the client's key.
    Installed,
    /// The script and another key.
    OtherKey,
    /// The script without a key.
    NoKey,
    /// The client's key without a script.
    NoScript,
    /// Neither.
    Nothing,
}

impl Snippet {
    pub fn in_page(html: &str, public_api_key: &str) -> Self {
        let html = without_comments(html);
        // Pages that are made from JSON have it escaped.
        let html = html.replace("\\/", "/");
        let has_script = SCRIPTS.into_iter().any(|script| html.contains(script));
        let mut keys = keys(&html).peekable();
        let has_any_key = keys.peek().is_some();
        let has_key = keys.any(|key| key == public_api_key);
        match (has_script, has_key, has_any_key) {
            (true, true, _) => Self::Installed,
            (true, false, true) => Self::OtherKey,
            (true, false, false) => Self::NoKey,
            (false, true, _) => Self::NoScript,
            (false, false, _) => Self::Nothing,
        }
    }
}

/// Everything in the page that looks like a public key, each looked at once: a page may be made of their beginning alone.
fn keys(html: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    let mut rest = html;
    std::iter::from_fn(move || {
        let found = &rest[rest.find(api_key::PREFIX)?..];
        let length = found.find(|letter| !is_part(letter));
        let (key, after) = found.split_at(length.unwrap_or(found.len()));
        rest = after;
        Some(key)
    })
}

/// A browser passes over them.
fn without_comments(html: &str) -> Cow<'_, str> {
    if !html.contains("<!--") {
        return Cow::Borrowed(html);
    }
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "pk_live_0123456789abcdef";

    #[test]
    fn every_form_of_the_embed_code_is_found() {
        for html in [
            r#"<script src="https://chat.example/widget/v1/widget.js" data-api-key="pk_live_0123456789abcdef" async></script>"#,
            "<script src=/widget/v2/widget.js?x data-api-key=pk_live_0123456789abcdef></script>",
            "<script>window.ConferenceChatConfig = {apiKey: 'pk_live_0123456789abcdef'}</script>
             <script src='https://chat.example/widget/v1/widget.js'></script>",
            r#"{"html":"<script src=\"https:\/\/chat.example\/widget\/v1\/widget.js\" data-api-key=\"pk_live_0123456789abcdef\">"}"#,
            r#"<!-- chat --><script src="/widget/v1/widget.js" data-api-key="pk_live_0123456789abcdef"></script><!-- end"#,
            r#"<b data-old="pk_live_00"><script src="/widget/v1/widget.js" data-api-key="pk_live_0123456789abcdef">"#,
        ] {
            assert_eq!(Snippet::in_page(html, KEY), Snippet::Installed, "{html}");
        }
    }

    #[test]
    fn what_is_missing_is_told() {
        for (html, expected) in [
            ("", Snippet::Nothing),
            ("<p>pk_live_ff</p>", Snippet::Nothing),
            ("<p>pk_live_0123456789abcdef</p>", Snippet::NoScript),
            ("<script src=/widget/v1/widget.js>", Snippet::NoKey),
            (
                "<script src=/widget/v1/widget.js data-api-key=pk_live_ff>",
                Snippet::OtherKey,
            ),
            // A longer key is another one.
            (
                "<script src=/widget/v1/widget.js data-api-key=pk_live_0123456789abcdef0>",
                Snippet::OtherKey,
            ),
            (
                "<!-- <script src=/widget/v1/widget.js data-api-key=pk_live_0123456789abcdef> -->",
                Snippet::Nothing,
            ),
            (
                "<!-- <script src=/widget/v1/widget.js data-api-key=pk_live_0123456789abcdef>",
                Snippet::Nothing,
            ),
            ("<script src=/widget/v3/widget.js>", Snippet::Nothing),
        ] {
            assert_eq!(Snippet::in_page(html, KEY), expected, "{html}");
        }
    }

    /// Somebody else chose what the page says, and nothing ends the search in it.
    #[test]
    fn a_page_of_nothing_but_beginnings_of_keys_is_read_once() {
        let page = format!("/widget/v1/widget.js{}", "pk_live_".repeat(130_000));
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || tell.send(Snippet::in_page(&page, KEY)));
        let found = told.recv_timeout(std::time::Duration::from_secs(10));
        assert_eq!(found, Ok(Snippet::OtherKey));
    }
}
