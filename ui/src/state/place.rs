//! Where the window is, and the one way back and forward.

use ciss_contract::ipc::OpenRecord;
use ciss_contract::query::Query;

/// Places that are remembered in each direction: more than anybody goes back.
const MOST: usize = 50;

/// A page of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// Which hub this workstation asks, before anybody has said.
    Hub,
    /// Who signs in, once somebody signed out.
    SignIn,
    /// The console is locked.
    Lock,
    /// What is to lock it.
    Pin,
    /// Plate or VIN in, answer out.
    Lookup,
    /// A golden record.
    Record,
}

/// A page with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Which hub this workstation asks.
    Hub,
    /// Who signs in.
    SignIn,
    /// The console is locked.
    Lock,
    /// What is to lock it.
    Pin,
    /// The box, with whatever was answered last under it.
    Box,
    /// The answer to a question.
    Answer(Query),
    /// A golden record, for that purpose and that person; none before one was opened.
    Record(Option<OpenRecord>),
}

impl Place {
    /// The page that shows it.
    pub(crate) const fn page(&self) -> Page {
        match self {
            Place::Hub => Page::Hub,
            Place::SignIn => Page::SignIn,
            Place::Lock => Page::Lock,
            Place::Pin => Page::Pin,
            Place::Box | Place::Answer(_) => Page::Lookup,
            Place::Record(_) => Page::Record,
        }
    }
}

/// Every place since the start, in the order in which somebody came to them.
#[derive(Clone)]
pub(crate) struct History {
    past: Vec<Place>,
    here: Place,
    future: Vec<Place>,
}

impl History {
    /// One that begins here.
    pub(crate) const fn at(here: Place) -> History {
        History { past: Vec::new(), here, future: Vec::new() }
    }

    /// Where the window is.
    pub(crate) const fn here(&self) -> &Place {
        &self.here
    }

    /// Where one step back leads.
    pub(crate) fn behind(&self) -> Option<&Place> {
        self.past.last()
    }

    /// Goes on to a place; what lay ahead is forgotten. The box is not come back to once something was asked in it.
    pub(crate) fn go(&mut self, place: Place) {
        if self.here == place {
            return;
        }
        let left = std::mem::replace(&mut self.here, place);
        self.future.clear();
        if !matches!((&left, &self.here), (Place::Box, Place::Answer(_))) {
            keep(&mut self.past, left);
        }
    }

    /// The place is another one than was thought: the record is now part of that one.
    pub(crate) fn correct(&mut self, place: Place) {
        self.here = place;
    }

    /// One step back, where there is one.
    pub(crate) fn back(&mut self) -> bool {
        step(&mut self.past, &mut self.here, &mut self.future)
    }

    /// One step forward, where somebody went back before.
    pub(crate) fn forward(&mut self) -> bool {
        step(&mut self.future, &mut self.here, &mut self.past)
    }
}

fn step(from: &mut Vec<Place>, here: &mut Place, to: &mut Vec<Place>) -> bool {
    let Some(next) = from.pop() else {
        return false;
    };
    keep(to, std::mem::replace(here, next));
    true
}

fn keep(places: &mut Vec<Place>, place: Place) {
    if places.len() == MOST {
        places.remove(0);
    }
    places.push(place);
}

#[cfg(test)]
mod tests {
    use ciss_contract::ids::GoldenId;
    use ciss_contract::session::Purpose;

    use super::*;

    fn answer(plate: &str) -> Place {
        Place::Answer(Query::interpret(plate).expect("a plate"))
    }

    fn record(golden: &str) -> Place {
        let (purpose, on_behalf_of) = (Purpose::TrafficStop, "412".to_owned());
        Place::Record(Some(OpenRecord { golden: GoldenId::from(golden), after: None, purpose, on_behalf_of }))
    }

    /// Goes to each place, then as far back as it goes; answers where that led, the last place first.
    fn way_back(places: &[Place]) -> Vec<Place> {
        let mut history = History::at(Place::Box);
        places.iter().for_each(|place| history.go(place.clone()));
        let mut way = vec![history.here().clone()];
        while history.back() {
            way.push(history.here().clone());
        }
        way
    }

    #[test]
    fn back_leads_through_every_place_and_the_box_only_where_nothing_was_asked_in_it() {
        let (a, b, one, two) = (answer("AB12345"), answer("CD67890"), record("g1"), record("g2"));
        let check = |places: &[&Place], expect: &[&Place]| {
            let places: Vec<Place> = places.iter().copied().cloned().collect();
            assert_eq!(way_back(&places).iter().collect::<Vec<_>>(), expect);
        };
        check(&[], &[&Place::Box]);
        check(&[&a], &[&a]);
        check(&[&a, &one, &two], &[&two, &one, &a]);
        check(&[&a, &one, &Place::Box, &b], &[&b, &one, &a]);
        check(&[&a, &one, &Place::Box, &two], &[&two, &Place::Box, &one, &a]);
        check(&[&a, &a, &a], &[&a]);
        check(&[&a, &b, &a], &[&a, &b, &a]);
        check(&[&one], &[&one, &Place::Box]);
    }

    #[test]
    fn forward_undoes_back_until_somebody_goes_elsewhere() {
        let mut history = History::at(answer("AB12345"));
        history.go(record("g1"));
        history.go(record("g2"));
        assert!(!history.forward());
        assert!(history.back() && history.back() && !history.back());
        assert_eq!(history.here(), &answer("AB12345"));
        assert!(history.forward() && history.forward() && !history.forward());
        assert_eq!(history.here(), &record("g2"));
        history.back();
        history.go(answer("CD67890"));
        assert!(!history.forward());
        assert_eq!(history.behind(), Some(&record("g1")));
    }

    #[test]
    fn a_long_shift_is_not_remembered_whole() {
        let places: Vec<Place> = (0..10 * MOST).map(|number| answer(&format!("AB{number:05}"))).collect();
        assert_eq!(way_back(&places).len(), MOST + 1);
    }
}
