//! Before a hub is chosen: nothing is trusted that a person has not compared.

use ciss_contract::ipc::{ChooseHub, HubStatus, MeetHub, MetHub};
use ciss_contract::problem::{ErrorCode, Problem};

use crate::state::fixtures::console;
use crate::state::keys::{self, Focus, Press};
use crate::state::{Action, Console, Effect, MeetingAction, Page, ShellAction, Stage, Target};

fn met() -> MetHub {
    MetHub { url: "https://hub.example.org:8443".to_owned(), fingerprint: "0A0B0C0D".to_owned() }
}

fn unchosen() -> Console {
    let mut console = console();
    let effects = console.update(ShellAction::HubChanged(HubStatus::Unchosen));
    assert!(matches!(effects[..], [Effect::Focus(Target::Address)]));
    assert_eq!(console.page(), Page::Hub);
    console
}

fn meet(console: &mut Console, action: MeetingAction) -> Vec<Effect> {
    console.update(Action::Meeting(action))
}

#[test]
fn a_hub_is_met_compared_taken_and_then_the_box_is_there() {
    let mut console = unchosen();
    meet(&mut console, MeetingAction::Typed(" hub.example.org ".to_owned()));
    let asked = meet(&mut console, MeetingAction::Wanted);
    assert!(matches!(&asked[..], [Effect::Meet(MeetHub { address })] if address == "hub.example.org"));
    assert!(meet(&mut console, MeetingAction::Wanted).is_empty(), "it is being asked");
    meet(&mut console, MeetingAction::Met(Ok(met())));
    let chosen = meet(&mut console, MeetingAction::Trusted);
    assert!(
        matches!(&chosen[..], [Effect::Choose(ChooseHub::Met { fingerprint })] if *fingerprint == met().fingerprint)
    );
    meet(&mut console, MeetingAction::Taken(Ok(())));
    assert_eq!(console.page(), Page::Hub);
    let effects = console.update(ShellAction::HubChanged(HubStatus::Connecting));
    assert!(matches!(effects[..], [Effect::Focus(Target::Query)]));
    assert_eq!(console.page(), Page::Lookup);
}

#[test]
fn what_was_dismissed_or_failed_is_asked_anew_and_the_address_stays() {
    let mut console = unchosen();
    meet(&mut console, MeetingAction::Typed("hub".to_owned()));
    for end in [MeetingAction::Dismissed, MeetingAction::Met(Err(Problem::new(ErrorCode::HubUnreachable)))] {
        meet(&mut console, MeetingAction::Wanted);
        meet(&mut console, end);
        assert!(matches!(console.meeting.stage, Stage::Asking(_)));
        assert_eq!(console.meeting.address, "hub");
    }
    assert!(meet(&mut console, MeetingAction::Met(Ok(met()))).is_empty(), "it comes too late");
    assert!(meet(&mut console, MeetingAction::Trusted).is_empty(), "nothing was compared");
    let chosen = meet(&mut console, MeetingAction::DemoWanted);
    assert!(matches!(chosen[..], [Effect::Choose(ChooseHub::Demo)]));
}

#[test]
fn no_letter_leaves_the_page() {
    let console = unchosen();
    for key in ["a", "/", "?", "1", "ArrowDown", "F1"] {
        for focus in [Focus::Behalf, Focus::Button, Focus::Page] {
            let letter = key.chars().next().filter(|c| key.len() == 1 && c.is_ascii_alphanumeric());
            let press = Press { key, letter, command: false, alt: false, repeated: false, focus, at: 0.0 };
            assert!(keys::meaning(&press, console.scene()).is_none(), "{key}");
        }
    }
}
