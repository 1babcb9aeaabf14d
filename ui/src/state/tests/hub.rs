//! The hub comes and goes; what was typed stays, and what waits is asked again.

use ciss_contract::ipc::{ConsoleState, HubStatus, LockStatus, SignedIn};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::session::{Assignment, Operator};

use crate::state::fixtures::{answer, ask, console, noon, sent};
use crate::state::{Console, Effect, LookupAction, ShellAction, TextSize, Theme};

fn gone() -> ShellAction {
    ShellAction::HubChanged(HubStatus::Gone { code: ErrorCode::HubUnreachable, since: noon() })
}

fn live() -> ShellAction {
    ShellAction::HubChanged(HubStatus::live(4))
}

/// A window that asked while the hub was gone.
fn waiting() -> (Console, Vec<Effect>) {
    let mut console = console();
    console.update(gone());
    let ticket = ask(&mut console, "AB12345");
    let effects =
        console.update(LookupAction::Answered(ticket, Err(Problem::new(ErrorCode::HubUnreachable))));
    (console, effects)
}

#[test]
fn a_lookup_waits_for_the_hub_and_is_asked_again_once_it_is_back() {
    let (mut console, effects) = waiting();
    assert_eq!(console.lookup.progress.code(), "waiting");
    assert!(matches!(effects[..], [Effect::RetryLater]));
    assert_eq!(&*console.ask.text, "AB12345");
    let again = sent(&console.update(live())).unwrap();
    assert_eq!(console.shell.announcement.words, "The hub answers again.");
    let effects = console.update(LookupAction::Answered(again, Ok(Box::new(answer(1)))));
    assert_eq!(console.lookup.progress.code(), "answered");
    assert!(effects.is_empty(), "nobody pressed Enter just now, so no paint is timed");
}

#[test]
fn it_is_also_asked_again_by_the_clock() {
    let (mut console, _) = waiting();
    let again = sent(&console.update(ShellAction::Retried)).unwrap();
    let effects = console.update(LookupAction::Answered(again, Err(Problem::new(ErrorCode::HubUnreachable))));
    assert!(matches!(effects[..], [Effect::RetryLater]), "and again");
}

#[test]
fn attempts_do_not_multiply() {
    let (mut console, _) = waiting();
    for _ in 0..3 {
        let again = sent(&console.update(live())).unwrap();
        let effects =
            console.update(LookupAction::Answered(again, Err(Problem::new(ErrorCode::HubUnreachable))));
        assert!(effects.is_empty(), "one attempt is scheduled already");
    }
}

#[test]
fn giving_up_is_final() {
    let (mut console, _) = waiting();
    console.update(ShellAction::Back);
    assert_eq!(console.lookup.progress.code(), "cancelled");
    assert_eq!(sent(&console.update(live())), None);
    assert_eq!(sent(&console.update(ShellAction::Retried)), None);
}

#[test]
fn an_answer_on_the_screen_outlives_the_hub() {
    let mut console = crate::state::fixtures::answered(2);
    console.update(gone());
    assert_eq!(console.lookup.progress.code(), "answered");
    assert_eq!(sent(&console.update(live())), None);
}

fn operator(assignment: Assignment) -> Operator {
    Operator {
        federation_id: "CISS:IDP:demo:USER:reyes".to_owned(),
        name: "D. Reyes".to_owned(),
        assignment,
        agency: "Middletown PD".to_owned(),
        ori: "CT0008300".to_owned(),
    }
}

#[test]
fn only_a_dispatcher_must_say_for_whom() {
    for (assignment, expect) in [(Assignment::Dispatcher, ""), (Assignment::Detective, "D. Reyes")] {
        let mut console = Console::new(Theme::Night, TextSize::AS_DRAWN);
        console.update(ShellAction::SignedIn(SignedIn { operator: operator(assignment), demo: true }));
        assert_eq!(console.ask.behalf, expect);
    }
}

#[test]
fn what_one_person_was_shown_is_not_for_the_next() {
    let mut console = crate::state::fixtures::answered(2);
    let mut sign_in = |name: &str| {
        let operator = Operator { federation_id: name.to_owned(), ..operator(Assignment::Dispatcher) };
        console.update(ShellAction::SignedIn(SignedIn { operator, demo: true }));
        (console.recent.len(), console.lit().is_some())
    };
    assert_eq!(sign_in("reyes"), (1, true));
    assert_eq!(sign_in("reyes"), (1, true), "a session that came up again");
    assert_eq!(sign_in("lund"), (0, false));
}

#[test]
fn the_start_brings_state_and_a_waiting_link() {
    let mut console = console();
    let state = ConsoleState {
        hub: HubStatus::live(3),
        operator: Some(operator(Assignment::Dispatcher)),
        demo: false,
        lock: LockStatus::Open { keeps: false },
        recent: vec![],
        deep_link: Some(ciss_contract::ipc::DeepLink {
            query: "AB12345".to_owned(),
            purpose: None,
            on_behalf_of: None,
        }),
    };
    let effects = console.update(ShellAction::Started(Box::new(state)));
    assert!(sent(&effects).is_some());
    assert!(!console.shell.demo);
    assert_eq!(console.shell.hub, HubStatus::live(3));
}

#[test]
fn what_was_asked_meanwhile_is_asked_again_by_one_key_the_oldest_first() {
    let (mut console, _) = waiting();
    for plate in ["CD67890", "EF13579", "CD67890"] {
        let ticket = ask(&mut console, plate);
        console.update(LookupAction::Answered(ticket, Err(Problem::new(ErrorCode::HubUnreachable))));
    }
    let left =
        |console: &Console| console.meanwhile.iter().map(|asked| asked.query.shown()).collect::<Vec<_>>();
    assert_eq!(left(&console), ["AB·12345", "EF·13579"], "each once, and not what waits by itself");
    assert!(sent(&console.update(LookupAction::MeanwhileAsked(1.0))).is_none(), "nobody is there");

    console.update(LookupAction::BehalfTyped("Park 7".to_owned()));
    let again = sent(&console.update(live())).unwrap();
    console.update(LookupAction::Answered(again, Ok(Box::new(answer(1)))));
    let effects = console.update(LookupAction::MeanwhileAsked(2.0));
    let asked =
        effects.iter().find_map(|effect| if let Effect::Look(look) = effect { Some(look) } else { None });
    assert_eq!(asked.unwrap().request.on_behalf_of, "Lund 412", "for whom it was asked");
    assert_eq!(left(&console), ["EF·13579"]);
    console.update(LookupAction::MeanwhileAsked(3.0));
    assert!(left(&console).is_empty());
}
