//! Vehicles, their plates and their identification numbers.

mod plates;
mod vin;

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::dice::{Dice, scramble};
use crate::numbers::{GARAGE_BITS, Numbers, Purpose};
use crate::tables::{Weighted, field, number, rows};
use crate::vehicles::plates::Plate;
use crate::world::World;

/// A model that is on the road in number.
pub(crate) struct Model {
    /// NCIC VMA code.
    pub(crate) make: &'static str,
    /// NCIC VMO code where it has one meaning only, else the name; empty for motorcycles.
    pub(crate) name: &'static str,
    /// NCIC VST code.
    pub(crate) style: &'static str,
    first_year: i64,
    /// World manufacturer identifier: the first three characters of its VINs.
    maker: &'static str,
    weight: u64,
    body: Body,
}

/// What plates a model can carry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    Car,
    Truck,
    Motorcycle,
}

static MODELS: LazyLock<Vec<(Body, Weighted<Model>)>> = LazyLock::new(|| {
    let models = |body: Body| {
        let models = rows(include_str!("../data/models.csv")).map(|row| Model {
            make: field(&row, 0),
            name: field(&row, 1),
            style: field(&row, 2),
            first_year: number(&row, 3),
            maker: field(&row, 4),
            weight: number(&row, 5),
            body: match field(&row, 6) {
                "truck" => Body::Truck,
                "motorcycle" => Body::Motorcycle,
                _ => Body::Car,
            },
        });
        (
            body,
            Weighted::new(models.filter(|model| model.body == body).collect(), |_, model: &Model| {
                model.weight
            }),
        )
    };
    [Body::Car, Body::Truck, Body::Motorcycle].into_iter().map(models).collect()
});

/// NCIC VCO codes by how often a car has the colour.
const COLOURS: [&str; 16] = [
    "WHI", "WHI", "WHI", "BLK", "BLK", "BLK", "GRY", "GRY", "GRY", "SIL", "SIL", "BLU", "BLU", "RED", "GRN",
    "TAN",
];

/// Days for which a registration runs (CGS 14-22a).
pub(crate) const TERM: i64 = 3 * 365;

/// A vehicle of a household.
pub(crate) struct Vehicle {
    pub(crate) model: &'static Model,
    pub(crate) year: i64,
    /// NCIC VCO code.
    pub(crate) colour: &'static str,
    pub(crate) vin: String,
    pub(crate) plate: String,
    /// NCIC LIT code.
    pub(crate) plate_type: &'static str,
    /// Places of the registered owners in the household, the first one first.
    pub(crate) owners: Vec<usize>,
    /// Day of the last renewal.
    pub(crate) registered: Date,
    /// AAMVA registration status code.
    pub(crate) status: &'static str,
    /// Days since it was reported stolen.
    pub(crate) stolen: Option<i64>,
}

impl Vehicle {
    /// Draws the vehicle that stands in a household's place. Its plate decides what it can be.
    pub(crate) fn draw(
        world: &World,
        dice: &mut Dice,
        household: u64,
        place: usize,
        owner: usize,
        shared: Option<usize>,
    ) -> Vehicle {
        let numbers = Numbers::new(world.seed);
        let id = (household << GARAGE_BITS) | place as u64;
        let plate = Plate::of(numbers, id);
        let body = plate.body.unwrap_or_else(|| if dice.chance(0.08) { Body::Truck } else { Body::Car });
        let this_year = i64::from(world.today.year());
        let newest = plate.until.unwrap_or(this_year);
        let age =
            if plate.until.is_some() { dice.between(0, 9) } else { dice.around(8.0, 7.0).max(0.0) as i64 };
        let model = model(dice, body, newest);
        let year = (newest - age).max(model.first_year).max(1990);
        let status = if household == 0 || dice.chance(0.9) {
            "00"
        } else {
            dice.pick(&["03", "03", "03", "05", "01", "07"])
        };
        // Now and then the registry marks one as expired whose last day is still to come.
        let expired = status == "03" && !scramble(world.seed, id).is_multiple_of(40);
        Vehicle {
            model,
            year,
            colour: dice.pick(&COLOURS),
            vin: vin::vin(model.maker, year, numbers.of_vehicle(Purpose::Vin, id)),
            plate: plate.text,
            plate_type: plate.kind,
            owners: std::iter::once(owner).chain(shared).collect(),
            registered: {
                let (newest, oldest) = if expired { (TERM + 1, 1800) } else { (2, 1000) };
                dice.days_before(world.today, newest, oldest)
            },
            status,
            stolen: (household > 0 && dice.chance(0.0015)).then(|| dice.between(1, 400)),
        }
    }
}

/// Draws a model that was on the market by `newest`.
fn model(dice: &mut Dice, body: Body, newest: i64) -> &'static Model {
    let models = MODELS.iter().find(|(of, _)| *of == body).map_or(&MODELS[0].1, |(_, models)| models);
    let drawn = models.draw(dice);
    if drawn.first_year <= newest { drawn } else { &models.items()[0] }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::civil::date;

    use super::*;
    use crate::household::Household;

    fn codes(table: &'static str) -> HashSet<&'static str> {
        rows(table).map(|row| field(&row, 0)).collect()
    }

    #[test]
    fn codes_are_in_the_tables() {
        let makes = codes(include_str!("../../../assets/codes/ncic_vma.csv"));
        let styles = codes(include_str!("../../../assets/codes/ncic_vst.csv"));
        let colours = codes(include_str!("../../../assets/codes/ncic_vco.csv"));
        let plates = codes(include_str!("../../../assets/codes/ncic_lit.csv"));
        for (_, models) in MODELS.iter() {
            for model in models.items() {
                assert!(
                    makes.contains(model.make) && styles.contains(model.style),
                    "{} {}",
                    model.make,
                    model.name
                );
            }
        }
        assert!(COLOURS.iter().all(|colour| colours.contains(colour)));
        let world = World { people: 1, seed: 5, today: date(2026, 11, 22) };
        for household in 0..2000 {
            for vehicle in Household::of(&world, household).vehicles {
                assert!(plates.contains(vehicle.plate_type), "{}", vehicle.plate_type);
                assert!((1990..=2027).contains(&vehicle.year));
            }
        }
    }
}
