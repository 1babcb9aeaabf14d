//! Two golden records side by side, and a decision that is taken back.

use ciss_contract::ids::{DocumentId, GoldenId};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::record::DecisionAnswer;

use super::deciding::{opened, record};
use crate::state::keys::{Focus, Press, meaning};
use crate::state::{Console, Effect, Overlay, RecordAction, ShellAction, Target};
use crate::wording::deciding::Choice;

/// A record with its near miss beside it.
fn beside() -> Console {
    let mut console = opened(record());
    let effects = console.update(RecordAction::Compared(0));
    assert!(
        matches!(&effects[..], [Effect::Open(open), Effect::Focus(Target::Overlay)] if open.golden.as_str() == "near")
    );
    console.update(RecordAction::Recorded(GoldenId::from("near"), Ok(Box::new(record()))));
    console
}

fn begin(console: &mut Console, same: bool) {
    let near = record().near.remove(0);
    console.update(RecordAction::DecisionBegun { mine: near.mine, other: near.other, same });
    console.update(RecordAction::ReasonTyped("same face".to_owned()));
}

fn answer(golden: &str) -> DecisionAnswer {
    let golden = GoldenId::from(golden);
    DecisionAnswer { document: DocumentId::from("d9"), left: golden.clone(), right: golden }
}

fn decided(console: &mut Console) -> Vec<Effect> {
    console.update(RecordAction::DecisionSent);
    console.update(RecordAction::Decided(Ok(answer("g9"))))
}

#[test]
fn the_other_record_lies_beside_this_one_and_takes_no_place() {
    let mut console = beside();
    assert_eq!(console.shell.overlay, Some(Overlay::Compare));
    assert_eq!(console.record.golden().map(GoldenId::as_str), Some("g0"));
    assert!(console.record.compared.as_ref().unwrap().shown.record().is_some());
    console.update(ShellAction::Back);
    assert!(console.shell.overlay.is_none() && console.record.compared.is_none());
    assert_eq!(console.record.golden().map(GoldenId::as_str), Some("g0"));
    assert!(console.update(RecordAction::Compared(7)).is_empty(), "nobody is there");
}

#[test]
fn another_record_that_cannot_be_read_says_so_beside_this_one() {
    let mut console = opened(record());
    console.update(RecordAction::NextCompared);
    let refused = Err(Problem::new(ErrorCode::NotEntitled));
    console.update(RecordAction::Recorded(GoldenId::from("near"), refused));
    assert_eq!(console.record.compared.as_ref().unwrap().shown.code(), "failed");
    assert_eq!(console.record.shown.code(), "opened");
}

#[test]
fn escape_leaves_the_decision_before_it_leaves_the_comparison() {
    let mut console = beside();
    begin(&mut console, true);
    let effects = console.update(ShellAction::Back);
    assert!(matches!(effects[..], [Effect::Focus(Target::Overlay)]));
    assert!(console.record.deciding.is_none() && console.record.compared.is_some());
    console.update(ShellAction::Back);
    assert!(console.record.compared.is_none());
}

#[test]
fn enter_in_the_reason_decides_while_two_records_lie_side_by_side() {
    let mut console = beside();
    begin(&mut console, true);
    let enter = Press {
        key: "Enter",
        letter: None,
        command: false,
        alt: false,
        repeated: false,
        focus: Focus::Reason,
        at: 1.0,
    };
    let effects = console.update(meaning(&enter, console.scene()).unwrap());
    assert!(matches!(effects[..], [Effect::Decide(_)]));
}

#[test]
fn a_decision_says_what_it_was_and_one_key_takes_it_back() {
    for (same, choice) in [(true, Choice::OnePerson), (false, Choice::TwoPeople)] {
        let mut console = beside();
        begin(&mut console, same);
        decided(&mut console);
        assert!(console.shell.overlay.is_none(), "the record is shown as it is after it");
        assert_eq!(console.record.decided.as_ref().unwrap().choice, choice);
        let effects = console.update(RecordAction::DecisionUndone);
        let [Effect::Decide(undo)] = &effects[..] else { panic!("nothing was sent") };
        assert_eq!((undo.decision.withdrawn, undo.decision.same), (true, same));
        assert!(console.update(RecordAction::DecisionUndone).is_empty(), "sent once");
        let effects = console.update(RecordAction::Decided(Ok(answer("g0"))));
        assert!(matches!(&effects[0], Effect::Open(open) if open.golden.as_str() == "g0"));
        assert_eq!(console.shell.announcement.words, "Taken back.");
        assert!(console.record.decided.is_none());
    }
}

#[test]
fn a_document_of_the_record_itself_is_another_persons() {
    let mut console = opened(record());
    begin(&mut console, false);
    decided(&mut console);
    assert_eq!(console.record.decided.as_ref().unwrap().choice, Choice::AnothersDocument);
}

#[test]
fn what_cannot_be_taken_back_says_why_and_can_be_tried_again() {
    let mut console = beside();
    begin(&mut console, true);
    decided(&mut console);
    console.update(RecordAction::DecisionUndone);
    console.update(RecordAction::Decided(Err(Problem::new(ErrorCode::JournalAway))));
    let told = console.record.decided.as_ref().unwrap();
    assert_eq!(told.refusal.as_ref().unwrap().code, ErrorCode::JournalAway);
    assert!(matches!(console.update(RecordAction::DecisionUndone)[..], [Effect::Decide(_)]));
}

#[test]
fn a_document_is_shown_as_fields_until_the_text_is_wanted() {
    let mut console = opened(record());
    console.update(RecordAction::DocumentOpened(DocumentId::from("d1")));
    assert!(!console.record.document.as_ref().unwrap().raw);
    console.update(RecordAction::RawToggled);
    assert!(console.record.document.as_ref().unwrap().raw);
}
