//! The line at the top. It answers what the radio asked, in this order: is anybody wanted or dangerous, or the vehicle
//! stolen; could that be checked at all; does the registration hold; what else is known. It never says safe.

use ciss_contract::answer::{Evidence, GapReason, Question, Severity, Standing};
use ciss_contract::lookup::{
    Headline, Outcome, PersonAnswer, Role, SourceSummary, TheftAnswer, VehicleAnswer,
};
use ciss_contract::query::Query;
use ciss_contract::source::Source;

use super::people::is_wanted;
use super::words;

/// What there is to tell.
pub(crate) struct Told<'a> {
    /// How the query was understood.
    pub(crate) query: &'a Query,
    /// The vehicle.
    pub(crate) vehicle: Option<&'a VehicleAnswer>,
    /// Whether it is stolen; known even where no registration is.
    pub(crate) theft: &'a TheftAnswer,
    /// People in the order of the answer.
    pub(crate) people: &'a [PersonAnswer],
    /// A line per source.
    pub(crate) sources: &'a [SourceSummary],
}

/// A question, and how a headline says yes to it of one person and of many.
const SAID: [(Question, &str, &str); 9] = [
    (Question::Wanted, "is wanted", "are wanted"),
    (
        Question::ViolenceAgainstPolice,
        "has a history of violence against police",
        "have a history of violence against police",
    ),
    (Question::Supervision, "is on probation or parole", "are on probation or parole"),
    (Question::BailConditions, "has bail conditions", "have bail conditions"),
    (Question::ProtectiveOrder, "is named in a protective order", "are named in protective orders"),
    (Question::Registrant, "is a registered sex offender", "are registered sex offenders"),
    (Question::RecentArrest, "was arrested recently", "were arrested recently"),
    (Question::Released, "is or was in custody", "are or were in custody"),
    (Question::PendingCases, "has cases pending", "have cases pending"),
];

/// Cautions that mean danger to whoever stops the vehicle.
pub(crate) const DANGERS: [&str; 3] = ["Armed and dangerous", "Violent tendencies", "Explosive expertise"];

/// The headline.
pub(crate) fn headline(told: &Told<'_>) -> Headline {
    let gaps = told.gaps();
    stolen_or_wanted(told, &gaps)
        .or_else(|| dangerous(told, &gaps))
        .or_else(|| told.vehicle.is_none().then(|| nothing(told, &gaps)))
        .or_else(|| wants_not_checked(told, &gaps))
        .or_else(|| registration(told))
        .or_else(|| known(told, Severity::Caution, &gaps))
        .or_else(|| known(told, Severity::Info, &gaps))
        .unwrap_or_else(|| nothing(told, &gaps))
}

impl Told<'_> {
    /// Sources that were asked and gave nothing, in words. What is the same every time stands in the source strip
    /// only: sources that the asker is not entitled to, that this hub does not have, and stale ones that know no wants.
    fn gaps(&self) -> Vec<String> {
        let reason = |outcome| match outcome {
            Outcome::TimedOut => Some(GapReason::TimedOut),
            Outcome::Failed => Some(GapReason::Failed),
            Outcome::Pending => Some(GapReason::Pending),
            Outcome::Answered | Outcome::NoRecord | Outcome::Denied | Outcome::NotConnected => None,
        };
        let line = |line: &SourceSummary| {
            let stale = line.stale && Question::Wanted.sources().contains(&line.source);
            let reason = reason(line.outcome).or(stale.then_some(GapReason::Stale))?;
            Some(format!("{} {}", line.source.code(), reason.label()))
        };
        self.sources.iter().filter_map(line).collect()
    }

    /// Sources that were heard and are fresh.
    pub(crate) fn heard(&self) -> usize {
        let heard = |line: &&SourceSummary| {
            matches!(line.outcome, Outcome::Answered | Outcome::NoRecord) && !line.stale
        };
        self.sources.iter().filter(heard).count()
    }

    /// `1 of 4`; nothing where the answer has one person.
    fn of_all(&self, some: usize) -> Option<String> {
        (self.people.len() > 1).then(|| format!("{some} of {}", self.people.len()))
    }

    /// How the question of wants stands for whoever it is still open for. Without people, the vehicle's own stands.
    pub(crate) fn wants_open(&self) -> Option<Standing> {
        let about = |person: &'_ PersonAnswer| {
            person
                .answers
                .iter()
                .find(|answer| answer.question == Question::Wanted)
                .map(|answer| answer.standing)
        };
        let open = |standing: &Standing| match standing {
            Standing::NotAvailable | Standing::Stale | Standing::Pending => true,
            Standing::Yes | Standing::NoRecord => false,
        };
        let vehicle = self.theft.gap.map(|gap| match gap {
            GapReason::Pending => Standing::Pending,
            GapReason::Stale => Standing::Stale,
            GapReason::TimedOut | GapReason::Failed | GapReason::Denied | GapReason::NotConnected => {
                Standing::NotAvailable
            }
        });
        self.people.iter().filter_map(about).find(open).or(vehicle)
    }
}

fn stolen_or_wanted(told: &Told<'_>, gaps: &[String]) -> Option<Headline> {
    let wanted: Vec<&PersonAnswer> = told.people.iter().filter(|person| is_wanted(person)).collect();
    let stolen = told.theft.evidence.first();
    let summary =
        |person: &PersonAnswer| evidence(person, Question::Wanted).map(|entry| entry.summary.clone());
    let (text, detail) = match (stolen, wanted.first()) {
        (None, None) => return None,
        (Some(entry), None) => {
            let absent = told.vehicle.is_none().then(|| "not on file in DMV-REG".to_owned());
            (
                upper_first(&entry.summary),
                vec![Some(format!("{} {}", entry.source.code(), entry.number)), absent],
            )
        }
        (None, Some(first)) => {
            (who(&wanted, "is wanted", "are wanted"), vec![told.of_all(wanted.len()), summary(first)])
        }
        (Some(entry), Some(first)) => {
            let who = lower_first(&who(&wanted, "is wanted", "are wanted"));
            let text = format!("{}, and {who}", upper_first(&entry.summary));
            (text, vec![told.of_all(wanted.len()), summary(first)])
        }
    };
    let mut parts: Vec<String> = detail.into_iter().flatten().collect();
    parts.push("confirm first".to_owned());
    parts.extend_from_slice(gaps);
    let person = wanted.first().map(|person| person.golden.clone());
    Some(Headline { severity: Severity::Danger, text, detail: parts.join(" · "), person })
}

fn dangerous(told: &Told<'_>, gaps: &[String]) -> Option<Headline> {
    if let Some(known) = known(told, Severity::Danger, gaps) {
        return Some(known);
    }
    let caution =
        |person: &PersonAnswer| person.cautions.iter().find(|c| DANGERS.contains(&c.as_str())).cloned();
    let warned: Vec<&PersonAnswer> = told.people.iter().filter(|person| caution(person).is_some()).collect();
    let first = warned.first()?;
    let mut parts: Vec<String> = told.of_all(warned.len()).into_iter().chain(caution(first)).collect();
    parts.extend_from_slice(gaps);
    Some(Headline {
        severity: Severity::Danger,
        text: who(&warned, "is marked with a caution", "are marked with a caution"),
        detail: parts.join(" · "),
        person: Some(first.golden.clone()),
    })
}

/// Whether anybody is wanted is the question; an answer that could not be had is said before anything that was.
fn wants_not_checked(told: &Told<'_>, gaps: &[String]) -> Option<Headline> {
    let (severity, text) = match told.wants_open()? {
        Standing::Pending => (Severity::Info, "Wants are being checked"),
        Standing::Stale => (Severity::Caution, "Wants checked against old data only"),
        Standing::NotAvailable | Standing::Yes | Standing::NoRecord => {
            (Severity::Caution, "Wants could not be checked")
        }
    };
    let owed = Question::Wanted.sources();
    let silent = told.sources.iter().filter(|line| owed.contains(&line.source));
    let reasons = silent.filter_map(|line| {
        let reason = match line.outcome {
            Outcome::Denied => GapReason::Denied,
            Outcome::NotConnected => GapReason::NotConnected,
            Outcome::Answered
            | Outcome::NoRecord
            | Outcome::TimedOut
            | Outcome::Failed
            | Outcome::Pending => return None,
        };
        Some(format!("{} {}", line.source.code(), reason.label()))
    });
    let parts: Vec<String> = gaps.iter().cloned().chain(reasons).chain(standing_words(told)).collect();
    Some(Headline { severity, text: text.to_owned(), detail: parts.join(" · "), person: None })
}

fn registration(told: &Told<'_>) -> Option<Headline> {
    let vehicle = told.vehicle.filter(|vehicle| !vehicle.registration.current)?;
    let registration = &vehicle.registration;
    let day = registration.expires.filter(|_| registration.words == "expired").map(words::month);
    let text = match day {
        Some(month) => format!("Registration expired {month}"),
        None => format!("Registration {}", registration.words),
    };
    let detail = [vehicle_words(vehicle), Some(registration.source.code().to_owned())];
    let detail = detail.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Some(Headline { severity: Severity::Caution, text, detail, person: None })
}

/// The first thing of this severity that is known about anybody.
fn known(told: &Told<'_>, severity: Severity, gaps: &[String]) -> Option<Headline> {
    SAID.iter().find_map(|(question, one, many)| {
        let grave =
            |person: &&PersonAnswer| evidence(person, *question).is_some_and(|e| e.severity == severity);
        let people: Vec<&PersonAnswer> = told.people.iter().filter(grave).collect();
        let first = people.first()?;
        let summary = evidence(first, *question).map(|e| e.summary.clone());
        let mut parts: Vec<String> = told.of_all(people.len()).into_iter().chain(summary).collect();
        parts.extend_from_slice(gaps);
        let text = who(&people, one, many);
        Some(Headline { severity, text, detail: parts.join(" · "), person: Some(first.golden.clone()) })
    })
}

fn nothing(told: &Told<'_>, gaps: &[String]) -> Headline {
    let heard = told.heard();
    let sources = if heard == 1 { "1 source".to_owned() } else { format!("{heard} sources") };
    let (text, first) = match told.vehicle {
        Some(_) => (format!("No record in {sources}"), standing_words(told)),
        None => {
            let what = match told.query {
                Query::Plate { .. } => "plate",
                Query::Vin { .. } => "VIN",
            };
            let registry = told.sources.iter().find(|line| line.source == Source::DmvRegistration);
            let asked =
                registry.is_some_and(|line| matches!(line.outcome, Outcome::Answered | Outcome::NoRecord));
            if asked {
                (format!("No registration with this {what}"), Some(format!("check the {what} and its state")))
            } else {
                ("Registrations could not be checked".to_owned(), Some("DMV-REG not connected".to_owned()))
            }
        }
    };
    let parts: Vec<String> = first.into_iter().chain(gaps.iter().cloned()).collect();
    let complete = gaps.is_empty() && (told.vehicle.is_none() || heard > 0);
    let severity = if complete { Severity::Info } else { Severity::Caution };
    Headline { severity, text, detail: parts.join(" · "), person: None }
}

/// What there is besides: the registration, and whom the answers leave out.
fn standing_words(told: &Told<'_>) -> Option<String> {
    let vehicle = told.vehicle?;
    let mut parts = vec![format!("registration {}", vehicle.registration.words)];
    match told.people.len() {
        0 => parts.push("no person on file for it".to_owned()),
        1 => parts.push("1 person".to_owned()),
        many => parts.push(format!("{many} people")),
    }
    let withheld = told.people.iter().filter(|person| person.withheld.is_some()).count();
    if withheld > 0 {
        parts.push(format!("{withheld} withheld"));
    }
    Some(parts.join(" · "))
}

fn evidence(person: &PersonAnswer, question: Question) -> Option<&Evidence> {
    person.answers.iter().find(|answer| answer.question == question)?.evidence.first()
}

fn who(people: &[&PersonAnswer], one: &str, many: &str) -> String {
    match people {
        [only] => match only.role {
            Role::Owner => format!("The registered owner {one}"),
            Role::CoOwner => format!("A registered owner {one}"),
            Role::AtAddress => format!("A person at this address {one}"),
        },
        more => {
            let there = more.iter().all(|person| person.role == Role::AtAddress);
            format!("{} people {}{many}", more.len(), if there { "at this address " } else { "" })
        }
    }
}

/// `2019 Honda Civic`.
pub(crate) fn vehicle_words(vehicle: &VehicleAnswer) -> Option<String> {
    let parts = [vehicle.year.map(|year| year.to_string()), vehicle.make.clone(), vehicle.model.clone()];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
