//! Medians and how sure one can be of their difference.

const RESAMPLES: usize = 5_000;
/// What is left out at either end for 95 %.
const TAIL: f64 = 0.025;

/// The difference of two medians as a part of the first, with its confidence interval.
#[derive(Clone, Copy, Debug)]
pub struct Interval {
    pub low: f64,
    pub middle: f64,
    pub high: f64,
}

/// How much later than `base` the other is, by rounds drawn with replacement. Both come from the same rounds, which share what else went on.
pub fn difference(base: &[f64], other: &[f64]) -> Interval {
    let relative = |base: &[f64], other: &[f64]| quantile(other, 0.5) / quantile(base, 0.5) - 1.0;
    let mut random = Random::default();
    let resampled: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let rounds: Vec<usize> = base.iter().map(|_| random.below(base.len())).collect();
            let of = |times: &[f64]| rounds.iter().map(|round| times[*round]).collect::<Vec<_>>();
            relative(&of(base), &of(other))
        })
        .collect();
    Interval {
        low: quantile(&resampled, TAIL),
        middle: relative(base, other),
        high: quantile(&resampled, 1.0 - TAIL),
    }
}

/// The value below which that part of them lies.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among thousands"
)]
pub fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    let place = ((sorted.len() - 1) as f64 * part).round() as usize;
    *sorted.select_nth_unstable_by(place, f64::total_cmp).1
}

/// SplitMix64, the same each run: it only shuffles and draws. <https://prng.di.unimi.it/splitmix64.c>
#[derive(Debug)]
pub struct Random(u64);

impl Default for Random {
    fn default() -> Self {
        Self(1)
    }
}

impl Random {
    /// A number below `end`.
    #[expect(clippy::cast_possible_truncation, reason = "it is below a usize")]
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    /// The numbers below `N` in any order (Fisher and Yates).
    pub fn order<const N: usize>(&mut self) -> [usize; N] {
        let mut order = std::array::from_fn(|index| index);
        for last in (1..N).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}
