//! The kinds of document that are known, by the local name of their root element.

use serde::Serialize;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident, $label:literal, [$($root:literal),*];)*) => {
        /// A kind of document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum DocumentKind {
            $($(#[$doc])* $kind,)*
        }

        impl DocumentKind {
            /// Every kind, in the order in which a report lists them.
            pub const ALL: &[DocumentKind] = &[$(DocumentKind::$kind),*];

            /// As a report shows it.
            pub const fn label(self) -> &'static str {
                match self { $(DocumentKind::$kind => $label),* }
            }

            /// The kind of a document with this root element, by local name.
            pub fn of_root(local_name: &str) -> DocumentKind {
                DocumentKind::ALL
                    .iter()
                    .copied()
                    .find(|kind| kind.roots().contains(&local_name))
                    .unwrap_or(DocumentKind::Unknown)
            }

            const fn roots(self) -> &'static [&'static str] {
                match self { $(DocumentKind::$kind => &[$($root),*]),* }
            }
        }
    };
}

kinds! {
    /// A person's warrants as a court's warrant system answers.
    Warrant, "Warrant", ["Warrants"];
    /// A rap sheet.
    CriminalHistory, "Criminal history", ["CriminalHistory"];
    /// A spell in custody as the facility's system answers.
    Custody, "Custody", ["CustodyQueryResults"];
    /// A court case as the court's system answers.
    CourtCase, "Court case", ["CourtCaseQueryResults"];
    /// An arrest, published by the arresting agency.
    ArrestReport, "Arrest report", ["ArrestReport"];
    /// An incident, published by the police.
    Incident, "Incident report", ["IncidentReport", "doPublish"];
    /// An admission to a facility.
    Booking, "Booking", ["BookingReport"];
    /// A release from a facility.
    CustodyRelease, "Custody release", ["CustodyReleaseReport"];
    /// A change during custody.
    CustodyStatusChange, "Custody status change", ["CustodyStatusChangeReport"];
    /// What a court did with charges.
    Disposition, "Disposition", ["DispositionReport"];
    /// Police ask a prosecutor for charges.
    ChargeReferral, "Charge referral", ["ChargeReferral"];
    /// A warrant is issued.
    WarrantIssued, "Warrant issued", ["WarrantIssuedReport"];
    /// A warrant is changed.
    WarrantModified, "Warrant modified", ["WarrantModificationReport"];
    /// A warrant is taken into the state's repository.
    WarrantAccepted, "Warrant accepted", ["WarrantAcceptedReport"];
    /// A warrant is not taken into the state's repository.
    WarrantRejected, "Warrant rejected", ["WarrantRejectedReport"];
    /// A warrant is withdrawn.
    WarrantCancelled, "Warrant canceled", ["WarrantCancelledReport"];
    /// Probation begins or passes to another officer.
    Probation, "Probation", ["ProbationCaseInitiation", "ProbationCaseOfficerChange"];
    /// Probation is over.
    ProbationEnded, "Probation ended", ["ProbationCaseTermination"];
    /// Parole begins or passes to another officer.
    Parole, "Parole", ["ParoleCaseInitiation", "ParoleCaseOfficerChange"];
    /// Parole is over.
    ParoleEnded, "Parole ended", ["ParoleCaseTermination"];
    /// People that a search found.
    PersonSearch, "Person search", ["PersonSearchResults"];
    /// Vehicles that a search found.
    VehicleSearch, "Vehicle search", ["VehicleSearchResults"];
    /// A message to a subscriber.
    Notification, "Notification", ["NotificationMessage", "Notify"];
    /// A crash on the road.
    Crash, "Crash", ["CrashDriverInfo", "VehicleCrashQueryResults"];
    /// What a prosecutor decides about charges.
    ProsecutionDecision, "Prosecution decision", ["ProsecutionDecisionReport"];
    /// A sentence that commits somebody to custody.
    Commitment, "Commitment order", ["UniformCommitmentOrderReport"];
    /// A firearm registered to somebody.
    FirearmRegistration, "Firearm registration", ["PersonFirearmRegistrationQueryResults"];
    /// Somebody who may not buy firearms.
    FirearmProhibition, "Firearm prohibition", ["FirearmPurchaseProhibitionQueryResults"];
    /// What a juvenile court has of a child.
    JuvenileHistory, "Juvenile history", ["JuvenileHistoryContainer"];
    /// Subscriptions, what they are answered with, and their faults.
    Subscription, "Subscription", [
        "Subscribe", "SubscribeResponse", "SubscribeCreationFailedFault", "SubscriptionMessage",
        "SubscriptionResponseMessage", "SubscriptionFaultResponseMessage", "SubscriptionModificationMessage",
        "SubscriptionModificationResponseMessage", "SubscriptionModificationFaultResponseMessage",
        "SubscriptionValidationMessage", "SubscriptionValidationResponseMessage",
        "SubscriptionValidationFaultResponseMessage", "Modify", "ModifyResponse", "Unsubscribe",
        "UnsubscriptionMessage", "UnableToDestroySubscriptionFault", "UnableToValidateSubscriptionFault", "Validate",
        "ValidateResponse"
    ];
    /// A court's disposition came back as faulty.
    DispositionError, "Disposition error", ["DispositionErrorReport"];
    /// None of these.
    Unknown, "Not known", [];
}

impl std::fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.label())
    }
}
