//! The closed list of source systems that CISS searches.

use serde::{Deserialize, Serialize};

/// A source system. The serialized form is its code, which is also what a dispatcher reads on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Source {
    /// DMV vehicle registration.
    #[serde(rename = "DMV-REG")]
    DmvRegistration,
    /// DMV driver licence.
    #[serde(rename = "DMV-LIC")]
    DmvLicence,
    /// COLLECT Wanted File (DESPP), the switch to NCIC and Nlets.
    #[serde(rename = "COLLECT")]
    WantedFile,
    /// Paperless Re-Arrest Warrant Network (Judicial): failure-to-appear warrants.
    #[serde(rename = "PRAWN")]
    Prawn,
    /// Local and State Police records systems: arrests, summonses.
    #[serde(rename = "RMS")]
    Rms,
    /// Department of Correction offender management: custody, release.
    #[serde(rename = "DOC")]
    Corrections,
    /// Protective Order Registry (Judicial).
    #[serde(rename = "POR")]
    ProtectiveOrders,
    /// Sex Offender Registry (DESPP).
    #[serde(rename = "SOR")]
    SexOffenders,
    /// Criminal and motor-vehicle dockets (Judicial).
    #[serde(rename = "CRMVS")]
    CriminalMotorVehicle,
    /// Case Management Information System (Judicial CSSD): bail, probation.
    #[serde(rename = "CMIS")]
    CaseManagement,
    /// Board of Pardons and Paroles: parole.
    #[serde(rename = "BOPP")]
    Parole,
    /// Master Name Index and Computerized Criminal History (DESPP).
    #[serde(rename = "CCH")]
    CriminalHistory,
    /// Special licensing and firearms (DESPP): permits.
    #[serde(rename = "WEAPONS")]
    Weapons,
    /// Offender Based Tracking System (CJIS): arrest to release.
    #[serde(rename = "OBTS")]
    OffenderTracking,
    /// Centralized Infractions Bureau (Judicial).
    #[serde(rename = "CIB")]
    Infractions,
    /// Judicial case management: court cases.
    #[serde(rename = "JCM")]
    JudicialCases,
    /// What people decided in this hub about whose records are whose. No system is searched for it.
    #[serde(rename = "HUB")]
    Decisions,
}

impl Source {
    /// Every source system, in the order in which screens list them.
    pub const ALL: [Source; 16] = [
        Source::DmvRegistration,
        Source::DmvLicence,
        Source::WantedFile,
        Source::Prawn,
        Source::Rms,
        Source::Corrections,
        Source::ProtectiveOrders,
        Source::SexOffenders,
        Source::CriminalMotorVehicle,
        Source::CaseManagement,
        Source::Parole,
        Source::CriminalHistory,
        Source::Weapons,
        Source::OffenderTracking,
        Source::Infractions,
        Source::JudicialCases,
    ];

    /// The short code that screens, logs and the wire use, for example `PRAWN`.
    pub const fn code(self) -> &'static str {
        match self {
            Source::DmvRegistration => "DMV-REG",
            Source::DmvLicence => "DMV-LIC",
            Source::WantedFile => "COLLECT",
            Source::Prawn => "PRAWN",
            Source::Rms => "RMS",
            Source::Corrections => "DOC",
            Source::ProtectiveOrders => "POR",
            Source::SexOffenders => "SOR",
            Source::CriminalMotorVehicle => "CRMVS",
            Source::CaseManagement => "CMIS",
            Source::Parole => "BOPP",
            Source::CriminalHistory => "CCH",
            Source::Weapons => "WEAPONS",
            Source::OffenderTracking => "OBTS",
            Source::Infractions => "CIB",
            Source::JudicialCases => "JCM",
            Source::Decisions => "HUB",
        }
    }

    /// The name written out.
    pub const fn label(self) -> &'static str {
        match self {
            Source::DmvRegistration => "DMV vehicle registration",
            Source::DmvLicence => "DMV driver license",
            Source::WantedFile => "COLLECT Wanted File",
            Source::Prawn => "Court re-arrest warrants",
            Source::Rms => "Police arrest records",
            Source::Corrections => "Correction, custody and release",
            Source::ProtectiveOrders => "Protective Order Registry",
            Source::SexOffenders => "Sex Offender Registry",
            Source::CriminalMotorVehicle => "Criminal and motor-vehicle dockets",
            Source::CaseManagement => "Bail and probation",
            Source::Parole => "Pardons and Paroles",
            Source::CriminalHistory => "State criminal history",
            Source::Weapons => "Weapons permits",
            Source::OffenderTracking => "Offender tracking",
            Source::Infractions => "Infractions bureau",
            Source::JudicialCases => "Judicial case management",
            Source::Decisions => "Decisions about records",
        }
    }

    /// The agency that owns the data.
    pub const fn owner(self) -> &'static str {
        match self {
            Source::DmvRegistration | Source::DmvLicence => "DMV",
            Source::WantedFile | Source::SexOffenders | Source::CriminalHistory | Source::Weapons => "DESPP",
            Source::Prawn
            | Source::ProtectiveOrders
            | Source::CriminalMotorVehicle
            | Source::CaseManagement
            | Source::Infractions
            | Source::JudicialCases => "Judicial",
            Source::Rms => "Police departments",
            Source::Corrections => "DOC",
            Source::Parole => "BOPP",
            Source::OffenderTracking | Source::Decisions => "CJIS",
        }
    }

    /// The source with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_is_serialized_and_read_back() {
        for source in Source::ALL {
            assert_eq!(serde_json::to_value(source).unwrap(), source.code());
            assert_eq!(Source::from_code(source.code()), Some(source));
        }
    }
}
