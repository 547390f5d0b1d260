//! Text of made-up words, so that a corpus can have any size.

/// Made-up words, some as frequent as those of a language are: the next one always a little rarer.
pub struct Words {
    state: u64,
    words: Vec<String>,
    /// Of each word and all more frequent ones together.
    weights: Vec<f64>,
}

impl Words {
    pub fn new() -> Self {
        const BEGIN: [&str; 12] = ["b", "d", "f", "gr", "k", "l", "m", "n", "pl", "s", "t", "v"];
        const MIDDLE: [&str; 6] = ["a", "e", "i", "o", "u", "ai"];
        const END: [&str; 4] = ["r", "nd", "st", "m"];
        let mut words = Vec::new();
        for number in 0..40_000_usize {
            let (mut word, mut rest) = (String::new(), number);
            for _ in 0..2 {
                word += BEGIN[rest % 12];
                word += MIDDLE[rest / 12 % 6];
                rest /= 72;
            }
            word += END[rest % 4];
            word += MIDDLE[rest / 4 % 6];
            words.push(word + "k");
        }
        let mut sum = 0.0;
        let weights = (10..40_010_u32).map(|rank| {
            sum += 1.0 / f64::from(rank);
            sum
        });
        Self {
            state: 88_172_645_463_325_252,
            weights: weights.collect(),
            words,
        }
    }

    /// Xorshift: the same questions in every run.
    fn random(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }

    fn word(&mut self) -> String {
        const SMALL: [&str; 8] = ["the", "of", "and", "to", "in", "is", "that", "for"];
        let random = self.random();
        if random % 5 < 2 {
            return SMALL[(random >> 8) as usize % SMALL.len()].to_owned();
        }
        #[expect(clippy::cast_precision_loss, reason = "24 bits")]
        let share = (self.random() >> 40) as f64 / f64::from(1_u32 << 24);
        let sum = share * self.weights[self.weights.len() - 1];
        let place = self.weights.partition_point(|weight| *weight < sum);
        self.words[place.min(self.words.len() - 1)].clone()
    }

    pub fn take(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }

    /// Three to twenty-two sentences.
    pub fn text(&mut self) -> String {
        let count = 3 + self.random() % 20;
        let sentences: Vec<String> = (0..count).map(|_| self.take(15)).collect();
        sentences.join(". ")
    }

    /// Four to eleven words, a slip in one of three.
    pub fn question(&mut self) -> String {
        let count = 4 + self.random() % 8;
        let mut words: Vec<String> = (0..count).map(|_| self.word()).collect();
        if self.random().is_multiple_of(3)
            && let Some(long) = words.iter_mut().find(|word| word.len() > 6)
        {
            long.remove(3);
        }
        words.join(" ") + "?"
    }
}
