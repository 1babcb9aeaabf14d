//! A record behind a golden record, and its document.

use ciss_contract::person::Person;
use ciss_contract::record::Provenance;
use ciss_records::Member;

/// The person as the member's document describes them.
pub(super) fn described(member: &Member) -> Option<&Person> {
    member.document.persons.get(member.person)
}

/// Where what a member says comes from.
pub(super) fn provenance(member: &Member) -> Provenance {
    Provenance { source: member.document.source, document: member.id.clone(), as_of: member.document.as_of }
}
