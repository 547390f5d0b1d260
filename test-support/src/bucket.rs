//! A bucket of S3 as moto plays it. It looks at no signature.

use crate::moto::Moto;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A running S3 with one bucket; ends with this value.
#[derive(Debug)]
pub struct Bucket {
    moto: Moto,
}

impl Bucket {
    /// Its name, for `DOCUMENTS_BUCKET`.
    pub const NAME: &str = "papers";

    /// Starts one with an empty bucket.
    pub async fn start() -> Self {
        let bucket = Self {
            moto: Moto::start().await,
        };
        let place = b"<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>";
        let path = format!("/{}", Self::NAME);
        assert_eq!(bucket.send("PUT", &path, &[], place).await.0, 200);
        bucket
    }

    /// For `AWS_ENDPOINT_URL_S3`.
    #[must_use]
    pub fn url(&self) -> String {
        self.moto.url()
    }

    /// Uploads to an address that was handed out, with the headers that came with it.
    pub async fn upload(&self, url: &str, headers: &[(&str, &str)], bytes: &[u8]) {
        let own = self.moto.url();
        let path = url.strip_prefix(&own);
        let path = path.unwrap_or_else(|| panic!("{url} is not below {own}"));
        let (status, answer) = self.send("PUT", path, headers, bytes).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
    }

    /// A file's bytes, if it is there.
    pub async fn get(&self, key: &str) -> Option<Vec<u8>> {
        let path = format!("/{}/{key}", Self::NAME);
        let (status, bytes) = self.send("GET", &path, &[], b"").await;
        (status == 200).then_some(bytes)
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, Vec<u8>) {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.moto.port(),
            body.len()
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !path.contains('?') {
            head.push_str("Authorization: AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20261123/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\n");
        }
        head.push_str("\r\n");
        let mut stream = TcpStream::connect(("127.0.0.1", self.moto.port()))
            .await
            .expect("moto listens");
        stream.write_all(head.as_bytes()).await.expect("moto reads");
        stream.write_all(body).await.expect("moto reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("moto answers");
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n");
        let body = answer.split_off(end.expect("a head") + 4);
        let head = String::from_utf8_lossy(&answer);
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (status.unwrap_or_else(|| panic!("{head}")), body)
    }
}
