//! What keeps the program from doing anything, and how it says so.

use crate::support::{Deployer, SESSION_SECRET, URL};
use serde_json::json;
use std::time::Duration;
use test_support::{FakeWebhook, WebhookAnswer};

const NOBODY: &str = "http://127.0.0.1:1";

/// An error as AWS answers it.
fn refusal(code: &str, words: &str) -> WebhookAnswer {
    let kind = "application/x-amz-json-1.1".to_owned();
    WebhookAnswer {
        status: 400,
        headers: vec![("content-type".to_owned(), kind)],
        body: json!({"__type": code, "message": words}).to_string().into(),
        ..WebhookAnswer::default()
    }
}

#[tokio::test]
async fn a_file_that_functions_could_not_work_with_is_refused_before_aws_is_asked() {
    let aws = FakeWebhook::start().await;
    let deployer = Deployer::at(&aws.url());
    let secret = format!("SESSION_SECRET='{SESSION_SECRET}'");
    for (file, said) in [
        (String::new(), "DATABASE_URL is not set"),
        (format!("DATABASE_URL={URL}"), "SESSION_SECRET is not set"),
        (
            format!("DATABASE_URL=mysql://u:hunter2@h/d\n{secret}"),
            "DATABASE_URL cannot be used",
        ),
        (
            format!("DATABASE_URL={URL}\n{secret}\nN8N_WEBHOOK_URL=hunter2"),
            "N8N_WEBHOOK_URL is not an http(s) URL",
        ),
        (
            format!("DATABASE_URL={URL}\n{secret}\nAWS_REGION=x\nSSM_PREFIX=/y"),
            "AWS_REGION, SSM_PREFIX in .env must never be parameters",
        ),
        (
            format!("DATABASE_URL={URL}\nSESSION_SECRET=hunter2$rest"),
            "SESSION_SECRET in .env: what follows a $",
        ),
        (
            format!("DATABASE_URL={URL}?a=b c"),
            "line 1 of .env is not understood (the value of DATABASE_URL)",
        ),
        (
            format!(
                "DATABASE_URL={URL}\nSESSION_SECRET={}",
                "hunter2".repeat(1_200)
            ),
            "SESSION_SECRET has 8400 bytes",
        ),
    ] {
        deployer.file(&file);
        deployer.put(&[]).await.failed().says(&[said]);
    }
    let missing = deployer.put(&["--env-file", "nowhere.env"]).await.failed();
    missing.says(&["nowhere.env cannot be read: No such file"]);
    assert!(aws.received().is_empty());
}

#[tokio::test]
async fn a_prefix_that_is_none_is_refused() {
    let deployer = Deployer::at(NOBODY);
    for prefix in ["staging", "/", "/a//b", "/a b", ""] {
        for command in ["put", "check"] {
            let outcome = deployer.run(&[command, "--prefix", prefix]).await;
            assert_eq!(outcome.code, Some(2), "{outcome:?}");
            outcome.says(&["--prefix"]);
        }
    }
}

#[tokio::test]
async fn without_credentials_or_region_it_says_how_to_get_them() {
    let how = "eval \"$(aws configure export-credentials --format env)\"";
    for (missing, said) in [
        ("AWS_ACCESS_KEY_ID", "there are no credentials"),
        ("AWS_SECRET_ACCESS_KEY", "there are no credentials"),
        ("AWS_REGION", "AWS_REGION is not set"),
    ] {
        let deployer = Deployer::at(NOBODY).without(missing);
        deployer.file_with("");
        deployer.put(&[]).await.failed().says(&[said, how]);
        deployer.check(&[]).await.failed().says(&[said, how]);
    }
    let help = Deployer::at(NOBODY).run(&["--help"]).await.succeeded();
    assert!(help.out.contains(how));
}

#[tokio::test]
async fn what_aws_refuses_is_told_in_its_words() {
    let aws = FakeWebhook::start().await;
    let deployer = Deployer::at(&aws.url());
    deployer.file_with("");
    let words = "User: arn:aws:iam::123456789012:user/me is not authorized to perform: ssm:GetParametersByPath";
    aws.answer_with(refusal("AccessDeniedException", words));
    for outcome in [deployer.put(&[]).await, deployer.check(&[]).await] {
        let outcome = outcome.failed().says(&["AccessDeniedException", words]);
        assert!(!outcome.err.contains("eval"), "{outcome:?}");
    }
    let words = "The security token included in the request is expired";
    aws.answer_with(refusal("ExpiredTokenException", words));
    deployer.put(&[]).await.failed().says(&[words, "eval"]);

    let deployer = Deployer::at(NOBODY);
    deployer.file_with("");
    let outcome = deployer.put(&[]).await.failed();
    outcome.says(&["no answer from http://127.0.0.1:1", "refused"]);
}

#[tokio::test]
async fn a_write_that_comes_too_fast_is_tried_again() {
    let aws = FakeWebhook::start().await;
    let deployer = Deployer::at(&aws.url());
    deployer.file_with("");
    // The reading is answered (with nothing); it is still under way when the answer to the writing is decided on.
    aws.answer_with(WebhookAnswer {
        delay: Duration::from_millis(500),
        ..WebhookAnswer::default()
    });
    let has_received = async |count: usize| {
        while aws.received().len() < count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let helped = async {
        has_received(1).await;
        aws.answer_with(refusal("ThrottlingException", "Rate exceeded"));
        // More than the three attempts that a function makes.
        has_received(6).await;
        aws.answer_with(WebhookAnswer::default());
    };
    let (outcome, ()) = tokio::join!(deployer.put(&[]), helped);
    assert!(outcome.succeeded().out.contains("2 created"));
}

#[tokio::test]
async fn when_a_write_is_refused_halfway_it_says_what_was_done() {
    let aws = FakeWebhook::start().await;
    let deployer = Deployer::at(&aws.url());
    deployer.file_with("");
    aws.answer_with(WebhookAnswer {
        delay: Duration::from_millis(300),
        ..WebhookAnswer::default()
    });
    let helped = async {
        while aws.received().len() < 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        aws.answer_with(refusal("AccessDeniedException", "not this one"));
    };
    let (outcome, ()) = tokio::join!(deployer.put(&[]), helped);
    outcome.failed().says(&[
        "before it failed, this was done: DATABASE_URL written",
        "/conference-chat/staging/SESSION_SECRET cannot be written",
        "not this one",
    ]);
}
