//! Everything that has to be known of the people of an answer, by kind: what the line at the top, the lines under it and
//! the radio text have in common. The words for each kind stand here and nowhere else.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ciss_contract::answer::{Caution, Evidence, Question, Severity, Standing};
use ciss_contract::lookup::{LicenceAnswer, LicenceStanding, PersonAnswer, Role};
use jiff::civil::Date;

use super::people::evidence;
use super::words;

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
    const fn of(question: Question) -> Kind {
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
    const fn phrases(self, severity: Severity) -> (&'static str, &'static str) {
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

/// A kind of thing, and of whom it is said.
pub(crate) struct Saying<'a> {
    /// What.
    pub(crate) kind: Kind,
    /// What it means.
    pub(crate) severity: Severity,
    /// Of whom, whoever it weighs most for first.
    pub(crate) people: Vec<&'a PersonAnswer>,
    /// Of the first, in the words of the source: `parole to 30 Nov 2026`.
    pub(crate) detail: String,
}

impl Saying<'_> {
    const fn phrases(&self) -> (&'static str, &'static str) {
        self.kind.phrases(self.severity)
    }

    /// `A person at this address is wanted`.
    pub(crate) fn text(&self) -> String {
        let (one, many) = self.phrases();
        let count = self.people.len();
        match (self.kind, self.people.as_slice()) {
            (Kind::Older | Kind::Named | Kind::Withheld, [_]) => format!("{one}: 1 person"),
            (Kind::Older | Kind::Named | Kind::Withheld, _) => format!("{many}: {count} people"),
            (_, [only]) => match only.role {
                Role::Owner => format!("The registered owner {one}"),
                Role::CoOwner => format!("A registered owner {one}"),
                Role::AtAddress => format!("A person at this address {one}"),
            },
            (_, more) => {
                format!("{count} people {}{many}", if live_there(more) { "at this address " } else { "" })
            }
        }
    }

    /// `one person at the address is wanted`, with numbers as words.
    pub(crate) fn on_air(&self) -> String {
        let (one, many) = self.phrases();
        let count = words::number(self.people.len());
        match (self.kind, self.people.as_slice()) {
            (Kind::Older | Kind::Named | Kind::Withheld, [_]) => {
                format!("{} for one person", words::lower_first(one))
            }
            (Kind::Older | Kind::Named | Kind::Withheld, _) => {
                format!("{} for {count} people", words::lower_first(many))
            }
            (_, [only]) => match only.role {
                Role::Owner => format!("the registered owner {one}"),
                Role::CoOwner => format!("a registered owner {one}"),
                Role::AtAddress => format!("one person at the address {one}"),
            },
            (_, more) => {
                format!("{count} people {}{many}", if live_there(more) { "at the address " } else { "" })
            }
        }
    }
}

fn live_there(people: &[&PersonAnswer]) -> bool {
    people.iter().all(|person| person.role == Role::AtAddress)
}

/// A thing that is said of one person.
struct Point {
    kind: Kind,
    severity: Severity,
    detail: String,
    /// Orders people of one kind: the greater first.
    weight: (u8, Option<Date>),
}

/// How grave what is said of a person is, thing by thing: the greater is the graver. Whoever is wanted is, before all else.
pub(crate) fn rank(person: &PersonAnswer) -> impl Ord + use<> {
    let points = points(person).into_iter();
    let mut ranks: Vec<_> = points.map(|point| (point.severity, Reverse(point.kind), point.weight)).collect();
    ranks.sort_by(|a, b| b.cmp(a));
    ranks
}

/// Everything that has to be known, the gravest first.
pub(crate) fn sayings(people: &[PersonAnswer]) -> Vec<Saying<'_>> {
    let mut by_kind: BTreeMap<_, Vec<(Point, &PersonAnswer)>> = BTreeMap::new();
    for person in people {
        for point in points(person) {
            by_kind.entry((Reverse(point.severity), point.kind)).or_default().push((point, person));
        }
    }
    let mut sayings = Vec::new();
    for ((Reverse(severity), kind), mut points) in by_kind {
        points.sort_by_key(|(point, _)| Reverse(point.weight));
        let detail = points.first().map(|(point, _)| point.detail.clone()).unwrap_or_default();
        let people = points.into_iter().map(|(_, person)| person).collect();
        sayings.push(Saying { kind, severity, people, detail });
    }
    sayings
}

fn points(person: &PersonAnswer) -> Vec<Point> {
    let point = |kind, severity, detail: String| Point { kind, severity, detail, weight: (0, None) };
    let mut points = Vec::new();
    for answer in person.answers.iter().filter(|answer| answer.standing == Standing::Yes) {
        let mut said: Option<Severity> = None;
        let possible = |event: &Evidence| answer.question == Question::Wanted && event.verify;
        for event in answer.evidence.iter().filter(|event| !possible(event)) {
            // The gravest stands first, so the first of each severity speaks for it.
            if said.replace(event.severity) != Some(event.severity) {
                points.push(Point {
                    weight: (event.gravity, event.on),
                    ..point(Kind::of(answer.question), event.severity, event.summary.clone())
                });
            }
        }
    }
    points.extend(possibly_wanted(person));
    let entered = evidence(person, Question::Wanted).iter().filter_map(|event| event.want.as_ref());
    let mut cautions: Vec<&Caution> = person.cautions.iter().collect();
    for caution in entered.flat_map(|want| &want.cautions) {
        if !cautions.contains(&caution) {
            cautions.push(caution);
        }
    }
    for severity in [Severity::Danger, Severity::Caution, Severity::Info] {
        let of_it = cautions.iter().filter(|caution| caution.severity == severity);
        let words: Vec<&str> = of_it.map(|caution| caution.words.as_str()).collect();
        if !words.is_empty() {
            points.push(point(Kind::Caution, severity, words.join(", ")));
        }
    }
    let licence = person.licence.iter().filter(|licence| licence.standing != LicenceStanding::Valid);
    points.extend(
        licence.map(|licence| point(Kind::Licence(licence.standing), licence.severity, more(licence))),
    );
    if let Some(permit) = person.permits.first() {
        let kind = Kind::Permit { in_force: permit.in_force };
        points.push(point(kind, Severity::Info, permit.words.clone()));
    }
    let older = person.history.iter().filter(|history| history.entries > 0);
    let sources: Vec<&str> = older.map(|history| history.source.code()).collect();
    if !sources.is_empty() {
        points.push(point(Kind::Older, Severity::Info, sources.join(", ")));
    }
    let named = person.history.iter().filter(|history| history.entries == 0);
    let named: Vec<&str> = named.map(|history| history.source.code()).collect();
    if !named.is_empty() {
        points.push(point(Kind::Named, Severity::Info, named.join(", ")));
    }
    points.extend(person.withheld.clone().map(|why| point(Kind::Withheld, Severity::Info, why)));
    points
}

/// The gravest want that may be the person's, of whom no want is sure.
fn possibly_wanted(person: &PersonAnswer) -> Option<Point> {
    let uncertain = evidence(person, Question::Wanted).iter().filter(|event| event.verify);
    let possible = uncertain.chain(person.possible.iter().map(|possible| &possible.evidence));
    let gravest = possible.max_by_key(|event| (event.severity, event.gravity, event.on))?;
    let Evidence { severity, gravity, on, summary, .. } = gravest;
    let (kind, detail, weight) = (Kind::PossiblyWanted, summary.clone(), (*gravity, *on));
    (!person.is_wanted()).then_some(Point { kind, severity: *severity, detail, weight })
}

/// What a license's own words add to its standing: the day, or the code.
fn more(licence: &LicenceAnswer) -> String {
    match licence.standing {
        LicenceStanding::Expired | LicenceStanding::Unknown => licence.words.clone(),
        LicenceStanding::Revoked
        | LicenceStanding::Suspended
        | LicenceStanding::Withdrawn
        | LicenceStanding::Canceled
        | LicenceStanding::Deceased
        | LicenceStanding::Eligible
        | LicenceStanding::NotOnFile
        | LicenceStanding::Valid => String::new(),
    }
}
