//! Icons. A word always stands beside one, so a screen reader never hears it.

use yew::prelude::*;

/// The icon in `assets/icons/ui` with this name, in the colour of the text around it.
pub(crate) fn icon(name: &'static str) -> Html {
    html! { <span class={classes!("icon", format!("icon-{name}"))} aria-hidden="true"></span> }
}
