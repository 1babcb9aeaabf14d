//! Places for lookups: so many at once, and so many of one operator.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ciss_contract::problem::ErrorCode;

/// The places of a hub.
pub(crate) struct Places {
    all: usize,
    each: usize,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by: HashMap<String, usize>,
}

/// A place; dropping it gives it back.
pub(crate) struct Place {
    places: Arc<Places>,
    operator: String,
}

impl Places {
    /// `all` places, of which one operator may take `each`.
    pub(crate) fn new(all: usize, each: usize) -> Arc<Places> {
        Arc::new(Places { all, each, taken: Mutex::default() })
    }

    /// How many are taken.
    pub(crate) fn taken(&self) -> usize {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).all
    }

    /// Takes a place for the operator.
    ///
    /// # Errors
    /// [`ErrorCode::TooManyRequests`] when the operator has taken the own share, [`ErrorCode::Busy`] when all are taken.
    pub(crate) fn take(self: &Arc<Self>, operator: &str) -> Result<Place, ErrorCode> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.by.get(operator).is_some_and(|own| *own >= self.each) {
            return Err(ErrorCode::TooManyRequests);
        }
        if taken.all >= self.all {
            return Err(ErrorCode::Busy);
        }
        taken.all += 1;
        *taken.by.entry(operator.to_owned()).or_default() += 1;
        Ok(Place { places: Arc::clone(self), operator: operator.to_owned() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all = taken.all.saturating_sub(1);
        if let Some(own) = taken.by.get_mut(&self.operator) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                taken.by.remove(&self.operator);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_has_a_share_and_all_have_the_whole() {
        let places = Places::new(3, 2);
        let first = places.take("a");
        let second = places.take("a");
        assert!(first.is_ok() && second.is_ok());
        assert_eq!(places.take("a").err(), Some(ErrorCode::TooManyRequests));
        let third = places.take("b");
        assert!(third.is_ok());
        assert_eq!(places.take("b").err(), Some(ErrorCode::Busy));
        drop(first);
        assert!(places.take("c").is_ok());
        drop((second, third));
        assert_eq!(places.taken.lock().unwrap().by.len(), 0, "who has left is forgotten");
    }
}
