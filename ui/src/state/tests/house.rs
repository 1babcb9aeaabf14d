//! The matrix: rows in the order of what is grave, and the arrows in it.

use ciss_contract::answer::{Answer, Question};
use ciss_contract::ids::GoldenId;
use ciss_contract::lookup::LookupAnswer;

use crate::state::fixtures::{answer, answered, ask, console, late, person, warrant};
use crate::state::keys::{Focus, Press, meaning};
use crate::state::{Console, Effect, LookupAction, Page, ShellAction, Spot, Step, Target};
use crate::wording::matrix::Column;

/// A wide window with four people, of whom the third is wanted and the banner is about.
fn house() -> Console {
    let mut console = console();
    console.update(ShellAction::Widened(true));
    let ticket = ask(&mut console, "ab-12345");
    let mut found = answer(4);
    found.people[2].answers[0] = Answer::new(Question::Wanted, vec![warrant()], vec![], vec![]);
    found.headline.person = Some(GoldenId::from("g2"));
    console.update(LookupAction::Answered(ticket, Ok(Box::new(found))));
    console
}

fn spot(effects: &[Effect]) -> Option<Spot> {
    match effects {
        [Effect::Focus(Target::Spot(spot))] => Some(*spot),
        _ => None,
    }
}

fn press(console: &mut Console, key: &str) -> Vec<Effect> {
    let press =
        Press { key, letter: None, command: false, alt: false, repeated: false, focus: Focus::Cell, at: 7.0 };
    meaning(&press, console.scene()).map(|action| console.update(action)).unwrap_or_default()
}

#[test]
fn the_gravest_row_is_the_first_and_its_person_is_beside() {
    let console = house();
    assert_eq!(*console.lookup.rows, [2, 0, 1, 3]);
    assert_eq!(console.lookup.spot(), Spot { person: 2, column: 0 });
}

#[test]
fn what_comes_late_moves_no_row() {
    let mut console = house();
    let ticket = console.lookup.ticket().unwrap();
    let LookupAction::Late(mut rows) = late(ticket) else { panic!("a late row") };
    rows.rows.joined = vec![person(9)];
    console.update(LookupAction::Late(rows));
    let answer = console.lookup.answer().unwrap().clone();
    assert!(answer.people[1].is_wanted());
    assert_eq!(*console.lookup.rows, [2, 0, 1, 3, 4], "who comes late stands last");
    let ticket = ask(&mut console, "ab-12345");
    console.update(LookupAction::Answered(ticket, Ok(Box::new(LookupAnswer::clone(&answer)))));
    assert_ne!(*console.lookup.rows, [2, 0, 1, 3, 4], "a new answer is ordered anew");
}

#[test]
fn arrows_walk_rows_and_columns_and_stop_at_the_edges() {
    let mut console = house();
    let mut walk = |key: &str| spot(&press(&mut console, key)).map(|spot| (spot.person, spot.column));
    assert_eq!(walk("ArrowLeft"), Some((2, 0)));
    assert_eq!(walk("ArrowDown"), Some((0, 0)));
    assert_eq!(walk("ArrowRight"), Some((0, 1)));
    assert_eq!(walk("ArrowDown"), Some((1, 1)));
    assert_eq!(walk("End"), Some((3, 1)));
    assert_eq!(walk("ArrowDown"), Some((3, 1)));
    for _ in 0..20 {
        walk("ArrowRight");
    }
    assert_eq!(walk("ArrowUp"), Some((1, Column::COUNT - 1)));
    assert_eq!(walk("Home"), Some((2, Column::COUNT - 1)));
}

#[test]
fn without_a_matrix_there_are_no_columns_to_walk() {
    let mut console = answered(3);
    assert!(console.update(LookupAction::Walked(Step::Right)).is_empty());
    assert_eq!(console.lookup.selected, None);
}

#[test]
fn the_number_of_a_row_and_enter_open_whom_it_shows() {
    let opens = |effects: &[Effect]| match effects {
        [Effect::Open(open), ..] => Some(open.golden.as_str().to_owned()),
        _ => None,
    };
    for (number, golden) in ["g2", "g0", "g1", "g3"].iter().enumerate() {
        assert_eq!(opens(&house().update(LookupAction::NumberOpened(number))).as_deref(), Some(*golden));
    }
    assert_eq!(opens(&press(&mut house(), "Enter")).as_deref(), Some("g2"));
    let mut console = house();
    console.update(LookupAction::Reached(Spot { person: 3, column: 5 }));
    assert_eq!(opens(&press(&mut console, "Enter")).as_deref(), Some("g3"));
    let back = console.update(ShellAction::Back);
    assert_eq!(console.page(), Page::Lookup);
    assert_eq!(spot(&back), Some(Spot { person: 3, column: 5 }), "back to the cell");
}
