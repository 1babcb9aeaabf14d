//! Connecticut plates: which formats there are, and which vehicle carries which.

use crate::numbers::{GARAGE_BITS, HOUSEHOLD_BITS, Numbers, Purpose};
use crate::vehicles::Body;

/// A plate with what it says about the vehicle.
pub(crate) struct Plate {
    /// Letters and digits.
    pub(crate) text: String,
    /// NCIC LIT code.
    pub(crate) kind: &'static str,
    /// What it can be on; anything where absent.
    pub(crate) body: Option<Body>,
    /// Last year in which the format was given out.
    pub(crate) until: Option<i64>,
}

/// Plates are numbered: 256 shares, so that a format's share of the plates is a range of these.
const SHARES: u64 = 256;
/// Plates in one share.
const WIDTH: u64 = 1 << (HOUSEHOLD_BITS + GARAGE_BITS - 8);
/// `AB12345` among the plates of the current format: letters AA are the first hundred thousand, AB the second.
const FIRST_PLATE: u64 = 112_345;

impl Plate {
    /// The plate of the vehicle with this number. No two vehicles of a world have the same; vehicle 0 has `AB12345`, so that
    /// there is one plate that everybody can try.
    pub(crate) fn of(numbers: Numbers, vehicle: u64) -> Plate {
        let drawn = numbers.of_vehicle(Purpose::Plate, vehicle);
        // A one-to-one mapping stays one when all its values are moved by the same distance.
        let first = FIRST_PLATE % WIDTH * SHARES + FIRST_PLATE / WIDTH;
        let moved = drawn ^ numbers.of_vehicle(Purpose::Plate, 0) ^ first;
        Plate::numbered(moved % SHARES, moved / SHARES)
    }

    /// The plate number `serial`, below 65,536, of one of the shares.
    ///
    /// Current passenger plates since August 2015, the 2013 to 2015 series and three digits with three letters before it
    /// are Connecticut's; commercial, combination and motorcycle serials follow their usual shapes.
    fn numbered(share: u64, serial: u64) -> Plate {
        let in_range = |first: u64| (share - first) * WIDTH + serial;
        let plate = |text, kind, body, until| Plate { text, kind, body, until };
        match share {
            // The serial counts through the first share before the next one, so that share 0 begins at AA00000.
            0..170 => plate(current(in_range(0)), "PC", None, None),
            170..184 => plate(current(13_000_000 + in_range(170)), "TK", Some(Body::Truck), None),
            184..196 => plate(temporary_series(in_range(184)), "PC", None, Some(2015)),
            196..230 => plate(older(in_range(196)), "PC", None, Some(2013)),
            230..242 => plate(format!("C{:06}", in_range(230)), "CO", Some(Body::Truck), None),
            242..245 => plate(older_combination(in_range(242)), "TK", Some(Body::Truck), Some(2015)),
            245..251 => plate(motorcycle(in_range(245)), "MC", Some(Body::Motorcycle), None),
            251..254 => plate(vanity(in_range(251)), "PE", None, None),
            _ => plate((in_range(254) + 1000).to_string(), "PC", None, None),
        }
    }
}

/// The letters of `number` in base 26, the last `count` places.
fn letters(number: u64, count: u32) -> String {
    (0..count).rev().map(|place| char::from(b'A' + (number / 26u64.pow(place) % 26) as u8)).collect()
}

/// `AB12345`, since August 2015.
fn current(number: u64) -> String {
    format!("{}{:05}", letters(number / 100_000, 2), number % 100_000)
}

/// `1ABCD2`, July 2013 to August 2015. The factor spreads the plates over the series.
fn temporary_series(number: u64) -> String {
    let number = number * 58;
    format!("{}{}{}", number % 10, letters(number / 100, 4), number / 10 % 10)
}

/// `123ABC`, before July 2013. The first digit is never 0.
fn older(number: u64) -> String {
    let number = number * 7;
    format!("{}{}", 100 + number % 900, letters(number / 900, 3))
}

/// `1CA234`: a vehicle that carries goods and people.
fn older_combination(number: u64) -> String {
    format!("{}C{}{:03}", number % 9 + 1, letters(number / 9_000, 1), number / 9 % 1000)
}

/// `123AB`.
fn motorcycle(number: u64) -> String {
    format!("{:03}{}", number % 1000, letters(number / 1000, 2))
}

/// A word and a number that its owner asked for.
fn vanity(number: u64) -> String {
    const WORDS: [&str; 200] = [
        "NUTS", "YALE", "UCON", "BOAT", "SAIL", "FISH", "GOLF", "SKI", "RIDE", "FAST", "SLOW", "BEAR",
        "WOLF", "HAWK", "CROW", "DUCK", "SWAN", "LION", "MOM", "DAD", "NANA", "PAPA", "GIGI", "AUNT", "KIDS",
        "TWIN", "BABY", "LOVE", "HOPE", "ZEN", "YOGA", "CHEF", "COOK", "BAKE", "WINE", "BEER", "TEA", "JAVA",
        "CODE", "GEEK", "NERD", "MATH", "BOOK", "READ", "POET", "SONG", "JAZZ", "ROCK", "BLUE", "DRUM",
        "BASS", "TUBA", "DOC", "DDS", "VET", "LAW", "CPA", "EMT", "FIRE", "NAVY", "ARMY", "USMC", "USAF",
        "USCG", "VFW", "SUN", "MOON", "STAR", "SKY", "SEA", "WAVE", "SAND", "SURF", "DUNE", "TIDE", "LAKE",
        "POND", "HILL", "TREE", "LEAF", "FERN", "ROSE", "LILY", "IVY", "SAGE", "MINT", "PLUM", "LIME",
        "KIWI", "FIG", "NUT", "CORN", "FARM", "BARN", "COW", "PIG", "GOAT", "LAMB", "HEN", "BEE", "ANT",
        "FOX", "OWL", "CAT", "DOG", "PUP", "PAW", "BONE", "TOY", "GAME", "PLAY", "WIN", "ACE", "KING",
        "JACK", "LUCK", "GOLD", "RUBY", "OPAL", "JADE", "ONYX", "IRON", "STEEL", "BOLT", "GEAR", "TIRE",
        "GAS", "EV", "ECO", "SOLR", "WIND", "VOLT", "AMP", "OHM", "PI", "PHI", "ZETA", "BETA", "ALFA", "RHO",
        "TAU", "NU", "ROMA", "NAPL", "OSLO", "CORK", "DUBL", "KRKW", "PONC", "SANJ", "LISB", "PARI", "LYON",
        "BERN", "WIEN", "BUDA", "HTFD", "NHVN", "STMF", "WTBY", "MIDD", "MYST", "KENT", "AVON", "ESSX",
        "LYME", "GRTN", "NRWK", "DANB", "BRIS", "TORR", "ELLN", "SIMS", "CANT", "SOMR", "HEBR", "EAGL",
        "ROBN", "WREN", "FINC", "LARK", "GULL", "TERN", "LOON", "HERN", "ORCA", "SEAL", "CRAB", "CLAM",
        "COD", "TUNA", "BELL", "GONG", "HARP", "LUTE", "OBOE", "TROT", "PIKE", "EEL", "RAY",
    ];
    let (word, count) = (WORDS[(number % 200) as usize], number / 200);
    format!("{}{}", word, if count == 0 { String::new() } else { count.to_string() })
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use ciss_contract::query::Query;

    use super::*;

    fn shape(plate: &str) -> String {
        plate.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect()
    }

    #[test]
    fn the_first_vehicle_of_every_world_has_the_plate_everybody_can_try() {
        for seed in [0, 1, 42, u64::MAX] {
            assert_eq!(Plate::of(Numbers::new(seed), 0).text, "AB12345");
        }
    }

    #[test]
    fn plates_are_unique_and_understood_and_every_format_occurs() {
        let numbers = Numbers::new(9);
        let mut seen = HashSet::new();
        let mut shapes: HashMap<String, u32> = HashMap::new();
        for vehicle in 0..200_000 {
            let plate = Plate::of(numbers, vehicle);
            assert!(matches!(Query::interpret(&plate.text), Ok(Query::Plate { .. })), "{}", plate.text);
            *shapes.entry(shape(&plate.text)).or_default() += 1;
            assert!(seen.insert(plate.text.clone()), "{} twice", plate.text);
        }
        for expected in ["AA99999", "9AAAA9", "999AAA", "A999999", "9AA999", "999AA", "9999"] {
            assert!(shapes.contains_key(expected), "{expected} is missing");
        }
        assert!(shapes["AA99999"] > 130_000);
    }

    #[test]
    fn no_number_of_the_longest_series_repeats() {
        for (count, plate) in [
            (196_608, older_combination as fn(u64) -> String),
            (393_216, motorcycle),
            (196_608, vanity),
            (786_432, temporary_series),
        ] {
            let plates: HashSet<_> = (0..count).map(plate).collect();
            assert_eq!(plates.len() as u64, count);
        }
    }
}
