//! From the box to the answer and its late rows.

use ciss_contract::answer::{Answer, Gap, GapReason, Question, Standing};
use ciss_contract::ids::PhotoId;
use ciss_contract::ipc::{DeepLink, PhotoRefused};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::recent::RecentLookup;
use ciss_contract::source::Source;

use crate::state::fixtures::{answer, answered, ask, console, late, link, noon, sent};
use crate::state::{Console, Effect, LookupAction, Page, Progress, ShellAction, Target, TextSize, Theme};

fn focus(effects: &[Effect]) -> Option<Target> {
    effects.iter().find_map(|effect| if let Effect::Focus(target) = effect { Some(*target) } else { None })
}

fn refused(text: &str, expect: ErrorCode) {
    let mut console = console();
    console.update(LookupAction::Typed(text.to_owned()));
    let effects = console.update(LookupAction::Submitted(1.0));
    assert_eq!(sent(&effects), None, "sent");
    assert_eq!(console.ask.refusal, Some(expect));
    assert_eq!(&*console.ask.text, text, "what was typed is kept");
    assert_eq!(focus(&effects), Some(Target::Query));
    assert_eq!(console.lookup.progress.code(), "empty");
}

#[test]
fn bad_input_is_refused_kept_and_never_sent() {
    refused("", ErrorCode::QueryEmpty);
    refused("   ", ErrorCode::QueryEmpty);
    refused(&"A".repeat(10_000_000), ErrorCode::QueryTooLong);
    refused("🚓🚓", ErrorCode::QueryNotUnderstood);
    refused("AB\u{7}123", ErrorCode::QueryNotUnderstood);
    refused("'; DROP TABLE person; --", ErrorCode::QueryNotUnderstood);
    refused("surname:[a TO z]~2", ErrorCode::QueryNotUnderstood);
    refused("AB?2345", ErrorCode::QueryPartialPlate);
}

#[test]
fn nobody_to_ask_for_is_refused_and_the_field_gets_the_focus() {
    for behalf in ["", "  ", &"x".repeat(65)] {
        let mut console = Console::new(Theme::Night, TextSize::AS_DRAWN);
        console.update(LookupAction::Typed("AB12345".to_owned()));
        console.update(LookupAction::BehalfTyped(behalf.to_owned()));
        let effects = console.update(LookupAction::Submitted(1.0));
        assert_eq!(sent(&effects), None);
        assert_eq!(console.ask.refusal, Some(ErrorCode::BehalfMissing));
        assert_eq!(focus(&effects), Some(Target::Behalf));
    }
}

#[test]
fn typing_takes_the_refusal_away() {
    let mut console = console();
    console.update(LookupAction::Submitted(1.0));
    assert!(console.ask.refusal.is_some());
    console.update(LookupAction::Typed("A".to_owned()));
    assert_eq!(console.ask.refusal, None);
}

#[test]
fn an_answer_is_shown_timed_remembered_and_announced() {
    let mut console = console();
    let ticket = ask(&mut console, "ab 12345");
    assert_eq!(console.lookup.progress.code(), "asking");
    let effects = console.update(LookupAction::Answered(ticket, Ok(Box::new(answer(2)))));
    assert!(matches!(effects[..], [Effect::TimePaint(_, since)] if since == 100.0));
    assert_eq!(console.recent[0].line.query, "AB·12345");
    assert!(
        console.shell.announcement.words.starts_with("A person at this address is wanted. 1 of 4. 2 people.")
    );
    assert!(console.shell.announcement.urgent, "danger does not wait");
}

#[test]
fn the_answer_before_stays_on_the_screen_for_a_moment_and_is_no_answer_any_more() {
    let mut console = answered(2);
    let ticket = ask(&mut console, "CD67890");
    assert_eq!(
        (console.drawn().lookup.progress.code(), console.lookup.progress.code()),
        ("answered", "asking")
    );
    for action in [LookupAction::Opened(0), LookupAction::CopyWanted, LookupAction::HeadlineOpened] {
        assert!(console.update(action).is_empty(), "a key is about the new question");
    }
    console.update(LookupAction::StillAsking(ticket - 1));
    assert_eq!(console.drawn().lookup.progress.code(), "answered", "another question's moment");
    console.update(LookupAction::StillAsking(ticket));
    assert_eq!(console.drawn().lookup.progress.code(), "asking");
    console.update(LookupAction::Answered(ticket, Ok(Box::new(answer(1)))));
    assert_eq!(console.drawn().answer.unwrap().0.people.len(), 1);
}

#[test]
fn whatever_ends_a_question_is_drawn_at_once() {
    type End = fn(u32) -> LookupAction;
    let ends: [(End, &str); 4] = [
        (|ticket| LookupAction::Answered(ticket, Ok(Box::new(answer(3)))), "answered"),
        (|ticket| LookupAction::Answered(ticket, Err(Problem::new(ErrorCode::Internal))), "failed"),
        (|ticket| LookupAction::Answered(ticket, Err(Problem::new(ErrorCode::HubUnreachable))), "waiting"),
        (|_| LookupAction::Cancelled, "cancelled"),
    ];
    for (end, expect) in ends {
        let mut console = answered(2);
        let ticket = ask(&mut console, "CD67890");
        console.update(end(ticket));
        assert_eq!(console.drawn().lookup.progress.code(), expect);
    }
}

#[test]
fn for_whom_and_why_are_kept_for_the_next_lookup() {
    let mut console = answered(1);
    let effects = {
        console.update(LookupAction::Typed("CD67890".to_owned()));
        console.update(LookupAction::Submitted(2.0))
    };
    let Some(Effect::Look(look)) = effects.first() else { panic!("nothing was sent") };
    assert_eq!(look.request.on_behalf_of, "Lund 412");
    assert_eq!(look.request.query, "CD67890");
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let mut console = console();
    let first = ask(&mut console, "AB12345");
    let second = ask(&mut console, "CD67890");
    console.update(LookupAction::Answered(first, Ok(Box::new(answer(1)))));
    assert_eq!(console.lookup.progress.code(), "asking");
    console.update(LookupAction::Answered(second, Ok(Box::new(answer(1)))));
    assert_eq!(console.lookup.progress.code(), "answered");
}

#[test]
fn a_cancelled_lookup_stays_cancelled() {
    let mut console = console();
    let ticket = ask(&mut console, "AB12345");
    let effects = console.update(LookupAction::Cancelled);
    assert!(
        matches!(effects[..], [Effect::Cancel(stopped), Effect::Focus(Target::Query)] if stopped == ticket)
    );
    console.update(LookupAction::Answered(ticket, Ok(Box::new(answer(1)))));
    assert_eq!(console.lookup.progress.code(), "cancelled");
    assert!(console.recent.is_empty());
}

fn wanted(console: &Console, person: usize) -> Standing {
    console.lookup.answer().unwrap().people[person].answers[0].standing
}

#[test]
fn late_rows_fill_in_place_before_and_after_the_answer() {
    for early in [true, false] {
        let mut console = console();
        let ticket = ask(&mut console, "AB12345");
        let mut pending = answer(2);
        let gap = Gap { source: Source::WantedFile, reason: GapReason::Pending };
        pending.people[1].answers[0] = Answer::new(Question::Wanted, vec![], vec![], vec![gap]);
        if early {
            console.update(late(ticket));
        }
        console.update(LookupAction::Answered(ticket, Ok(Box::new(pending))));
        if !early {
            assert_eq!(wanted(&console, 1), Standing::Pending);
            console.update(late(ticket));
        }
        assert_eq!(wanted(&console, 1), Standing::Yes);
        assert!(console.shell.announcement.words.starts_with("Wanted after all"));
    }
}

#[test]
fn late_rows_of_another_lookup_change_nothing() {
    let mut console = answered(2);
    console.update(late(999));
    assert_eq!(wanted(&console, 1), Standing::NoRecord);
}

#[test]
fn a_refusal_by_the_hub_is_said_under_the_box() {
    let mut console = console();
    let ticket = ask(&mut console, "AB12345");
    let problem = Problem::new(ErrorCode::BehalfMissing);
    let effects = console.update(LookupAction::Answered(ticket, Err(problem)));
    assert_eq!(console.ask.refusal, Some(ErrorCode::BehalfMissing));
    assert_eq!(focus(&effects), Some(Target::Behalf));
}

#[test]
fn a_failure_takes_the_place_of_the_answer_until_the_next_question() {
    let mut console = console();
    let ticket = ask(&mut console, "AB12345");
    console.update(LookupAction::Answered(ticket, Err(Problem::new(ErrorCode::NotEntitled))));
    assert_eq!(console.lookup.progress.code(), "failed");
    assert_eq!(&*console.ask.text, "AB12345");
    ask(&mut console, "AB12345");
    assert_eq!(console.lookup.progress.code(), "asking");
}

#[test]
fn only_one_problem_is_on_the_screen() {
    let mut console = console();
    let ticket = ask(&mut console, "AB12345");
    console.update(LookupAction::Answered(ticket, Err(Problem::new(ErrorCode::Internal))));
    console.update(LookupAction::Typed(String::new()));
    console.update(LookupAction::Submitted(1.0));
    assert!(console.ask.refusal.is_some() && !matches!(console.lookup.progress, Progress::Failed(_)));
}

#[test]
fn a_recent_lookup_runs_again_and_moves_to_the_top() {
    let mut console = answered(1);
    let ticket = ask(&mut console, "CD67890");
    let mut other = answer(1);
    other.query = console.lookup.asked.as_ref().unwrap().query.clone();
    console.update(LookupAction::Answered(ticket, Ok(Box::new(other))));
    let queries = |console: &Console| console.recent.iter().map(|r| r.line.query.clone()).collect::<Vec<_>>();
    assert_eq!(queries(&console), ["CD·67890", "AB·12345"]);
    let again = sent(&console.update(LookupAction::Repeated(1, 5.0))).unwrap();
    assert_eq!(&*console.ask.text, "AB·12345");
    console.update(LookupAction::Answered(again, Ok(Box::new(answer(1)))));
    assert_eq!(queries(&console), ["AB·12345", "CD·67890"]);
    assert_eq!(sent(&console.update(LookupAction::Repeated(7, 5.0))), None);
}

#[test]
fn a_link_into_an_untouched_window_is_asked_like_a_typed_line() {
    let mut console = console();
    let effects = console.update(LookupAction::LinkCame(link("AB12345")));
    assert!(sent(&effects).is_some());
    assert_eq!((&*console.ask.text, console.page()), ("AB12345", Page::Lookup));
    let mut nobody = Console::new(Theme::Night, TextSize::AS_DRAWN);
    let bare = DeepLink { on_behalf_of: None, ..link("AB12345") };
    let effects = nobody.update(LookupAction::LinkCame(bare));
    assert_eq!((sent(&effects), nobody.ask.refusal), (None, Some(ErrorCode::BehalfMissing)));
}

#[test]
fn a_link_takes_the_place_of_nothing_before_a_person_follows_it() {
    let mut typing = console();
    typing.update(LookupAction::Typed("CD".to_owned()));
    let mut reading = answered(2);
    reading.update(LookupAction::Typed(String::new()));
    let mut on_record = answered(2);
    on_record.update(LookupAction::Opened(0));
    let mut looking_at_keys = console();
    looking_at_keys.update(ShellAction::KeysToggled);
    for mut console in [typing, answered(2), reading, on_record, looking_at_keys] {
        let before =
            (console.ask.text.clone(), console.page(), console.shell.overlay, console.lookup.progress.code());
        assert!(console.update(LookupAction::LinkCame(link("EF11111"))).is_empty());
        let after =
            (console.ask.text.clone(), console.page(), console.shell.overlay, console.lookup.progress.code());
        assert_eq!(before, after);
        assert!(
            console.shell.announcement.words.starts_with("A link asks for EF·11111 · booking · for 1142.")
        );
        let effects = console.update(LookupAction::LinkFollowed(9.0));
        let Some(Effect::Look(look)) = effects.first() else { panic!("nothing was asked") };
        assert_eq!((look.request.query.as_str(), look.request.on_behalf_of.as_str()), ("EF11111", "1142"));
        assert!(console.shell.link.is_none() && console.page() == Page::Lookup);
    }
}

#[test]
fn a_link_leaves_nothing_behind() {
    let mut console = answered(1);
    let before = (console.ask.purpose, console.ask.behalf.clone());
    console.update(LookupAction::LinkCame(link("EF11111")));
    let ticket = sent(&console.update(LookupAction::LinkFollowed(9.0))).unwrap();
    console.update(LookupAction::Answered(ticket, Err(Problem::new(ErrorCode::Internal))));
    assert_eq!((console.ask.purpose, console.ask.behalf.clone()), before);
    ask(&mut console, "CD67890");
    let request = &console.lookup.asked.as_ref().unwrap().request;
    assert_eq!((request.purpose, request.on_behalf_of.clone()), before);

    console.update(LookupAction::LinkCame(link("EF11111")));
    console.update(LookupAction::LinkCame(link("GH22222")));
    assert_eq!(
        console.shell.link.as_ref().map(|link| link.query.as_str()),
        Some("GH22222"),
        "one waits at most"
    );
    console.update(ShellAction::Back);
    assert!(console.shell.link.is_none());
    assert!(console.update(LookupAction::LinkFollowed(9.0)).is_empty());
}

#[test]
fn the_demo_label_is_there_from_the_start_and_stays_while_any_answer_is_synthetic() {
    assert!(Console::new(Theme::Night, TextSize::AS_DRAWN).shell.demo);
    let mut console = console();
    console.shell.demo = false;
    let ticket = ask(&mut console, "AB12345");
    console.update(LookupAction::Answered(ticket, Ok(Box::new(answer(1)))));
    assert!(console.shell.demo);
}

#[test]
fn the_list_of_recent_lookups_is_bounded() {
    let mut console = console();
    for number in 0..60 {
        let ticket = ask(&mut console, &format!("AB{number:05}"));
        let mut one = answer(1);
        one.query = console.lookup.asked.as_ref().unwrap().query.clone();
        one.at = noon();
        console.update(LookupAction::Answered(ticket, Ok(Box::new(one))));
    }
    assert_eq!(console.recent.len(), RecentLookup::KEPT);
    assert_eq!(console.recent[0].line.query, "AB·00059");
}

#[test]
fn why_a_photo_is_not_shown_is_kept_until_the_next_question() {
    let mut console = answered(1);
    let photo = PhotoId::from("p1");
    let refused = PhotoRefused { photo: photo.clone(), reason: "picture damaged".to_owned() };
    console.update(ShellAction::PhotoRefused(refused));
    assert_eq!(console.shell.refused_photos.get(&photo).map(String::as_str), Some("picture damaged"));
    ask(&mut console, "CD67890");
    assert!(console.shell.refused_photos.is_empty());
}
