//! Matters of a juvenile court. They are confidential (CGS 46b-124), and stay so when the child has grown up.

use crate::phrase::{name_words, words};
use crate::tree::Node;

/// The element says that the matter in which it stands is of a juvenile court: by its kind, its court, or an indicator.
pub(super) fn is_of_juvenile_court(node: Node<'_>) -> bool {
    says(node) == Some(Court::Juvenile)
}

/// Something in the element says that its matter was transferred to the regular docket (CGS 46b-127).
pub(super) fn is_transferred(node: Node<'_>) -> bool {
    says(node) == Some(Court::Regular) || node.children().any(is_transferred)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Court {
    Juvenile,
    Regular,
}

fn says(node: Node<'_>) -> Option<Court> {
    if node.has_children() {
        return None;
    }
    let name = name_words(node.name());
    let has = |any: &[&str]| name.iter().any(|word| any.contains(&word.as_str()));
    let text = words(node.glimpse());
    let speaks_of = |any: &[&str]| text.iter().any(|word| any.contains(&word.as_str()));
    let of_juvenile = ["JUVENILE", "DELINQUENCY", "DELINQUENT"];
    if has(&["INDICATOR", "IND", "FLAG"]) {
        let is_set = matches!(text.first().map(String::as_str), Some("TRUE" | "1" | "Y" | "YES"));
        let of_matter = has(&["CASE", "COURT", "MATTER", "PETITION", "RECORD", "DOCKET"]);
        return match (has(&of_juvenile), has(&["ADULT", "TRANSFER", "TRANSFERRED"])) {
            (true, true) if is_set => Some(Court::Regular),
            (true, false) if is_set && of_matter => Some(Court::Juvenile),
            (true, _) | (false, _) => None,
        };
    }
    let around = node.parent().map(|around| name_words(around.name())).unwrap_or_default();
    let of_court = |words: &[String]| words.iter().any(|word| matches!(word.as_str(), "COURT" | "CASE"));
    // A juvenile court orders adults as well.
    let of_order = around.iter().any(|word| matches!(word.as_str(), "ORDER" | "WARRANT"));
    let names_kind = has(&["CATEGORY", "TYPE", "CLASS", "CLASSIFICATION", "DIVISION", "NAME", "DESCRIPTION"]);
    if !names_kind || of_order || !(of_court(&name) || of_court(&around)) || !speaks_of(&of_juvenile) {
        return None;
    }
    let is_regular = speaks_of(&["ADULT", "TRANSFERRED", "REGULAR"]);
    Some(if is_regular { Court::Regular } else { Court::Juvenile })
}

#[cfg(test)]
mod tests {
    use crate::limits::Limits;
    use crate::tree::Tree;

    #[test]
    fn what_says_that_a_matter_is_of_a_juvenile_court() {
        for (inner, withheld) in [
            ("<CaseCategoryText>Juvenile Delinquency</CaseCategoryText>", true),
            (
                "<Warrant><CourtOrderIssuingCourt><CourtName>Juvenile Court</CourtName></CourtOrderIssuingCourt></Warrant>",
                false,
            ),
            ("<CaseTypeText>DELINQUENCY</CaseTypeText>", true),
            ("<CaseGeneralCategoryText>Juvenile</CaseGeneralCategoryText>", true),
            ("<CaseCourt><CourtName>Superior Court, Juvenile Matters</CourtName></CaseCourt>", true),
            (
                "<CaseCourt><OrganizationName>JUVENILE COURT AT MIDDLETOWN</OrganizationName></CaseCourt>",
                true,
            ),
            ("<CaseCourt><CourtDivisionText>Juvenile</CourtDivisionText></CaseCourt>", true),
            ("<CaseJuvenileIndicator>true</CaseJuvenileIndicator>", true),
            ("<CaseJuvenileIndicator>false</CaseJuvenileIndicator>", false),
            ("<CaseCategoryText>Criminal</CaseCategoryText>", false),
            ("<CaseCategoryText>Juvenile, tried as adult</CaseCategoryText>", false),
            (
                "<CaseCategoryText>Juvenile</CaseCategoryText><JuvenileAsAdultIndicator>true</JuvenileAsAdultIndicator>",
                false,
            ),
            (
                "<CaseCategoryText>Juvenile</CaseCategoryText><JuvenileAsAdultIndicator>false</JuvenileAsAdultIndicator>",
                true,
            ),
            ("<EntityPerson><PersonJuvenileIndicator>true</PersonJuvenileIndicator></EntityPerson>", false),
            ("<Charge><ChargeText>Contributing to the delinquency of a minor</ChargeText></Charge>", false),
            ("<CaseNarrativeText>the juvenile was released</CaseNarrativeText>", false),
        ] {
            let text = format!("<Case>{inner}</Case>");
            let tree = Tree::parse(text.as_bytes(), &Limits::default()).unwrap();
            assert_eq!(!tree.seals().is_empty(), withheld, "{inner}");
        }
    }
}
