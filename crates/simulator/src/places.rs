//! Towns, streets and homes.

use std::sync::LazyLock;

use crate::dice::{Dice, Stream};
use crate::numbers::{Numbers, Purpose};
use crate::tables::{Weighted, field, number, rows};

/// One of the 169 towns.
pub(crate) struct Town {
    pub(crate) name: &'static str,
    pub(crate) population: u64,
    /// Geographical area court, by number.
    pub(crate) court: u8,
    pub(crate) zips: Vec<&'static str>,
    /// ORI of the town's police, or of the State Police where it has none.
    pub(crate) ori: &'static str,
    /// State Police troops serve towns without police of their own.
    pub(crate) has_police: bool,
}

/// Towns by population of the 2020 census, approximate. ZIP codes are those where people live.
pub(crate) static TOWNS: LazyLock<Weighted<Town>> = LazyLock::new(|| {
    let agencies: Vec<_> = rows(include_str!("../../../assets/codes/ct_agencies_ori.csv"))
        .filter(|row| field(row, 1) == "City")
        .map(|row| (field(&row, 2), field(&row, 0)))
        .collect();
    let towns = rows(include_str!("../data/towns.csv"))
        .map(|row| {
            let name = field(&row, 1);
            let ori = agencies.iter().find(|(agency, _)| *agency == name).map(|(_, ori)| *ori);
            Town {
                name,
                population: number(&row, 2),
                court: number(&row, 3),
                zips: field(&row, 4).split(' ').collect(),
                ori: ori.unwrap_or("CTCSP0000"),
                has_police: ori.is_some(),
            }
        })
        .collect();
    Weighted::new(towns, |_, town: &Town| town.population)
});

static STREETS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../data/streets.txt").lines().collect());

/// Street suffixes as the Postal Service abbreviates them (Publication 28), and in full.
const SUFFIXES: [(&str, &str); 12] = [
    ("St", "Street"),
    ("Ave", "Avenue"),
    ("Rd", "Road"),
    ("Dr", "Drive"),
    ("Ln", "Lane"),
    ("Ct", "Court"),
    ("Pl", "Place"),
    ("Cir", "Circle"),
    ("Ter", "Terrace"),
    ("Way", "Way"),
    ("Blvd", "Boulevard"),
    ("Hwy", "Highway"),
];

/// Part of a building.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// `Apt`, `Unit` or `Fl`.
    pub(crate) word: &'static str,
    pub(crate) number: u64,
}

/// Where a household lives.
#[derive(Clone, Copy)]
pub(crate) struct Home {
    pub(crate) number: u64,
    pub(crate) street: &'static str,
    suffix: usize,
    pub(crate) unit: Option<Unit>,
    pub(crate) town: &'static Town,
    pub(crate) zip: &'static str,
}

impl Home {
    /// `St` for `Street`.
    pub(crate) fn suffix(&self) -> &'static str {
        SUFFIXES[self.suffix].0
    }

    /// `Street`.
    pub(crate) fn suffix_in_full(&self) -> &'static str {
        SUFFIXES[self.suffix].1
    }

    /// The building whose number among all buildings of the world is `slot`: no two are at one address, whatever the town.
    fn at(slot: u64, town: &'static Town, unit: Option<Unit>) -> Home {
        let streets = (STREETS.len() * SUFFIXES.len()) as u64;
        let (number, way) = (slot / streets + 1, (slot % streets) as usize);
        let zip = town.zips[way % town.zips.len()];
        Home { number, street: STREETS[way / SUFFIXES.len()], suffix: way % SUFFIXES.len(), unit, town, zip }
    }

    /// An address outside every building of the world, for where somebody lived before.
    pub(crate) fn before(numbers: Numbers, household: u64, dice: &mut Dice) -> Home {
        let mut home = Home::at(numbers.of_household(Purpose::Address, household), TOWNS.draw(dice), None);
        home.number += 1000;
        home
    }

    /// Where the household with this index lives. Households come in blocks of 200: a block is a tower, or buildings and
    /// houses of ten households.
    pub(crate) fn of(seed: u64, numbers: Numbers, household: u64) -> Home {
        const TOWER: u64 = 200;
        const BUILDING: u64 = 10;
        let (block, building) = (household / TOWER, household / BUILDING);
        let slot = |first: u64| numbers.of_household(Purpose::Address, first);
        let mut dice = Dice::new(seed, Stream::Block, block);
        if block > 0 && dice.chance(0.05) {
            let (town, flat) = (city(&mut dice), household % TOWER);
            let unit = Unit { word: "Unit", number: (flat / 10 + 1) * 100 + flat % 10 + 1 };
            return Home::at(slot(block * TOWER), town, Some(unit));
        }
        let mut dice = Dice::new(seed, Stream::Building, building);
        let town = TOWNS.draw(&mut dice);
        let (position, kind) = (household % BUILDING, dice.fraction());
        // The first building is an apartment house, so that even the smallest world has units.
        if building == 0 || kind < 0.14 {
            return Home::at(
                slot(building * BUILDING),
                town,
                Some(Unit { word: "Apt", number: position + 1 }),
            );
        }
        if kind < 0.34 && position < 9 {
            let unit = Unit { word: "Fl", number: position % 3 + 1 };
            return Home::at(slot(building * BUILDING + position / 3 * 3), town, Some(unit));
        }
        let town = (0..=position).map(|_| TOWNS.draw(&mut dice)).last().unwrap_or(town);
        Home::at(slot(household), town, None)
    }
}

/// A town large enough for a tower.
fn city(dice: &mut Dice) -> &'static Town {
    static CITIES: LazyLock<Weighted<&'static Town>> = LazyLock::new(|| {
        let cities = TOWNS.items().iter().filter(|town| town.population > 45_000).collect();
        Weighted::new(cities, |_, town: &&Town| town.population)
    });
    CITIES.draw(dice)
}

/// The court that hears cases from a town: seat, and the code that its docket numbers begin with.
pub(crate) fn court(town: &Town) -> (&'static str, &'static str) {
    match town.court {
        1 => ("GA 1 Stamford", "S01S"),
        2 => ("GA 2 Bridgeport", "F02B"),
        3 => ("GA 3 Danbury", "D03D"),
        4 => ("GA 4 Waterbury", "U04W"),
        5 => ("GA 5 Derby", "A05D"),
        7 => ("GA 7 Meriden", "N07M"),
        9 => ("GA 9 Middletown", "M09M"),
        10 => ("GA 10 New London", "K10K"),
        11 => ("GA 11 Danielson", "W11D"),
        12 => ("GA 12 Manchester", "H12M"),
        13 => ("GA 13 Enfield", "H13W"),
        14 => ("GA 14 Hartford", "H14H"),
        15 => ("GA 15 New Britain", "H15N"),
        17 => ("GA 17 Bristol", "H17B"),
        19 => ("GA 19 Rockville", "T19R"),
        20 => ("GA 20 Norwalk", "S20N"),
        21 => ("GA 21 Norwich", "K21N"),
        22 => ("GA 22 Milford", "A22M"),
        23 => ("GA 23 New Haven", "N23N"),
        _ => ("GA 18 Torrington", "L18W"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn towns_and_zips_are_those_of_the_tables() {
        let known: HashSet<_> =
            rows(include_str!("../../../assets/codes/ct_zipcodes.csv")).map(|row| field(&row, 0)).collect();
        let names: Vec<_> =
            rows(include_str!("../../../assets/codes/ct_towns.csv")).map(|row| field(&row, 1)).collect();
        let towns = TOWNS.items();
        assert_eq!(towns.iter().map(|town| town.name).collect::<Vec<_>>(), names);
        for town in towns {
            assert!(town.population > 500, "{}", town.name);
            assert!(town.zips.iter().all(|zip| known.contains(zip)), "{}", town.name);
        }
        let middletown = towns.iter().find(|town| town.name == "Middletown").unwrap();
        assert_eq!((middletown.ori, court(middletown).0), ("CT0008300", "GA 9 Middletown"));
    }

    #[test]
    fn no_two_households_share_a_home_and_towers_have_many_flats() {
        let numbers = Numbers::new(3);
        let (mut homes, mut flats) = (HashSet::new(), 0);
        for household in 0..20_000 {
            let home = Home::of(3, numbers, household);
            let unit = home.unit.map(|unit| unit.number);
            assert!(homes.insert((home.number, home.street, home.suffix, unit)), "{household}");
            flats += usize::from(unit.is_some_and(|unit| unit > 100));
        }
        assert!((200..6000).contains(&flats), "{flats}");
    }
}
