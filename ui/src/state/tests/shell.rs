//! What stands around every page: size, copies, signing out and in.

use ciss_contract::ipc::{HubStatus, SignIn, SignedIn};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::session::{Assignment, Operator};

use crate::state::fixtures::{answered, link};
use crate::state::keys::{Focus, Press, meaning};
use crate::state::{
    Ask, Clip, Console, Effect, LookupAction, Page, Resize, ShellAction, SigningAction, Target, TextSize,
};

fn operator(account: &str) -> Operator {
    Operator {
        federation_id: format!("CISS:IDP:demo:USER:{account}"),
        name: account.to_owned(),
        assignment: Assignment::Dispatcher,
        agency: "Middletown PD".to_owned(),
        ori: "CT0008300".to_owned(),
    }
}

fn sign_in(console: &mut Console, account: &str) -> Vec<Effect> {
    console.update(ShellAction::SignedIn(SignedIn { operator: operator(account), demo: true }))
}

/// A window in which somebody has done everything that leaves a trace.
fn used() -> Console {
    let mut console = answered(3);
    sign_in(&mut console, "reyes");
    console.update(LookupAction::Opened(1));
    console.update(LookupAction::LinkCame(link("CD67890")));
    console.update(ShellAction::Copied(Clip::Person, true));
    console.update(LookupAction::Begun('E'));
    console
}

fn nothing_is_left(console: &Console) {
    let Ask { text, behalf, refusal, .. } = &*console.ask;
    assert_eq!((text.as_ref(), behalf.as_str(), *refusal), ("", "", None));
    assert!(console.recent.is_empty() && console.drawn().answer.is_none() && console.lookup.asked.is_none());
    assert!(console.record.opened.is_none() && console.record.record().is_none());
    assert!(
        console.shell.link.is_none() && console.shell.copied.is_none() && console.shell.overlay.is_none()
    );
    assert!(console.history.behind().is_none());
    assert!(!console.shell.announcement.words.contains("AB"));
}

#[test]
fn who_signs_out_leaves_nothing_and_the_hub_is_told() {
    let mut console = used();
    let effects = console.update(SigningAction::OutWanted);
    assert!(matches!(effects[..], [Effect::SignOut, Effect::Focus(Target::Account)]));
    assert_eq!((console.page(), console.shell.operator.is_none()), (Page::SignIn, true));
    nothing_is_left(&console);
    // Nothing leads back, and the hub's coming and going does not either.
    for action in [ShellAction::WentBack, ShellAction::Back, ShellAction::HubChanged(HubStatus::live(2))] {
        console.update(action);
        assert_eq!(console.page(), Page::SignIn);
    }
    sign_in(&mut console, "lund");
    assert_eq!(console.page(), Page::Lookup);
    nothing_is_left(&console);
    assert!(console.update(ShellAction::WentBack).is_empty());
}

#[test]
fn somebody_else_at_the_same_window_sees_nothing_of_the_one_before() {
    let mut console = used();
    sign_in(&mut console, "lund");
    nothing_is_left(&console);
}

#[test]
fn an_account_is_asked_for_once_and_a_refusal_keeps_what_was_typed() {
    let mut console = used();
    console.update(SigningAction::OutWanted);
    assert!(matches!(console.update(SigningAction::InWanted)[..], [Effect::Focus(Target::Account)]));
    console.update(SigningAction::Typed(" lund ".to_owned()));
    let effects = console.update(SigningAction::InWanted);
    assert!(matches!(&effects[..], [Effect::SignIn(SignIn { account })] if account == "lund"));
    assert!(console.update(SigningAction::InWanted).is_empty(), "it is being asked");
    console.update(SigningAction::In(Err(Problem::new(ErrorCode::AccountUnknown))));
    let refusal = console.signing.refusal.as_ref().map(|problem| problem.code);
    assert_eq!((refusal, console.signing.account.as_str()), (Some(ErrorCode::AccountUnknown), " lund "));
    console.update(SigningAction::Out(Err(Problem::new(ErrorCode::HubUnreachable))));
    assert!(console.signing.untold.is_some(), "it is said that the hub does not know");
}

#[test]
fn the_size_is_changed_from_anywhere_and_remembered() {
    for (key, expect) in [("+", 110), ("=", 110), ("-", 100), ("0", 100)] {
        let mut console = answered(1);
        for focus in [Focus::Query, Focus::Page, Focus::Behalf, Focus::Button] {
            let letter = (key == "0").then_some('0');
            let press = Press { key, letter, command: true, alt: false, repeated: false, focus, at: 0.0 };
            console.shell.size = TextSize::AS_DRAWN;
            let action = meaning(&press, console.scene()).expect("the key is left to the browser");
            let effects = console.update(action);
            assert!(matches!(effects[..], [Effect::Size(size)] if size.percent() == expect), "{key}");
        }
    }
    let mut console = answered(1);
    console.update(ShellAction::Resized(Resize::Larger));
    assert_eq!(console.shell.announcement.words, "110 percent.");
}

#[test]
fn the_person_in_view_is_copied_and_nobody_else() {
    let copied = |console: &mut Console| match &console.update(ShellAction::PersonCopyWanted)[..] {
        [Effect::Copy(Clip::Person, text)] => Some(text.clone()),
        _ => None,
    };
    let mut console = answered(3);
    let text = copied(&mut console).expect("nothing was copied");
    assert!(text.starts_with("ORTIZ, Luis A · M · 19"), "{text}");
    console.update(LookupAction::Typed("CD67890".to_owned()));
    assert_eq!(copied(&mut console), None, "the answer is set back");
    console.update(SigningAction::OutWanted);
    assert_eq!(copied(&mut console), None);
}

#[test]
fn what_was_copied_is_said_by_its_name() {
    let mut console = answered(1);
    let effects = console.update(ShellAction::FieldCopyWanted("VIN", "1HGCM82633A004352".to_owned()));
    assert!(matches!(&effects[..], [Effect::Copy(Clip::Field("VIN"), text)] if text == "1HGCM82633A004352"));
    console.update(ShellAction::Copied(Clip::Field("VIN"), false));
    assert_eq!(console.shell.announcement.words, "VIN not copied.");
}
