//! AWS's Parameter Store as moto plays it: pages of ten, encryption, errors in AWS's shape.
//! <https://docs.getmoto.org/en/latest/docs/server_mode.html>

use crate::moto::Moto;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A running Parameter Store; ends with this value.
#[derive(Debug)]
pub struct ParameterStore {
    moto: Moto,
}

impl ParameterStore {
    /// Starts an empty one.
    pub async fn start() -> Self {
        Self {
            moto: Moto::start().await,
        }
    }

    /// For `AWS_ENDPOINT_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        self.moto.url()
    }

    /// Stores an encrypted parameter.
    pub async fn put(&self, name: &str, value: &str) {
        let parameter =
            json!({"Name": name, "Value": value, "Type": "SecureString", "Overwrite": true});
        let answer = self.call("PutParameter", &parameter).await;
        assert!(answer["Version"].is_u64(), "{answer}");
    }

    /// The value of a parameter, decrypted, and its type.
    pub async fn get(&self, name: &str) -> Option<(String, String)> {
        let question = json!({"Name": name, "WithDecryption": true});
        let parameter = &self.call("GetParameter", &question).await["Parameter"];
        let text = |name: &str| Some(parameter[name].as_str()?.to_owned());
        Some((text("Value")?, text("Type")?))
    }

    async fn call(&self, action: &str, body: &Value) -> Value {
        let body = body.to_string();
        let request = format!(
            "POST / HTTP/1.1\r\nHost: ssm.eu-central-1.amazonaws.com\r\nX-Amz-Target: AmazonSSM.{action}\r\n\
             Content-Type: application/x-amz-json-1.1\r\nContent-Length: {}\r\nConnection: close\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20261123/eu-central-1/ssm/aws4_request, SignedHeaders=host, Signature=0\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.moto.port()))
            .await
            .expect("moto listens");
        stream
            .write_all(request.as_bytes())
            .await
            .expect("moto reads");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .await
            .expect("moto answers");
        let (_, body) = answer
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("{answer}"));
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }
}
