//! Which answer is on the screen, and whether it may be taken for that of the line in the box.

use std::rc::Rc;

use ciss_contract::lookup::LookupAnswer;
use ciss_contract::query::Query;
use ciss_contract::recent::RecentLookup;

use super::{Console, LookupState};

/// A lookup of this run.
#[derive(Clone, PartialEq)]
pub(crate) struct Recent {
    /// As the list at the left shows it.
    pub(crate) line: RecentLookup,
    /// The last answer, so that it can be read again while nobody can be asked. In memory only; a lookup that was run
    /// before this page was loaded has none.
    pub(crate) answer: Option<Rc<LookupAnswer>>,
}

/// How an answer on the screen stands to the line in the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Light {
    /// It is the answer: keys act on it.
    Lit,
    /// The box holds something else. The answer is set back, and nothing acts on it.
    Elsewhere,
    /// It is the last answer to the line in the box, which was asked again since without a new one. It is set back too.
    Earlier,
}

/// The answer area of the lookup page as it is drawn.
pub(crate) struct Drawn<'a> {
    /// The question, and how far it is.
    pub(crate) lookup: &'a LookupState,
    /// The answer on the screen.
    pub(crate) answer: Option<(&'a Rc<LookupAnswer>, Light)>,
}

impl Drawn<'_> {
    /// The answer on the screen if it is that of the box.
    pub(crate) fn lit(&self) -> Option<&Rc<LookupAnswer>> {
        self.answer.filter(|(_, light)| *light == Light::Lit).map(|(answer, _)| answer)
    }
}

impl Console {
    /// What the lookup page draws. Nearly every answer is there in less than a moment: until then nothing flickers.
    pub(crate) fn drawn(&self) -> Drawn<'_> {
        let lookup = self.before.as_ref().unwrap_or(&self.lookup);
        let own = lookup.answer().or_else(|| self.last_known());
        let answer = own.map(|answer| {
            let light = match (self.in_box(&answer.query), self.lookup.answer()) {
                (false, _) => Light::Elsewhere,
                (true, None) => Light::Earlier,
                (true, Some(_)) => Light::Lit,
            };
            (answer, light)
        });
        Drawn { lookup, answer }
    }

    /// The answer that keys act on: the one of the line in the box, and no older than the last question.
    pub(crate) fn lit(&self) -> Option<&Rc<LookupAnswer>> {
        self.lookup.answer().filter(|answer| self.in_box(&answer.query))
    }

    fn in_box(&self, query: &Query) -> bool {
        self.ask.understood().is_some_and(|understood| understood.as_ref() == Ok(query))
    }

    /// What was known when a question was asked that has no answer: the last one to it, else the one before it.
    fn last_known(&self) -> Option<&Rc<LookupAnswer>> {
        let asked = self.lookup.asked.as_ref()?;
        let same = self.recent.iter().find(|recent| recent.line.query == asked.query.shown());
        same.and_then(|recent| recent.answer.as_ref())
            .or_else(|| self.recent.iter().find_map(|recent| recent.answer.as_ref()))
    }
}
