//! What a database's error means.

use crate::error::JournalError;
use crate::group::closed;

/// Why an attempt failed, and whether another one may help.
#[derive(Debug)]
pub(super) enum Failure {
    /// The same again may succeed: it was in another's way, or the server is short of something.
    Again(JournalError),
    /// The connection is of no use; the server may be gone, or another one may take the writes.
    Lost(JournalError),
    /// Another attempt does not help.
    Final(JournalError),
}

impl Failure {
    /// A server that does not answer within the time.
    pub(super) fn silent() -> Failure {
        Failure::Lost(JournalError::unavailable("the database does not answer"))
    }
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Failure {
        Failure::Final(error)
    }
}

impl From<sqlx::Error> for Failure {
    /// The words of the database are not told: they quote values.
    #[allow(clippy::wildcard_enum_match_arm, reason = "not an enum of ours, and one that grows")]
    fn from(error: sqlx::Error) -> Failure {
        match error {
            sqlx::Error::Database(error) => error.code().map_or_else(Failure::silent, |code| of_code(&code)),
            // The system's words, or those about a certificate and the names on it: nothing that the journal holds.
            sqlx::Error::Io(error) => Failure::Lost(JournalError::unavailable(error.to_string())),
            sqlx::Error::Tls(error) => Failure::Lost(JournalError::unavailable(format!("TLS: {error}"))),
            sqlx::Error::PoolClosed => Failure::Lost(closed()),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::RowNotFound => {
                Failure::Final(JournalError::damaged("a column holds what it cannot hold"))
            }
            sqlx::Error::Configuration(_) => {
                Failure::Final(JournalError::refused("a certificate or key file cannot be read"))
            }
            _ => Failure::silent(),
        }
    }
}

/// By SQLSTATE.
fn of_code(code: &str) -> Failure {
    let unavailable = || JournalError::unavailable(format!("the database says {code}"));
    match code {
        // Serialization and deadlock; no room, no memory, too many connections.
        _ if code.starts_with("40") || code.starts_with("53") => Failure::Again(unavailable()),
        "XX001" | "XX002" => Failure::Final(JournalError::damaged(format!("the database says {code}"))),
        // A position that is there although the head is before it.
        "23505" => Failure::Final(JournalError::damaged("there are entries beyond the head")),
        // Nobody is let in, there is no such database, a table or a right is missing.
        _ if ["28", "3D", "42", "0A"].iter().any(|class| code.starts_with(class)) => {
            Failure::Final(JournalError::refused(format!("the database says {code}")))
        }
        // Read-only, shutting down, starting up, connection errors, and what is not known.
        _ => Failure::Lost(unavailable()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_says_whether_to_try_again() {
        let check = |code: &str, expect: &str| {
            let failure = format!("{:?}", of_code(code));
            assert!(failure.starts_with(expect), "{code}: {failure}");
        };
        ["40001", "40P01", "53100", "53300"].iter().for_each(|code| check(code, "Again"));
        ["25006", "57P01", "57P03", "08006", "57014", "58030"].iter().for_each(|code| check(code, "Lost"));
        ["28P01", "3D000", "42501", "42P01", "XX001", "23505"].iter().for_each(|code| check(code, "Final"));
    }
}
