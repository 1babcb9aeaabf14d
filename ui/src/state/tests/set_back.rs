//! An answer is lit only under its own plate, and what was known outlives a failure.

use ciss_contract::ipc::HubStatus;
use ciss_contract::lookup::{Headline, LookupAnswer};
use ciss_contract::problem::{ErrorCode, Problem};

use crate::state::fixtures::{answer, answered, ask, console, noon, person, sent};
use crate::state::{Console, Effect, Light, LookupAction, ShellAction};

/// An answer to whatever is asked, with two people.
fn answer_to(console: &Console, text: &str) -> LookupAnswer {
    let query = console.lookup.asked.as_ref().unwrap().query.clone();
    let headline = Headline { text: text.to_owned(), ..answer(0).headline };
    LookupAnswer { query, headline, ..answer(2) }
}

/// Asks, and fails.
fn fail(console: &mut Console, text: &str, code: ErrorCode) {
    let ticket = ask(console, text);
    console.update(LookupAction::Answered(ticket, Err(Problem::new(code))));
}

/// The plate on the screen, and how it stands to the box.
fn on_screen(console: &Console) -> Option<(String, Light)> {
    console.drawn().answer.map(|(answer, light)| (answer.query.shown(), light))
}

fn check(console: &Console, expect: Option<(&str, Light)>) {
    let shown = on_screen(console);
    assert_eq!(shown.as_ref().map(|(plate, light)| (plate.as_str(), *light)), expect);
}

/// Every key and click that acts on an answer.
fn acts() -> Vec<LookupAction> {
    vec![
        LookupAction::Opened(0),
        LookupAction::Opened(1),
        LookupAction::HeadlineOpened,
        LookupAction::CopyWanted,
        LookupAction::ReadAloudToggled,
        LookupAction::InspectToggled,
        LookupAction::Walked(crate::state::Step::Next),
    ]
}

fn nothing_acts(console: &mut Console) {
    let page = console.page();
    for act in acts() {
        let effects = console.update(act);
        assert!(effects.is_empty(), "a key acts on an answer that is set back");
        assert_eq!((console.page(), console.shell.overlay), (page, None));
    }
    assert!(!console.lookup.inspecting && console.lookup.selected.is_none());
}

#[test]
fn an_answer_is_lit_while_the_box_holds_its_plate_however_it_is_written() {
    for text in ["ab-12345", "AB12345", "AB 12345", "  ab·12345 "] {
        let mut console = answered(2);
        console.update(LookupAction::Typed(text.to_owned()));
        check(&console, Some(("AB·12345", Light::Lit)));
        assert!(console.lit().is_some());
    }
}

#[test]
fn any_other_line_in_the_box_sets_the_answer_back() {
    let long = "A".repeat(100);
    for text in
        ["", "A", "AB1234", "AB123456", "CD67890", "🚓", "AB?2345", "1HGCM82633A004352", long.as_str()]
    {
        let mut console = answered(2);
        console.update(LookupAction::Typed(text.to_owned()));
        check(&console, Some(("AB·12345", Light::Elsewhere)));
        assert_eq!(
            console.shell.announcement.words, "AB·12345 is set back: not the plate in the box.",
            "{text}"
        );
        nothing_acts(&mut console);
        console.update(LookupAction::Typed("AB12345".to_owned()));
        check(&console, Some(("AB·12345", Light::Lit)));
        assert!(console.shell.announcement.words.starts_with("A person at this address is wanted"), "{text}");
    }
}

#[test]
fn escape_puts_the_plate_of_the_answer_back_into_the_box() {
    let mut console = answered(2);
    // What is not on the screen is not closed first.
    console.update(LookupAction::InspectToggled);
    console.update(LookupAction::Begun('C'));
    check(&console, Some(("AB·12345", Light::Elsewhere)));
    console.update(ShellAction::Back);
    check(&console, Some(("AB·12345", Light::Lit)));
    assert_eq!(&*console.ask.text, "AB·12345");
}

#[test]
fn a_refused_line_a_link_that_is_followed_and_a_question_under_way_set_it_back() {
    let mut refused = answered(2);
    refused.update(LookupAction::Typed("AB?2345".to_owned()));
    refused.update(LookupAction::Submitted(1.0));
    let mut linked = answered(2);
    linked.update(LookupAction::LinkCame(crate::state::fixtures::link("CD67890")));
    linked.update(LookupAction::LinkFollowed(1.0));
    let mut asked = answered(2);
    ask(&mut asked, "CD67890");
    let mut later = answered(2);
    let late = ask(&mut later, "CD67890");
    later.update(LookupAction::StillAsking(late));
    for mut console in [refused, linked, asked, later] {
        check(&console, Some(("AB·12345", Light::Elsewhere)));
        nothing_acts(&mut console);
    }
}

#[test]
fn the_same_plate_asked_again_is_earlier_until_the_new_answer_is_there() {
    let mut console = answered(2);
    let ticket = ask(&mut console, "AB12345");
    for _ in 0..2 {
        check(&console, Some(("AB·12345", Light::Earlier)));
        nothing_acts(&mut console);
        console.update(LookupAction::StillAsking(ticket));
    }
    let fresh = answer_to(&console, "Nothing");
    console.update(LookupAction::Answered(ticket, Ok(Box::new(fresh))));
    check(&console, Some(("AB·12345", Light::Lit)));
}

#[test]
fn an_answer_about_another_plate_than_was_asked_is_never_lit() {
    let mut console = console();
    let ticket = ask(&mut console, "CD67890");
    console.update(LookupAction::Answered(ticket, Ok(Box::new(answer(2)))));
    check(&console, Some(("AB·12345", Light::Elsewhere)));
    nothing_acts(&mut console);
}

#[test]
fn whatever_fails_what_was_known_stays_on_the_screen() {
    let codes =
        [ErrorCode::HubUnreachable, ErrorCode::HubTimedOut, ErrorCode::Internal, ErrorCode::NotEntitled];
    for code in codes {
        let mut console = answered(2);
        fail(&mut console, "AB12345", code);
        check(&console, Some(("AB·12345", Light::Earlier)));
        nothing_acts(&mut console);

        let mut console = answered(2);
        fail(&mut console, "CD67890", code);
        check(&console, Some(("AB·12345", Light::Elsewhere)));
        nothing_acts(&mut console);
    }
    let mut console = answered(2);
    ask(&mut console, "AB12345");
    console.update(LookupAction::Cancelled);
    check(&console, Some(("AB·12345", Light::Earlier)));
}

#[test]
fn with_the_hub_gone_a_recent_lookup_can_be_read_again() {
    let mut console = answered(2);
    let ticket = ask(&mut console, "CD67890");
    let other = answer_to(&console, "The vehicle is stolen");
    console.update(LookupAction::Answered(ticket, Ok(Box::new(other))));
    console
        .update(ShellAction::HubChanged(HubStatus::Gone { code: ErrorCode::HubUnreachable, since: noon() }));
    for (position, plate) in [(1, "AB·12345"), (0, "CD·67890"), (1, "AB·12345")] {
        let ticket = sent(&console.update(LookupAction::Repeated(position, 5.0))).unwrap();
        console.update(LookupAction::Answered(ticket, Err(Problem::new(ErrorCode::HubUnreachable))));
        assert_eq!(console.lookup.progress.code(), "waiting");
        check(&console, Some((plate, Light::Earlier)));
        nothing_acts(&mut console);
    }
    let effects = console.update(ShellAction::HubChanged(HubStatus::live(1)));
    let ticket = sent(&effects).expect("it is asked again by itself");
    console.update(LookupAction::Answered(ticket, Ok(Box::new(answer(2)))));
    check(&console, Some(("AB·12345", Light::Lit)));
}

#[test]
fn what_comes_late_is_remembered_with_the_rest() {
    let mut console = answered(2);
    let late = crate::state::fixtures::late(console.lookup.ticket().unwrap());
    console.update(late);
    fail(&mut console, "AB12345", ErrorCode::HubTimedOut);
    let drawn = console.drawn();
    let (answer, _) = drawn.answer.unwrap();
    assert_eq!(answer.headline.text, "Wanted after all");
}

#[test]
fn a_line_that_nobody_ever_asked_has_nothing_to_set_back() {
    let mut console = console();
    console.update(LookupAction::Typed("CD67890".to_owned()));
    check(&console, None);
    fail(&mut console, "CD67890", ErrorCode::Internal);
    check(&console, None);
}

#[test]
fn typing_on_a_record_leads_to_the_box_and_no_other_record_opens() {
    let mut console = answered(2);
    console.update(LookupAction::Opened(1));
    assert_eq!(console.record.golden(), Some(&person(1).golden));
    let effects = console.update(LookupAction::Begun('C'));
    assert!(matches!(effects[..], [Effect::Focus(_)]));
    check(&console, Some(("AB·12345", Light::Elsewhere)));
    assert!(console.update(LookupAction::Opened(0)).is_empty());
    assert_eq!(console.record.golden(), Some(&person(1).golden));
}
