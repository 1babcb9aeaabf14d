//! Every phrase of the contract's own wording tables, so that a change of words is seen as one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where it fails")]

use ciss_contract::answer::{GapReason, Question};
use ciss_contract::problem::ErrorCode;
use ciss_contract::session::Purpose;
use ciss_contract::source::Source;

#[test]
fn phrases() {
    let gaps = [
        GapReason::TimedOut,
        GapReason::Failed,
        GapReason::Denied,
        GapReason::NotConnected,
        GapReason::Pending,
        GapReason::Stale,
    ];
    let questions = Question::ALL.map(|question| format!("{}: {}", question.label(), question.none_today()));
    let problems = ErrorCode::ALL.map(|code| format!("{}. {}", code.words().title, code.words().advice));
    let sources = Source::ALL.map(|source| format!("{}: {}", source.code(), source.label()));
    let phrases = questions
        .into_iter()
        .chain(gaps.map(|gap| gap.label().to_owned()))
        .chain(sources)
        .chain(Purpose::ALL.map(|purpose| purpose.label().to_owned()))
        .chain(problems);
    insta::assert_snapshot!(phrases.collect::<Vec<_>>().join("\n"));
}
