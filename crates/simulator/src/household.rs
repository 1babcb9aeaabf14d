//! Who lives together.

mod casting;

use crate::dice::{Dice, Stream, age_on, days_before};
use crate::household::casting::{Casting, Surname, cast};
use crate::life::Scene;
use crate::names::{Heritage, Sex, given_name};
use crate::numbers::{GARAGE_BITS, MEMBER_BITS, Numbers};
use crate::people::{Looks, Person, PersonId, draw_nickname, draw_phone};
use crate::places::Home;
use crate::vehicles::Vehicle;
use crate::world::World;

/// Everybody under one roof, and what stands in front of it.
pub(crate) struct Household {
    pub(crate) index: u64,
    pub(crate) home: Home,
    pub(crate) members: Vec<Member>,
    pub(crate) vehicles: Vec<Vehicle>,
}

/// A person with the place that they have in the household.
pub(crate) struct Member {
    pub(crate) person: Person,
    /// What must happen to this person; the others live as chance has it.
    pub(crate) script: Option<&'static [Scene]>,
}

impl Household {
    /// The household with this index. Always the same for the same world, whatever was generated before.
    pub(crate) fn of(world: &World, index: u64) -> Household {
        let numbers = Numbers::new(world.seed);
        let mut dice = Dice::new(world.seed, Stream::Household, index);
        let castings = cast(index, &mut dice);
        let home = Home::of(world.seed, numbers, index);
        let scripted = castings.iter().any(|casting| casting.script.is_some());
        let moved = (!scripted && dice.chance(0.3)).then(|| previous_home(world, numbers, index, &mut dice));
        let mut members: Vec<Member> = Vec::with_capacity(castings.len());
        for casting in castings.iter().take(1 << MEMBER_BITS) {
            let mut person = person(world, &mut dice, &members, casting, PersonId::new(index, members.len()));
            person.before = moved.map(|home| (home, dice.days_before(world.today, 30, 2500)));
            members.push(Member { person, script: casting.script });
        }
        let drivers: Vec<usize> =
            (0..members.len()).filter(|&member| members[member].person.licensed).collect();
        let mut vehicles = Vec::new();
        for place in 0..drivers.len().min(1 << GARAGE_BITS) {
            // The first driver of a household nearly always has a vehicle, the others share.
            if (scripted && place == 0) || dice.chance(if place == 0 { 0.88 } else { 0.62 }) {
                let owner = drivers[place];
                let partner = drivers.iter().copied().find(|&other| other != owner);
                let shared = partner.filter(|_| dice.chance(0.18));
                vehicles.push(Vehicle::draw(world, &mut dice, index, place, owner, shared));
            }
        }
        Household { index, home, members, vehicles }
    }

    /// Members of full age.
    pub(crate) fn adults(&self, world: &World) -> impl Iterator<Item = usize> {
        (0..self.members.len()).filter(|&member| age_on(self.members[member].person.born, world.today) >= 18)
    }
}

/// Where a household lived before: where another one lives now, or somewhere else.
fn previous_home(world: &World, numbers: Numbers, index: u64, dice: &mut Dice) -> Home {
    let first = casting::FIRST.len() as u64;
    if index > first && dice.chance(0.3) {
        Home::of(world.seed, numbers, dice.between(first as i64, index as i64 - 1) as u64)
    } else {
        Home::before(numbers, index, dice)
    }
}

/// Gives a casting flesh and blood. `members` are those cast before.
fn person(world: &World, dice: &mut Dice, members: &[Member], casting: &Casting, id: PersonId) -> Person {
    let relative = |place: usize| members.get(place).map(|member| &member.person);
    let kin = casting.surname.kin().and_then(relative);
    let heritage = match (casting.surname, kin) {
        (Surname::MarriedTo(_) | Surname::Hyphenated(_), Some(_)) if dice.chance(0.25) => {
            Heritage::draw(dice)
        }
        (_, Some(kin)) => kin.heritage,
        (_, None) => Heritage::draw(dice),
    };
    let day = days_before(world.today, casting.age * 365 + casting.age / 4 + dice.between(0, 364));
    let (own, drawn) = (heritage.surname(dice), given_name(dice, heritage, casting.sex, day.year()));
    let (mut given, mut born, mut birth_name, mut suffix) = (drawn, day, None, casting.suffix);
    let surname = match (casting.surname, kin) {
        (Surname::Own, _) | (_, None) => own,
        (Surname::ChildOf(_) | Surname::ParentOf(_), Some(kin)) => kin.surname.clone(),
        (Surname::MarriedTo(_), Some(partner)) => {
            birth_name = Some(own);
            partner.surname.clone()
        }
        (Surname::Hyphenated(_), Some(partner)) => {
            let both = format!("{own}-{}", partner.surname);
            birth_name = Some(own);
            both
        }
        (Surname::BothOf(_, other), Some(one)) => {
            let names = [Some(one), relative(other)].into_iter().flatten();
            names.map(Person::name_at_birth).collect::<Vec<_>>().join("-")
        }
        (Surname::NamedAfter(_, generation), Some(father)) => {
            (given, suffix) = (father.given, Some(generation));
            father.surname.clone()
        }
        (Surname::TwinOf(_), Some(twin)) => {
            let mut others = (0..16).map(|_| given_name(dice, heritage, casting.sex, day.year()));
            if given == twin.given {
                given = others.find(|other| *other != twin.given).unwrap_or(given);
            }
            born = twin.born;
            twin.surname.clone()
        }
    };
    let looks = match (casting.surname, kin) {
        (Surname::TwinOf(_), Some(twin)) if twin.sex == casting.sex => twin.looks,
        _ => Looks::draw(dice, heritage, casting.sex, world.seed, id),
    };
    let middle = dice.chance(0.8).then(|| given_name(dice, heritage, casting.sex, born.year()));
    Person {
        id,
        sex: casting.sex,
        heritage,
        given,
        middle: middle.filter(|middle| *middle != given),
        surname,
        birth_name,
        suffix,
        nickname: draw_nickname(dice, given),
        born,
        looks,
        licensed: casting.age >= 17 && (casting.script.is_some() || dice.chance(0.92)),
        before: None,
        phone: draw_phone(dice),
    }
}

/// The sex of a partner.
fn partner_of(dice: &mut Dice, sex: Sex) -> Sex {
    if dice.chance(0.94) { sex.other() } else { sex }
}
