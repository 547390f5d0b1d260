//! The `connect.sid` cookie tampered with in every single place, and written in every other way that somebody might try. The session
//! behind it lives all the while, so that only the signature stands in the way.

use crate::here::Here;
use test_support::{SESSION_SECRET, TestDatabase};

const START: &str = "connect.sid=s%3A";

struct Holder {
    here: Here,
    /// Percent-encoded, as the browser holds it.
    cookie: String,
    sid: String,
    /// In base64.
    signature: String,
    database: TestDatabase,
}

impl Holder {
    async fn new() -> Self {
        let database = TestDatabase::create().await;
        let here = Here::start(database.url(), SESSION_SECRET, "bcrypt");
        let cookie = here.register("ada", "a horse of another colour").await;
        let signed = cookie.strip_prefix(START).expect("a signed cookie");
        let (sid, signature) = signed.split_once('.').expect("a signature");
        Self {
            sid: sid.to_owned(),
            signature: signature.replace("%2B", "+").replace("%2F", "/"),
            here,
            cookie,
            database,
        }
    }

    /// A cookie of those parts, the signature not encoded.
    fn of(sid: &str, signature: &str) -> String {
        format!("{START}{sid}.{signature}")
    }

    async fn is_refused(&self, cookie: &str) {
        assert_eq!(self.here.me(cookie).await, None, "{cookie}");
    }

    async fn is_accepted(&self, cookie: &str) {
        assert_eq!(
            self.here.me(cookie).await.as_deref(),
            Some("ada"),
            "{cookie}"
        );
    }
}

#[tokio::test]
async fn every_changed_character_of_the_id_is_noticed() {
    let holder = Holder::new().await;
    for changed in changed(&holder.sid) {
        holder
            .is_refused(&Holder::of(&changed, &holder.signature))
            .await;
    }
    holder
        .is_accepted(&Holder::of(&holder.sid, &holder.signature))
        .await;
}

#[tokio::test]
async fn every_changed_character_of_the_signature_is_noticed() {
    let holder = Holder::new().await;
    for changed in changed(&holder.signature) {
        holder.is_refused(&Holder::of(&holder.sid, &changed)).await;
    }
}

#[tokio::test]
async fn the_last_character_of_the_signature_has_one_form_only() {
    // Of its six bits the last two belong to no byte, so that three others would mean the same.
    let holder = Holder::new().await;
    let (start, last) = holder.signature.split_at(holder.signature.len() - 1);
    for other in BASE64.chars().filter(|other| last != other.to_string()) {
        holder
            .is_refused(&Holder::of(&holder.sid, &format!("{start}{other}")))
            .await;
    }
}

#[tokio::test]
async fn what_was_cut_off_or_added_anywhere_is_noticed() {
    let holder = Holder::new().await;
    let whole = format!("{}.{}", holder.sid, holder.signature);
    for length in 0..whole.len() {
        holder
            .is_refused(&format!("{START}{}", &whole[..length]))
            .await;
        holder
            .is_refused(&format!("{START}{}", &whole[length + 1..]))
            .await;
    }
    for at in 0..=whole.len() {
        for added in ["A", ".", "=", "%00", "%20"] {
            let (start, end) = whole.split_at(at);
            holder
                .is_refused(&format!("{START}{start}{added}{end}"))
                .await;
        }
    }
}

#[tokio::test]
async fn a_cookie_signed_in_another_way_is_refused() {
    let holder = Holder::new().await;
    let other = Here::start(
        holder.database.url(),
        "a-guess-at-the-secret-of-the-tests",
        "bcrypt",
    );
    // A real session of this database, signed with another secret.
    let guessed = other.log_in("ada", "a horse of another colour").await;
    assert_eq!(other.me(&guessed).await.as_deref(), Some("ada"));
    holder.is_refused(&guessed).await;
    let Holder { sid, signature, .. } = &holder;
    let swapped: String = signature.chars().rev().collect();
    for value in [
        sid.clone(),
        format!("s%3A{sid}"),
        format!("s%3A{sid}."),
        format!("s%3A.{signature}"),
        format!("s%3A{sid}.{sid}"),
        format!("s%3A{sid}.{swapped}"),
        format!("s%3A{sid}.{}", "A".repeat(43)),
        format!("s%3A{sid}.{}", signature.to_lowercase()),
        format!(
            "s%3A{sid}.{}",
            signature.replace('+', "-").replace('/', "_") + "_"
        ),
        format!("{sid}.{signature}"),
        format!("S%3A{sid}.{signature}"),
        format!("u%3A{sid}.{signature}"),
        format!("s%3As%3A{sid}.{signature}"),
        format!("j%3A%7B%22sid%22%3A%22{sid}%22%7D"),
        format!("s%3A{signature}.{sid}"),
    ] {
        holder.is_refused(&format!("connect.sid={value}")).await;
    }
}

#[tokio::test]
async fn a_cookie_encoded_twice_or_wrongly_is_refused() {
    let holder = Holder::new().await;
    let Holder { sid, signature, .. } = &holder;
    for value in [
        format!("s%253A{sid}.{signature}"),
        format!("s%3{sid}.{signature}"),
        format!("s%C0%BA{sid}.{signature}"),
        format!("s%EF%BC%9A{sid}.{signature}"),
        format!("s%u003A{sid}.{signature}"),
        format!("s&#58;{sid}.{signature}"),
        format!("s%3A{sid}.{signature}%"),
        format!("s%3A{sid}.{signature}%0A"),
        format!("s%3A%00{sid}.{signature}"),
        format!("s%3A%FF{sid}.{signature}"),
        format!("s%3A{sid}%EF%BC%8E{signature}"),
        format!("\"s%3A{sid}.{signature}"),
        format!("'s%3A{sid}.{signature}'"),
    ] {
        holder.is_refused(&format!("connect.sid={value}")).await;
    }
    for name in [
        "connect.sid[]",
        "connect%2Esid",
        "CONNECT.SID",
        "$connect.sid",
        "connect_sid",
        "__Host-connect.sid",
    ] {
        let renamed = holder.cookie.replacen("connect.sid", name, 1);
        holder.is_refused(&renamed).await;
    }
}

#[tokio::test]
async fn of_several_cookies_of_the_name_only_the_first_counts() {
    let holder = Holder::new().await;
    let good = &holder.cookie;
    let forged = Holder::of(&holder.sid, &"A".repeat(43));
    for header in [
        format!("{forged}; {good}"),
        format!("connect.sid; {forged}; {good}"),
        format!("connect.sid=; {good}"),
        format!("{forged},{good}"),
        format!("{good},{forged}"),
    ] {
        holder.is_refused(&header).await;
    }
    for header in [format!("{good}; {forged}"), format!("{good}; connect.sid=")] {
        holder.is_accepted(&header).await;
    }
    // The same in two headers, as HTTP/2 sends cookies.
    for (one, two, is_accepted) in [(good, &forged, true), (&forged, good, false)] {
        let call = holder.here.app.get("/api/auth/me").cookie(one).cookie(two);
        let status = call.send().await.status;
        assert_eq!(
            status,
            if is_accepted { 200 } else { 401 },
            "{one} then {two}"
        );
    }
}

const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The text with one character after the other replaced: by its neighbour in the alphabet, and by the other case.
fn changed(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (at, letter) in text.char_indices() {
        let neighbour = match letter {
            'z' | 'Z' | '9' => 'b',
            '-' | '_' | '+' | '/' => 'c',
            other => char::from(u8::try_from(other).expect("ASCII") + 1),
        };
        let other_case = if letter.is_ascii_lowercase() {
            letter.to_ascii_uppercase()
        } else {
            letter.to_ascii_lowercase()
        };
        for other in [neighbour, other_case]
            .into_iter()
            .filter(|other| *other != letter)
        {
            all.push(format!("{}{other}{}", &text[..at], &text[at + 1..]));
        }
    }
    assert!(all.len() >= text.len());
    all
}
