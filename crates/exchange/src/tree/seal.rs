//! What a document says is sealed, erased by law or of a youthful offender.
//!
//! A marker is an element or an attribute that is named so (`CaseSealedIndicator`, `SealingOrder`), or a status, ruling or
//! restriction that reads so; that somebody asks for a seal is none until it is granted. A sealed charge, day in court, or
//! cycle or order of a rap sheet is taken out of the tree, and what points at it points at nothing that may be read. Any
//! other marker seals the record that it stands in, and so do a ruling on a day in court, which is on the whole case, and a
//! record of which all charges are sealed.

mod marker;

use std::collections::{BTreeMap, HashSet};

use super::{Node, Tree};
pub(super) use marker::of_attribute;
use marker::{Marker, marked};

/// Why a part may not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Seal {
    /// By a court, or as a youthful offender's (CGS 54-76l).
    Sealed,
    /// Erased by law, for ever (CGS 54-142a).
    Expunged,
}

/// The seals of a document, by element.
#[derive(Default)]
pub(crate) struct Seals {
    /// Taken out of the tree, with all that is in them.
    parts: HashSet<usize>,
    /// What seals the record that it is in, that is in it, or that is about it.
    records: BTreeMap<usize, Seal>,
}

impl Seals {
    /// Finds the seals and takes the parts out of the tree.
    pub(super) fn set(tree: &mut Tree) {
        let mut seals = Seals::default();
        let marked: Vec<Marker> = tree.all().filter_map(marked).collect();
        let named = marked.into_iter().flat_map(|Marker { at, seal, is_ruling }| {
            let owners = owners(tree, at).into_iter();
            let owners = owners.map(|owner| if is_ruling { ruled(tree, owner) } else { owner });
            owners.map(|owner| (owner, seal)).collect::<Vec<_>>()
        });
        let by_attribute = tree.all().filter_map(|node| Some((thing(node).key(), node.marks()?.seal?)));
        let mut open: Vec<(usize, Seal)> = named.chain(by_attribute).collect();
        while let Some((owner, seal)) = open.pop() {
            match part(tree.element(owner)) {
                Some(part) if seals.parts.insert(part.key()) => {
                    open.extend(pointers(tree, part).into_iter().map(|pointer| (pointer, seal)));
                    open.extend(emptied(part, &seals.parts).map(|holder| (holder, seal)));
                }
                Some(_) => {}
                None => {
                    let known = seals.records.entry(owner).or_insert(seal);
                    *known = (*known).max(seal);
                }
            }
        }
        let parts: Vec<usize> = seals.parts.iter().copied().collect();
        for part in parts {
            tree.detach(part);
        }
        tree.seals = seals;
    }

    /// Nothing in the document is sealed.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.records.is_empty()
    }

    /// The parts that were taken out, in the order of the document.
    pub(crate) fn parts<'a>(&self, tree: &'a Tree) -> Vec<Node<'a>> {
        let mut parts: Vec<usize> = self.parts.iter().copied().collect();
        parts.sort_unstable();
        parts.into_iter().map(|at| tree.element(at)).collect()
    }

    /// The seal on a record: on the element that holds it, on something in it, or on something around it.
    pub(crate) fn on(&self, record: Node<'_>) -> Option<Seal> {
        let key = record.key();
        let about = |sealed: &usize| is_in(record, *sealed) || is_in(record.tree().element(*sealed), key);
        self.records.iter().filter(|(sealed, _)| about(sealed)).map(|(_, seal)| *seal).max()
    }

    /// The element is sealed itself, or is in a part that is.
    pub(super) fn covers(&self, node: Node<'_>) -> bool {
        let mut around = Some(node);
        while let Some(inner) = around {
            if self.parts.contains(&inner.key()) {
                return true;
            }
            around = inner.parent();
        }
        self.records.contains_key(&node.key())
    }
}

fn is_in(node: Node<'_>, outer: usize) -> bool {
    let mut around = Some(node);
    while let Some(inner) = around {
        if inner.key() == outer {
            return true;
        }
        around = inner.parent();
    }
    false
}

/// The elements that a marker is about: the one around it and its augmentation, status or disposition; or those that name
/// the metadata in which it stands.
fn owners(tree: &Tree, marker: usize) -> Vec<usize> {
    let mut node = tree.element(marker);
    while let Some(around) = node.parent() {
        node = around;
        if node.name().ends_with("Metadata") {
            let described = tree.identities().described_by(node);
            if !described.is_empty() {
                return described.into_iter().map(|at| thing(tree.element(at)).key()).collect();
            }
        }
        if thing(node).key() == node.key() {
            break;
        }
    }
    vec![node.key()]
}

/// What a ruling is on: what is around the day in court on which it was given.
fn ruled(tree: &Tree, owner: usize) -> usize {
    let mut around = Some(tree.element(owner));
    while let Some(node) = around.filter(|node| !is_charge(node.name())) {
        around = node.parent();
        if let Some(case) = around.filter(|_| is_day_in_court(node.name())) {
            return thing(case).key();
        }
    }
    owner
}

fn is_day_in_court(name: &str) -> bool {
    matches!(name, "CaseCourtEvent" | "CourtEvent" | "CaseHearing")
}

/// The element itself, or the one that it only adds to.
fn thing(node: Node<'_>) -> Node<'_> {
    const ADDS: [&str; 8] = [
        "Augmentation",
        "Metadata",
        "Status",
        "Disposition",
        "Restriction",
        "Security",
        "Sentence",
        "Adjudication",
    ];
    match node.parent() {
        Some(around) if ADDS.iter().any(|ending| node.name().ends_with(ending)) => thing(around),
        Some(_) | None => node,
    }
}

/// The part of a record that may be taken out by itself.
fn part(owner: Node<'_>) -> Option<Node<'_>> {
    let mut around = Some(owner);
    while let Some(node) = around {
        let is_order = || node.parent().is_some_and(|outer| outer.name() == "RapSheet");
        match node.name() {
            name if is_charge(name) => return Some(node),
            "RapSheetCycle" => return Some(node),
            name if is_day_in_court(name) => return Some(node),
            "Order" if is_order() => return Some(node),
            _ => around = node.parent(),
        }
    }
    None
}

fn is_charge(name: &str) -> bool {
    name.ends_with("Charge") || name.ends_with("Offense")
}

/// Charges elsewhere that stand for this one.
fn pointers(tree: &Tree, part: Node<'_>) -> Vec<usize> {
    let standing_for = |node: &Node<'_>| {
        node.key() != part.key()
            && is_charge(node.name())
            && node.is_reference()
            && node.resolve().is_ok_and(|target| target.key() == part.key())
    };
    tree.all().filter(standing_for).map(Node::key).collect()
}

/// What held the charge, where none is left in it.
fn emptied<'a>(charge: Node<'a>, gone: &HashSet<usize>) -> Option<usize> {
    if !is_charge(charge.name()) {
        return None;
    }
    let holder = thing(charge.parent()?);
    let left = left_in(holder, gone);
    (!left).then(|| holder.key())
}

fn left_in(holder: Node<'_>, gone: &HashSet<usize>) -> bool {
    holder.children().any(|child| {
        (is_charge(child.name()) && !gone.contains(&child.key()))
            || (child.name().ends_with("Augmentation") && left_in(child, gone))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    /// The parts that are out, and the elements that seal their record.
    fn check(text: &str, parts: &[&str], records: &[(&str, Seal)]) {
        let tree = Tree::parse(text.as_bytes(), &Limits::default()).unwrap();
        let out: Vec<&str> = tree.seals().parts(&tree).iter().map(|node| node.name()).collect();
        assert_eq!(out, parts, "{text}");
        let sealed: Vec<(&str, Seal)> =
            tree.seals().records.iter().map(|(at, seal)| (tree.element(*at).name(), *seal)).collect();
        assert_eq!(sealed, records, "{text}");
    }

    #[test]
    fn markers_by_name_and_by_word() {
        let case = |inner: &str| format!("<R><Case>{inner}</Case></R>");
        for (inner, seal) in [
            ("<CaseSealedIndicator>true</CaseSealedIndicator>", Some(Seal::Sealed)),
            ("<CaseSealedIndicator>1</CaseSealedIndicator>", Some(Seal::Sealed)),
            ("<CaseSealedIndicator/>", Some(Seal::Sealed)),
            ("<CaseSealedIndicator>false</CaseSealedIndicator>", None),
            ("<CaseSealedIndicator>0</CaseSealedIndicator>", None),
            ("<CaseAugmentation><SealIndicator>Y</SealIndicator></CaseAugmentation>", Some(Seal::Sealed)),
            ("<ExpungementDate><Date>2026-01-01</Date></ExpungementDate>", Some(Seal::Expunged)),
            ("<ExpungementDate/>", None),
            ("<YouthfulOffenderIndicator>true</YouthfulOffenderIndicator>", Some(Seal::Sealed)),
            ("<CaseStatus><StatusText>SEALED</StatusText></CaseStatus>", Some(Seal::Sealed)),
            ("<CaseStatus><StatusText>Not sealed</StatusText></CaseStatus>", None),
            ("<CaseStatus><StatusText>Unsealed</StatusText></CaseStatus>", None),
            ("<CaseCategoryText>Youthful Offender</CaseCategoryText>", Some(Seal::Sealed)),
            (
                "<CaseDisposition><DispositionText>Dismissed - erased</DispositionText></CaseDisposition>",
                Some(Seal::Expunged),
            ),
            ("<CaseGeneralText>an envelope, sealed</CaseGeneralText>", None),
            ("<SealedBidAmount>7</SealedBidAmount>", None),
            (
                "<CaseStatus><StatusText>SEALED - DO NOT DISCLOSE</StatusText></CaseStatus>",
                Some(Seal::Sealed),
            ),
            (
                "<CaseStatus><StatusText>Sealed, no public access</StatusText></CaseStatus>",
                Some(Seal::Sealed),
            ),
            ("<CaseStatus><StatusText>never to have been sealed</StatusText></CaseStatus>", None),
            ("<CaseStatus><StatusText>No youthful offender status</StatusText></CaseStatus>", None),
            (
                "<CaseDisposition><DispositionText>Nolle prosequi entered on 2019-03-01 and thirteen months having \
                 passed since, all police and court records are erased by operation of law</DispositionText>\
                 </CaseDisposition>",
                Some(Seal::Expunged),
            ),
            (
                "<CaseDisposition><DispositionText>Dismissed, C.G.S. 54-142a(a)</DispositionText></CaseDisposition>",
                Some(Seal::Expunged),
            ),
            ("<CaseStatusText>CGS § 54-76l</CaseStatusText>", Some(Seal::Sealed)),
            ("<YouthfulOffender>true</YouthfulOffender>", Some(Seal::Sealed)),
            ("<YouthfulOffender>false</YouthfulOffender>", None),
            ("<SEALED_IND>Y</SEALED_IND>", Some(Seal::Sealed)),
            ("<CaseSealedFlag>N</CaseSealedFlag>", None),
            ("<CaseSealedText>This case is not sealed</CaseSealedText>", None),
            ("<CaseSealedText>Yes, no access</CaseSealedText>", Some(Seal::Sealed)),
            ("<CaseSealedDateTime>2020-01-01T00:00:00</CaseSealedDateTime>", Some(Seal::Sealed)),
            ("<CaseTypeText>Youthful Offender</CaseTypeText>", Some(Seal::Sealed)),
            ("<CaseCategoryCode>YO</CaseCategoryCode>", Some(Seal::Sealed)),
            ("<CaseStatus><StatusCode>Y.O.</StatusCode></CaseStatus>", Some(Seal::Sealed)),
            (
                "<CaseDisposition><DispositionText>YO granted</DispositionText></CaseDisposition>",
                Some(Seal::Sealed),
            ),
            ("<CaseDisposition><DispositionText>YO denied</DispositionText></CaseDisposition>", None),
            ("<CaseStatusText>Youthful offender status denied</CaseStatusText>", None),
            ("<CaseStatusText>Youthful offender application pending</CaseStatusText>", Some(Seal::Sealed)),
            ("<VehicleCategoryCode>YO</VehicleCategoryCode>", None),
            ("<CaseTitleText>YO</CaseTitleText>", None),
            ("<CaseActionText>Motion to seal granted</CaseActionText>", Some(Seal::Sealed)),
            ("<CaseActionText>Motion to seal denied</CaseActionText>", None),
            ("<CaseActionText>Motion to seal filed</CaseActionText>", None),
            ("<CaseActionText>Motion to seal withdrawn</CaseActionText>", None),
            ("<CaseStatusText>Motion to seal denied</CaseStatusText>", None),
            ("<CaseStatusText>Petition for expungement pending</CaseStatusText>", None),
            ("<CaseStatusText>Motion that the file be sealed: denied</CaseStatusText>", None),
            (
                "<CaseStatusText>Motion that the file be sealed: so ordered</CaseStatusText>",
                Some(Seal::Sealed),
            ),
            ("<CaseStatusText>Order granting motion to seal</CaseStatusText>", Some(Seal::Sealed)),
            ("<CaseStatusText>Sealed. Motion to unseal filed</CaseStatusText>", Some(Seal::Sealed)),
            ("<CaseStatusText>Motion to unseal denied</CaseStatusText>", Some(Seal::Sealed)),
            ("<CaseStatusText>Motion to unseal granted</CaseStatusText>", None),
            ("<CaseStatusText>Sealed: no</CaseStatusText>", None),
            ("<CaseStatusText>Eligible for sealing</CaseStatusText>", None),
            ("<CaseCommentText>Motion to seal, so ordered</CaseCommentText>", Some(Seal::Sealed)),
            ("<CaseCommentText>sealed envelope returned</CaseCommentText>", None),
            (
                "<SealingOrder><ActivityDate><Date>2026-01-01</Date></ActivityDate></SealingOrder>",
                Some(Seal::Sealed),
            ),
            ("<SealingOrder><OrderStatusText>Denied</OrderStatusText></SealingOrder>", None),
            ("<SealingOrder/>", None),
            (
                "<MotionToSeal><MotionDate>2026-01-01</MotionDate><RulingText>Granted</RulingText></MotionToSeal>",
                Some(Seal::Sealed),
            ),
            ("<MotionToSeal><MotionDate>2026-01-01</MotionDate></MotionToSeal>", None),
            ("<CaseSealStatus><SealedIndicator>false</SealedIndicator></CaseSealStatus>", None),
            ("<CaseConfidentialIndicator>true</CaseConfidentialIndicator>", Some(Seal::Sealed)),
            ("<CaseConfidentialIndicator>false</CaseConfidentialIndicator>", None),
            ("<PersonConfidentialIndicator>true</PersonConfidentialIndicator>", None),
            ("<CaseSecurityText>Confidential</CaseSecurityText>", Some(Seal::Sealed)),
            ("<CaseAugmentation recordStatus='Sealed'/>", Some(Seal::Sealed)),
            ("<CaseAugmentation recordStatus='not sealed'/>", None),
            ("<CaseAugmentation sealed='true'/>", Some(Seal::Sealed)),
            ("<CaseAugmentation sealed='false'/>", None),
        ] {
            let expect: Vec<(&str, Seal)> = seal.into_iter().map(|seal| ("Case", seal)).collect();
            check(&case(inner), &[], &expect);
        }
    }

    #[test]
    fn a_sealed_charge_is_out_and_where_none_is_left_so_is_its_record() {
        let sealed = "<ChargeAugmentation><SealedIndicator>true</SealedIndicator></ChargeAugmentation>";
        check(&format!("<R><Case><Charge>{sealed}</Charge><Charge/></Case></R>"), &["Charge"], &[]);
        check(
            &format!("<R><Case><Charge>{sealed}</Charge></Case></R>"),
            &["Charge"],
            &[("Case", Seal::Sealed)],
        );
        check(
            &format!(
                "<CriminalHistory><RapSheet><RapSheetCycle><Arrest><ArrestCharge>{sealed}</ArrestCharge></Arrest>\
                      </RapSheetCycle></RapSheet></CriminalHistory>"
            ),
            &["RapSheetCycle", "ArrestCharge"],
            &[],
        );
    }

    #[test]
    fn a_ruling_on_a_day_in_court_is_on_the_case_and_a_day_may_be_sealed_by_itself() {
        let day = |inner: &str| {
            format!(
                "<R><Case><CaseAugmentation><CaseCourtEvent>{inner}</CaseCourtEvent></CaseAugmentation></Case></R>"
            )
        };
        for (inner, parts, records) in [
            (
                "<CourtEventActionText>Motion to seal granted</CourtEventActionText>",
                vec![],
                vec![("Case", Seal::Sealed)],
            ),
            ("<CourtEventActionText>Motion to seal denied</CourtEventActionText>", vec![], vec![]),
            ("<CourtEventSealedIndicator>true</CourtEventSealedIndicator>", vec!["CaseCourtEvent"], vec![]),
        ] {
            check(&day(inner), &parts, &records);
        }
    }

    #[test]
    fn metadata_seals_what_names_it() {
        check(
            r#"<R xmlns:s="urn:structures"><Case s:metadata="M"/><Metadata s:id="M"><SealedIndicator>true</SealedIndicator></Metadata></R>"#,
            &[],
            &[("Case", Seal::Sealed)],
        );
    }
}
