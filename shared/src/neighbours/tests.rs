use super::*;
use tokio::net::TcpListener;

#[test]
fn a_public_https_address_may_be_called() {
    for address in [
        "https://n8n.example.com/webhook/chat?x=y",
        "https://n8n.example.com:8443/",
        "https://api.openai.com/v1",
        "https://EXAMPLE.com./v1",
        "https://1.1.1.1/",
        "https://[2606:4700::1111]/",
        "https://xn--bcher-kva.example/",
        // What it stands for is found out when it is called.
        "https://127.0.0.1.nip.io/",
    ] {
        assert!(Policy::Public.check(address).is_ok(), "{address}");
    }
}

#[test]
fn everything_else_is_refused_with_the_reason() {
    let long = format!("https://example.com/{}", "x".repeat(2_000));
    for (address, refused) in [
        ("", Refused::NotAUrl),
        ("n8n.example.com/webhook", Refused::NotAUrl),
        ("https://", Refused::NotAUrl),
        ("https://1.2.3.4.5/", Refused::NotAUrl),
        (&long, Refused::TooLong),
        ("http://n8n.example.com/", Refused::NotHttps),
        ("ftp://n8n.example.com/", Refused::NotHttps),
        ("file:///etc/passwd", Refused::NotHttps),
        ("gopher://127.0.0.1:6379/_x", Refused::NotHttps),
        ("https://user@n8n.example.com/", Refused::HasCredentials),
        ("https://:pass@n8n.example.com/", Refused::HasCredentials),
        ("https://example.com@127.0.0.1/", Refused::HasCredentials),
        ("https://localhost/", Refused::NotPublic),
        ("https://localhost./", Refused::NotPublic),
        ("https://a.localhost:8080/", Refused::NotPublic),
        ("https://printer.local/", Refused::NotPublic),
        (
            "https://metadata.google.internal/computeMetadata/v1/",
            Refused::NotPublic,
        ),
        ("https://postgres:5432/", Refused::NotPublic),
        ("https://127.0.0.1/", Refused::NotPublic),
        ("https://127.1/", Refused::NotPublic),
        ("https://2130706433/", Refused::NotPublic),
        ("https://0x7f000001/", Refused::NotPublic),
        ("https://0177.0.0.1/", Refused::NotPublic),
        ("https://0/", Refused::NotPublic),
        ("https://①②⑦.0.0.1/", Refused::NotPublic),
        (
            "https://169.254.169.254/latest/meta-data/",
            Refused::NotPublic,
        ),
        ("https://[::1]/", Refused::NotPublic),
        ("https://[::ffff:a9fe:a9fe]/", Refused::NotPublic),
        ("https://[fd00:ec2::254]/", Refused::NotPublic),
    ] {
        assert_eq!(Policy::Public.check(address), Err(refused), "{address}");
    }
}

#[test]
fn where_it_is_allowed_this_network_and_plain_http_may_be_called() {
    for address in ["http://127.0.0.1:5678/webhook/chat", "http://n8n:5678/"] {
        assert!(Policy::Anywhere.check(address).is_ok(), "{address}");
    }
    for (address, refused) in [
        ("file:///etc/passwd", Refused::NotHttp),
        ("http://user:pass@n8n/", Refused::HasCredentials),
    ] {
        assert_eq!(Policy::Anywhere.check(address), Err(refused), "{address}");
    }
}

#[test]
fn the_setting_has_two_words_and_is_strict_without_one() {
    for (word, policy) in [
        (None, Some(Policy::Public)),
        (Some("forbid"), Some(Policy::Public)),
        (Some("allow"), Some(Policy::Anywhere)),
        (Some("true"), None),
    ] {
        let settings = word.map(|word| ("PRIVATE_NEIGHBOURS", word));
        let read = Policy::from_settings(&settings.into_iter().collect());
        assert_eq!(read.ok(), policy, "{word:?}");
    }
}

#[test]
fn of_what_a_name_stands_for_only_the_public_addresses_are_tried() {
    let tried = |found: &[&str]| {
        let found = found.iter().map(|address| address.parse());
        let found: Vec<SocketAddr> = found.collect::<Result<_, _>>().expect("addresses");
        only_public(found.into_iter()).map(Iterator::collect::<Vec<_>>)
    };
    let public = tried(&["127.0.0.1:0", "1.1.1.1:0", "[fd00:ec2::254]:0"]);
    assert_eq!(
        public.ok(),
        Some(vec!["1.1.1.1:0".parse().expect("an address")])
    );
    assert!(tried(&["169.254.169.254:0"]).is_err());
    assert!(tried(&[]).is_err());
}

/// Such a name passes for public until it is looked up, as one does that an attacker's name server turns around.
#[tokio::test]
async fn a_name_that_stands_for_this_machine_is_not_connected_to() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its number").port();
    let http = client(Policy::Public).expect("a client");
    let call = http.get(format!("https://localhost:{port}/")).send();
    tokio::select! {
        answer = call => assert!(was_refused(&answer.expect_err("nobody there"))),
        _ = listener.accept() => panic!("it was connected to"),
    }
}

#[tokio::test]
async fn a_call_that_fails_for_another_reason_was_not_refused() {
    let http = client(Policy::Anywhere).expect("a client");
    let answer = http.get("http://localhost:1/").send().await;
    let error = answer.expect_err("nobody there");
    assert!(!was_refused(&error));
    assert_eq!(trouble(&error), Trouble::NotConnected);
}

#[tokio::test]
async fn what_kept_a_call_from_its_answer_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its number").port();
    let hang_up = tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let greeting = b"220 this is no TLS\r\n";
            tokio::io::AsyncWriteExt::write_all(&mut stream, greeting)
                .await
                .expect("somebody reads it");
        }
    });
    for (policy, url, expected) in [
        (
            Policy::Anywhere,
            "http://no-such-name.invalid/".to_owned(),
            Trouble::NameUnknown,
        ),
        (
            Policy::Anywhere,
            format!("https://localhost:{port}/"),
            Trouble::NotSecure,
        ),
        (
            Policy::Public,
            format!("https://localhost:{port}/"),
            Trouble::NotAllowed,
        ),
        (
            Policy::Anywhere,
            format!("http://localhost:{port}/"),
            Trouble::Other,
        ),
    ] {
        let answer = client(policy).expect("a client").get(&url).send().await;
        let error = answer.expect_err(&url);
        assert_eq!(trouble(&error), expected, "{url}: {error:?}");
    }
    hang_up.abort();
}
