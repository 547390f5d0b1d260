//! Webhook and model misbehave in every way. Visitors are told within half a minute, their questions are kept, and nobody else notices.

use crate::kind::OF_ANSWERERS;
use crate::report::Line;
use crate::stage::Stage;
use crate::unruly::Manner;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// What is found out at once.
const QUICK: [(&str, Manner); 8] = [
    ("webhook and model away", Manner::Away),
    ("… cut after the head", Manner::HeadOnly),
    ("… cut after half of the body", Manner::Half),
    ("… end after half as if it were all", Manner::HalfAsWhole),
    ("… answer 500", Manner::Status(500)),
    ("… answer 429", Manner::Status(429)),
    ("… send what is no HTTP", Manner::Garbage),
    ("… send what is no answer", Manner::GarbageBody),
];
const A_WHILE: Duration = Duration::from_millis(1_500);

impl Stage {
    /// One after another.
    pub async fn answerers_misbehave(&self, print: &mut impl FnMut(Line)) {
        for (name, manner) in QUICK {
            let mut scenario = self.scenario(name, OF_ANSWERERS, OF_ANSWERERS);
            scenario.after = Duration::from_millis(2_500);
            print(self.run(scenario, self.behaving(manner)).await);
        }
        let name = "… say nothing, or a byte a second";
        let mut scenario = self.scenario(name, OF_ANSWERERS, OF_ANSWERERS);
        scenario.is_split = true;
        // Who asked just before it is well again waits for all the time that an answer may take, and asks once more.
        scenario.after = Duration::from_secs(32);
        print(self.run(scenario, self.behaving(Manner::Slow)).await);
    }

    async fn behaving(&self, manner: Manner) -> Instant {
        self.unruly.behave(manner).await;
        sleep(A_WHILE).await;
        self.unruly.behave(Manner::Well).await;
        Instant::now()
    }
}
