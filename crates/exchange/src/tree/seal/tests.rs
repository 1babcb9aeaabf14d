//! Markers, and what they seal.

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
        ("<CaseStatus><StatusText>SEALED - DO NOT DISCLOSE</StatusText></CaseStatus>", Some(Seal::Sealed)),
        ("<CaseStatus><StatusText>Sealed, no public access</StatusText></CaseStatus>", Some(Seal::Sealed)),
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
        ("<CaseStatusText>Motion that the file be sealed: so ordered</CaseStatusText>", Some(Seal::Sealed)),
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
        ("<CaseStatus><StatusText>Confidential</StatusText></CaseStatus>", Some(Seal::Sealed)),
        ("<CaseStatus><StatusText>Restricted</StatusText></CaseStatus>", Some(Seal::Sealed)),
        ("<CaseStatusText>NOT PUBLIC</CaseStatusText>", Some(Seal::Sealed)),
        ("<CaseStatusText>Non-public record</CaseStatusText>", Some(Seal::Sealed)),
        ("<CaseSecurityText>Nondisclosable</CaseSecurityText>", Some(Seal::Sealed)),
        ("<CaseSecurityText>Not to be disclosed</CaseSecurityText>", Some(Seal::Sealed)),
        ("<CaseAccessText>Access restricted by court order</CaseAccessText>", Some(Seal::Sealed)),
        (
            "<CaseAugmentation><AccessText>No public access</AccessText></CaseAugmentation>",
            Some(Seal::Sealed),
        ),
        ("<DocketClassificationText>not confidential</DocketClassificationText>", None),
        ("<CaseStatusText>Public</CaseStatusText>", None),
        ("<CaseStatusText>Unrestricted</CaseStatusText>", None),
        ("<CaseStatusText>Restricted license granted</CaseStatusText>", None),
        ("<CaseDispositionText>Restricted driving privilege</CaseDispositionText>", None),
        ("<CaseRestrictedIndicator>true</CaseRestrictedIndicator>", Some(Seal::Sealed)),
        ("<CaseRestrictedIndicator>false</CaseRestrictedIndicator>", None),
        ("<CaseNonPublicFlag>Y</CaseNonPublicFlag>", Some(Seal::Sealed)),
        ("<CasePublicIndicator>false</CasePublicIndicator>", Some(Seal::Sealed)),
        ("<CasePublicIndicator>true</CasePublicIndicator>", None),
        ("<CasePublicDefenderIndicator>false</CasePublicDefenderIndicator>", None),
        ("<DocumentPublicViewingRestrictedIndicator>true</DocumentPublicViewingRestrictedIndicator>", None),
        ("<CaseDrivingRestrictionText>Restricted</CaseDrivingRestrictionText>", None),
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
fn a_seal_that_was_lifted_is_said_of_its_record() {
    for (said, lifted) in [
        ("<CaseStatus><StatusText>Unsealed</StatusText></CaseStatus>", true),
        ("<CaseStatusText>UNSEALED 2026-11-01</CaseStatusText>", true),
        ("<CaseActionText>Motion to unseal granted</CaseActionText>", true),
        ("<CaseActionText>Motion to unseal denied</CaseActionText>", false),
        ("<CaseActionText>Motion to unseal filed</CaseActionText>", false),
        ("<CaseActionText>Sealing order vacated</CaseActionText>", true),
        ("<CaseActionText>Seal lifted by the court</CaseActionText>", true),
        ("<CaseActionText>Motion to vacate the sealing order</CaseActionText>", false),
        ("<CaseActionText>Motion to seal withdrawn</CaseActionText>", false),
        ("<CaseStatusText>not unsealed</CaseStatusText>", false),
        ("<CaseStatusText>Sealed</CaseStatusText>", false),
        ("<CaseStatusText>Open</CaseStatusText>", false),
        ("<Charge><ChargeStatusText>Unsealed</ChargeStatusText></Charge>", false),
    ] {
        let text = format!("<R><Case>{said}</Case></R>");
        let tree = Tree::parse(text.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(tree.seals().lifted(tree.root().unwrap()), lifted, "{said}");
    }
}

#[test]
fn a_sealed_charge_is_out_and_where_none_is_left_so_is_its_record() {
    let sealed = "<ChargeAugmentation><SealedIndicator>true</SealedIndicator></ChargeAugmentation>";
    check(&format!("<R><Case><Charge>{sealed}</Charge><Charge/></Case></R>"), &["Charge"], &[]);
    check(&format!("<R><Case><Charge>{sealed}</Charge></Case></R>"), &["Charge"], &[("Case", Seal::Sealed)]);
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
