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

/// Why it belongs: the three strongest reasons, in words.
pub(super) fn because(member: &Member) -> String {
    let Some((_, evidence)) = member.evidence.as_ref().filter(|_| !member.decided) else {
        return if member.decided { "a person decided so" } else { "the only record" }.to_owned();
    };
    let mut findings: Vec<_> = evidence.findings.iter().filter(|finding| finding.weight > 1.0).collect();
    findings.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.subject.cmp(&b.subject)));
    findings.iter().take(3).map(|finding| finding.words()).collect::<Vec<_>>().join(", ")
}
