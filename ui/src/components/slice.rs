//! Parts of the page that are drawn again only when what they are drawn of changed: a key in the box redraws the box.

use std::ops::Deref;
use std::rc::Rc;

use yew::prelude::*;

use crate::app::Dispatch;

/// All that a part of the page is drawn of.
pub(crate) trait Slice: PartialEq + 'static {
    /// Draws it.
    fn draw(&self, dispatch: &Dispatch) -> Html;
}

/// The part, drawn again where it differs from what was drawn last in its place.
pub(crate) fn slice<S: Slice>(slice: S, dispatch: &Dispatch) -> Html {
    html! { <Part<S> {slice} dispatch={dispatch.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct PartProps<S: Slice> {
    slice: S,
    dispatch: Dispatch,
}

#[component]
fn Part<S: Slice>(props: &PartProps<S>) -> Html {
    props.slice.draw(&props.dispatch)
}

/// Something large that differs from another where it was replaced: nobody reads a whole answer at each key.
#[derive(Clone)]
pub(crate) struct Same<T>(Rc<T>);

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
