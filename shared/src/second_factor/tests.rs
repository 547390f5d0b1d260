//! How codes are read and checked.

use super::*;
use crate::session_cookie::SessionKeys;
use std::time::{Duration, UNIX_EPOCH};

const USER: Uuid = Uuid::from_u128(1);
const NOW_S: u64 = 1_795_380_000;

fn sealer(list: &str) -> Sealer {
    let settings = [("SESSION_SECRET", list)].into_iter().collect();
    Sealer::new(&SessionKeys::from_settings(&settings).expect("the list can be used"))
}

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW_S)
}

fn step() -> i64 {
    i64::try_from(NOW_S / 30).expect("a step")
}

fn stored(secret: &AuthenticatorSecret) -> StoredFactor {
    StoredFactor {
        sealed: secret.seal(&sealer("old"), USER),
        last_step: 0,
    }
}

#[test]
fn digits_may_be_apart_and_recovery_codes_in_any_case() {
    let secret = AuthenticatorSecret::generate();
    let factor = stored(&secret);
    let check = |text: &str| factor.check(&sealer("old"), USER, &Secret::new(text), now());
    let digits = format!("{:06}", secret.code(step()));
    let (front, back) = digits.split_at(3);
    for typed in [
        digits.clone(),
        format!(" {front} {back}\n"),
        format!("{front}-{back}"),
    ] {
        let code = check(&typed).expect("the right code");
        assert_eq!((code.step, code.recovery_hash), (Some(step()), None));
    }
    let hash = |text: &str| check(text).and_then(|code| code.recovery_hash);
    let written = hash("abcd-efgh-ijkl-mn23").expect("the form of a code");
    for typed in [
        "ABCDEFGHIJKLMN23",
        "AbCd efgh ijkl mn23 ",
        "abcdefgh--ijklmn23",
    ] {
        assert_eq!(hash(typed).as_ref(), Some(&written), "{typed}");
    }
}

#[test]
fn what_has_not_the_form_of_a_code_is_none() {
    let factor = stored(&AuthenticatorSecret::generate());
    for typed in [
        "",
        "12345",
        "1234567",
        "١٢٣٤٥٦",
        "+12345",
        "12345a",
        "abcd-efgh-ijkl-mn2",
        "abcd-efgh-ijkl-mn234",
        "abcd-efgh-ijkl-mn21",
        "äbcd-efgh-ijkl-mn2",
        &"a".repeat(100_000),
    ] {
        let checked = factor.check(&sealer("old"), USER, &Secret::new(typed), now());
        assert!(checked.is_none(), "{typed}");
    }
}

#[test]
fn it_opens_after_a_rotation_for_its_user_alone_and_unchanged() {
    let secret = AuthenticatorSecret::generate();
    let factor = stored(&secret);
    let digits = Secret::new(format!("{:06}", secret.code(step())));
    let check = |sealer: &Sealer, user, factor: &StoredFactor| {
        factor.check_authenticator(sealer, user, &digits, now())
    };
    assert_eq!(check(&sealer("new, old"), USER, &factor), Some(step()));
    assert_eq!(check(&sealer("new"), USER, &factor), None);
    assert_eq!(check(&sealer("old"), Uuid::from_u128(2), &factor), None);
    let mut changed = factor;
    changed.sealed.replace_range(10..11, "~");
    assert_eq!(check(&sealer("old"), USER, &changed), None);
}
