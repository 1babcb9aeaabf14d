//! Whose household a registered address is. A tower's flats are not one household, and a registration may leave the flat
//! out: the owner's golden record knows it.

use ciss_cards::HOME_STATE;
use ciss_cards::card::{Chain, ChainPerson};
use ciss_contract::ids::AddressId;
use ciss_multiview::address::{PostalAddress, ResolvedAddress};
use ciss_records::{Lookups, StoreError};

/// The chain, led to the owner's flat where the registration names only the house around it.
///
/// # Errors
/// [`StoreError`] when the flat's household cannot be read.
pub async fn in_flat(store: &dyn Lookups, mut chain: Chain) -> Result<Chain, StoreError> {
    let Some(flat) = flat_of_owner(&chain).cloned() else { return Ok(chain) };
    let household = store.household(&flat.0).await?;
    let lives_there = |person: &ChainPerson| household.iter().any(|at| at.card.golden == person.card.golden);
    let owners = &chain.owners;
    chain.people.retain(|person| owners.contains(&person.card.golden) && !lives_there(person));
    chain.people.iter_mut().for_each(|owner| owner.ties.clear());
    chain.at_address = u32::try_from(household.len()).unwrap_or(u32::MAX);
    chain.people.extend(household);
    chain.address = Some(flat);
    Ok(chain)
}

/// The first owner's address that is a flat of the registered house; none where the registration names a flat.
fn flat_of_owner(chain: &Chain) -> Option<&(AddressId, String)> {
    let (registered, line) = chain.address.as_ref()?;
    let owners = chain.owners.iter().filter_map(|owner| {
        chain.people.iter().find(|person| person.card.golden == *owner)?.card.address.as_ref()
    });
    // Most owners live where their vehicle is registered: nothing has to be read then.
    let mut elsewhere = owners.filter(|(address, _)| address != registered).peekable();
    elsewhere.peek()?;
    let house = resolve(line).filter(|address| address.unit.is_empty())?;
    elsewhere.find(|(_, line)| {
        resolve(line).is_some_and(|flat| !flat.unit.is_empty() && flat.house_key() == house.key())
    })
}

fn resolve(line: &str) -> Option<ResolvedAddress> {
    PostalAddress::from_line(line).resolve(HOME_STATE)
}
