//! How far each source is trusted when records of one person disagree.

use ciss_contract::source::Source;
use ciss_multiview::Trust;

use crate::naming::source_of;

/// Documents of identity and fingerprints before what is said at a counter, that before what is typed at night.
pub struct SourceTrust;

impl Trust for SourceTrust {
    fn identity(&self, source: u16) -> u8 {
        let Some(source) = source_of(i64::from(source)) else { return 0 };
        match source {
            // A licence is given against birth certificate and passport (REAL ID Act, 6 CFR part 37).
            Source::DmvLicence => 90,
            // Tied to fingerprints.
            Source::CriminalHistory => 85,
            Source::Corrections => 80,
            Source::SexOffenders | Source::Weapons => 75,
            Source::DmvRegistration | Source::OffenderTracking => 60,
            Source::Parole | Source::CaseManagement => 55,
            Source::CriminalMotorVehicle | Source::JudicialCases | Source::Rms => 45,
            Source::Prawn | Source::ProtectiveOrders | Source::WantedFile | Source::Infractions => 40,
            // They say nothing of anybody.
            Source::Decisions => 0,
        }
    }

    fn circumstances(&self, source: u16) -> u8 {
        let Some(source) = source_of(i64::from(source)) else { return 0 };
        match source {
            // Movers must tell these within days (CGS 14-45, 54-251).
            Source::DmvRegistration | Source::DmvLicence | Source::SexOffenders => 90,
            Source::Parole | Source::CaseManagement => 75,
            Source::Rms => 70,
            Source::Corrections | Source::Weapons | Source::CriminalHistory => 60,
            Source::ProtectiveOrders
            | Source::CriminalMotorVehicle
            | Source::JudicialCases
            | Source::OffenderTracking
            | Source::Prawn
            | Source::WantedFile
            | Source::Infractions => 50,
            Source::Decisions => 0,
        }
    }
}
