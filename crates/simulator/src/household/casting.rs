//! Which roles a household has, before anybody plays them.

use crate::dice::Dice;
use crate::household::partner_of;
use crate::life::{Fate, Scene};
use crate::names::Sex;

/// How a member comes by a family name; the numbers are places of members cast before.
#[derive(Clone, Copy)]
pub(crate) enum Surname {
    Own,
    MarriedTo(usize),
    /// Own name, hyphen, the partner's.
    Hyphenated(usize),
    ChildOf(usize),
    /// A child with the names of both.
    BothOf(usize, usize),
    /// A son with his father's whole name, and `JR` or `III`.
    NamedAfter(usize, &'static str),
    TwinOf(usize),
    /// The older generation.
    ParentOf(usize),
}

impl Surname {
    /// The member from whom the name comes.
    pub(crate) const fn kin(self) -> Option<usize> {
        match self {
            Surname::Own => None,
            Surname::MarriedTo(kin)
            | Surname::Hyphenated(kin)
            | Surname::ChildOf(kin)
            | Surname::BothOf(kin, _)
            | Surname::NamedAfter(kin, _)
            | Surname::TwinOf(kin)
            | Surname::ParentOf(kin) => Some(kin),
        }
    }
}

/// A role in a household.
#[derive(Clone)]
pub(crate) struct Casting {
    pub(crate) sex: Sex,
    /// Years.
    pub(crate) age: i64,
    pub(crate) surname: Surname,
    pub(crate) suffix: Option<&'static str>,
    pub(crate) script: Option<&'static [Scene]>,
}

const fn role(sex: Sex, age: i64, surname: Surname, script: &'static [Scene]) -> Casting {
    Casting { sex, age, surname, suffix: None, script: Some(script) }
}

/// Households that every world begins with, so that every source and every answer occurs in the smallest one, and so that
/// the first plate of every world has somebody wanted at its address. People who play them are drawn like all others.
pub(crate) const FIRST: [&[Casting]; 2] = [
    &[
        role(Sex::Female, 41, Surname::Own, &[Scene::Protected, Scene::Ticket { days: 40 }]),
        role(
            Sex::Male,
            19,
            Surname::ChildOf(0),
            &[Scene::Arrest { days: 52, statute: Some("53a-103"), fate: Fate::FailsToAppear }],
        ),
        role(
            Sex::Male,
            44,
            Surname::Own,
            &[
                Scene::Arrest { days: 900, statute: Some("21a-277(a)"), fate: Fate::Paroled },
                Scene::Permit { revoked: true },
            ],
        ),
        role(Sex::Female, 15, Surname::BothOf(0, 2), &[]),
    ],
    &[
        role(
            Sex::Male,
            53,
            Surname::Own,
            &[
                Scene::Registrant,
                Scene::Arrest { days: 30, statute: Some("53a-167c"), fate: Fate::Pending },
                Scene::Wanted { days: 12 },
            ],
        ),
        role(Sex::Female, 74, Surname::ParentOf(0), &[Scene::Permit { revoked: false }]),
    ],
];

/// Casts the household with this index.
pub(crate) fn cast(index: u64, dice: &mut Dice) -> Vec<Casting> {
    if let Some(first) = FIRST.get(index as usize) {
        return first.to_vec();
    }
    let mut cast = Vec::with_capacity(5);
    let kind = dice.fraction();
    if kind < 0.28 {
        let age = if dice.chance(0.4) { dice.between(62, 92) } else { dice.between(21, 61) };
        single(&mut cast, dice, age);
    } else if kind < 0.54 {
        let age = dice.between(22, 86);
        couple(&mut cast, dice, age);
    } else if kind < 0.76 {
        let age = dice.between(24, 58);
        couple(&mut cast, dice, age);
        children(&mut cast, dice, age, true);
    } else if kind < 0.85 {
        let age = dice.between(20, 56);
        cast.push(Casting { sex: mostly(dice, 0.8, Sex::Female), age, ..free(Surname::Own) });
        children(&mut cast, dice, age, false);
    } else if kind < 0.91 {
        for _ in 0..dice.between(2, 4) {
            let age = dice.between(19, 38);
            single(&mut cast, dice, age);
        }
    } else if kind < 0.97 {
        let age = dice.between(30, 55);
        couple(&mut cast, dice, age);
        children(&mut cast, dice, age, true);
        let sex = mostly(dice, 0.75, Sex::Female);
        let age = age + dice.between(20, 34);
        cast.push(Casting { sex, age, ..free(Surname::ParentOf(0)) });
    } else {
        // Grown siblings, twins as often as not.
        let age = dice.between(22, 64);
        single(&mut cast, dice, age);
        let twin = dice.chance(0.5);
        let sex = if twin && dice.chance(0.7) { cast[0].sex } else { mostly(dice, 0.5, Sex::Male) };
        let (surname, age) =
            if twin { (Surname::TwinOf(0), age) } else { (Surname::ChildOf(0), age - dice.between(1, 4)) };
        cast.push(Casting { sex, age, ..free(surname) });
    }
    cast
}

fn free(surname: Surname) -> Casting {
    Casting { sex: Sex::Female, age: 0, surname, suffix: None, script: None }
}

fn mostly(dice: &mut Dice, share: f64, sex: Sex) -> Sex {
    if dice.chance(share) { sex } else { sex.other() }
}

fn single(cast: &mut Vec<Casting>, dice: &mut Dice, age: i64) {
    cast.push(Casting { sex: mostly(dice, 0.5, Sex::Male), age, ..free(Surname::Own) });
}

fn couple(cast: &mut Vec<Casting>, dice: &mut Dice, age: i64) {
    let sex = mostly(dice, 0.8, Sex::Male);
    let other = partner_of(dice, sex);
    let place = cast.len();
    cast.push(Casting { sex, age, ..free(Surname::Own) });
    let surname = match dice.fraction() {
        married if married < 0.55 => Surname::MarriedTo(place),
        hyphenated if hyphenated < 0.63 => Surname::Hyphenated(place),
        _ => Surname::Own,
    };
    cast.push(Casting { sex: other, age: (age + dice.between(-6, 4)).max(18), ..free(surname) });
}

/// Children of the first member, and of the second where `both`. Grown ones have mostly moved out.
fn children(cast: &mut Vec<Casting>, dice: &mut Dice, age: i64, both: bool) {
    let oldest = (age - 19).min(27);
    for _ in 0..dice.pick(&[1, 1, 2, 2, 2, 3, 4]) {
        let age = dice.between(0, oldest);
        let sex = mostly(dice, 0.51, Sex::Male);
        let (place, father) = (cast.len(), cast.first().is_some_and(|first| first.sex == Sex::Male));
        let junior = cast.iter().any(|member| member.suffix.is_some());
        let surname = if father && sex == Sex::Male && !junior && dice.chance(0.06) {
            let senior = !dice.chance(0.15);
            if let Some(first) = cast.first_mut() {
                first.suffix = Some(if senior { "SR" } else { "JR" });
            }
            Surname::NamedAfter(0, if senior { "JR" } else { "III" })
        } else if both && dice.chance(0.06) {
            Surname::BothOf(0, 1)
        } else {
            Surname::ChildOf(0)
        };
        cast.push(Casting { sex, age, ..free(surname) });
        if dice.chance(0.025) {
            let sex = if dice.chance(0.6) { sex } else { sex.other() };
            cast.push(Casting { sex, age, ..free(Surname::TwinOf(place)) });
        }
    }
}
