//! A clerk writes one document, with the habits of the source.

use ciss_contract::address::Address;
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::PhotoId;
use ciss_contract::matter::Matter;
use ciss_contract::person::{self, Identifier, IdentifierKind, Name, SourcePhoto};
use ciss_contract::source::Source;
use ciss_contract::vehicle;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::dice::age_on;
use crate::numbers::{self, Purpose};
use crate::people::{EYES, Person};
use crate::photo::Sitting;
use crate::places::Home;
use crate::sources::habits::{self, Habit};
use crate::sources::{Desk, Stated, slips};
use crate::vehicles::Vehicle;

/// Writes one document.
pub(super) struct Clerk<'desk, 'a> {
    desk: &'desk mut Desk<'a>,
    habit: &'static Habit,
    sheet: Stated,
}

impl<'desk, 'a> Clerk<'desk, 'a> {
    /// Begins a document about something that happened on a day.
    pub(super) fn new(
        desk: &'desk mut Desk<'a>,
        source: Source,
        number: String,
        on: Date,
    ) -> Clerk<'desk, 'a> {
        let as_of = as_of(desk, on);
        let document = SourceDocument {
            source,
            number,
            as_of,
            originator: None,
            persons: Vec::new(),
            vehicles: Vec::new(),
            matters: Vec::new(),
        };
        Clerk { desk, habit: habits::of(source), sheet: Stated { document, people: Vec::new() } }
    }

    /// ORI of the agency behind the document.
    pub(super) fn from(&mut self, ori: &str) {
        self.sheet.document.originator = Some(ori.to_owned());
    }

    /// Dates the document after one that it changes.
    pub(super) fn not_before(&mut self, earlier: Option<Timestamp>) {
        let document = &mut self.sheet.document;
        let later = earlier.map(|earlier| earlier + SignedDuration::from_secs(40));
        document.as_of = document.as_of.max(later.unwrap_or(document.as_of));
    }

    /// States a matter.
    pub(super) fn state(&mut self, matter: Matter) {
        self.sheet.document.matters.push(matter);
    }

    /// Puts the document on the pile.
    pub(super) fn file(self) {
        self.desk.pile.push(self.sheet);
    }

    /// Writes down a member of the household; answers the position.
    pub(super) fn member(&mut self, member: usize) -> usize {
        let household = self.desk.household;
        self.person(&household.members[member].person, &household.home)
    }

    /// Writes down a person; answers the position.
    pub(super) fn person(&mut self, person: &Person, home: &Home) -> usize {
        let as_of = self.sheet.document.as_of.to_zoned(TimeZone::UTC).date();
        let (age, habit) = (age_on(person.born, as_of), self.habit);
        let grown = age >= 16;
        let mut written = person::Person {
            born: self.born(person.born),
            sex: Some(person.sex.code().to_owned()),
            addresses: self.address(person, home).into_iter().collect(),
            name: self.name(person),
            aliases: self.aliases(person),
            identifiers: self.identifiers(person, grown),
            ..person::Person::default()
        };
        if grown && self.desk.dice.chance(habit.phone) {
            written.phones.push(person.phone.clone());
        }
        if self.desk.dice.chance(habit.description) {
            let (looks, off) = (person.looks, habit.scales_off);
            let mut measure = |value: u16, off: i64| {
                (i64::from(value) + self.desk.dice.between(-off, off)).unsigned_abs() as u16
            };
            written.height = grown.then(|| measure(looks.height, off.min(1)));
            written.weight = grown.then(|| measure(looks.weight, off));
            written.race = Some(looks.race.to_owned());
            written.eyes = Some(EYES[usize::from(looks.eyes)].to_owned());
            written.hair = Some(person.hair_at(age).to_owned());
        }
        self.sheet.document.persons.push(written);
        self.sheet.people.push(person.id);
        self.sheet.document.persons.len() - 1
    }

    /// Adds a number to the person written last.
    pub(super) fn identify(&mut self, kind: IdentifierKind, value: String, issuer: Option<&str>) {
        if let Some(person) = self.sheet.document.persons.last_mut() {
            person.identifiers.push(Identifier { kind, value, issuer: issuer.map(str::to_owned) });
        }
    }

    /// Adds a photo taken on a day to the person written last.
    pub(super) fn photograph(&mut self, person: &Person, taken: Date) {
        let sitting = Sitting::of(person, self.sheet.document.source, taken);
        if let Some(written) = self.sheet.document.persons.last_mut() {
            written.photos.push(SourcePhoto { id: PhotoId(sitting.id()), taken: Some(taken) });
        }
    }

    /// Adds an NCIC caution code to the person written last.
    pub(super) fn caution(&mut self, code: &str) {
        if let Some(person) = self.sheet.document.persons.last_mut() {
            person.cautions.push(code.to_owned());
        }
    }

    /// Writes down a vehicle; answers the position.
    pub(super) fn vehicle(&mut self, vehicle: &Vehicle) -> usize {
        let source = self.sheet.document.source;
        // Police read plates and colours off the vehicle, and seldom the VIN.
        let seen = source == Source::Rms;
        let hyphenated = seen && self.desk.dice.chance(0.3);
        let split = vehicle.plate.len().saturating_sub(5);
        let plate = match vehicle.plate.split_at_checked(split) {
            Some((letters, digits)) if hyphenated && !letters.is_empty() => format!("{letters}-{digits}"),
            _ => vehicle.plate.clone(),
        };
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.sheet.document.vehicles.push(vehicle::Vehicle {
            vin: (!seen || self.desk.dice.chance(0.3)).then(|| vehicle.vin.clone()),
            year: u16::try_from(vehicle.year).ok().filter(|_| !seen || self.desk.dice.chance(0.6)),
            make: text(vehicle.model.make),
            model: text(vehicle.model.name),
            style: text(vehicle.model.style),
            colour: text(vehicle.colour),
            plate: Some(plate),
            plate_state: Some("CT".to_owned()),
            plate_type: text(vehicle.plate_type),
        });
        self.sheet.document.vehicles.len() - 1
    }

    fn born(&mut self, born: Date) -> Option<String> {
        let (habit, dice) = (self.habit, &mut self.desk.dice);
        if dice.chance(habit.no_birth) {
            return None;
        }
        let born = if dice.chance(habit.wrong_birth) { slips::wrong_date(dice, born) } else { born };
        Some(dice.pick(habit.dates).write(born))
    }

    fn name(&mut self, person: &Person) -> Name {
        let (habit, dice) = (self.habit, &mut self.desk.dice);
        let mut surname = match &person.birth_name {
            Some(birth_name) if dice.chance(habit.birth_name) => birth_name.clone(),
            _ => person.surname.clone(),
        };
        let mut given = match person.nickname {
            Some(nickname) if dice.chance(habit.nickname) => nickname.to_owned(),
            _ => person.given.to_owned(),
        };
        if dice.chance(habit.typing) {
            if dice.chance(0.5) {
                surname = slips::mistyped(dice, &surname);
            } else {
                given = slips::mistyped(dice, &given);
            }
        }
        if dice.chance(habit.names_swapped) {
            std::mem::swap(&mut surname, &mut given);
        }
        let middle = person.middle.filter(|_| !dice.chance(habit.no_middle)).map(|middle| {
            if dice.chance(habit.middle_in_full) {
                middle.to_owned()
            } else {
                middle.chars().take(1).collect()
            }
        });
        let suffix = person.suffix.filter(|_| !dice.chance(habit.no_suffix)).map(str::to_owned);
        self.cased(Name { surname, given, middle, suffix })
    }

    fn aliases(&mut self, person: &Person) -> Vec<Name> {
        let (habit, dice) = (self.habit, &mut self.desk.dice);
        let nickname = person.nickname.filter(|_| dice.chance(habit.alias));
        let birth_name = person.birth_name.as_ref().filter(|_| dice.chance(habit.alias));
        let name = |surname: &str, given: &str| Name {
            surname: surname.to_owned(),
            given: given.to_owned(),
            middle: None,
            suffix: None,
        };
        let mut aliases: Vec<Name> =
            nickname.map(|nickname| name(&person.surname, nickname)).into_iter().collect();
        aliases.extend(birth_name.map(|surname| name(surname, person.given)));
        aliases.into_iter().map(|alias| self.cased(alias)).collect()
    }

    fn cased(&self, name: Name) -> Name {
        if !self.habit.capitals {
            return name;
        }
        Name {
            surname: name.surname.to_uppercase(),
            given: name.given.to_uppercase(),
            middle: name.middle.map(|middle| middle.to_uppercase()),
            suffix: name.suffix,
        }
    }

    fn identifiers(&mut self, person: &Person, grown: bool) -> Vec<Identifier> {
        let (habit, numbers) = (self.habit, self.desk.numbers);
        let dice = &mut self.desk.dice;
        let mut identifiers = Vec::new();
        if person.licensed && dice.chance(habit.licence) {
            let number = numbers::licence(person.number(numbers, Purpose::Licence));
            let value = if dice.chance(habit.wrong_licence) { slips::misread(dice, &number) } else { number };
            let issuer = Some("CT".to_owned());
            identifiers.push(Identifier { kind: IdentifierKind::OperatorLicence, value, issuer });
        }
        if grown && dice.chance(habit.social_security) {
            let number = numbers::social_security(person.number(numbers, Purpose::SocialSecurity));
            let value = if dice.chance(0.5) { number } else { number.replace('-', "") };
            identifiers.push(Identifier { kind: IdentifierKind::SocialSecurity, value, issuer: None });
        }
        identifiers
    }

    fn address(&mut self, person: &Person, home: &Home) -> Option<Address> {
        let (habit, dice) = (self.habit, &mut self.desk.dice);
        if dice.chance(habit.no_address) {
            return None;
        }
        let document = &mut self.sheet.document;
        let home = match &person.before {
            Some((before, moved)) => {
                let moved = moved.to_zoned(TimeZone::UTC).map_or(document.as_of, |zoned| zoned.timestamp());
                let (early, stale) = (document.as_of < moved, dice.chance(habit.stale_address));
                let told = habit.told_of_moves && early && !stale;
                if told {
                    document.as_of = moved + SignedDuration::from_hours(dice.between(10, 20 * 24));
                }
                let knows = if early { told } else { habit.told_of_moves || !stale };
                if knows { home } else { before }
            }
            None => home,
        };
        let suffix = if dice.chance(habit.street_in_full) { home.suffix_in_full() } else { home.suffix() };
        let mut street = format!("{} {} {suffix}", home.number, home.street);
        let mut unit = home.unit.filter(|_| !dice.chance(habit.no_unit)).map(|unit| {
            if dice.chance(habit.bare_unit) {
                unit.number.to_string()
            } else {
                format!("{} {}", unit.word, unit.number)
            }
        });
        if dice.chance(habit.unit_in_street)
            && let Some(unit) = unit.take()
        {
            let word = if unit.starts_with(|c: char| c.is_ascii_digit()) { "#" } else { "" };
            street = format!("{street} {word}{unit}");
        }
        let mut town = home.town.name.to_owned();
        if habit.capitals {
            (street, town) = (street.to_uppercase(), town.to_uppercase());
            unit = unit.map(|unit| unit.to_uppercase());
        }
        let state = Some("CT".to_owned());
        Some(Address { street, unit, town, state, postal_code: Some(home.zip.to_owned()) })
    }
}

/// When a source says that something of a day was so: the same or a following day at office hours; for one document in
/// sixty, and for those of the first households, within the last six hours, because feeds never sleep.
fn as_of(desk: &mut Desk<'_>, on: Date) -> Timestamp {
    let (now, first) = (desk.world.now(), desk.household.index < 2);
    let dice = &mut desk.dice;
    if first || dice.chance(1.0 / 60.0) {
        let minutes = 2.0 * 180f64.powf(dice.fraction());
        return now - SignedDuration::from_mins(minutes as i64);
    }
    let midnight = on.to_zoned(TimeZone::UTC).map_or(now, |zoned| zoned.timestamp());
    let delay = dice.between(0, 2) * 24 * 60 + dice.between(11 * 60, 23 * 60);
    let latest = now - SignedDuration::from_mins(dice.between(2, 500));
    (midnight + SignedDuration::from_mins(delay)).min(latest)
}
