//! What one document says to the asker of a lookup, on file or heard from a live source.

use ciss_contract::answer::{Evidence, Want};

use crate::card::{EventKey, WantCard};
use crate::codes;

/// What one document says, with what makes it one event with what others say.
#[derive(Clone)]
pub struct Told {
    /// What it says.
    pub evidence: Evidence,
    /// Which event it is about.
    pub event: EventKey,
}

/// The terms of a want in words. `entered_by` is the agency behind the document.
pub fn want(card: WantCard, entered_by: Option<&str>) -> Want {
    let WantCard { number, agency, bail, extradition } = card;
    let extradition = extradition.as_deref().map(codes::extradition);
    Want { number, agency, bail, extradition, confirm: entered_by.map(codes::agency), cautions: Vec::new() }
}
