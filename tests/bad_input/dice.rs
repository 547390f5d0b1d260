//! Chance that can be repeated: SplitMix64, from a seed that every failure names.
//! <https://prng.di.unimi.it/splitmix64.c>

use std::time::{SystemTime, UNIX_EPOCH};

/// How to repeat a run.
const SEED: &str = "BAD_INPUT_SEED";
/// How much of chance there is: so many times the ordinary run's.
const ROUNDS: &str = "BAD_INPUT_ROUNDS";

#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// From the environment's seed, else from the clock. Printed, so that a failure can be repeated.
    pub fn seeded(what: &str) -> Self {
        let given = number(SEED);
        let seed = given.unwrap_or_else(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            u64::from(now.expect("after 1970").subsec_nanos())
        });
        println!("{what}: {SEED}={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("64 bits hold it");
        usize::try_from(self.next() % end).expect("it is below a usize")
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// How often what is left to chance is done.
pub fn rounds() -> usize {
    number(ROUNDS).map_or(1, |rounds| {
        usize::try_from(rounds).expect("a number of rounds")
    })
}

fn number(name: &str) -> Option<u64> {
    let given = std::env::var_os(name)?;
    let number = given.to_str().and_then(|text| text.trim().parse().ok());
    Some(number.unwrap_or_else(|| panic!("{name} is no number")))
}
