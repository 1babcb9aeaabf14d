//! Something went wrong: what happened and what to do.

use ciss_contract::problem::{ErrorCode, Problem};
use yew::prelude::*;

use super::icon::icon;

/// The panel in the place of what could not be had.
pub(crate) fn panel(problem: &Problem) -> Html {
    let name = match problem.code {
        ErrorCode::NotEntitled
        | ErrorCode::NotSignedIn
        | ErrorCode::AccountUnknown
        | ErrorCode::SecretTooWeak
        | ErrorCode::SecretWrong => "lock",
        ErrorCode::HubUnreachable | ErrorCode::HubTimedOut => "unplug",
        ErrorCode::HubNotTrusted => "octagon-alert",
        ErrorCode::QueryEmpty
        | ErrorCode::QueryTooLong
        | ErrorCode::QueryNotUnderstood
        | ErrorCode::QueryPartialPlate
        | ErrorCode::BehalfMissing
        | ErrorCode::ReasonMissing
        | ErrorCode::BodyNotUnderstood
        | ErrorCode::BodyTooLarge
        | ErrorCode::NotFound
        | ErrorCode::PhotoUnreadable
        | ErrorCode::SourceUnavailable
        | ErrorCode::JournalAway
        | ErrorCode::Busy
        | ErrorCode::TooManyRequests
        | ErrorCode::RequestTooSlow
        | ErrorCode::Internal
        | ErrorCode::HubNotUnderstood
        | ErrorCode::Cancelled
        | ErrorCode::KeyringAway
        | ErrorCode::VaultUnusable => "triangle-alert",
    };
    html! {
        <div id="problem" class="panel problem" role="alert" data-code={problem.code.as_str()}>
            { icon(name) }
            <h1>{ &problem.title }</h1>
            <p>{ &problem.detail }</p>
            <p class="small">
                { "Code " }<span class="mono">{ problem.code.as_str() }</span>
                if let Some(at) = &problem.at { { format!(" · {at}") } }
            </p>
        </div>
    }
}
