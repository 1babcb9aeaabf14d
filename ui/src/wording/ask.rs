//! The line under the box while nothing is wrong.

use crate::state::{Console, Progress};

/// What Enter would do now, or what to press next.
pub(crate) fn hint(console: &Console) -> String {
    let ask = &console.ask;
    match &console.drawn().progress {
        Progress::Asking(_) => return "Asking the sources. Esc cancels.".to_owned(),
        Progress::Waiting(_) => return "Waiting for the hub. Esc gives up.".to_owned(),
        Progress::Answered(answer) if ask.understood() == Some(Ok(answer.query.clone())) => {
            return match answer.people.len() {
                0 => "R read back · C copy · / next lookup",
                _ => "1–9 open a person · I where it comes from · R read back · C copy · / next lookup",
            }
            .to_owned();
        }
        Progress::Empty | Progress::Answered(_) | Progress::Failed(_) | Progress::Cancelled => {}
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
