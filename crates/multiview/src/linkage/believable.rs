//! What a model may say at most, whatever it was trained on.
//!
//! A level that training hardly met has a weight by chance, and it can be greater than that of a fuller agreement. The
//! bounds here hold for people's records anywhere: a lesser agreement never says more than a fuller one, and what few
//! letters or a town can say is bounded by how many strangers share them.

use super::model::Model;
use super::subject::{Subject, given, middle, place, surname};

/// An initial is one of a few letters: two strangers share it once in thirteen.
const INITIAL: f64 = 3.7;
/// A town is one of some hundred, most people live in the large ones: two strangers share it once in sixty.
const TOWN: f64 = 5.9;
/// Every other town has a Main Street, and a number on it.
const HOUSE_ELSEWHERE: f64 = 4.0;

/// Lowers weights of agreement that cannot be as high as the model has them.
pub(crate) fn bound(model: &mut Model) {
    let subjects = model.subjects.iter().zip(&mut model.agreement).zip(&model.chance);
    for ((subject, agreement), chance) in subjects {
        for (level, most) in ceilings(*subject) {
            lower(agreement, chance, *level, most.exp2());
        }
        for (lesser, fuller) in orders(*subject) {
            let fuller = usize::from(*fuller);
            let most = agreement.get(fuller).zip(chance.get(fuller)).map(|(m, u)| m / u);
            most.into_iter().for_each(|most| lower(agreement, chance, *lesser, most));
        }
    }
    model.prepare();
}

fn lower(agreement: &mut [f64], chance: &[f64], level: u8, most: f64) {
    let level = usize::from(level);
    if let (Some(m), Some(u)) = (agreement.get_mut(level), chance.get(level)) {
        *m = m.min(u * most);
    }
}

/// The most that a level can say, in bits.
const fn ceilings(subject: Subject) -> &'static [(u8, f64)] {
    match subject {
        Subject::Given => &[(given::INITIAL, INITIAL)],
        Subject::Middle => &[(middle::INITIAL, INITIAL)],
        Subject::Place => &[
            (place::SAME_HOUSE_ELSEWHERE, HOUSE_ELSEWHERE),
            (place::NEAR_HOUSE_ELSEWHERE, HOUSE_ELSEWHERE),
            (place::SAME_TOWN, TOWN),
            (place::NEAR_TOWN, TOWN),
            (place::ANOTHER_TOWN, 0.0),
        ],
        Subject::Surname
        | Subject::Suffix
        | Subject::Born
        | Subject::Sex
        | Subject::Source
        | Subject::Plain(..) => &[],
    }
}

/// Levels, the lesser one first, of which the lesser says no more than the fuller. Each stands after those that bound it.
const fn orders(subject: Subject) -> &'static [(u8, u8)] {
    match subject {
        Subject::Given => &[
            (given::NICKNAME, given::SAME),
            (given::CLOSE, given::SAME),
            (given::INITIAL, given::SAME),
            (given::SIMILAR, given::CLOSE),
            (given::DIFFERENT, given::SIMILAR),
        ],
        Subject::Surname => &[
            (surname::CLOSE, surname::SAME),
            (surname::PART, surname::SAME),
            (surname::SIMILAR, surname::CLOSE),
            (surname::DIFFERENT, surname::SIMILAR),
        ],
        Subject::Middle => &[(middle::INITIAL, middle::SAME), (middle::DIFFERENT, middle::INITIAL)],
        // House times four, plus locality: the same, nearly the same, another, not known.
        Subject::Place => &[
            (1, 0),
            (2, 1),
            (3, 0),
            (4, 0),
            (5, 4),
            (6, 5),
            (7, 4),
            (8, 4),
            (9, 8),
            (10, 9),
            (11, 8),
            (12, 4),
            (13, 12),
            (14, 13),
        ],
        Subject::Plain(..) => &[(1, 0)],
        Subject::Suffix | Subject::Born | Subject::Sex | Subject::Source => &[],
    }
}
