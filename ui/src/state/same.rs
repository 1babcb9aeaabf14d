//! Something large that is told from another by where it lies, not by what it holds.

use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// A part of the state, or an answer: it differs from another once it was replaced or changed. Nobody reads a whole answer
/// at each key. Whatever is drawn of it holds on to it, so that a change is always a copy of its own.
#[derive(Default)]
pub(crate) struct Same<T>(Rc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Same<T> {
        Same(self.0.clone())
    }
}

impl<T> From<T> for Same<T> {
    fn from(value: T) -> Same<T> {
        Same(Rc::new(value))
    }
}

impl<T> From<&Rc<T>> for Same<T> {
    fn from(shared: &Rc<T>) -> Same<T> {
        Same(shared.clone())
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Same<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Same<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Same<T> {
    fn deref_mut(&mut self) -> &mut T {
        Rc::make_mut(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_differs_from_what_was_changed_since_and_keeps_what_it_held() {
        let mut state = Same::from(vec![1]);
        let drawn = state.clone();
        assert!(state == drawn, "nothing was changed");
        state.push(2);
        assert!(state != drawn);
        assert_eq!((drawn.len(), state.len()), (1, 2));
    }
}
