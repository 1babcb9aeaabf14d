//! Registered vehicles in a document.

use ciss_cards::card::VehicleCard;
use ciss_cards::naming::document_id;
use ciss_cards::{HOME_STATE, codes};
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;

use crate::record::postal_address;

/// A vehicle that a document registers.
pub(super) struct Registered {
    pub(super) card: VehicleCard,
    pub(super) address: Option<(u64, String)>,
    /// Positions of the owners in the document, the first one first.
    pub(super) owners: Vec<usize>,
}

/// Vehicles that the document registers and that have a plate.
pub(super) fn registered(document: &SourceDocument, name: u64) -> Vec<Registered> {
    let registrations = document.matters.iter().filter_map(|matter| {
        let Matter::Registration { vehicle, owners, status, expires } = matter else { return None };
        Some((vehicle, owners, status, expires))
    });
    registrations
        .filter_map(|(vehicle, owners, status, expires)| {
            let vehicle = document.vehicles.get(*vehicle)?;
            let plate = plain(vehicle.plate.as_deref()?);
            if plate.is_empty() {
                return None;
            }
            let owners: Vec<usize> =
                owners.iter().copied().filter(|at| *at < document.persons.len()).collect();
            let (make, model) = codes::make_and_model(vehicle.make.as_deref(), vehicle.model.as_deref());
            let card = VehicleCard {
                plate,
                plate_state: vehicle.plate_state.as_deref().map_or_else(|| HOME_STATE.to_owned(), plain),
                plate_type: vehicle.plate_type.as_deref().map(codes::plate_type),
                vin: vehicle.vin.as_deref().map(plain).filter(|vin| !vin.is_empty()),
                year: vehicle.year,
                make,
                model,
                style: vehicle.style.as_deref().map(codes::style),
                colour: vehicle.colour.as_deref().map(codes::colour),
                status: status.clone(),
                expires: *expires,
                as_of: document.as_of,
                document: document_id(name),
            };
            // The registered address is the first owner's; a company's vehicle has the first person's, if any.
            let address = owners
                .iter()
                .chain([&0])
                .filter_map(|at| document.persons.get(*at)?.addresses.first())
                .find_map(|address| {
                    let address = postal_address(address);
                    Some((address.resolve(HOME_STATE)?.id(), address.line()))
                });
            Some(Registered { card, address, owners })
        })
        .collect()
}

/// Letters and digits only, upper case.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
