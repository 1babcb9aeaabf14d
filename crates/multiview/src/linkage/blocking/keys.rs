//! Keys: what two records must share to be compared.

use crate::linkage::population::{NameParts, Place, PlainKind, Population};
use crate::linkage::subject::Subject;
use crate::linkage::words::{Value, has};

/// A part of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) enum Token {
    GivenSound,
    Given,
    Initial,
    /// The first three letters.
    GivenStart,
    SurnameSound,
    Surname,
    SurnameStart,
    /// Given and family name in either order.
    BothNames,
    Year,
    /// In either order.
    MonthDay,
    Born,
    /// Postal code, or the town where there is none.
    Locality,
    Street,
    Dwelling,
    Plain(usize),
    /// What stands before the `@`.
    Mailbox(usize),
}

/// Parts that make one key.
pub(crate) type Recipe = Vec<Token>;

/// One way of reading a record that has several names or addresses.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) name: Option<NameParts>,
    pub(crate) place: Option<Place>,
}

impl Reading {
    /// Every name and every address occurs in one of them.
    pub(crate) fn of(population: &Population, record: usize) -> Vec<Reading> {
        let names: Vec<NameParts> = population.names(record).collect();
        let places: Vec<Place> = population.places(record).collect();
        let readings = names.len().max(places.len()).max(1);
        let name = |at: usize| names.get(at).or(names.last()).copied();
        let place = |at: usize| places.get(at).or(places.last()).copied();
        (0..readings).map(|at| Reading { name: name(at), place: place(at) }).collect()
    }
}

impl Token {
    /// Whether records that share the token agree in the subject because of it.
    pub(super) fn decides(self, subject: Subject) -> bool {
        match self {
            Token::GivenSound | Token::Given | Token::GivenStart | Token::Initial => {
                subject == Subject::Given
            }
            Token::SurnameSound | Token::Surname | Token::SurnameStart => subject == Subject::Surname,
            Token::BothNames => matches!(subject, Subject::Given | Subject::Surname),
            Token::Year | Token::MonthDay | Token::Born => subject == Subject::Born,
            Token::Locality | Token::Dwelling | Token::Street => subject == Subject::Place,
            Token::Plain(column) | Token::Mailbox(column) => {
                matches!(subject, Subject::Plain(other, _) if other == column)
            }
        }
    }

    fn value(self, population: &Population, record: usize, reading: Reading) -> Option<u64> {
        let known = |value: Value| has(value).then_some(value);
        let given = || reading.name.and_then(|name| known(name.given));
        let surname = || reading.name.and_then(|name| known(name.surname));
        let given_sound = || given().map(|name| u64::from(population.given.sound(name)));
        let surname_sound = || surname().map(|name| u64::from(population.surname.sound(name)));
        let start =
            |name: &[u8]| name.iter().take(3).fold(0, |start, letter| start << 8 | u64::from(*letter));
        let born = population.born(record);
        let month_day = || {
            let (low, high) = (born.month.min(born.day), born.month.max(born.day));
            (low != 0).then(|| u64::from(low) * 100 + u64::from(high))
        };
        let first = |column: usize| population.values(record, column).next();
        match self {
            Token::GivenSound => given_sound(),
            Token::Given => given().map(|name| population.given.words.hash(name)),
            Token::Initial => given().map(|name| u64::from(population.given.initial(name))),
            Token::GivenStart => given().map(|name| start(population.given.words.bytes(name))),
            Token::SurnameStart => surname().map(|name| start(population.surname.words.bytes(name))),
            Token::SurnameSound => surname_sound(),
            Token::Surname => surname().map(|name| population.surname.words.hash(name)),
            Token::BothNames => {
                let (given, surname) = (given_sound()?, surname_sound()?);
                Some(given.min(surname) << 32 | given.max(surname))
            }
            Token::Year => (born.year != 0).then_some(born.year as u64),
            Token::MonthDay => month_day(),
            Token::Born => {
                if born.is_full() {
                    Some(born.year as u64 * 10_000 + month_day()?)
                } else {
                    None
                }
            }
            Token::Locality => {
                let place = reading.place?;
                let postal = known(place.postal).map(|postal| population.postals.hash(postal));
                postal.or_else(|| known(place.town).map(|town| population.towns.hash(town)))
            }
            Token::Street => reading
                .place
                .and_then(|place| known(place.street))
                .map(|street| population.streets.hash(street)),
            Token::Dwelling => reading
                .place
                .and_then(|place| known(place.dwelling))
                .map(|house| population.dwellings.hash(house)),
            Token::Plain(column) => first(column).map(|value| population.plain[column].words.hash(value)),
            Token::Mailbox(column) => {
                let address = population.plain[column].words.text(first(column)?);
                Some(crate::hash::hash(&[address.split('@').next()?]))
            }
        }
    }
}

/// The key of a record by a recipe; none when a part is missing.
pub(crate) fn key(recipe: &[Token], population: &Population, record: usize, reading: Reading) -> Option<u64> {
    let mut key = 0xcbf2_9ce4_8422_2325;
    for token in recipe {
        key = crate::hash::mix(key ^ token.value(population, record, reading)?);
    }
    Some(key)
}

/// Up to so many records, keys that few but the noisiest records need are tried as well.
const THOROUGH: usize = 300_000;

/// Every recipe that the columns allow, the most telling first.
pub(crate) fn recipes(population: &Population) -> Vec<Recipe> {
    use Token::*;
    let records = || 0..population.len();
    let given = !population.given.words.is_empty();
    let surname = !population.surname.words.is_empty();
    let year = records().any(|record| population.born(record).year != 0);
    let full = records().any(|record| population.born(record).is_full());
    let locality = !(population.towns.is_empty() && population.postals.is_empty());
    let available = |token: &Token| match token {
        GivenSound | Given | GivenStart | Initial => given,
        SurnameSound | Surname | SurnameStart => surname,
        BothNames => given && surname,
        Year => year,
        MonthDay | Born => full,
        Locality => locality,
        Street => !population.streets.is_empty(),
        Dwelling => !population.dwellings.is_empty(),
        Plain(_) | Mailbox(_) => true,
    };
    let mut found: Vec<Recipe> = Vec::new();
    let mut texts: Vec<Token> = Vec::new();
    for (at, column) in population.plain.iter().enumerate() {
        match column.kind {
            PlainKind::Identifier | PlainKind::Phone => found.push(vec![Plain(at)]),
            PlainKind::Email => found.extend([vec![Plain(at)], vec![Mailbox(at)]]),
            PlainKind::Text => texts.push(Plain(at)),
            PlainKind::Measure if !year => texts.push(Plain(at)),
            PlainKind::Code | PlainKind::Measure => {}
        }
    }
    let usual: [Recipe; 15] = [
        vec![BothNames, Year],
        vec![BothNames, Locality],
        vec![Born, GivenSound],
        vec![Born, SurnameSound],
        vec![Dwelling, GivenSound],
        vec![Dwelling, Year],
        vec![BothNames],
        vec![Born, Locality],
        vec![Surname, MonthDay],
        vec![Given, MonthDay],
        vec![SurnameSound, Year, Initial],
        vec![GivenSound, Year, Locality],
        vec![SurnameSound, Locality],
        vec![Street, Given],
        vec![Born],
    ];
    let others = [SurnameSound, GivenSound, Year, Locality];
    let with_text = texts.iter().flat_map(|text| others.map(|other| vec![*text, other]));
    let of_texts = texts
        .iter()
        .enumerate()
        .flat_map(|(at, text)| texts[at + 1..].iter().map(|other| vec![*text, *other]).chain([vec![*text]]));
    found.extend(usual.into_iter().chain(with_text).chain(of_texts));
    if population.len() <= THOROUGH {
        found.extend([
            vec![SurnameStart, GivenStart],
            vec![SurnameStart, Year],
            vec![GivenStart, Year],
            vec![SurnameStart, Locality],
            vec![GivenStart, Locality],
            vec![SurnameStart, MonthDay],
            vec![GivenStart, MonthDay],
            vec![Street, Year],
            vec![Locality, Year],
            vec![Surname],
        ]);
    }
    found.retain(|recipe| recipe.iter().all(available));
    // A bit each in the mask of keys that a pair shares.
    found.truncate(32);
    found
}
