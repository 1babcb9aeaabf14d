//! What documents state about people and vehicles.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::source::Source;

mod warrant_status;

pub use warrant_status::WarrantStatus;

/// A charge, with its disposition once there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Charge {
    /// Statute, for example `53a-103`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statute: Option<String>,
    /// In words.
    pub description: String,
    /// Felony, misdemeanor, infraction; absent where the source does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// Counts of the charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<u16>,
    /// Guilty, not guilty, dismissed, nolle, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    /// When it was disposed of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposed: Option<Date>,
}

/// How grave a charge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Payable ticket.
    Infraction,
    /// Violation of a motor-vehicle or local law.
    Violation,
    /// Up to a year.
    Misdemeanor,
    /// More than a year.
    Felony,
}

/// What a document states. `subject` is the position of the person in `SourceDocument::persons`, `vehicle` that of the
/// vehicle in `SourceDocument::vehicles`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Matter {
    /// A driver licence.
    Licence {
        /// The driver.
        subject: usize,
        /// Class letter.
        class: Option<String>,
        /// AAMVA driving status code, for example `LIC`, `SUS`.
        status: String,
        /// Last valid day.
        expires: Option<Date>,
    },
    /// A vehicle registration; the plate is the vehicle's.
    Registration {
        /// The vehicle.
        vehicle: usize,
        /// Registered owners, the first one first. Empty when a company owns it.
        owners: Vec<usize>,
        /// AAMVA registration status code, `00` active to `99`.
        status: String,
        /// Last valid day.
        expires: Option<Date>,
    },
    /// An arrest or summons.
    Arrest {
        /// The arrested person.
        subject: usize,
        /// When.
        at: Option<Timestamp>,
        /// Day of the arrest where the time is not known.
        on: Option<Date>,
        /// Uniform Arrest Report number: the case key.
        report: Option<String>,
        /// What for.
        charges: Vec<Charge>,
        /// The source marked it as an assault on, or interference with, an officer.
        violence_against_police: bool,
    },
    /// A warrant.
    Warrant {
        /// The wanted person.
        subject: usize,
        /// Warrant number.
        number: String,
        /// Where it stands.
        status: WarrantStatus,
        /// Day of issue.
        issued: Option<Date>,
        /// Court or agency that entered it.
        court: Option<String>,
        /// What for.
        charges: Vec<Charge>,
        /// How far the entering agency will fetch the person, NCIC EXL code.
        extradition: Option<String>,
        /// Bail set with the warrant, dollars.
        bail: Option<String>,
    },
    /// A vehicle or plate entered as stolen or wanted.
    StolenVehicle {
        /// The vehicle.
        vehicle: usize,
        /// When it was entered.
        entered: Option<Date>,
        /// In words: stolen vehicle, stolen plate, felony vehicle.
        what: String,
    },
    /// A spell in custody.
    Custody {
        /// The inmate.
        subject: usize,
        /// Where.
        facility: Option<String>,
        /// First day.
        admitted: Option<Date>,
        /// Day of release, once it happened.
        released: Option<Date>,
        /// Day of release as planned.
        release_planned: Option<Date>,
        /// What for.
        charges: Vec<Charge>,
    },
    /// Supervision by a parole or probation officer.
    Supervision {
        /// The supervised person.
        subject: usize,
        /// Parole or probation.
        form: SupervisionForm,
        /// First day.
        from: Option<Date>,
        /// Last day as planned.
        until: Option<Date>,
        /// Day it ended early.
        ended: Option<Date>,
        /// Conditions, in words.
        conditions: Vec<String>,
        /// Whom to call.
        officer: Option<String>,
    },
    /// Bail or conditions of release before trial.
    Bail {
        /// The released person.
        subject: usize,
        /// Dollars.
        amount: Option<String>,
        /// Conditions, in words.
        conditions: Vec<String>,
        /// First day.
        from: Option<Date>,
        /// Last day as planned.
        until: Option<Date>,
    },
    /// A protective or restraining order.
    ProtectiveOrder {
        /// Who is held to it.
        respondent: Option<usize>,
        /// Whom it protects.
        protected: Vec<usize>,
        /// Order number.
        number: String,
        /// First day.
        issued: Option<Date>,
        /// Last day; none for a standing order.
        expires: Option<Date>,
        /// Conditions, in words.
        conditions: Vec<String>,
    },
    /// An entry in the sex offender registry.
    Registrant {
        /// The registrant.
        subject: usize,
        /// First day.
        since: Option<Date>,
        /// Last day; none for life.
        until: Option<Date>,
        /// Day the address was last verified.
        verified: Option<Date>,
        /// What for.
        offense: Option<String>,
    },
    /// A court case.
    CourtCase {
        /// The accused.
        subject: usize,
        /// Docket number.
        docket: String,
        /// Court, in words.
        court: Option<String>,
        /// Day it was filed.
        filed: Option<Date>,
        /// Next day in court.
        next_event: Option<Date>,
        /// Still open.
        pending: bool,
        /// Charges, each with its disposition.
        charges: Vec<Charge>,
    },
    /// A permit to carry or sell.
    Permit {
        /// The holder.
        subject: usize,
        /// What it allows, in words.
        what: String,
        /// Last valid day.
        expires: Option<Date>,
        /// Revoked or suspended.
        revoked: bool,
    },
    /// An infraction ticket.
    Infraction {
        /// Who was cited.
        subject: usize,
        /// When.
        on: Option<Date>,
        /// What for.
        charge: Charge,
    },
    /// A person looked at two records and decided. It binds matching until it is corrected or taken back.
    Identity {
        /// One record.
        left: RecordName,
        /// The other.
        right: RecordName,
        /// They are of one person, or of two.
        same: bool,
        /// Why, in the person's own words.
        reason: String,
        /// Who decided: GFIPM FederationId.
        by: String,
        /// The same by name, for whoever reads it; empty where that is not known.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    /// An earlier document of the same source is erased by law (CGS 54-142a) and must vanish from every answer. Whose
    /// number it is says `SourceDocument::originator` of the erasure; where the erasure or the document names no agency, it
    /// reaches every agency's document of that number.
    Erasure {
        /// `SourceDocument::number` of the erased document.
        number: String,
    },
    /// The source takes back what all earlier versions of this very document said. It counts as any version does, by
    /// its date, and before a statement of the same date.
    Withdrawal {
        /// Why.
        reason: WithdrawalReason,
    },
    /// A court lifted the seal on this very document: seals that its source dates before this version hold no more. Only the
    /// agency whose document it is can say so.
    Unsealing {},
}

/// Why a source takes a document back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalReason {
    /// It was deleted or cancelled. A later version brings it back.
    Deleted,
    /// A court sealed it. That is an order about the document and no version of it: it holds whatever the dates, until a
    /// later [`Matter::Unsealing`], and where the order or the document names no agency, for every one.
    Sealed,
    /// It was erased by law: for ever, as by [`Matter::Erasure`].
    Expunged,
}

/// Names a person in a document, through all versions of the document.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordName {
    /// The source.
    pub source: Source,
    /// The agency whose number it is, as `SourceDocument::originator` has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The document's number at its source.
    pub number: String,
    /// Position of the person in the document.
    pub position: usize,
}

/// Parole (after prison, by the Board) or probation (instead of it, by the court).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupervisionForm {
    /// Board of Pardons and Paroles.
    Parole,
    /// Court Support Services Division.
    Probation,
}
