//! The keyboard map.

use crate::state::fixtures::{answered, console, stand_on};
use crate::state::keys::{Focus, MAP, Press, meaning};
use crate::state::{Console, Effect, LookupAction, Overlay, Page, ShellAction, Target};

fn press(key: &str, focus: Focus) -> Press<'_> {
    let (alt, key) = key.strip_prefix("Alt ").map_or((false, key), |key| (true, key));
    let (command, key) = key.strip_prefix("Ctrl ").map_or((false, key), |key| (true, key));
    let letter = key.parse::<char>().ok().filter(char::is_ascii_alphanumeric);
    let letter = letter.map(|letter| letter.to_ascii_uppercase());
    Press { key, letter, command, alt, repeated: false, focus, at: 7.0 }
}

fn does(console: &mut Console, key: &str, focus: Focus) -> Option<Vec<Effect>> {
    let action = meaning(&press(key, focus), console.scene())?;
    Some(console.update(action))
}

fn focused(effects: Option<Vec<Effect>>) -> Option<Target> {
    effects?.iter().find_map(|effect| if let Effect::Focus(target) = effect { Some(*target) } else { None })
}

#[test]
fn the_box_is_one_key_away_from_anywhere() {
    for focus in [Focus::Query, Focus::Behalf, Focus::Menu, Focus::Button, Focus::Page] {
        for page in [Page::Lookup, Page::Record] {
            let mut console = answered(1);
            stand_on(&mut console, page);
            assert_eq!(focused(does(&mut console, "Ctrl k", focus)), Some(Target::Query));
            assert_eq!(console.page(), Page::Lookup);
        }
    }
    assert_eq!(focused(does(&mut answered(1), "/", Focus::Page)), Some(Target::Query));
    assert_eq!(focused(does(&mut answered(1), "/", Focus::Query)), Some(Target::Query));
    assert!(does(&mut answered(1), "/", Focus::Behalf).is_none(), "a name may have a stroke in it");
}

#[test]
fn a_plate_can_be_typed_at_any_time_and_does_nothing_else() {
    let keys: Vec<String> = ('A'..='Z').chain('a'..='z').chain('0'..='9').map(String::from).collect();
    for focus in [Focus::Page, Focus::Button, Focus::Menu] {
        for overlay in [None, Some(Overlay::Keys), Some(Overlay::ReadAloud), Some(Overlay::Document)] {
            for (page, key) in
                [Page::Lookup, Page::Record].iter().flat_map(|p| keys.iter().map(move |k| (p, k)))
            {
                let mut console = answered(9);
                stand_on(&mut console, *page);
                console.shell.overlay = overlay;
                let effects = does(&mut console, key, focus).expect("the key is left to the browser");
                assert!(matches!(effects[..], [Effect::Focus(Target::EndOfQuery)]), "{key}");
                assert_eq!(&*console.ask.text, key.to_ascii_uppercase());
                assert_eq!((console.page(), console.shell.overlay), (Page::Lookup, None));
            }
        }
    }
}

#[test]
fn letters_and_digits_are_left_to_the_field_in_which_they_are_typed() {
    for focus in [Focus::Query, Focus::Behalf, Focus::Reason] {
        for key in ["1", "0", "c", "R", "i", "T"] {
            assert!(does(&mut answered(9), key, focus).is_none(), "{key}");
        }
    }
}

#[test]
fn a_plate_can_be_pasted_at_any_time_like_one_that_is_typed() {
    let long = "A".repeat(1_000);
    let pasted = [
        ("CD-67890", "CD-67890"),
        ("\r\n  cd 67890\t\r\nFord Focus", "cd 67890"),
        (long.as_str(), &long[..100]),
    ];
    for (text, expect) in pasted {
        for page in [Page::Lookup, Page::Record] {
            let mut console = answered(2);
            stand_on(&mut console, page);
            let effects = console.update(LookupAction::Pasted(text.to_owned()));
            assert!(matches!(effects[..], [Effect::Focus(Target::EndOfQuery)]), "nothing is sent");
            assert_eq!((&*console.ask.text, console.page()), (expect, Page::Lookup));
            assert!(console.lit().is_none());
        }
    }
    let mut console = answered(2);
    assert!(console.update(LookupAction::Pasted(" \n".to_owned())).is_empty() && console.lit().is_some());
}

#[test]
fn enter_then_alt_and_a_digit_is_a_golden_record() {
    let mut console = console();
    console.update(LookupAction::Typed("AB12345".to_owned()));
    let effects = does(&mut console, "Enter", Focus::Query).unwrap();
    assert!(matches!(
        effects[..],
        [Effect::Look(_), Effect::Focus(Target::Answer), Effect::SayStillAsking(_)]
    ));
    for focus in [Focus::Page, Focus::Button, Focus::Query] {
        let mut console = answered(9);
        for digit in 1..=9_usize {
            let effects = does(&mut console, &format!("Alt {digit}"), focus).unwrap();
            assert!(
                matches!(&effects[0], Effect::Open(open) if open.golden.as_str() == format!("g{}", digit - 1))
            );
            console.update(ShellAction::Back);
        }
        assert!(does(&mut console, "Alt 0", focus).is_none());
    }
}

#[test]
fn alt_acts_on_nothing_that_is_set_back() {
    for key in ["Alt 1", "Alt 2", "Alt r", "Alt c", "Alt i", "Enter"] {
        let mut console = answered(9);
        console.update(LookupAction::Typed("CD67890".to_owned()));
        assert!(does(&mut console, key, Focus::Page).unwrap().is_empty(), "{key}");
        assert_eq!((console.shell.overlay, console.page()), (None, Page::Lookup));
    }
}

#[test]
fn a_held_key_does_nothing_but_walk() {
    let console = answered(9);
    for key in ["Enter", "1", "r", "Alt 1", "Alt c", "Ctrl 1"] {
        let held = Press { repeated: true, ..press(key, Focus::Page) };
        assert!(meaning(&held, console.scene()).is_none(), "{key}");
    }
    let held = Press { repeated: true, ..press("ArrowDown", Focus::Page) };
    assert!(meaning(&held, console.scene()).is_some());
}

#[test]
fn arrows_reach_the_twelfth_person() {
    let mut console = answered(12);
    for _ in 0..20 {
        does(&mut console, "ArrowDown", Focus::Button);
    }
    assert_eq!(console.lookup.selected, Some(11));
    assert_eq!(focused(does(&mut console, "Home", Focus::Button)), Some(Target::Person(0)));
    assert_eq!(focused(does(&mut console, "ArrowUp", Focus::Button)), Some(Target::Person(0)));
    assert_eq!(focused(does(&mut console, "End", Focus::Button)), Some(Target::Person(11)));
    assert!(
        meaning(&press("Enter", Focus::Button), console.scene()).is_none(),
        "the button opens its person itself"
    );
}

#[test]
fn escape_closes_cancels_and_goes_back_in_that_order() {
    let mut console = answered(2);
    console.update(LookupAction::Opened(1));
    does(&mut console, "?", Focus::Page);
    assert_eq!(console.shell.overlay, Some(Overlay::Keys));
    let closed = does(&mut console, "Escape", Focus::Page).unwrap();
    assert!(matches!(closed[..], [Effect::FocusBack(Target::Record)]), "to where it was before");
    assert_eq!((console.shell.overlay, console.page()), (None, Page::Record));
    does(&mut console, "Escape", Focus::Page);
    assert_eq!(console.page(), Page::Lookup);
}

#[test]
fn what_lies_over_the_page_takes_the_keys() {
    let mut console = answered(3);
    does(&mut console, "Alt r", Focus::Page);
    assert_eq!(console.shell.overlay, Some(Overlay::ReadAloud));
    assert!(does(&mut console, "Alt 1", Focus::Page).is_none());
    assert!(matches!(does(&mut console, "Alt c", Focus::Page).unwrap()[..], [Effect::Copy(..)]));
    does(&mut console, "Alt r", Focus::Page);
    assert_eq!(console.shell.overlay, None);
}

#[test]
fn the_radio_text_needs_an_answer() {
    let mut console = console();
    assert!(does(&mut console, "Alt r", Focus::Page).unwrap().is_empty());
    assert_eq!(console.shell.overlay, None);
    assert!(does(&mut console, "Alt c", Focus::Page).unwrap().is_empty());
}

#[test]
fn shortcuts_of_the_system_are_left_alone() {
    for key in ["Ctrl c", "Ctrl r", "Ctrl v", "Alt F4", "Alt Tab", "Tab", "F5"] {
        assert!(does(&mut answered(3), key, Focus::Page).is_none(), "{key}");
    }
}

#[test]
fn every_key_on_the_map_does_something() {
    for (title, lines) in MAP {
        for key in lines.iter().flat_map(|(keys, _)| *keys).filter(|key| **key != "…") {
            let mut console = answered(9);
            stand_on(&mut console, if title == "Record" { Page::Record } else { Page::Lookup });
            let named = match *key {
                "↑" => "ArrowUp",
                "↓" => "ArrowDown",
                "←" => "ArrowLeft",
                "→" => "ArrowRight",
                "Esc" => "Escape",
                "Ctrl −" => "Ctrl -",
                other => other,
            };
            let named = match named.strip_prefix("Alt ") {
                Some("←") => "Alt ArrowLeft".to_owned(),
                Some("→") => "Alt ArrowRight".to_owned(),
                Some(key) => format!("Alt {}", key.to_lowercase()),
                None => named.to_owned(),
            };
            let known = [Focus::Page, Focus::Query]
                .map(|focus| meaning(&press(&named, focus), console.scene()).is_some());
            assert!(known.contains(&true), "{title}: {key}");
        }
    }
}
