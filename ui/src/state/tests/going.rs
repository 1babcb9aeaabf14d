//! One history: back and forward through answers and records, and nobody is asked for it.

use ciss_contract::answer::{Answer, Gap, GapReason, Question, Standing};
use ciss_contract::lookup::{LookupAnswer, Outcome};
use ciss_contract::query::Query;
use ciss_contract::source::Source;

use crate::state::fixtures::{answer, ask, console, late, sent};
use crate::state::{Console, Effect, Light, LookupAction, Page, Progress, ShellAction, Target};

/// Asks, and gets that answer about what was asked.
fn look_up(console: &mut Console, text: &str, told: LookupAnswer) -> u32 {
    let ticket = ask(console, text);
    let query = console.lookup.asked.as_ref().unwrap().query.clone();
    console.update(LookupAction::Answered(ticket, Ok(Box::new(LookupAnswer { query, ..told }))));
    ticket
}

fn opens(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|e| if let Effect::Open(open) = e { Some(open.golden.as_str()) } else { None })
}

/// The page, and the plate in the box or the record on it.
fn place(console: &Console) -> (Page, String) {
    let about = match console.page() {
        Page::Record => console.record.golden().map(|golden| golden.as_str().to_owned()),
        Page::Lookup | Page::Hub | Page::SignIn | Page::Lock | Page::Pin => Some(
            Query::interpret(&console.ask.text)
                .map_or_else(|_| console.ask.text.to_string(), |query| query.shown()),
        ),
    };
    (console.page(), about.unwrap_or_default())
}

fn check(console: &Console, page: Page, about: &str) {
    assert_eq!(place(console), (page, about.to_owned()));
}

/// Two plates, and a record of the first from which the second was typed.
fn shift() -> Console {
    let mut console = console();
    look_up(&mut console, "AB12345", answer(3));
    console.update(LookupAction::Opened(1));
    console.update(LookupAction::Begun('C'));
    look_up(&mut console, "CD67890", answer(1));
    console
}

#[test]
fn back_and_forward_lead_through_what_was_seen_in_its_order() {
    let mut console = shift();
    let effects = console.update(ShellAction::WentBack);
    check(&console, Page::Record, "g1");
    assert_eq!(opens(&effects), None, "it is still the record that was opened last");
    console.update(ShellAction::WentBack);
    check(&console, Page::Lookup, "AB·12345");
    assert!(console.update(ShellAction::WentBack).is_empty(), "nothing is before it");
    console.update(ShellAction::WentForward);
    check(&console, Page::Record, "g1");
    console.update(ShellAction::WentForward);
    check(&console, Page::Lookup, "CD·67890");
    assert!(console.update(ShellAction::WentForward).is_empty());
}

#[test]
fn nobody_is_asked_and_the_answer_says_how_old_it_is() {
    let mut console = shift();
    for _ in 0..2 {
        let effects = console.update(ShellAction::WentBack);
        assert_eq!((sent(&effects), opens(&effects)), (None, None));
    }
    let (answer, light) = console.drawn().answer.unwrap();
    assert_eq!((answer.query.shown().as_str(), light), ("AB·12345", Light::Returned));
    assert_eq!(console.lit().unwrap().people.len(), 3, "keys act on it");
    assert!(console.shell.announcement.words.starts_with("A person at this address is wanted"));
    // Its people are opened for whom and why they were looked up.
    console.update(LookupAction::BehalfTyped("somebody else".to_owned()));
    let effects = console.update(LookupAction::Opened(0));
    assert!(matches!(&effects[0], Effect::Open(open) if open.on_behalf_of == "Lund 412"));
}

#[test]
fn a_new_question_about_the_same_plate_is_lit_as_any_other() {
    let mut console = shift();
    console.update(ShellAction::WentBack);
    console.update(ShellAction::WentBack);
    look_up(&mut console, "AB12345", answer(2));
    assert_eq!(console.drawn().answer.unwrap().1, Light::Lit);
}

#[test]
fn a_record_that_gave_way_to_another_is_asked_for_again_for_whom_and_why_it_was_opened() {
    let mut console = shift();
    console.update(LookupAction::Opened(0));
    console.update(ShellAction::WentBack);
    check(&console, Page::Lookup, "CD·67890");
    let effects = console.update(ShellAction::WentBack);
    assert_eq!(opens(&effects), Some("g1"));
    check(&console, Page::Record, "g1");
}

#[test]
fn leaving_a_question_under_way_for_an_earlier_answer_ends_it() {
    let mut console = console();
    look_up(&mut console, "AB12345", answer(2));
    let ticket = ask(&mut console, "CD67890");
    let effects = console.update(ShellAction::WentBack);
    assert!(
        matches!(effects[..], [Effect::Cancel(stopped), Effect::Focus(Target::Answer)] if stopped == ticket)
    );
    console.update(LookupAction::Answered(ticket, Ok(Box::new(answer(1)))));
    check(&console, Page::Lookup, "AB·12345");
    assert_eq!(console.lit().unwrap().people.len(), 2);
    console.update(ShellAction::WentForward);
    check(&console, Page::Lookup, "CD·67890");
    assert!(matches!(console.lookup.progress, Progress::Empty), "it has no answer, and is not asked");
}

/// The Wanted File owes its rows for the second person.
fn owed(people: usize) -> LookupAnswer {
    let mut owed = answer(people);
    let gap = Gap { source: Source::WantedFile, reason: GapReason::Pending };
    owed.people[1].answers[0] = Answer::new(Question::Wanted, vec![], vec![], vec![gap]);
    let line = owed.sources.iter_mut().find(|line| line.source == Source::WantedFile).unwrap();
    line.outcome = Outcome::Pending;
    owed
}

fn wanted(console: &Console) -> Standing {
    console.lit().unwrap().people[1].answers[0].standing
}

#[test]
fn what_is_not_waited_for_any_more_is_no_answer() {
    let mut console = console();
    look_up(&mut console, "AB12345", owed(2));
    look_up(&mut console, "CD67890", answer(1));
    console.update(ShellAction::WentBack);
    assert_eq!(wanted(&console), Standing::NotAvailable);
}

#[test]
fn what_comes_late_while_somebody_is_elsewhere_is_there_when_they_come_back() {
    let mut console = console();
    look_up(&mut console, "AB12345", answer(1));
    let ticket = look_up(&mut console, "CD67890", owed(2));
    console.update(ShellAction::WentBack);
    console.update(late(ticket));
    check(&console, Page::Lookup, "AB·12345");
    assert_eq!(console.lit().unwrap().headline.text, "A person at this address is wanted");
    console.update(ShellAction::WentForward);
    assert_eq!(wanted(&console), Standing::Yes);
}

#[test]
fn what_lies_over_the_page_closes_before_anybody_goes_back() {
    let mut console = shift();
    console.update(ShellAction::KeysToggled);
    assert!(console.update(ShellAction::WentForward).is_empty());
    console.update(ShellAction::WentBack);
    assert_eq!(console.shell.overlay, None);
    check(&console, Page::Lookup, "CD·67890");
}

#[test]
fn escape_on_a_record_leads_to_where_it_was_opened_and_keeps_what_is_typed() {
    let mut console = shift();
    console.update(LookupAction::Typed("EF1".to_owned()));
    console.update(ShellAction::PageChosen(Page::Record));
    check(&console, Page::Record, "g1");
    console.update(ShellAction::Back);
    check(&console, Page::Lookup, "EF1");
}
