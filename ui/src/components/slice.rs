//! Parts of the page that are drawn again only when what they are drawn of changed: a key in the box redraws the box.

use yew::prelude::*;

use crate::app::Dispatch;
pub(crate) use crate::state::Same;

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
