//! Golden records: two keystrokes from the plate, and the way back.

use ciss_contract::ids::GoldenId;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::record::{RecordAnswer, TiedPerson};

use crate::state::fixtures::{answered, noon, person, sent};
use crate::state::{Console, Effect, LookupAction, Page, RecordAction, ShellAction, Target};

fn record(position: usize) -> RecordAnswer {
    let tied = TiedPerson {
        golden: GoldenId::from("tied"),
        name: "PARK, Jason".to_owned(),
        tie: "co-arrestee".to_owned(),
        detail: String::new(),
    };
    RecordAnswer {
        at: noon(),
        demo: true,
        person: person(position),
        fields: vec![],
        aliases: vec![],
        members: vec![],
        total: 0,
        next: None,
        near: vec![],
        decisions: vec![],
        may_decide: false,
        timeline: vec![],
        photos: vec![],
        tied: vec![tied],
        vehicles: vec![],
    }
}

fn opens(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|e| if let Effect::Open(open) = e { Some(open.golden.as_str()) } else { None })
}

fn open(console: &mut Console, position: usize) {
    console.update(LookupAction::Opened(position));
    let golden = console.record.golden().cloned().unwrap();
    console.update(RecordAction::Recorded(golden, Ok(Box::new(record(position)))));
}

#[test]
fn more_of_a_record_is_put_behind_what_is_there() {
    let mut console = answered(3);
    console.update(LookupAction::Opened(0));
    let golden = console.record.golden().cloned().unwrap();
    let page = |total, next: Option<&str>, tied: &str| {
        let tied = TiedPerson { golden: GoldenId::from(tied), ..record(0).tied[0].clone() };
        RecordAnswer { total, next: next.map(str::to_owned), tied: vec![tied], ..record(0) }
    };
    console.update(RecordAction::Recorded(golden.clone(), Ok(Box::new(page(90, Some("c1"), "a")))));
    let effects = console.update(RecordAction::MoreWanted);
    assert!(matches!(&effects[..], [Effect::Open(open)] if open.after.as_deref() == Some("c1")));
    assert!(console.update(RecordAction::MoreWanted).is_empty());
    console.update(RecordAction::Recorded(golden.clone(), Err(Problem::new(ErrorCode::HubTimedOut))));
    assert_eq!(console.update(RecordAction::MoreWanted).len(), 1);
    console.update(RecordAction::Recorded(golden, Ok(Box::new(page(90, None, "b")))));
    assert_eq!(console.record.record().unwrap().tied.len(), 2);
    assert!(console.update(RecordAction::MoreWanted).is_empty());
}

#[test]
fn the_banner_opens_the_person_it_is_about() {
    let mut console = answered(3);
    let effects = console.update(LookupAction::HeadlineOpened);
    assert_eq!(opens(&effects), Some("g1"));
    assert_eq!(console.page(), Page::Record);
}

#[test]
fn a_record_is_asked_for_with_the_purpose_of_its_lookup() {
    let mut console = answered(3);
    console.update(LookupAction::BehalfTyped("somebody else".to_owned()));
    let effects = console.update(LookupAction::Opened(0));
    let Some(Effect::Open(request)) = effects.first() else { panic!("nothing was asked for") };
    assert_eq!(request.on_behalf_of, "Lund 412");
    assert!(console.record.opened.as_ref().unwrap().head.is_some(), "the head is shown at once");
}

#[test]
fn nobody_is_opened_who_is_not_in_the_answer() {
    let mut console = answered(2);
    assert!(console.update(LookupAction::Opened(2)).is_empty());
    assert_eq!(console.page(), Page::Lookup);
}

#[test]
fn only_the_record_that_was_asked_for_is_shown() {
    let mut console = answered(3);
    console.update(LookupAction::Opened(0));
    console.update(LookupAction::Opened(1));
    console.update(RecordAction::Recorded(GoldenId::from("g0"), Ok(Box::new(record(0)))));
    assert_eq!(console.record.shown.code(), "opening");
    console.update(RecordAction::Recorded(GoldenId::from("g1"), Ok(Box::new(record(1)))));
    assert_eq!(console.record.shown.code(), "opened");
    assert_eq!(console.shell.announcement.words, "Record of ORTIZ, Luis A.");
}

#[test]
fn back_goes_through_the_tied_record_to_the_person_in_the_answer() {
    let mut console = answered(3);
    open(&mut console, 1);
    assert_eq!(opens(&console.update(RecordAction::TiedOpened(0))), Some("tied"));
    assert_eq!(opens(&console.update(ShellAction::Back)), Some("g1"));
    let effects = console.update(ShellAction::Back);
    assert_eq!(console.page(), Page::Lookup);
    assert!(matches!(effects[..], [Effect::Focus(Target::Person(1))]));
}

#[test]
fn a_failed_record_says_so_and_a_gone_hub_is_waited_for() {
    let mut console = answered(1);
    console.update(LookupAction::Opened(0));
    let golden = GoldenId::from("g0");
    let effects =
        console.update(RecordAction::Recorded(golden.clone(), Err(Problem::new(ErrorCode::HubUnreachable))));
    assert!(matches!(effects[..], [Effect::RetryLater]));
    assert_eq!(console.record.shown.code(), "waiting");
    assert_eq!(opens(&console.update(ShellAction::Retried)), Some("g0"));
    console.update(RecordAction::Recorded(golden, Err(Problem::new(ErrorCode::NotFound))));
    assert_eq!(console.record.shown.code(), "failed");
}

#[test]
fn a_plate_on_a_record_is_looked_up() {
    let mut console = answered(1);
    open(&mut console, 0);
    let effects = console.update(LookupAction::PlateChosen("BK44710".to_owned(), 1.0));
    assert!(sent(&effects).is_some());
    assert_eq!((&*console.ask.text, console.page()), ("BK·44710", Page::Lookup));
}
