//! A document field by field, as it was read: codes in words, numbers that are never shown left out.

mod matter;
#[cfg(test)]
mod tests;

use ciss_cards::codes;
use ciss_contract::address::Address;
use ciss_contract::day::day;
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Charge;
use ciss_contract::person::{Identifier, IdentifierKind, Name, Person};
use ciss_contract::record::{DocumentField, DocumentPart};
use ciss_contract::vehicle::Vehicle;
use jiff::civil::Date;

use crate::words;

/// What a document states first, then who and what it is about.
pub fn parts(document: &SourceDocument) -> Vec<DocumentPart> {
    let matters = document.matters.iter().map(|matter| matter::stated(matter, document));
    let persons = document.persons.iter().enumerate();
    let persons =
        persons.map(|(at, person)| (numbered("Person", at, document.persons.len()), of_person(person)));
    let vehicles = document.vehicles.iter().enumerate();
    let vehicles =
        vehicles.map(|(at, vehicle)| (numbered("Vehicle", at, document.vehicles.len()), of_vehicle(vehicle)));
    let parts = matters.chain(persons).chain(vehicles);
    parts
        .map(|(title, Fields(fields))| DocumentPart { title, fields })
        .filter(|part| !part.fields.is_empty())
        .collect()
}

/// `Person`, or `Person 2` of several.
fn numbered(what: &str, at: usize, of: usize) -> String {
    if of > 1 { format!("{what} {}", at + 1) } else { what.to_owned() }
}

/// Fields in the order in which they are read. What a document leaves open has none.
#[derive(Default)]
struct Fields(Vec<DocumentField>);

impl Fields {
    fn text(mut self, label: &str, value: impl Into<Option<String>>) -> Fields {
        let value = value.into().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        self.0.extend(value.map(|value| DocumentField { label: label.to_owned(), value }));
        self
    }

    fn day(self, label: &str, value: Option<Date>) -> Fields {
        self.text(label, value.map(day))
    }

    fn each(self, label: &str, values: impl IntoIterator<Item = String>) -> Fields {
        values.into_iter().fold(self, |fields, value| fields.text(label, value))
    }

    fn dollars(self, label: &str, value: Option<&String>) -> Fields {
        self.text(label, value.map(|dollars| format!("${}", dollars.trim_start_matches('$'))))
    }

    fn charges(self, charges: &[Charge]) -> Fields {
        charges.iter().fold(self, |fields, charge| fields.text("Charge", matter::of_charge(charge)))
    }
}

fn of_person(person: &Person) -> Fields {
    let Person {
        name,
        aliases,
        born,
        sex,
        race,
        height,
        weight,
        eyes,
        hair,
        identifiers,
        addresses,
        phones,
        cautions,
        photos,
    } = person;
    let fields = Fields::default()
        .text("Name", name.shown())
        .each("Also known as", aliases.iter().map(Name::shown))
        .text("Date of birth", born.clone())
        .text("Sex", sex.clone())
        .text("Race", race.clone())
        .text("Height", height.map(words::height))
        .text("Weight", weight.map(|pounds| format!("{pounds} lb")))
        .text("Eyes", eyes.as_deref().and_then(codes::eyes))
        .text("Hair", hair.as_deref().and_then(codes::hair));
    let fields = identifiers.iter().fold(fields, |fields, number| {
        let (label, value) = of_number(number);
        fields.text(label, value)
    });
    fields
        .each("Address", addresses.iter().map(of_address))
        .each("Telephone", phones.iter().cloned())
        .each("Caution", cautions.iter().map(|code| codes::caution(code).words))
        .text("Photos", (!photos.is_empty()).then(|| photos.len().to_string()))
}

/// A number with its label. One that is never shown is only said to be there.
fn of_number(number: &Identifier) -> (&'static str, String) {
    let Identifier { kind, value, issuer } = number;
    let label = match kind {
        IdentifierKind::SocialSecurity => {
            return ("Social security number", "stated, never shown".to_owned());
        }
        IdentifierKind::OperatorLicence => "License number",
        IdentifierKind::StateIdentification => "SID",
        IdentifierKind::Fbi => "FBI number",
        IdentifierKind::Inmate => "Inmate number",
        IdentifierKind::SourceNumber => "Number at the source",
    };
    (label, issuer.iter().chain([value]).cloned().collect::<Vec<_>>().join(" "))
}

fn of_address(address: &Address) -> String {
    let Address { street, unit, town, state, postal_code } = address;
    let parts = [Some(street), unit.as_ref(), Some(town), state.as_ref(), postal_code.as_ref()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

fn of_vehicle(vehicle: &Vehicle) -> Fields {
    let Vehicle { vin, year, make, model, style, colour, plate, plate_state, plate_type } = vehicle;
    let (make, model) = codes::make_and_model(make.as_deref(), model.as_deref());
    Fields::default()
        .text("Plate", plate.clone())
        .text("State of the plate", plate_state.clone())
        .text("Plate type", plate_type.as_deref().map(codes::plate_type))
        .text("VIN", vin.clone())
        .text("Model year", year.map(|year| year.to_string()))
        .text("Make", make)
        .text("Model", model)
        .text("Style", style.as_deref().map(codes::style))
        .text("Color", colour.as_deref().map(codes::colour))
}
