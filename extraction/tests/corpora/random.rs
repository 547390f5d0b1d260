//! Changes at random by what a parser stumbles over, from a small generator of pseudo-random numbers: what was seen once can be seen again.

/// What is put where it does not belong.
const TOKENS: [&[u8]; 40] = [
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(",
    b")",
    b"/Filter/FlateDecode",
    b"/Length 99999999999",
    b"/Count -1",
    b"/Kids[2 0 R]",
    b"/Prev 9",
    b"/Parent 4 0 R",
    b"/Contents 4 0 R",
    b"endobj",
    b"endstream",
    b"stream\n",
    b"%%EOF",
    b"1 0 R",
    b"5 0 R",
    b"0 0 R",
    b"99999999999999999999",
    b"-1",
    b"1e308",
    b"NaN",
    b"<!--",
    b"<![CDATA[",
    b"<!DOCTYPE a [",
    b"&a;",
    b"&#x110000;",
    b"</w:p>",
    b"<w:tbl>",
    b"\"",
    b"\0",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"\xED\xA0\x80",
    b"PK\x01\x02",
    b"PK\x05\x06",
    "\u{202e}".as_bytes(),
    b"\r",
];

/// xorshift64*, by George Marsaglia and Sebastiano Vigna.
#[derive(Clone, Debug)]
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        // Near seeds begin far apart, and none is zero.
        let mut mixed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Self((mixed ^ (mixed >> 31)) | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % end.max(1)
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// One change: the bytes of a number, a bit, a piece out, twice or elsewhere, a token, or the tail of another document.
fn change(bytes: &mut Vec<u8>, dice: &mut Dice, others: &[(String, Vec<u8>)]) {
    if bytes.is_empty() {
        return;
    }
    let at = dice.below(bytes.len());
    let end = (at + 1 + dice.below(60)).min(bytes.len());
    match dice.below(9) {
        0 => bytes[at] ^= 1 << dice.below(8),
        1 => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let piece = bytes[at..end].to_vec();
            let to = dice.below(bytes.len());
            bytes.splice(to..to, piece);
        }
        4 | 5 => {
            let token = *dice.one_of(&TOKENS);
            bytes.splice(at..at, token.iter().copied());
        }
        6 => number(bytes, at, dice),
        7 => {
            let (_, other) = dice.one_of(others);
            let from = dice.below(other.len());
            bytes.truncate(at);
            bytes.extend(&other[from..]);
        }
        _ => bytes.truncate(at.max(bytes.len() / 2)),
    }
}

/// Another number in the place of the next one: other objects, lengths, counts, places.
fn number(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let Some(begin) = bytes[at..]
        .iter()
        .position(u8::is_ascii_digit)
        .map(|found| at + found)
    else {
        return;
    };
    let digits = bytes[begin..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let small = dice.below(12).to_string();
    let other = *dice.one_of(&[
        "0",
        "-1",
        "1",
        "255",
        "65536",
        "2147483648",
        "4294967295",
        "99999999999999999999",
        "1e38",
        "0.000001",
        &small,
        &small,
        &small,
    ]);
    bytes.splice(begin..begin + digits, other.bytes());
}

/// A document broken by these numbers.
pub fn broken(seed: u64, seeds: &[(String, Vec<u8>)]) -> (String, Vec<u8>) {
    let mut dice = Dice::new(seed);
    let (name, bytes) = dice.one_of(seeds);
    let mut bytes = bytes.clone();
    for _ in 0..=dice.below(12) {
        change(&mut bytes, &mut dice, seeds);
    }
    (name.clone(), bytes)
}
