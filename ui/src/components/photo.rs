//! A portrait: text first, the picture when it comes, and a word where it does not.

use ciss_contract::lookup::PhotoRef;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon::icon;
use crate::state::RefusedPhotos;
use crate::wording::person::photo_caption;
use crate::{browser, ipc};

/// How large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// In a list.
    Small,
    /// In a row of the matrix.
    Row,
    /// In the owner's panel.
    Medium,
    /// On a record.
    Large,
}

impl Size {
    const fn class(self) -> &'static str {
        match self {
            Size::Small => "small",
            Size::Row => "row",
            Size::Medium => "medium",
            Size::Large => "large",
        }
    }

    /// Pixels asked for: twice what is drawn, for dense screens.
    const fn width(self) -> u32 {
        match self {
            Size::Small => 96,
            Size::Row => 128,
            Size::Medium => 192,
            Size::Large => 256,
        }
    }
}

/// A portrait of the person with this name, or the reason why there is none.
pub(crate) fn portrait(photo: Option<&PhotoRef>, size: Size, name: &str) -> Html {
    match photo {
        Some(photo) => html! {
            <Portrait key={photo.id.as_str()} photo={photo.clone()} {size} name={name.to_owned()} />
        },
        None => html! {
            <span class={classes!("photo", size.class())} data-photo="none">
                { icon("user-round") }
                <span class="caption">{ "no photo" }</span>
            </span>
        },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Loading,
    Shown,
    Unavailable,
}

#[derive(Properties, PartialEq)]
struct PortraitProps {
    photo: PhotoRef,
    size: Size,
    name: AttrValue,
}

#[component]
fn Portrait(props: &PortraitProps) -> Html {
    let seen = use_state(|| Seen::Loading);
    let text_is_there = use_state(|| false);
    let setter = text_is_there.setter();
    use_effect_with((), move |()| {
        // Text first: fetching and decoding would take the machine from drawing what stands around the picture.
        spawn_local(async move {
            browser::painted().await;
            setter.set(true);
        });
    });
    let address =
        use_memo((props.photo.id.clone(), props.size), |(id, size)| ipc::photo_address(id, size.width()));
    let refused = use_context::<RefusedPhotos>().and_then(|refused| refused.get(&props.photo.id).cloned());
    let became = |next: Seen| {
        let seen = seen.setter();
        Callback::from(move |_: Event| seen.set(next))
    };
    let caption = photo_caption(&props.photo);
    let (state, under, words) = match (*seen, address.is_some()) {
        (_, false) | (Seen::Unavailable, _) => {
            ("unavailable", "image-off", refused.clone().unwrap_or_else(|| "not available".to_owned()))
        }
        (Seen::Loading, true) => ("loading", "user-round", caption.clone()),
        (Seen::Shown, true) => ("shown", "user-round", caption.clone()),
    };
    let wanted = *text_is_there && *seen != Seen::Unavailable;
    let picture = address.as_ref().as_ref().filter(|_| wanted).map(|address| {
        html! {
            <img
                src={address.clone()}
                alt={format!("Photo of {}, {caption}", props.name)}
                loading="lazy"
                decoding="async"
                onload={became(Seen::Shown)}
                onerror={became(Seen::Unavailable)}
            />
        }
    });
    html! {
        <span class={classes!("photo", props.size.class())} data-photo={state}
            title={(state == "unavailable").then(|| unavailable(&caption, refused.as_deref()))}>
            { icon(under) }
            { for picture }
            <span class="caption">{ words }</span>
        </span>
    }
}

fn unavailable(caption: &str, reason: Option<&str>) -> String {
    match reason {
        Some(reason) => format!("Photo not available ({caption}): {reason}"),
        None => format!("Photo not available ({caption})"),
    }
}
