//! `template.yaml` against the code: what is deployed is what there is, and a request finds the same function on AWS as here.
//! Whether the template is well formed is for the linter (`cargo verify template`).
#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod cloudfront;
mod code;
mod deployed;
mod documents;
mod http_api;
mod observed;
mod permissions;
mod routing;
mod template;
mod yaml;
