//! Answers that go on: every frame takes every step by itself.

use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;
use ciss_contract::ids::GoldenId;
use ciss_contract::problem::Problem;
use ciss_policy::{Action, Grant, Request};
use futures_util::StreamExt as _;
use futures_util::stream::{once, unfold};
use jiff::Timestamp;
use tokio::sync::mpsc;

use super::{
    Asked, Asking, Disclosure, Filtered, Line, Released, Unfiltered, audited, authenticate, now, take,
};
use crate::http::context::Context;
use crate::http::wire::Payload;
use crate::state::Hub;

/// Something that is disclosed as far as it is known, and goes on.
pub trait Unfolding: Disclosure {
    /// What is still to come.
    type Rest: Rest;

    /// The first frame, a line with its end, and what is still to come.
    ///
    /// # Errors
    /// A problem when it cannot be written.
    fn unfold(filtered: Filtered<Self>, asking: &Asking) -> Result<(Vec<u8>, Self::Rest), Problem>;
}

/// What is still to come of an answer.
#[async_trait]
pub trait Rest: Send + 'static {
    /// What is found out.
    type News: Send;

    /// Most frames that there will be.
    fn most(&self) -> usize;

    /// What is found out next; none when all is told.
    async fn next(&mut self) -> Option<Self::News>;

    /// Takes out what the grant does not cover.
    fn filter(&self, news: &mut Self::News, grant: &Grant);

    /// Golden records of which it speaks, for the audit trail.
    fn golden(&self, news: &Self::News) -> Vec<GoldenId>;

    /// The frame, a line with its end.
    ///
    /// # Errors
    /// A problem when it cannot be written.
    fn frame(&mut self, news: Filtered<Self::News>, asking: &Asking) -> Result<Vec<u8>, Problem>;
}

/// As [`run`](super::run), for an answer that leaves as lines while it is found out. A frame whose asker has lost the
/// session or the right meanwhile, or that cannot be audited, does not leave, and nothing comes after it.
pub async fn run_on<D, F, R>(
    hub: Arc<Hub>,
    context: Context,
    action: Action,
    asked: Result<Asked, Problem>,
    answer: F,
) -> Released
where
    D: Unfolding,
    F: FnOnce(Grant) -> R,
    R: Future<Output = Result<Unfiltered<D>, Problem>>,
{
    let put = |filtered: Filtered<D>, asking: Asking, mut line: Line| {
        let (first, rest) = D::unfold(filtered, &asking)?;
        // Room for all that will come: making a frame never waits for the client.
        let (sender, made) = mpsc::channel(rest.most().max(1));
        line.action.push_str(LATER);
        tokio::spawn(Begun { rest, asking, action, line }.follow(sender));
        let later = unfold(made, async |mut made| made.recv().await.map(|frame| (frame, made)));
        Ok(Payload::Lines(once(async { first }).chain(later).boxed()))
    };
    take(hub, context, action, asked, answer, put).await
}

/// An answer that has begun.
struct Begun<R> {
    rest: R,
    asking: Asking,
    action: Action,
    line: Line,
}

impl<R: Rest> Begun<R> {
    /// Makes the later frames, until all is told or nobody wants them any more. A client that does not read holds nothing
    /// up.
    async fn follow(mut self, frames: mpsc::Sender<Vec<u8>>) {
        loop {
            let news = tokio::select! {
                news = self.rest.next() => news,
                () = frames.closed() => None,
            };
            let Some(news) = news else { return };
            let at = now(&self.asking.hub);
            let mut golden = Vec::new();
            let told = self.tell(news, at, &mut golden);
            let line = self.line.clone().at(at, golden);
            let Ok(frame) = audited(&self.asking.hub, line, told).await else { return };
            if frames.try_send(frame).is_err() {
                return;
            }
        }
    }

    /// Who asks is asked again, and what they may: both may have changed since the first frame.
    fn tell(
        &mut self,
        mut news: R::News,
        at: Timestamp,
        golden: &mut Vec<GoldenId>,
    ) -> Result<Vec<u8>, Problem> {
        let Begun { rest, asking, action, line } = self;
        let (_, claims) = authenticate(&asking.hub, &asking.context, at)?;
        let request = Request { claims, purpose: line.asked.purpose, action: *action };
        asking.grant = Grant::new(asking.hub.policy.as_ref(), request, at)?;
        rest.filter(&mut news, &asking.grant);
        *golden = rest.golden(&news);
        rest.frame(Filtered(news), asking)
    }
}

/// What the audit trail calls a frame that came after the first, behind its action.
const LATER: &str = "-later";
