//! The lock falls, and nothing of what was shown is left; what comes back is old and says so.

use ciss_contract::ipc::{KeptLookup, LockStatus, LockedBy, Resumed, Settings, SignedIn, SignedOut};
use ciss_contract::lookup::LookupRequest;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::recent::RecentLookup;
use ciss_contract::session::{Assignment, Operator, Purpose};

use crate::state::fixtures::{answer, answered, ask, console, sent};
use crate::state::{
    Console, Effect, Light, LockingAction, LookupAction, Page, Refusal, ShellAction, SigningAction, Target,
    Theme,
};

const LOCKED: LockStatus = LockStatus::Locked { by: LockedBy::Pin, tries_left: 5 };

fn operator() -> Operator {
    Operator {
        federation_id: "CISS:IDP:TEST:USER:reyes".into(),
        name: "D. Reyes".into(),
        assignment: Assignment::Dispatcher,
        agency: "Middletown PD".into(),
        ori: "CT0008300".into(),
    }
}

/// Somebody is signed in, has an answer on the screen and a PIN.
fn keeping() -> Console {
    let mut console = answered(2);
    console.update(ShellAction::SignedIn(SignedIn { operator: operator(), demo: true }));
    console.update(LockingAction::Changed(LockStatus::Open { keeps: true }));
    console
}

fn resumed() -> Resumed {
    let answer = answer(2);
    let request = LookupRequest {
        query: "AB12345".into(),
        purpose: Purpose::Investigation,
        on_behalf_of: "Lund 412".into(),
    };
    let line = RecentLookup::of(&answer);
    let recent = vec![KeptLookup { request, line, answer: answer.from_memory() }];
    let settings = Settings { theme: Some("day".into()), text_percent: Some(150) };
    Resumed { operator: operator(), demo: true, recent, settings }
}

/// Nothing of a record, and nothing that was typed.
fn is_empty(console: &Console) -> bool {
    console.lookup.answer().is_none()
        && console.drawn().answer.is_none()
        && console.recent.is_empty()
        && console.record.record().is_none()
        && console.ask.text.is_empty()
        && console.shell.overlay.is_none()
        && console.shell.link.is_none()
        && console.before.is_none()
}

#[test]
fn a_lock_leaves_nothing_on_the_screen() {
    let mut console = keeping();
    console.update(LookupAction::ReadAloudToggled);
    assert!(matches!(console.update(LockingAction::LockWanted)[..], [Effect::Lock]));
    assert!(!is_empty(&console), "the shell locks, not the window");
    let effects = console.update(LockingAction::Changed(LOCKED));
    assert!(matches!(effects[..], [Effect::Focus(Target::Secret)]));
    assert!(console.page() == Page::Lock && is_empty(&console));
    // What comes late, or would lead elsewhere.
    console.update(LookupAction::Answered(1, Ok(Box::new(answer(2)))));
    console.update(ShellAction::WentBack);
    console.update(ShellAction::Back);
    console.update(LockingAction::LockWanted);
    assert!(console.page() == Page::Lock && is_empty(&console));
}

#[test]
fn a_wrong_pin_says_how_many_tries_are_left_and_is_not_kept_in_the_field() {
    let mut console = keeping();
    console.update(LockingAction::Changed(LOCKED));
    console.update(LockingAction::Typed("295108".into()));
    let effects = console.update(LockingAction::Entered);
    assert!(matches!(&effects[..], [Effect::Unlock(unlock)] if unlock.secret == "295108"));
    assert!(!matches!(console.update(LockingAction::Entered)[..], [Effect::Unlock(_)]), "one try at a time");
    let left = LockStatus::Locked { by: LockedBy::Pin, tries_left: 4 };
    console.update(LockingAction::Changed(left));
    console.update(LockingAction::Opened(Err(Problem::new(ErrorCode::SecretWrong))));
    assert_eq!((console.locking.status, &*console.locking.secret), (left, ""));
    assert_eq!(console.locking.refusal.as_ref().map(Refusal::code), Some("secret_wrong"));
    console.update(LockingAction::Typed("2".into()));
    assert_eq!(console.locking.refusal, None);
}

#[test]
fn what_comes_back_is_listed_and_never_lit_by_itself() {
    let mut console = keeping();
    console.update(LockingAction::Changed(LOCKED));
    console.update(LookupAction::BehalfTyped("Lund 412".into()));
    let effects = console.update(LockingAction::Opened(Ok(Box::new(resumed()))));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Wear(Theme::Day))));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Size(size) if size.percent() == 150)));
    assert!(console.page() == Page::Lookup && console.recent.len() == 1 && console.lit().is_none());

    // Asked again while the hub is gone: what is known is set back.
    console.update(LookupAction::BehalfTyped("Lund 412".into()));
    let ticket = sent(&console.update(LookupAction::Repeated(0, 1.0))).unwrap();
    console.update(LookupAction::Answered(ticket, Err(Problem::new(ErrorCode::HubUnreachable))));
    let (shown, light) = console.drawn().answer.map(|(answer, light)| (answer.clone(), light)).unwrap();
    assert!(light == Light::Earlier && console.lit().is_none());
    assert_eq!(shown.stale_since, Some(shown.at));
}

#[test]
fn who_is_signed_out_by_the_shell_is_told_why() {
    for why in [SignedOut::Idle, SignedOut::TriesUsedUp, SignedOut::Ended, SignedOut::SystemLocked] {
        for locked in [false, true] {
            let mut console = keeping();
            if locked {
                console.update(LockingAction::Changed(LOCKED));
            }
            console.update(LockingAction::Changed(LockStatus::SignedOut { why }));
            assert!(console.page() == Page::SignIn && is_empty(&console) && console.shell.operator.is_none());
            assert_eq!(console.signing.why, Some(why));
        }
    }
}

#[test]
fn from_the_lock_one_can_sign_out() {
    let mut console = keeping();
    console.update(LockingAction::Changed(LOCKED));
    let effects = console.update(SigningAction::OutWanted);
    assert!(matches!(effects[..], [Effect::SignOut, ..]));
    console.update(LockingAction::Changed(LockStatus::SignedOut { why: SignedOut::Asked }));
    assert!(console.page() == Page::SignIn);
}

#[test]
fn a_pin_is_chosen_by_typing_it_twice() {
    let mut console = console();
    assert!(matches!(console.update(LockingAction::LockWanted)[..], [Effect::Focus(Target::Secret)]));
    assert!(console.page() == Page::Pin);
    console.update(LockingAction::Typed("295107".into()));
    assert!(matches!(console.update(LockingAction::Entered)[..], [Effect::Focus(Target::SecretAgain)]));
    console.update(LockingAction::TypedAgain("295108".into()));
    console.update(LockingAction::Entered);
    assert_eq!(console.locking.refusal, Some(Refusal::TypedOtherwise));
    console.update(LockingAction::TypedAgain("295107".into()));
    let effects = console.update(LockingAction::Entered);
    assert!(matches!(&effects[..], [Effect::ChooseSecret(chosen)] if chosen.secret == "295107"));

    // Without a keyring: a passphrase, or nothing.
    console.update(LockingAction::Chosen(Err(Problem::new(ErrorCode::KeyringAway))));
    assert!(console.locking.refusal.as_ref().is_some_and(Refusal::is_of_the_keyring));
    assert!(console.locking.secret.is_empty() && console.locking.again.is_empty());
    console.update(LockingAction::KindChosen(LockedBy::Passphrase));
    assert_eq!(console.locking.by, LockedBy::Passphrase);
    console.update(LockingAction::Dismissed);
    assert!(console.page() == Page::Lookup);
}

#[test]
fn choosing_a_pin_takes_nothing_off_the_screen() {
    let mut console = answered(2);
    console.update(LockingAction::LockWanted);
    console.update(LockingAction::Chosen(Ok(())));
    assert!(console.page() == Page::Lookup && console.lit().is_some());
    assert_eq!(ask(&mut console, "CD67890"), 2);
}
