//! Kinds of things that are said of people, and the words for each.

use ciss_contract::answer::{Question, Severity};
use ciss_contract::lookup::LicenceStanding;

/// Kinds of things that are said of people. Of two kinds of one severity the lesser is said first, on the screen and on
/// the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Wanted by any agency.
    Wanted,
    /// A want that may be the person's.
    PossiblyWanted,
    /// Violence against police, or interfering with it.
    Police,
    /// Cautions entered for the officer's sake.
    Caution,
    /// People of one name, of whom something is on file.
    Namesakes,
    /// A protective order: held to it, or protected by it.
    Order,
    /// Probation or parole.
    Supervision,
    /// Bail conditions.
    Bail,
    /// In custody, or released from it.
    Custody,
    /// In the Sex Offender Registry.
    Registrant,
    /// Arrested in the last 90 days.
    Arrest,
    /// Cases pending.
    Cases,
    /// Older matters.
    Older,
    /// Named in a source that has no matter against the person.
    Named,
    /// A weapons permit, in force or not.
    Permit { in_force: bool },
    /// A driver license that does not stand.
    Licence(LicenceStanding),
    /// Answers that the asker may not see.
    Withheld,
}

impl Kind {
    /// The kind of what says yes to a question.
    pub(super) const fn of(question: Question) -> Kind {
        match question {
            Question::Wanted => Kind::Wanted,
            Question::RecentArrest => Kind::Arrest,
            Question::Released => Kind::Custody,
            Question::ProtectiveOrder => Kind::Order,
            Question::Registrant => Kind::Registrant,
            Question::PendingCases => Kind::Cases,
            Question::BailConditions => Kind::Bail,
            Question::Supervision => Kind::Supervision,
            Question::ViolenceAgainstPolice => Kind::Police,
        }
    }

    /// How it is said of one person and of many, where it means that.
    pub(super) const fn phrases(self, severity: Severity) -> (&'static str, &'static str) {
        use Severity::{Danger, Info};
        match (self, severity) {
            (Kind::Wanted, _) => ("is wanted", "are wanted"),
            (Kind::PossiblyWanted, _) => {
                ("is possibly wanted, verify identity", "are possibly wanted, verify identity")
            }
            (Kind::Police, Danger) => {
                ("has a history of violence against police", "have a history of violence against police")
            }
            (Kind::Police, _) => ("has interfered with an officer", "have interfered with an officer"),
            (Kind::Caution, Danger) => ("is marked as dangerous", "are marked as dangerous"),
            (Kind::Caution, _) => ("is marked with a caution", "are marked with a caution"),
            (Kind::Namesakes, _) => ("shares a name", "share a name, compare dates of birth"),
            (Kind::Order, Info) => ("is protected by an order", "are protected by orders"),
            (Kind::Order, _) => ("is held to a protective order", "are held to protective orders"),
            (Kind::Supervision, _) => ("is on probation or parole", "are on probation or parole"),
            (Kind::Bail, _) => ("has bail conditions", "have bail conditions"),
            (Kind::Custody, Info) => ("was released from custody", "were released from custody"),
            (Kind::Custody, _) => ("is in custody", "are in custody"),
            (Kind::Registrant, _) => ("is a registered sex offender", "are registered sex offenders"),
            (Kind::Arrest, _) => ("was arrested recently", "were arrested recently"),
            (Kind::Cases, _) => ("has cases pending", "have cases pending"),
            (Kind::Licence(standing), _) => match standing {
                LicenceStanding::Revoked => ("has a revoked license", "have revoked licenses"),
                LicenceStanding::Suspended => ("has a suspended license", "have suspended licenses"),
                LicenceStanding::Withdrawn => ("has a withdrawn license", "have withdrawn licenses"),
                LicenceStanding::Canceled => ("has a canceled license", "have canceled licenses"),
                LicenceStanding::Deceased => (
                    "has the license of a person reported deceased",
                    "have licenses of people reported deceased",
                ),
                LicenceStanding::Expired => ("has an expired license", "have expired licenses"),
                LicenceStanding::Unknown => {
                    ("has a license of unknown standing", "have licenses of unknown standing")
                }
                LicenceStanding::Eligible => ("has no license", "have no license"),
                LicenceStanding::NotOnFile => ("has no license on file", "have no license on file"),
                LicenceStanding::Valid => ("has a license", "have licenses"),
            },
            (Kind::Permit { in_force: true }, _) => ("holds a weapons permit", "hold weapons permits"),
            (Kind::Permit { in_force: false }, _) => {
                ("has a weapons permit that is not in force", "have weapons permits that are not in force")
            }
            (Kind::Older, _) => ("Older history on file", "Older history on file"),
            (Kind::Named, _) => ("Named in other records", "Named in other records"),
            (Kind::Withheld, _) => ("Answers withheld", "Answers withheld"),
        }
    }
}

impl Kind {
    /// What the words of a source begin with where the phrase says it already: a history of violence against police that is
    /// `violence against police, 3 May 2026` is of 3 May 2026.
    const fn said(self) -> &'static [&'static str] {
        match self {
            Kind::Police => &["violence against police", "interfered with an officer"],
            Kind::Order => &["order against", "protected person"],
            Kind::Bail => &["bail conditions"],
            Kind::Custody => &["in custody", "released"],
            Kind::Registrant => &["registered sex offender"],
            Kind::Arrest => &["arrested"],
            Kind::Cases => &["case pending"],
            Kind::Wanted
            | Kind::PossiblyWanted
            | Kind::Caution
            | Kind::Namesakes
            | Kind::Supervision
            | Kind::Older
            | Kind::Named
            | Kind::Permit { .. }
            | Kind::Licence(_)
            | Kind::Withheld => &[],
        }
    }

    /// What the words of a source add to the phrase.
    pub(super) fn adds(self, detail: &str) -> &str {
        let rest = self.said().iter().find_map(|said| detail.strip_prefix(said));
        rest.map_or(detail, |rest| rest.trim_start_matches([',', ' ']))
    }
}
