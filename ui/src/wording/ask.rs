//! The line under the box while nothing is wrong, and the words of a link that waits.

use ciss_contract::ipc::DeepLink;
use ciss_contract::query::Query;

use crate::state::{Ask, Drawn, Progress};

/// What Enter would do now, or what to press next.
pub(crate) fn hint(ask: &Ask, drawn: &Drawn<'_>) -> String {
    match &drawn.lookup.progress {
        Progress::Asking(_) => return "Asking the sources. Esc cancels.".to_owned(),
        Progress::Waiting(_) => return "Waiting for the hub. Esc gives up.".to_owned(),
        Progress::Empty | Progress::Answered(_) | Progress::Failed(_) | Progress::Cancelled => {}
    }
    if let Some(answer) = drawn.lit() {
        return match answer.people.len() {
            0 => "Type the next plate at any time · Alt R read back · Alt C copy",
            _ => {
                "Type the next plate at any time · Alt 1–9 open a person · Alt I where it comes from · Alt R read back · \
                 Alt C copy"
            }
        }
        .to_owned();
    }
    match ask.understood() {
        None => "Type a plate or a VIN; spaces and hyphens do not matter.".to_owned(),
        Some(Ok(_)) if ask.behalf.trim().is_empty() => {
            "For whom do you ask? Give a badge or a name.".to_owned()
        }
        Some(Ok(query)) => {
            format!("Enter looks up {} · {} · for {}", query.shown(), ask.purpose.label(), ask.behalf.trim())
        }
        Some(Err(code)) => code.words().advice.to_owned(),
    }
}

/// `CD·67890 · traffic stop · for 1142`; what the link does not say is left out.
pub(crate) fn link(link: &DeepLink) -> String {
    let query = Query::interpret(&link.query).map_or_else(|_| link.query.clone(), |query| query.shown());
    let purpose = link.purpose.map(|purpose| purpose.label().to_owned());
    let behalf = link.on_behalf_of.as_ref().map(|behalf| format!("for {behalf}"));
    [Some(query), purpose, behalf].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What a screen reader says when a link came that waits.
pub(crate) fn link_spoken(waiting: &DeepLink) -> String {
    format!("A link asks for {}. Alt L looks it up, Escape sends it away.", link(waiting))
}
