//! What chance brings a person. A few people are arrested often, most never.

use crate::dice::{Dice, age_on};
use crate::life::{Fate, Scene};
use crate::names::Sex;
use crate::people::Person;
use crate::world::World;

/// Years that sources keep arrests.
const HORIZON: i64 = 12 * 365;

/// Draws what happens to somebody without a script.
pub(super) fn scenes(dice: &mut Dice, world: &World, person: &Person) -> Vec<Scene> {
    let age = age_on(person.born, world.today);
    let mut scenes = Vec::new();
    if age < 14 {
        return scenes;
    }
    for _ in 0..arrests(dice, person.sex, age) {
        // More of them are recent than old: records thin out.
        let since = ((age - 13) * 365).min(HORIZON) as f64;
        let days = (since * dice.fraction().powf(1.6)) as i64 + 1;
        scenes.push(Scene::Arrest { days, statute: None, fate: fate(dice, days) });
    }
    let record = !scenes.is_empty();
    if person.licensed && dice.chance(0.06) {
        scenes.push(Scene::Ticket { days: dice.between(1, 1100) });
    }
    if dice.chance(if record { 0.02 } else { 0.003 }) {
        scenes.push(Scene::Wanted { days: dice.between(1, 900) });
    }
    if age >= 18 && dice.chance(if person.sex == Sex::Female { 0.011 } else { 0.003 }) {
        scenes.push(Scene::Protected);
    }
    if age >= 21 && person.sex == Sex::Male && dice.chance(0.003) {
        scenes.push(Scene::Registrant);
    }
    if age >= 21 && dice.chance(if record { 0.02 } else { 0.07 }) {
        scenes.push(Scene::Permit { revoked: dice.chance(if record { 0.5 } else { 0.01 }) });
    }
    scenes
}

/// How often a person was arrested within the horizon.
fn arrests(dice: &mut Dice, sex: Sex, age: i64) -> i64 {
    let share = match sex {
        Sex::Male => 1.5,
        Sex::Female => 0.5,
    } * match age {
        14..18 => 0.45,
        18..35 => 1.5,
        35..50 => 1.0,
        50..65 => 0.5,
        _ => 0.12,
    };
    let drawn = dice.fraction() / share;
    if drawn < 0.008 {
        dice.between(6, 14)
    } else if drawn < 0.035 {
        dice.between(2, 5)
    } else if drawn < 0.115 {
        1
    } else {
        0
    }
}

/// What becomes of an arrest that lies so many days back.
fn fate(dice: &mut Dice, days: i64) -> Fate {
    let open = match days {
        ..90 => 0.9,
        90..200 => 0.6,
        200..400 => 0.25,
        _ => 0.0,
    };
    if dice.chance(open) {
        return if days > 30 && dice.chance(0.16) { Fate::FailsToAppear } else { Fate::Pending };
    }
    match dice.fraction() {
        drawn if drawn < 0.06 && days > 30 => Fate::FailsToAppear,
        drawn if drawn < 0.1 && days > 60 => Fate::AppearsLate,
        drawn if drawn < 0.26 => Fate::Fined,
        drawn if drawn < 0.42 => Fate::Probation,
        drawn if drawn < 0.49 => Fate::Imprisoned,
        drawn if drawn < 0.54 && days > 200 => Fate::Paroled,
        drawn if drawn < 0.80 => Fate::Nolle,
        drawn if drawn < 0.97 => Fate::Dismissed,
        _ => Fate::NotGuilty,
    }
}
