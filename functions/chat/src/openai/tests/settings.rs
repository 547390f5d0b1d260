//! How a model is configured.

use super::super::*;

#[test]
fn the_path_is_put_behind_the_base_url_whatever_its_end() {
    for (base_url, url) in [
        (
            "https://api.openai.com/v1",
            "https://api.openai.com/v1/chat/completions",
        ),
        (
            "https://api.openai.com/v1/",
            "https://api.openai.com/v1/chat/completions",
        ),
        (
            "http://ollama:11434/v1//",
            "http://ollama:11434/v1/chat/completions",
        ),
        (
            "https://llm.example",
            "https://llm.example/chat/completions",
        ),
        (
            "https://llm.example/v1/chat/completions",
            "https://llm.example/v1/chat/completions",
        ),
        (
            "https://a.example/openai/deployments/x?api-version=1",
            "https://a.example/openai/deployments/x/chat/completions?api-version=1",
        ),
    ] {
        let base_url = Url::parse(base_url).expect("a URL");
        assert_eq!(completions(&base_url).as_str(), url);
    }
}

#[test]
fn a_model_is_configured_by_its_name_and_a_key_or_an_address() {
    let (model, key) = (("OPENAI_MODEL", "m"), ("OPENAI_API_KEY", "k"));
    let url = ("OPENAI_BASE_URL", "http://ollama:11434/v1");
    for (settings, is_configured) in [
        (vec![], false),
        (vec![model], false),
        (vec![key], false),
        (vec![key, url], false),
        (vec![model, key], true),
        (vec![model, url], true),
    ] {
        let read = Model::from_settings(&settings.iter().copied().collect());
        let read = read.expect("settings that can be used");
        assert_eq!(read.is_some(), is_configured, "{settings:?}");
    }
}

#[test]
fn what_cannot_be_used_is_named_and_not_told() {
    for (name, value) in [
        ("OPENAI_API_KEY", "hunter2\nX-Evil: 1"),
        ("OPENAI_BASE_URL", "hunter2"),
        ("OPENAI_BASE_URL", "ftp://hunter2.example/v1"),
    ] {
        let settings = [("OPENAI_MODEL", "m"), (name, value)];
        let read = Model::from_settings(&settings.into_iter().collect());
        let error = read.expect_err("it cannot be used").to_string();
        assert!(
            error.starts_with(name) && !error.contains("hunter2"),
            "{error}"
        );
    }
}

#[test]
fn printing_a_model_prints_no_secret() {
    let settings = [
        ("OPENAI_MODEL", "m"),
        ("OPENAI_API_KEY", "hunter2"),
        ("OPENAI_BASE_URL", "https://hunter2.example"),
    ];
    let model = Model::from_settings(&settings.into_iter().collect());
    assert!(!format!("{model:?}").contains("hunter2"));
}
