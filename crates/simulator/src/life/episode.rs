//! From arrest to release.

use ciss_contract::matter::Grade;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::dice::days_before;
use crate::life::{Fate, Kind, Party, Stage, Statute, statute, statutes};
use crate::places::Town;

/// An arrest and all that followed.
pub(crate) struct Episode {
    pub(crate) ordinal: u64,
    pub(crate) subject: usize,
    pub(crate) at: Timestamp,
    pub(crate) on: Date,
    pub(crate) town: &'static Town,
    pub(crate) charges: Vec<&'static Statute>,
    /// Released on a promise to appear instead of being booked.
    pub(crate) summons: bool,
    /// A member of the same household whom the report names as victim or witness.
    pub(crate) witness: Option<usize>,
    pub(crate) companion: Option<Party>,
    /// Place of the household's vehicle that was stopped.
    pub(crate) vehicle: Option<usize>,
    pub(crate) outcome: Outcome,
    pub(crate) bail: Option<Bail>,
    pub(crate) failure: Option<Failure>,
    pub(crate) sentence: Sentence,
}

/// Where the case stands.
pub(crate) enum Outcome {
    Pending { next: Date },
    Disposed { on: Date, verdict: Verdict },
}

/// How a case ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Guilty,
    NotGuilty,
    Dismissed,
    Nolle,
}

impl Verdict {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Verdict::Guilty => "Guilty",
            Verdict::NotGuilty => "Not guilty",
            Verdict::Dismissed => "Dismissed",
            Verdict::Nolle => "Nolle",
        }
    }
}

/// Bail with conditions of release.
pub(crate) struct Bail {
    pub(crate) dollars: i64,
    pub(crate) conditions: Vec<&'static str>,
    pub(crate) from: Date,
    pub(crate) until: Date,
}

/// Failure to appear: the warrant that followed.
pub(crate) struct Failure {
    pub(crate) issued: Date,
    pub(crate) charge: &'static Statute,
    pub(crate) dollars: i64,
    /// Day it was served; none while it is out.
    pub(crate) served: Option<Date>,
    /// Also entered in the Wanted File.
    pub(crate) entered: bool,
}

/// What a guilty verdict led to.
#[derive(Default)]
pub(crate) struct Sentence {
    pub(crate) spell: Option<Spell>,
    pub(crate) probation: Option<Supervised>,
    pub(crate) parole: Option<Supervised>,
}

/// A spell in custody.
pub(crate) struct Spell {
    pub(crate) facility: &'static str,
    pub(crate) admitted: Date,
    pub(crate) released: Option<Date>,
    pub(crate) planned: Date,
}

/// A time under supervision.
pub(crate) struct Supervised {
    pub(crate) from: Date,
    pub(crate) until: Date,
    pub(crate) conditions: Vec<&'static str>,
    pub(crate) officer: &'static str,
}

impl Episode {
    /// The day on which the records of the case must vanish (CGS 54-142a: at once after a dismissal or an acquittal, 13
    /// months after a nolle), if it must.
    pub(crate) fn erased(&self) -> Option<Date> {
        match self.outcome {
            Outcome::Disposed { on, verdict: Verdict::Dismissed | Verdict::NotGuilty } => {
                Some(days_before(on, -14))
            }
            Outcome::Disposed { on, verdict: Verdict::Nolle } => Some(days_before(on, -396)),
            Outcome::Pending { .. } | Outcome::Disposed { verdict: Verdict::Guilty, .. } => None,
        }
    }

    /// A warrant for failure to appear is out: neither served, nor vacated when the case ended.
    pub(crate) fn is_wanted(&self) -> bool {
        let open = matches!(self.outcome, Outcome::Pending { .. });
        open && self.failure.as_ref().is_some_and(|failure| failure.served.is_none())
    }

    /// Gravest charge.
    pub(crate) fn grade(&self) -> Grade {
        self.charges.iter().map(|charge| charge.grade).max().unwrap_or(Grade::Misdemeanor)
    }

    /// Assault on, or interference with, an officer.
    pub(crate) fn against_police(&self) -> bool {
        self.charges.iter().any(|charge| charge.kind == Kind::Police)
    }
}

const FACILITIES: [&str; 9] = [
    "Osborn CI",
    "MacDougall-Walker CI",
    "Cheshire CI",
    "Corrigan CC",
    "Hartford CC",
    "New Haven CC",
    "Bridgeport CC",
    "Robinson CI",
    "Brooklyn CI",
];

const OFFICERS: [&str; 8] = [
    "K. Amado",
    "T. Brzezicki",
    "L. Charbonneau",
    "M. Delgado",
    "R. Eastwick",
    "J. Fontaine",
    "S. Okafor",
    "P. Yost",
];

impl Stage<'_> {
    /// Lets an arrest and its consequences happen. What would lie in the future has not happened yet.
    pub(super) fn episode(
        &mut self,
        ordinal: u64,
        subject: usize,
        on: Date,
        section: Option<&'static str>,
        fate: Fate,
    ) -> Episode {
        let household = self.household;
        let mut charges =
            vec![section.and_then(statute).unwrap_or_else(|| statutes::draw(&mut self.dice, Kind::Order))];
        while charges.len() < 4 && self.dice.chance(0.33) {
            let further = statutes::draw(&mut self.dice, Kind::Order);
            if charges.iter().all(|charge| charge.section != further.section) {
                charges.push(further);
            }
        }
        let felony = charges.iter().any(|charge| charge.grade == Grade::Felony);
        let summons = !felony && self.dice.chance(0.45);
        let motor = charges.iter().any(|charge| charge.kind == Kind::Motor);
        let violent = charges.iter().any(|charge| matches!(charge.kind, Kind::Violence | Kind::Order));
        let others = household.members.len() - 1;
        let witness = (others > 0 && self.dice.chance(if violent { 0.5 } else { 0.1 }))
            .then(|| (subject + 1 + self.dice.below(others)) % household.members.len());
        let vehicle = (!household.vehicles.is_empty() && self.dice.chance(if motor { 0.75 } else { 0.08 }))
            .then(|| self.dice.below(household.vehicles.len()));
        let companion = if self.dice.chance(0.05) { self.stranger(None) } else { None };
        let town = match self.dice.chance(0.6) {
            true => household.home.town,
            false => crate::places::TOWNS.draw(&mut self.dice),
        };
        let time = jiff::civil::time(self.dice.between(0, 23) as i8, self.dice.between(0, 59) as i8, 0, 0);
        let at = on
            .to_datetime(time)
            .to_zoned(TimeZone::UTC)
            .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
        let bail = (!summons && self.dice.chance(0.75) || fate == Fate::FailsToAppear)
            .then(|| self.bail(on, felony));
        let mut episode = Episode {
            ordinal,
            subject,
            at,
            on,
            town,
            charges,
            summons,
            witness,
            companion,
            vehicle,
            outcome: Outcome::Pending { next: days_before(self.world.today, -self.dice.between(1, 60)) },
            bail,
            failure: None,
            sentence: Sentence::default(),
        };
        self.decide(&mut episode, fate, felony);
        episode
    }

    fn bail(&mut self, on: Date, felony: bool) -> Bail {
        let conditions = [
            "Curfew 21:00 to 06:00",
            "No contact with the victim",
            "Do not leave the state",
            "Electronic monitoring",
            "No possession of weapons",
            "Submit to drug testing",
        ];
        let mut chosen: Vec<_> = conditions.into_iter().filter(|_| self.dice.chance(0.3)).collect();
        if chosen.is_empty() {
            chosen.push(conditions[self.dice.below(conditions.len())]);
        }
        let dollars = if felony { self.dice.between(5, 100) * 1000 } else { self.dice.between(1, 20) * 500 };
        let from = days_before(on, -1).min(days_before(self.world.today, 1));
        Bail { dollars, conditions: chosen, from, until: days_before(from, -365) }
    }

    fn decide(&mut self, episode: &mut Episode, fate: Fate, felony: bool) {
        let (today, on) = (self.world.today, episode.on);
        let yesterday = days_before(today, 1);
        let since = |day: Date| (today - day).get_days();
        let section = if felony { "53a-172" } else { "53a-173" };
        if let (Fate::FailsToAppear | Fate::AppearsLate, Some(charge)) = (fate, statute(section)) {
            let passed = i64::from(since(on));
            let issued = days_before(on, -self.dice.between(passed.min(25), passed.min(140) - 1).max(1));
            let served = (fate == Fate::AppearsLate).then(|| days_before(issued, -self.dice.between(5, 300)));
            let served = served.map(|day| day.min(yesterday)).filter(|day| *day >= issued);
            let dollars = self.dice.between(5, 100) * 500;
            let entered = served.is_none() && felony && self.dice.chance(0.5);
            episode.failure =
                Some(Failure { issued: issued.min(yesterday), charge, dollars, served, entered });
        }
        let verdict = match fate {
            Fate::Pending | Fate::FailsToAppear => return,
            Fate::AppearsLate | Fate::Fined | Fate::Probation | Fate::Imprisoned | Fate::Paroled => {
                Verdict::Guilty
            }
            Fate::Nolle => Verdict::Nolle,
            Fate::Dismissed => Verdict::Dismissed,
            Fate::NotGuilty => Verdict::NotGuilty,
        };
        let disposed = days_before(on, -self.dice.between(10, 240)).min(yesterday);
        episode.outcome = Outcome::Disposed { on: disposed, verdict };
        match fate {
            Fate::Probation => {
                let until = days_before(disposed, -self.dice.between(365, 1100));
                let conditions = vec!["Report as directed", "Submit to drug testing", "No new arrests"];
                let officer = self.dice.pick(&OFFICERS);
                episode.sentence.probation = Some(Supervised { from: disposed, until, conditions, officer });
            }
            Fate::Imprisoned => {
                let term = self.dice.between(30, if felony { 1400 } else { 240 });
                episode.sentence.spell = Some(self.spell(episode.subject, disposed, term, term));
            }
            Fate::Paroled => {
                let term = self.dice.between(1000, 2400);
                // Never released before tomorrow's newspaper: the time served fits between sentence and yesterday.
                let served = (term / 2).min(i64::from(since(disposed)) - 200).max(30);
                let spell = self.spell(episode.subject, disposed, served, term);
                if let Some(from) = spell.released {
                    let conditions = vec!["Report weekly", "Curfew 22:00 to 06:00", "Do not leave the state"];
                    let (until, officer) = (days_before(disposed, -term), self.dice.pick(&OFFICERS));
                    episode.sentence.parole = Some(Supervised { from, until, conditions, officer });
                }
                episode.sentence.spell = Some(spell);
            }
            Fate::Pending
            | Fate::FailsToAppear
            | Fate::AppearsLate
            | Fate::Fined
            | Fate::Nolle
            | Fate::Dismissed
            | Fate::NotGuilty => {}
        }
    }

    /// A spell of `served` days out of a term of `term` days, as far as it lies in the past.
    fn spell(&mut self, subject: usize, admitted: Date, served: i64, term: i64) -> Spell {
        let release = days_before(admitted, -served);
        let facility = match self.household.members[subject].person.sex {
            crate::names::Sex::Female => "York CI",
            crate::names::Sex::Male => self.dice.pick(&FACILITIES),
        };
        let released = (release < self.world.today).then_some(release);
        Spell { facility, admitted, released, planned: days_before(admitted, -term) }
    }
}
