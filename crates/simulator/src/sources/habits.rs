//! The habits of each source, as shares of its documents.

use ciss_contract::source::Source;

use crate::sources::slips::DateStyle;

/// How a source writes people down.
pub(super) struct Habit {
    /// A letter of a name is typed wrong, left out, doubled or swapped with the next.
    pub(super) typing: f64,
    /// Given name and surname stand in each other's place.
    pub(super) names_swapped: f64,
    /// The nickname instead of the given name.
    pub(super) nickname: f64,
    /// The nickname or the birth name as an alias.
    pub(super) alias: f64,
    /// The name before marriage.
    pub(super) birth_name: f64,
    /// Middle name in full; otherwise the initial or nothing.
    pub(super) middle_in_full: f64,
    pub(super) no_middle: f64,
    /// JR, SR and III are left out.
    pub(super) no_suffix: f64,
    pub(super) no_birth: f64,
    /// A digit wrong, or day and month swapped.
    pub(super) wrong_birth: f64,
    /// Ways to write a date, drawn evenly.
    pub(super) dates: &'static [DateStyle],
    pub(super) no_address: f64,
    /// The address before the last move, where there was one.
    pub(super) stale_address: f64,
    /// Movers tell this source, all but the share above, and its document is then dated anew (CGS 14-45: within two
    /// business days). Documents from after the move are right.
    pub(super) told_of_moves: bool,
    pub(super) no_unit: f64,
    /// `4` for `Apt 4`.
    pub(super) bare_unit: f64,
    /// `12 Silver St Apt 4` in one line.
    pub(super) unit_in_street: f64,
    /// `Street` for `St`.
    pub(super) street_in_full: f64,
    /// Capital letters throughout.
    pub(super) capitals: bool,
    pub(super) licence: f64,
    /// Of those, a digit wrong.
    pub(super) wrong_licence: f64,
    pub(super) social_security: f64,
    pub(super) phone: f64,
    /// Height, weight, hair and eyes.
    pub(super) description: f64,
    /// Pounds by which a weight may be off; the height then by an inch.
    pub(super) scales_off: i64,
}

const CAREFUL: Habit = Habit {
    typing: 0.004,
    names_swapped: 0.0,
    nickname: 0.0,
    alias: 0.0,
    birth_name: 0.01,
    middle_in_full: 0.6,
    no_middle: 0.05,
    no_suffix: 0.02,
    no_birth: 0.0,
    wrong_birth: 0.002,
    dates: &[DateStyle::Iso],
    no_address: 0.0,
    stale_address: 0.08,
    told_of_moves: true,
    no_unit: 0.01,
    bare_unit: 0.0,
    unit_in_street: 0.0,
    street_in_full: 0.0,
    capitals: true,
    licence: 1.0,
    wrong_licence: 0.0,
    social_security: 0.3,
    phone: 0.0,
    description: 1.0,
    scales_off: 0,
};

const OFFICE: Habit = Habit {
    typing: 0.025,
    names_swapped: 0.003,
    nickname: 0.02,
    alias: 0.05,
    birth_name: 0.06,
    middle_in_full: 0.2,
    no_middle: 0.25,
    no_suffix: 0.25,
    no_birth: 0.01,
    wrong_birth: 0.012,
    dates: &[DateStyle::Iso, DateStyle::Slashes],
    no_address: 0.02,
    stale_address: 0.3,
    told_of_moves: false,
    no_unit: 0.12,
    bare_unit: 0.15,
    unit_in_street: 0.3,
    street_in_full: 0.3,
    capitals: false,
    licence: 0.35,
    wrong_licence: 0.004,
    social_security: 0.2,
    phone: 0.2,
    description: 0.3,
    scales_off: 8,
};

const FIELD: Habit = Habit {
    typing: 0.07,
    names_swapped: 0.015,
    nickname: 0.09,
    alias: 0.15,
    birth_name: 0.1,
    middle_in_full: 0.1,
    no_middle: 0.4,
    no_suffix: 0.45,
    no_birth: 0.03,
    wrong_birth: 0.03,
    dates: &[DateStyle::Slashes, DateStyle::Slashes, DateStyle::Compact, DateStyle::Iso, DateStyle::Words],
    no_address: 0.04,
    stale_address: 0.35,
    told_of_moves: false,
    no_unit: 0.15,
    bare_unit: 0.25,
    unit_in_street: 0.45,
    street_in_full: 0.25,
    capitals: false,
    licence: 0.5,
    wrong_licence: 0.006,
    social_security: 0.15,
    phone: 0.6,
    description: 0.75,
    scales_off: 15,
};

static LICENCES: Habit = CAREFUL;
static REGISTRATIONS: Habit = Habit { description: 0.0, social_security: 0.0, ..CAREFUL };
static POLICE: Habit = FIELD;
static COURT: Habit = Habit { dates: &[DateStyle::Slashes], description: 0.0, ..OFFICE };
static COURT_WARRANT: Habit =
    Habit { dates: &[DateStyle::Slashes, DateStyle::Words], licence: 0.6, description: 0.4, ..OFFICE };
static PRISON: Habit = Habit {
    capitals: true,
    dates: &[DateStyle::Compact],
    alias: 0.3,
    description: 1.0,
    licence: 0.1,
    social_security: 0.6,
    ..OFFICE
};
static SUPERVISION: Habit = Habit { phone: 0.9, alias: 0.15, stale_address: 0.15, ..OFFICE };
static INFRACTIONS: Habit = Habit { licence: 0.9, capitals: true, dates: &[DateStyle::Compact], ..OFFICE };
static REGISTRY: Habit = Habit { description: 1.0, alias: 0.4, stale_address: 0.05, no_unit: 0.03, ..OFFICE };
static FINGERPRINTS: Habit = Habit {
    capitals: true,
    dates: &[DateStyle::Compact, DateStyle::Compact, DateStyle::Compact, DateStyle::Year],
    alias: 0.5,
    description: 1.0,
    social_security: 0.7,
    licence: 0.1,
    ..OFFICE
};
static ORDERS: Habit =
    Habit { licence: 0.05, dates: &[DateStyle::Slashes, DateStyle::Year], no_birth: 0.06, ..OFFICE };
static SWITCH: Habit = Habit {
    capitals: true,
    dates: &[DateStyle::Compact],
    licence: 0.7,
    description: 1.0,
    typing: 0.02,
    no_birth: 0.0,
    ..OFFICE
};

/// How a source writes.
pub(super) fn of(source: Source) -> &'static Habit {
    match source {
        Source::DmvLicence => &LICENCES,
        Source::DmvRegistration => &REGISTRATIONS,
        Source::WantedFile => &SWITCH,
        Source::Prawn => &COURT_WARRANT,
        Source::Rms => &POLICE,
        Source::Corrections => &PRISON,
        Source::ProtectiveOrders => &ORDERS,
        Source::SexOffenders | Source::Weapons => &REGISTRY,
        Source::CriminalMotorVehicle | Source::JudicialCases => &COURT,
        Source::CaseManagement | Source::Parole => &SUPERVISION,
        Source::CriminalHistory | Source::OffenderTracking | Source::Decisions => &FINGERPRINTS,
        Source::Infractions => &INFRACTIONS,
    }
}
