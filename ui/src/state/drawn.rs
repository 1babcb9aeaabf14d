//! Which answer is on the screen, and whether it may be taken for that of the line in the box.

use std::rc::Rc;

use ciss_contract::lookup::LookupAnswer;
use ciss_contract::query::Query;
use ciss_contract::recent::RecentLookup;

use super::{Ask, Asked, Console, LookupState};

/// A lookup of this run.
#[derive(Clone, PartialEq)]
pub(crate) struct Recent {
    /// As the list at the left shows it.
    pub(crate) line: RecentLookup,
    /// The last answer, so that it can be read again while nobody can be asked. In memory only; a lookup that was run
    /// before this page was loaded has none.
    pub(crate) known: Option<Known>,
}

/// An answer with the question that it answers.
#[derive(Clone, PartialEq)]
pub(crate) struct Known {
    /// The question.
    pub(crate) asked: Asked,
    /// The answer, with what came late.
    pub(crate) answer: Rc<LookupAnswer>,
}

/// How an answer on the screen stands to the line in the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Light {
    /// It is the answer: keys act on it.
    Lit,
    /// It is the answer, from when it was asked for: somebody came back to it. Keys act on it, and its age is said.
    Returned,
    /// The box holds something else. The answer is set back, and nothing acts on it.
    Elsewhere,
    /// It is the last answer to the line in the box, which was asked again since without a new one. It is set back too.
    Earlier,
}

impl Light {
    /// Do keys act on it?
    pub(crate) const fn is_lit(self) -> bool {
        match self {
            Light::Lit | Light::Returned => true,
            Light::Elsewhere | Light::Earlier => false,
        }
    }
}

/// The answer area of the lookup page as it is drawn.
pub(crate) struct Drawn<'a> {
    /// The question, and how far it is.
    pub(crate) lookup: &'a LookupState,
    /// The answer on the screen.
    pub(crate) answer: Option<(&'a Rc<LookupAnswer>, Light)>,
}

impl<'a> Drawn<'a> {
    /// What is drawn of these slices. Nearly every answer is there in less than a moment: until then nothing flickers.
    pub(crate) fn of(
        ask: &Ask,
        lookup: &'a LookupState,
        before: Option<&'a LookupState>,
        recent: &'a [Recent],
    ) -> Drawn<'a> {
        let drawn = before.unwrap_or(lookup);
        let own = drawn.answer().or_else(|| last_known(lookup, recent));
        let answer = own.map(|answer| {
            let light = match (in_box(ask, &answer.query), lookup.answer()) {
                (false, _) => Light::Elsewhere,
                (true, None) => Light::Earlier,
                (true, Some(_)) if lookup.returned => Light::Returned,
                (true, Some(_)) => Light::Lit,
            };
            (answer, light)
        });
        Drawn { lookup: drawn, answer }
    }

    /// The answer on the screen if it is that of the box.
    pub(crate) fn lit(&self) -> Option<&'a Rc<LookupAnswer>> {
        self.answer.filter(|(_, light)| light.is_lit()).map(|(answer, _)| answer)
    }
}

impl Console {
    /// The answer that keys act on: the one of the line in the box, and no older than the last question.
    pub(crate) fn lit(&self) -> Option<&Rc<LookupAnswer>> {
        self.lookup.answer().filter(|answer| in_box(&self.ask, &answer.query))
    }
}

fn in_box(ask: &Ask, query: &Query) -> bool {
    ask.understood().is_some_and(|understood| understood.as_ref() == Ok(query))
}

/// What was known when a question was asked that has no answer: the last one to it, else the one before it.
fn last_known<'a>(lookup: &LookupState, recent: &'a [Recent]) -> Option<&'a Rc<LookupAnswer>> {
    let asked = lookup.asked.as_ref()?;
    let same = recent.iter().find(|recent| recent.line.query == asked.query.shown());
    let mut known = same.into_iter().chain(recent).filter_map(|recent| recent.known.as_ref());
    known.next().map(|known| &known.answer)
}
