//! The SDK's way to the network: HTTP/1.1 over the TLS library that Postgres needs anyway. One connection per call, since a start
//! makes one call.

use crate::trust::{AWS_ROOTS, Trust};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use axum::body::Body;
use axum::http::header::HOST;
use axum::http::{HeaderValue, Request, Uri};
use http_body_util::BodyExt;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::fmt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// Connects to AWS, checked against AWS's own authorities first.
#[derive(Clone)]
pub(super) struct Connector(Trust);

impl Connector {
    pub(super) fn new() -> Result<Self, native_tls::Error> {
        Trust::public(AWS_ROOTS, |_| ()).map(Self)
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}

impl HttpClient for Connector {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let connector = self.clone();
        HttpConnectorFuture::new(async move { connector.answer(request).await })
    }
}

impl Connector {
    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let request = request
            .try_into_http1x()
            .map_err(|error| ConnectorError::user(error.into()))?;
        let body = request.body().bytes().unwrap_or_default().to_vec();
        let request = request.map(|_| Body::from(body));
        let uri = request.uri().clone();
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let is_https = uri.scheme_str() != Some("http");
        let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        if !is_https {
            let stream = TcpStream::connect((host, port)).await.map_err(io)?;
            return exchange(stream, request).await;
        }
        let secure = |connector| async move {
            let stream = TcpStream::connect((host, port)).await?;
            let connector = tokio_native_tls::TlsConnector::from(connector);
            // As a reason, so that who tries again can tell it from a connection that failed.
            let secured = connector.connect(host, stream).await;
            secured.map_err(std::io::Error::other)
        };
        let stream = self.0.connect(secure).await.map_err(io)?;
        exchange(stream, request).await
    }
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    mut request: Request<Body>,
) -> Result<HttpResponse, ConnectorError> {
    // On the wire HTTP/1.1 names the path, and the host in a header of its own.
    let uri = request.uri().clone();
    if !request.headers().contains_key(HOST)
        && let Some(authority) = uri.authority()
        && let Ok(host) = HeaderValue::from_str(authority.as_str())
    {
        request.headers_mut().insert(HOST, host);
    }
    *request.uri_mut() = uri
        .path_and_query()
        .map_or_else(|| Uri::from_static("/"), |path| Uri::from(path.clone()));

    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io)?;
    // Ends with the exchange; its error reaches the exchange as well.
    tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(io)?;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.map_err(io)?;
    let response = axum::http::Response::from_parts(parts, body.to_bytes().into());
    HttpResponse::try_from(response).map_err(|error| ConnectorError::user(error.into()))
}

/// The SDK tries these again.
fn io(error: impl Into<Box<dyn Error + Send + Sync>>) -> ConnectorError {
    ConnectorError::io(error.into())
}
