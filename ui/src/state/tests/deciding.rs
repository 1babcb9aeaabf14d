//! Whose records are whose: evidence, near misses, decisions, documents.

use ciss_contract::ids::{DocumentId, GoldenId};
use ciss_contract::ipc::DeepLink;
use ciss_contract::matter::RecordName;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::record::{
    DecisionAnswer, Evidence, MemberEvidence, MemberRecord, NearMiss, Provenance, RecordAnswer,
};
use ciss_contract::session::Purpose;
use ciss_contract::source::Source;

use crate::state::fixtures::{answered, link, noon, person};
use crate::state::{Console, Effect, LookupAction, Overlay, Page, RecordAction, ShellAction, Target};

fn name(number: &str) -> RecordName {
    RecordName { source: Source::Rms, agency: None, number: number.to_owned(), position: 0 }
}

pub(super) fn record() -> RecordAnswer {
    let evidence = || Evidence { steps: vec![], total: 1.0, threshold: 3.0, ruled_out: None };
    let member = |number: &str| MemberRecord {
        from: Provenance { source: Source::Rms, document: DocumentId::from("d"), as_of: noon() },
        number: number.to_owned(),
        agency: None,
        name: String::new(),
        born: None,
        address: None,
        because: String::new(),
        position: 0,
        evidence: Some(MemberEvidence { with: name("other"), evidence: evidence() }),
    };
    RecordAnswer {
        at: noon(),
        demo: true,
        person: person(0),
        fields: vec![],
        aliases: vec![],
        members: vec![member("m1"), member("m2")],
        total: 2,
        next: None,
        near: vec![NearMiss {
            golden: GoldenId::from("near"),
            name: String::new(),
            born: None,
            mine: name("m1"),
            other: name("n1"),
            evidence: evidence(),
        }],
        decisions: vec![],
        may_decide: true,
        timeline: vec![],
        photos: vec![],
        tied: vec![],
        vehicles: vec![],
    }
}

pub(super) fn opened(record: RecordAnswer) -> Console {
    let mut console = answered(3);
    console.update(LookupAction::Opened(0));
    let golden = console.record.golden().cloned().unwrap();
    console.update(RecordAction::Recorded(golden, Ok(Box::new(record))));
    console
}

fn begin(console: &mut Console) -> Vec<Effect> {
    console.update(RecordAction::DecisionBegun { mine: name("m1"), other: name("n1"), same: true })
}

#[test]
fn a_decision_needs_a_reason_and_then_opens_the_merged_record() {
    let mut console = opened(record());
    assert!(matches!(begin(&mut console)[..], [Effect::Focus(Target::Reason)]));
    console.update(RecordAction::ReasonTyped(" x ".to_owned()));
    assert!(
        !console.update(RecordAction::DecisionSent).iter().any(|effect| matches!(effect, Effect::Decide(_)))
    );
    let refusal = console.record.deciding.as_ref().unwrap().refusal.as_ref().unwrap();
    assert_eq!(refusal.code, ErrorCode::ReasonMissing);

    console.update(RecordAction::ReasonTyped("same face".to_owned()));
    let effects = console.update(RecordAction::DecisionSent);
    let Some(Effect::Decide(sent)) = effects.first() else { panic!("nothing was sent") };
    assert_eq!((sent.decision.reason.as_str(), sent.decision.same), ("same face", true));
    assert_eq!((&sent.decision.left, &sent.decision.right), (&name("m1"), &name("n1")));
    assert!(console.update(RecordAction::DecisionSent).is_empty(), "sent once");

    let answer = DecisionAnswer {
        document: DocumentId::from("d9"),
        left: GoldenId::from("g9"),
        right: GoldenId::from("g9"),
    };
    let effects = console.update(RecordAction::Decided(Ok(answer)));
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Open(open) if open.golden.as_str() == "g9"))
    );
    assert_eq!(console.shell.announcement.words, "Two golden records are one now.");
    console.update(ShellAction::Back);
    assert_eq!(console.page(), Page::Lookup, "nobody comes back to a record by the name that it had");
}

#[test]
fn what_was_typed_stays_where_a_decision_fails() {
    let mut console = opened(record());
    begin(&mut console);
    console.update(RecordAction::ReasonTyped("same face".to_owned()));
    console.update(RecordAction::DecisionSent);
    console.update(RecordAction::Decided(Err(Problem::new(ErrorCode::HubUnreachable))));
    let deciding = console.record.deciding.as_ref().unwrap();
    assert_eq!((deciding.reason.as_str(), deciding.sent), ("same face", false));
    assert_eq!(deciding.refusal.as_ref().unwrap().code, ErrorCode::HubUnreachable);
    console.update(ShellAction::Back);
    assert!(console.record.deciding.is_none() && console.record.record().is_some(), "Escape leaves it");
}

#[test]
fn who_may_not_decide_is_not_asked_why() {
    let mut console = opened(RecordAnswer { may_decide: false, ..record() });
    assert!(begin(&mut console).is_empty() && console.record.deciding.is_none());
}

#[test]
fn evidence_is_gone_through_with_one_key() {
    let mut console = opened(record());
    let mut shown = Vec::new();
    for _ in 0..4 {
        console.update(RecordAction::NextExplained);
        shown.push(console.record.explained.as_ref().map(|name| name.number.clone()));
    }
    let expect = [Some("n1"), Some("m1"), Some("m2"), None].map(|number| number.map(str::to_owned));
    assert_eq!(shown, expect);
}

#[test]
fn a_decision_that_is_left_gives_the_focus_back_to_the_evidence() {
    for (explained, expect) in [(true, Target::Evidence), (false, Target::Record)] {
        let mut console = opened(record());
        if explained {
            console.update(RecordAction::NextExplained);
        }
        begin(&mut console);
        let effects = console.update(ShellAction::Back);
        assert!(matches!(effects[..], [Effect::Focus(target)] if target == expect));
    }
}

#[test]
fn a_near_miss_is_opened_and_there_is_a_way_back() {
    let mut console = opened(record());
    let from = console.record.golden().cloned();
    console.update(RecordAction::NearOpened(0));
    assert_eq!(console.record.golden().map(GoldenId::as_str), Some("near"));
    console.update(ShellAction::Back);
    assert_eq!(console.record.golden().cloned(), from);
}

#[test]
fn a_document_lies_over_the_record_until_escape() {
    let mut console = opened(record());
    let effects = console.update(RecordAction::DocumentOpened(DocumentId::from("d1")));
    let Some(Effect::Read(asked)) = effects.first() else { panic!("nothing was asked for") };
    assert_eq!((asked.document.as_str(), asked.on_behalf_of.as_str()), ("d1", "Lund 412"));
    assert_eq!(console.shell.overlay, Some(Overlay::Document));
    let failed = || Err(Problem::new(ErrorCode::NotEntitled));
    console.update(RecordAction::DocumentRead(DocumentId::from("another"), failed()));
    assert!(console.record.document.as_ref().unwrap().answer.is_none(), "an answer to something else");
    console.update(RecordAction::DocumentRead(DocumentId::from("d1"), failed()));
    assert!(console.record.document.as_ref().unwrap().answer.is_some());
    console.update(ShellAction::Back);
    assert!(console.shell.overlay.is_none() && console.record.document.is_none());
}

#[test]
fn a_link_says_why_and_for_whom_or_leaves_it_as_it_was() {
    let mut console = answered(1);
    let mut follow = |link| {
        console.update(LookupAction::LinkCame(link));
        let effects = console.update(LookupAction::LinkFollowed(9.0));
        let Some(Effect::Look(look)) = effects.into_iter().next() else { panic!("nothing was asked") };
        (look.request.purpose, look.request.on_behalf_of)
    };
    assert_eq!(follow(link("AB12345")), (Purpose::Booking, "1142".to_owned()));
    let bare = DeepLink { purpose: None, on_behalf_of: None, ..link("AB12345") };
    assert_eq!(follow(bare), (Purpose::TrafficStop, "Lund 412".to_owned()));
}

#[test]
fn the_focus_waits_for_the_evidence_that_was_opened_and_not_for_the_one_before() {
    assert!(Target::Evidence.comes_with_the_next_frame());
    assert!(Target::EndOfQuery.comes_with_the_next_frame());
    assert!(!Target::Query.comes_with_the_next_frame(), "the next key may be on its way");
}
