//! Words beside a name.

use yew::prelude::*;

use super::icon::icon;
use crate::wording::answer::Tag;
use crate::wording::look::Look;
use crate::wording::lookup::{question_code, standing_code};

/// All of a person's tags.
pub(crate) fn tags(tags: &[Tag]) -> Html {
    html! { <span class="tags">{ for tags.iter().map(tag) }</span> }
}

fn tag(tag: &Tag) -> Html {
    let question = tag.answer.map(|(question, _)| question_code(question));
    let standing = tag.answer.map(|(_, standing)| standing_code(standing));
    html! {
        <span class={classes!("tag", tag.look.class())} data-answer={question} data-standing={standing}>
            { (tag.look != Look::NoRecord).then(|| icon(tag.look.icon())) }
            <span>{ &tag.text }</span>
        </span>
    }
}
