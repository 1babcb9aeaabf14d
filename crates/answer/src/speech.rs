//! Of whom something is said on the air. Whoever is meant again is not described again, and whoever is another is called so;
//! without names, people are told apart by the order in which they were spoken of.

use std::collections::BTreeSet;

use ciss_contract::ids::GoldenId;
use ciss_contract::lookup::Role;

use super::sayings::Saying;
use super::words;

/// Of whom was spoken.
#[derive(Clone, Default)]
pub(crate) struct Speech<'a> {
    /// In the last saying.
    last: BTreeSet<&'a GoldenId>,
    /// Who only lives at the address and was spoken of alone, in that order.
    met: Vec<&'a GoldenId>,
}

impl<'a> Speech<'a> {
    /// One sentence, without its full stop. `in_full` tells by place which are said with the words of their source.
    pub(crate) fn sentence(&mut self, sayings: &[&'a Saying<'_>], in_full: impl Fn(usize) -> bool) -> String {
        let mut text = String::new();
        for (place, saying) in sayings.iter().enumerate() {
            let people: BTreeSet<&GoldenId> = saying.people.iter().map(|person| &person.golden).collect();
            let again = people == self.last;
            let subject = self.subject(saying, again);
            let joint = match (place, again && subject.is_some()) {
                (0, _) => "",
                (_, true) => ", ",
                (_, false) => "; ",
            };
            text.push_str(joint);
            if let Some(subject) = subject.filter(|_| place == 0 || !again) {
                text.push_str(&subject);
                text.push(' ');
            }
            text.push_str(&saying.predicate());
            if in_full(place) && !saying.detail.is_empty() {
                text.push_str(", ");
                text.push_str(&words::aloud(&words::lower_first(&saying.detail)));
            }
            self.last = people;
        }
        text
    }

    fn subject(&mut self, saying: &'a Saying<'_>, again: bool) -> Option<String> {
        let subject = saying.subject()?;
        let [only] = saying.people.as_slice() else { return Some(subject) };
        if only.role != Role::AtAddress {
            return Some(subject);
        }
        if again {
            return Some("the same person".to_owned());
        }
        match self.met.iter().position(|met| *met == &only.golden) {
            Some(place) => {
                let nth = words::nth(place).filter(|_| self.met.len() > 1);
                Some(nth.map_or(subject, |nth| format!("the {nth} person")))
            }
            None => {
                self.met.push(&only.golden);
                let is_first = self.met.len() == 1;
                Some(if is_first { subject } else { "another person at the address".to_owned() })
            }
        }
    }
}
