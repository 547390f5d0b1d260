//! Who a visitor claims to be.

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::json;
use shared::identity::{Claim, MAX_LENGTH};

const HASH: &str = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

fn header(id: &str, name: Option<&str>) -> Vec<u8> {
    json!({"userId": id, "name": name, "hash": HASH})
        .to_string()
        .into_bytes()
}

proptest! {
    #[test]
    fn a_claim_is_read_with_padding_or_without(id in "\\PC{1,60}", name in prop::option::of("\\PC{0,60}")) {
        let json = header(&id, name.as_deref());
        let (with, without) = (Claim::read(URL_SAFE.encode(&json).as_bytes()), Claim::read(URL_SAFE_NO_PAD.encode(&json).as_bytes()));
        prop_assert!(matches!(with, Claim::User(_)), "{:?}", id);
        prop_assert_eq!(&with, &without);
        prop_assert_eq!(with.visitor_id(), Claim::read(URL_SAFE.encode(header(&id, None)).as_bytes()).visitor_id());
    }

    #[test]
    fn other_users_are_other_visitors(one in "\\PC{1,30}", other in "\\PC{1,30}") {
        prop_assume!(one != other);
        let visitor = |id: &str| Claim::read(URL_SAFE.encode(header(id, None)).as_bytes()).visitor_id();
        prop_assert_ne!(visitor(&one), visitor(&other));
    }

    #[test]
    fn what_is_too_long_or_not_to_be_seen_is_no_name(long in MAX_LENGTH + 1..MAX_LENGTH + 200, control in "\\p{Cc}") {
        for id in ["x".repeat(long), format!("a{control}b"), String::new()] {
            prop_assert_eq!(Claim::read(URL_SAFE.encode(header(&id, None)).as_bytes()), Claim::Malformed);
        }
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(Claim::read(&bytes), Claim::Malformed);
        prop_assert_eq!(Claim::read(URL_SAFE.encode(&bytes).as_bytes()), Claim::Malformed);
    }
}
