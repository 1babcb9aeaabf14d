//! Errors between programs: a stable code, and one table that turns codes into words and advice.

use serde::{Deserialize, Serialize};

/// Everything that can go wrong between two programs. The wire form never changes once released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nothing was typed.
    QueryEmpty,
    /// Longer than any plate or VIN.
    QueryTooLong,
    /// Neither plate nor VIN.
    QueryNotUnderstood,
    /// A plate with wildcards, which this hub does not search yet.
    QueryPartialPlate,
    /// `on_behalf_of` is missing or too long.
    BehalfMissing,
    /// A decision's reason is missing or too long.
    ReasonMissing,
    /// The body is not what the endpoint takes.
    BodyNotUnderstood,
    /// The body is larger than the endpoint takes.
    BodyTooLarge,
    /// No session, or it ended.
    NotSignedIn,
    /// The session is not entitled to this.
    NotEntitled,
    /// No such account.
    AccountUnknown,
    /// No such record, document or photo.
    NotFound,
    /// A photo that cannot be shown.
    PhotoUnreadable,
    /// The source that owns the thing did not answer.
    SourceUnavailable,
    /// The journal does not answer: what must be kept cannot be, and lookups go on.
    JournalAway,
    /// Too many requests at once.
    Busy,
    /// More than one operator or address may ask at once.
    TooManyRequests,
    /// The request did not arrive whole in time.
    RequestTooSlow,
    /// The hub failed; its log has the cause under the request's number.
    Internal,
    /// The console cannot reach the hub.
    HubUnreachable,
    /// The hub did not answer in time.
    HubTimedOut,
    /// The hub's certificate is not from the authority that the console trusts.
    HubNotTrusted,
    /// The hub answered with something that this console does not understand.
    HubNotUnderstood,
    /// The person cancelled it.
    Cancelled,
    /// A PIN or passphrase that is too easily guessed.
    SecretTooWeak,
    /// Not the PIN or passphrase that locks the console.
    SecretWrong,
    /// The machine's keyring is missing or does not answer.
    KeyringAway,
    /// What the console keeps cannot be read or written.
    VaultUnusable,
}

impl ErrorCode {
    /// Every code, for the documentation.
    pub const ALL: [ErrorCode; 28] = [
        ErrorCode::QueryEmpty,
        ErrorCode::QueryTooLong,
        ErrorCode::QueryNotUnderstood,
        ErrorCode::QueryPartialPlate,
        ErrorCode::BehalfMissing,
        ErrorCode::ReasonMissing,
        ErrorCode::BodyNotUnderstood,
        ErrorCode::BodyTooLarge,
        ErrorCode::NotSignedIn,
        ErrorCode::NotEntitled,
        ErrorCode::AccountUnknown,
        ErrorCode::NotFound,
        ErrorCode::PhotoUnreadable,
        ErrorCode::SourceUnavailable,
        ErrorCode::JournalAway,
        ErrorCode::Busy,
        ErrorCode::TooManyRequests,
        ErrorCode::RequestTooSlow,
        ErrorCode::Internal,
        ErrorCode::HubUnreachable,
        ErrorCode::HubTimedOut,
        ErrorCode::HubNotTrusted,
        ErrorCode::HubNotUnderstood,
        ErrorCode::Cancelled,
        ErrorCode::SecretTooWeak,
        ErrorCode::SecretWrong,
        ErrorCode::KeyringAway,
        ErrorCode::VaultUnusable,
    ];

    /// The wire form.
    pub const fn as_str(self) -> &'static str {
        match self {
            ErrorCode::QueryEmpty => "query_empty",
            ErrorCode::QueryTooLong => "query_too_long",
            ErrorCode::QueryNotUnderstood => "query_not_understood",
            ErrorCode::QueryPartialPlate => "query_partial_plate",
            ErrorCode::BehalfMissing => "behalf_missing",
            ErrorCode::ReasonMissing => "reason_missing",
            ErrorCode::BodyNotUnderstood => "body_not_understood",
            ErrorCode::BodyTooLarge => "body_too_large",
            ErrorCode::NotSignedIn => "not_signed_in",
            ErrorCode::NotEntitled => "not_entitled",
            ErrorCode::AccountUnknown => "account_unknown",
            ErrorCode::NotFound => "not_found",
            ErrorCode::PhotoUnreadable => "photo_unreadable",
            ErrorCode::SourceUnavailable => "source_unavailable",
            ErrorCode::JournalAway => "journal_away",
            ErrorCode::Busy => "busy",
            ErrorCode::TooManyRequests => "too_many_requests",
            ErrorCode::RequestTooSlow => "request_too_slow",
            ErrorCode::Internal => "internal",
            ErrorCode::HubUnreachable => "hub_unreachable",
            ErrorCode::HubTimedOut => "hub_timed_out",
            ErrorCode::HubNotTrusted => "hub_not_trusted",
            ErrorCode::HubNotUnderstood => "hub_not_understood",
            ErrorCode::Cancelled => "cancelled",
            ErrorCode::SecretTooWeak => "secret_too_weak",
            ErrorCode::SecretWrong => "secret_wrong",
            ErrorCode::KeyringAway => "keyring_away",
            ErrorCode::VaultUnusable => "vault_unusable",
        }
    }

    /// What happened, and what to do about it. The only place where errors are worded.
    pub const fn words(self) -> Words {
        let (title, advice) = match self {
            ErrorCode::QueryEmpty => ("Nothing to look up", "Type a plate or a VIN."),
            ErrorCode::QueryTooLong => {
                ("Too long for a plate or a VIN", "A plate has up to 8 letters and digits, a VIN 11 to 17.")
            }
            ErrorCode::QueryNotUnderstood => (
                "Neither a plate nor a VIN",
                "A plate has up to 8 letters and digits, a VIN 11 to 17; those of 17 have no I, O and Q.",
            ),
            ErrorCode::QueryPartialPlate => {
                ("Partial plates are not searched yet", "Type the whole plate, without ? and *.")
            }
            ErrorCode::BehalfMissing => (
                "For whom is missing",
                "Give the badge or name of the person you ask for, up to 64 characters.",
            ),
            ErrorCode::ReasonMissing => {
                ("The reason is missing", "Say why, in 3 to 500 characters. It is kept with the decision.")
            }
            ErrorCode::BodyNotUnderstood => {
                ("The request is not understood", "Compare it with the API document.")
            }
            ErrorCode::BodyTooLarge => ("The request is too large", "Send less at once."),
            ErrorCode::NotSignedIn => ("Not signed in", "Sign in again."),
            ErrorCode::NotEntitled => (
                "Not entitled",
                "Your assignment does not include this. Your agency's administrator assigns claims.",
            ),
            ErrorCode::AccountUnknown => ("No such account", "Check the account name."),
            ErrorCode::NotFound => ("Not found", "It may have been erased or merged. Look it up again."),
            ErrorCode::PhotoUnreadable => {
                ("The photo cannot be shown", "The source sent something that is no picture.")
            }
            ErrorCode::SourceUnavailable => {
                ("The source did not answer", "Try again, or ask the owning agency.")
            }
            ErrorCode::JournalAway => (
                "Nothing can be kept now",
                "The hub's journal does not answer. Lookups go on with what is on file. Try again when it is back.",
            ),
            ErrorCode::Busy => ("The hub is busy", "Try again in a moment."),
            ErrorCode::TooManyRequests => {
                ("Too many requests at once", "Wait for the answers that are under way, then try again.")
            }
            ErrorCode::RequestTooSlow => ("The request did not arrive in time", "Try again."),
            ErrorCode::Internal => {
                ("The hub failed", "Try again. If it stays, give support the request's number.")
            }
            ErrorCode::HubUnreachable => {
                ("The hub cannot be reached", "What you typed is kept. The console tries again by itself.")
            }
            ErrorCode::HubTimedOut => {
                ("The hub did not answer in time", "What you typed is kept. Press Enter to ask again.")
            }
            ErrorCode::HubNotTrusted => (
                "The hub is not the one this console trusts",
                "Do not go on. Call your agency's administrator.",
            ),
            ErrorCode::HubNotUnderstood => (
                "The hub answered in a form this console does not know",
                "Console and hub may differ in version.",
            ),
            ErrorCode::Cancelled => ("Canceled", "Press Enter to ask again."),
            ErrorCode::SecretTooWeak => (
                "Too easily guessed",
                "A PIN has at least 6 digits, neither all alike nor in a row. A passphrase has at least 15 characters.",
            ),
            ErrorCode::SecretWrong => ("That is not it", "Type it again."),
            ErrorCode::KeyringAway => (
                "This workstation's keyring does not answer",
                "A PIN needs it. Unlock it and try again, or choose a passphrase instead.",
            ),
            ErrorCode::VaultUnusable => (
                "Nothing can be kept on this workstation",
                "Its disk refuses, or what was kept is damaged. Lookups go on.",
            ),
        };
        Words { title, advice }
    }

    /// HTTP status of the problem document. Codes that only a client raises give 500.
    pub const fn status(self) -> u16 {
        match self {
            ErrorCode::QueryEmpty
            | ErrorCode::QueryTooLong
            | ErrorCode::QueryNotUnderstood
            | ErrorCode::QueryPartialPlate
            | ErrorCode::BehalfMissing
            | ErrorCode::ReasonMissing
            | ErrorCode::BodyNotUnderstood => 422,
            ErrorCode::BodyTooLarge => 413,
            ErrorCode::NotSignedIn => 401,
            ErrorCode::NotEntitled | ErrorCode::AccountUnknown => 403,
            ErrorCode::NotFound => 404,
            ErrorCode::PhotoUnreadable => 415,
            ErrorCode::SourceUnavailable => 502,
            ErrorCode::JournalAway | ErrorCode::Busy => 503,
            ErrorCode::TooManyRequests => 429,
            ErrorCode::RequestTooSlow => 408,
            ErrorCode::Internal
            | ErrorCode::HubUnreachable
            | ErrorCode::HubTimedOut
            | ErrorCode::HubNotTrusted
            | ErrorCode::HubNotUnderstood
            | ErrorCode::Cancelled
            | ErrorCode::SecretTooWeak
            | ErrorCode::SecretWrong
            | ErrorCode::KeyringAway
            | ErrorCode::VaultUnusable => 500,
        }
    }
}

/// Wording of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// What happened.
    pub title: &'static str,
    /// What to do.
    pub advice: &'static str,
}

/// A problem document (RFC 9457), and the error that every console command returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:ciss:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What to do.
    pub detail: String,
    /// Stable code.
    pub code: ErrorCode,
    /// What was wrong and where, for whoever wrote the request: a JSON path, a limit. Never a value that was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

impl Problem {
    /// The problem with this code, worded by the table.
    pub fn new(code: ErrorCode) -> Problem {
        let Words { title, advice } = code.words();
        Problem {
            kind: format!("urn:ciss:problem:{}", code.as_str()),
            title: title.to_owned(),
            status: code.status(),
            detail: advice.to_owned(),
            code,
            at: None,
        }
    }

    /// Says where. `at` must not repeat what was sent.
    pub fn at(mut self, at: impl Into<String>) -> Problem {
        self.at = Some(at.into());
        self
    }
}

impl From<ErrorCode> for Problem {
    fn from(code: ErrorCode) -> Problem {
        Problem::new(code)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}. {} [{}]", self.title, self.detail, self.code.as_str())
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_serialized_as_it_says() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
