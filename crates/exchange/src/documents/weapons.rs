//! Firearms registered to somebody, and who may not buy them: records of the weapons unit.

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;

use crate::intake::{Intake, missing};
use crate::person::numbers;
use crate::refusal::Refusal;
use crate::tree::Node;

/// One record for each registration of the one person that an answer describes.
pub(super) fn registrations(intake: &Intake<'_>, root: Node<'_>) -> Result<Vec<SourceDocument>, Refusal> {
    intake.each(root.every("ItemRegistration"), |registration| {
        let number = intake.number(registration, &["RegistrationIdentification/IdentificationID"]);
        let as_of =
            intake.as_of(registration, &["RegistrationStatus/StatusDate", "RegistrationEffectiveDate"]);
        let mut draft = intake.draft(registration, Source::Weapons, number, as_of);
        let subject = draft.person(root.at("Person").ok_or_else(|| missing(root, "a person"))?)?;
        let licence = "DriverLicense/DriverLicenseIdentification";
        draft.identify(subject, numbers(intake, root, licence, IdentifierKind::OperatorLicence));
        let status = intake.text_at(registration, "RegistrationStatus/FirearmRegistrationStatusText");
        draft.state(Matter::Permit {
            subject,
            what: "firearm registration".to_owned(),
            expires: None,
            revoked: status.is_some_and(|status| !status.eq_ignore_ascii_case("active")),
        });
        Ok(draft.finish())
    })
}

/// One record for each prohibition. Why somebody may not buy a firearm is not told.
pub(super) fn prohibitions(intake: &Intake<'_>, root: Node<'_>) -> Result<Vec<SourceDocument>, Refusal> {
    intake.each(root.every("FirearmPurchaseProhibitionReport"), |report| {
        let number = intake.number(report, &["Case/CaseDocketID"]);
        let as_of = intake.as_of(report, &["CourtOrder/CourtOrderIssuingDate"]);
        let mut draft = intake.draft(report, Source::Weapons, format!("prohibition {number}"), as_of);
        draft.originator(
            intake.agency(report, &["CourtOrderIssuingCourt", "CourtOrder/CourtOrderIssuingCourt"]),
        );
        let subject = draft.person(report.at("Person").ok_or_else(|| missing(report, "a person"))?)?;
        draft.caution(subject, "Prohibited from buying firearms");
        draft.state(Matter::Permit {
            subject,
            what: "purchase of firearms".to_owned(),
            expires: None,
            revoked: true,
        });
        Ok(draft.finish())
    })
}
