//! Everything that has to be known of the people of an answer, by kind: what the line at the top, the lines under it and
//! the radio text have in common.

mod kind;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use ciss_contract::answer::{Caution, Evidence, Question, Severity, Standing};
use ciss_contract::ids::GoldenId;
use ciss_contract::lookup::{LicenceAnswer, LicenceStanding, PersonAnswer, Role};
use ciss_contract::person::Name;
use jiff::civil::Date;

use super::words;
pub(crate) use kind::Kind;

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

    /// Of whom it is said on the air: `one person at the address`. None for what is said with them behind it.
    pub(crate) fn subject(&self) -> Option<String> {
        match (self.kind, self.people.as_slice()) {
            (Kind::Older | Kind::Named | Kind::Withheld, _) => None,
            (_, [only]) => Some(match only.role {
                Role::Owner => "the registered owner".to_owned(),
                Role::CoOwner => "a registered owner".to_owned(),
                Role::AtAddress => "one person at the address".to_owned(),
            }),
            (_, more) => {
                let place = if live_there(more) { " at the address" } else { "" };
                Some(format!("{} people{place}", words::number(more.len())))
            }
        }
    }

    /// What is said of them on the air: `is wanted`.
    pub(crate) fn predicate(&self) -> String {
        let (one, many) = self.phrases();
        match (self.kind, self.people.len()) {
            (Kind::Older | Kind::Named | Kind::Withheld, 1) => {
                format!("{} for one person", words::lower_first(one))
            }
            (Kind::Older | Kind::Named | Kind::Withheld, count) => {
                format!("{} for {} people", words::lower_first(many), words::number(count))
            }
            (_, 1) => one.to_owned(),
            (_, _) => many.to_owned(),
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
    let namesakes = namesakes(people);
    for person in people {
        let shares = namesakes.contains(&person.golden);
        let shares = shares.then(|| Point::new(Kind::Namesakes, Severity::Caution, String::new()));
        for point in points(person).into_iter().chain(shares) {
            by_kind.entry((Reverse(point.severity), point.kind)).or_default().push((point, person));
        }
    }
    let mut sayings = Vec::new();
    for ((Reverse(severity), kind), mut points) in by_kind {
        points.sort_by_key(|(point, _)| Reverse(point.weight));
        let detail = points.first().map(|(point, _)| kind.adds(&point.detail).to_owned()).unwrap_or_default();
        let people = points.into_iter().map(|(_, person)| person).collect();
        sayings.push(Saying { kind, severity, people, detail });
    }
    sayings
}

impl Point {
    fn new(kind: Kind, severity: Severity, detail: String) -> Point {
        Point { kind, severity, detail, weight: (0, None) }
    }
}

/// People of one name where something grave is on file of one of them: what is known of the one is easily taken for what is
/// known of the other.
fn namesakes(people: &[PersonAnswer]) -> BTreeSet<&GoldenId> {
    let mut by_name: BTreeMap<(String, String), Vec<&PersonAnswer>> = BTreeMap::new();
    for person in people {
        let Name { surname, given, .. } = &person.name;
        if !surname.is_empty() && !given.is_empty() {
            by_name.entry((surname.to_uppercase(), given.to_uppercase())).or_default().push(person);
        }
    }
    let grave = |person: &&PersonAnswer| person.severity() > Some(Severity::Info);
    let shared = by_name.into_values().filter(|of_name| of_name.len() > 1 && of_name.iter().any(grave));
    shared.flatten().map(|person| &person.golden).collect()
}

fn points(person: &PersonAnswer) -> Vec<Point> {
    let point = Point::new;
    let mut points = Vec::new();
    for answer in person.answers.iter().filter(|answer| answer.standing == Standing::Yes) {
        let mut said: Option<Severity> = None;
        let possible = |event: &Evidence| answer.question == Question::Wanted && event.verify;
        for event in answer.evidence.iter().filter(|event| !possible(event)) {
            // The gravest stands first, so the first of each severity speaks for it.
            if said.replace(event.severity) != Some(event.severity) {
                // How far the agency will fetch the person decides whether anybody is arrested.
                let extradition = event.want.as_ref().and_then(|want| want.extradition.as_ref());
                let parts = std::iter::once(&event.summary).chain(extradition);
                let detail = parts.map(String::as_str).collect::<Vec<_>>().join(" · ");
                points.push(Point {
                    weight: (event.gravity, event.on),
                    ..point(Kind::of(answer.question), event.severity, detail)
                });
            }
        }
    }
    points.extend(possibly_wanted(person));
    let entered = evidence(person, Question::Wanted).iter().filter_map(|event| event.want.as_ref());
    let mut cautions: Vec<&Caution> = person.cautions.iter().collect();
    for caution in entered.flat_map(|want| &want.cautions) {
        if cautions.iter().all(|known| known.code != caution.code) {
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

/// The gravest want that may be the person's, where no want as grave is sure.
fn possibly_wanted(person: &PersonAnswer) -> Option<Point> {
    let uncertain = evidence(person, Question::Wanted).iter().filter(|event| event.verify);
    let possible = uncertain.chain(person.possible.iter().map(|possible| &possible.evidence));
    let gravest = possible.max_by_key(|event| (event.severity, event.gravity, event.on))?;
    let Evidence { severity, gravity, on, summary, .. } = gravest;
    let sure = evidence(person, Question::Wanted).iter().filter(|event| !event.verify);
    let (kind, detail, weight) = (Kind::PossiblyWanted, summary.clone(), (*gravity, *on));
    let graver = sure.map(|event| event.gravity).max() < Some(*gravity);
    graver.then_some(Point { kind, severity: *severity, detail, weight })
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

/// What says yes to a question about a person, the gravest first.
fn evidence(person: &PersonAnswer, question: Question) -> &[Evidence] {
    let answer = person.answers.iter().find(|answer| answer.question == question);
    answer.map(|answer| answer.evidence.as_slice()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
