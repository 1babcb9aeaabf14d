//! Questions that come at the same time, asked together.
//!
//! Where a question costs a round trip (to another system, to the database's thread), many at once cost little more than
//! one. Whoever asks alone waits for nobody.

use std::future::Future;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinSet, yield_now};
use tokio::time::timeout;

/// How questions are put together.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most questions that are asked together.
    pub most: usize,
    /// While so many rounds are under way, new questions wait for company.
    pub rounds: usize,
    /// But never longer than this, or a slow answer would hold up others.
    pub wait: Duration,
}

/// Gathers questions. Dropping it gives up those that are not answered.
#[derive(Debug)]
pub struct Gather<Q, A>(mpsc::Sender<(Q, oneshot::Sender<A>)>);

impl<Q: Send + 'static, A: Send + 'static> Gather<Q, A> {
    /// Asks by `ask`, which gives an answer for every question, in their order. Where it gives fewer, the last questions
    /// are left without one.
    pub fn new<R>(limits: Limits, ask: impl Fn(Vec<Q>) -> R + Send + 'static) -> Gather<Q, A>
    where
        R: Future<Output = Vec<A>> + Send + 'static,
    {
        let (sender, questions) = mpsc::channel(limits.most);
        tokio::spawn(gather(limits, ask, questions));
        Gather(sender)
    }

    /// The answer, or none where there is none.
    pub async fn ask(&self, question: Q) -> Option<A> {
        let (sender, answer) = oneshot::channel();
        self.0.send((question, sender)).await.ok()?;
        answer.await.ok()
    }
}

async fn gather<Q, A: Send + 'static, R>(
    limits: Limits,
    ask: impl Fn(Vec<Q>) -> R,
    mut questions: mpsc::Receiver<(Q, oneshot::Sender<A>)>,
) where
    R: Future<Output = Vec<A>> + Send + 'static,
{
    let mut rounds = JoinSet::new();
    let mut waiting = Vec::new();
    while questions.recv_many(&mut waiting, limits.most).await > 0 {
        // Whoever is about to ask may.
        yield_now().await;
        while waiting.len() < limits.most
            && let Ok(more) = questions.try_recv()
        {
            waiting.push(more);
        }
        let (asked, askers): (Vec<Q>, Vec<_>) = waiting.drain(..).unzip();
        let answers = ask(asked);
        rounds.spawn(async move {
            for (asker, answer) in askers.into_iter().zip(answers.await) {
                // Who gave up waiting needs no answer.
                let _ = asker.send(answer);
            }
        });
        while rounds.try_join_next().is_some() {}
        if rounds.len() >= limits.rounds {
            let _ = timeout(limits.wait, rounds.join_next()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::sync::Semaphore;

    use super::*;

    const LIMITS: Limits = Limits { most: 3, rounds: 1, wait: Duration::from_millis(2) };

    /// Which numbers were asked together.
    type Rounds = Arc<Mutex<Vec<Vec<u32>>>>;

    /// Doubles numbers as soon as it is let.
    fn doubling() -> (Gather<u32, u32>, Arc<Semaphore>, Rounds) {
        let (gate, rounds) = (Arc::new(Semaphore::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (at_gate, noted) = (Arc::clone(&gate), Arc::clone(&rounds));
        let gather = Gather::new(LIMITS, move |asked: Vec<u32>| {
            noted.lock().unwrap().push(asked.clone());
            let gate = Arc::clone(&at_gate);
            async move {
                gate.acquire().await.unwrap().forget();
                asked.into_iter().map(|number| number * 2).collect()
            }
        });
        (gather, gate, rounds)
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_at_the_same_time_is_asked_for_together_and_gets_the_own_answer() {
        let (gather, gate, rounds) = doubling();
        gate.add_permits(9);
        let answers = tokio::join!(gather.ask(1), gather.ask(2), gather.ask(3), gather.ask(4));
        assert_eq!(answers, (Some(2), Some(4), Some(6), Some(8)));
        assert_eq!(*rounds.lock().unwrap(), [vec![1, 2, 3], vec![4]]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_round_that_hangs_holds_up_the_next_for_a_moment_only() {
        let (gather, _gate, rounds) = doubling();
        let hangs = timeout(Duration::from_secs(1), gather.ask(1));
        let next = timeout(Duration::from_millis(10), gather.ask(2));
        let (first, second) = tokio::join!(hangs, async {
            yield_now().await;
            yield_now().await;
            next.await
        });
        assert!(first.is_err() && second.is_err());
        let asked: Vec<u32> = rounds.lock().unwrap().concat();
        assert_eq!(asked, [1, 2]);
    }

    #[tokio::test]
    async fn a_question_without_an_answer_is_told_so() {
        let gather = Gather::new(LIMITS, |_: Vec<u32>| async { Vec::<u32>::new() });
        assert_eq!(gather.ask(1).await, None);
    }
}
