//! One session with the hub: who is signed in, and the token that proves it.

use ciss_contract::ipc::SignedIn;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::session::Session;
use tokio::sync::{Mutex, watch};

/// A bearer token. It cannot be printed or serialized.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(String);

impl Token {
    /// The token itself, for the Authorization header and nothing else.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(<redacted>)")
    }
}

/// The session in use. However many calls find themselves without a valid one, one of them signs in and the others
/// wait for it.
#[derive(Debug)]
pub(crate) struct CurrentSession {
    stands: Mutex<Stands>,
    signed_in: watch::Sender<Option<SignedIn>>,
}

/// How the session stands.
#[derive(Debug)]
enum Stands {
    /// There is none; the next call opens one.
    None,
    /// It is open.
    Open(Token),
    /// Somebody signed out. No call opens another one.
    Ended,
}

impl CurrentSession {
    pub(crate) fn none() -> CurrentSession {
        CurrentSession { stands: Mutex::new(Stands::None), signed_in: watch::Sender::new(None) }
    }

    /// Ends it here, and gives its token for the last call: the one that ends it at the hub.
    pub(crate) async fn end(&self) -> Option<Token> {
        let stood = std::mem::replace(&mut *self.stands.lock().await, Stands::Ended);
        self.signed_in.send_replace(None);
        match stood {
            Stands::Open(token) => Some(token),
            Stands::None | Stands::Ended => None,
        }
    }

    /// Somebody is there again: the next call may open a session.
    pub(crate) async fn begin(&self) {
        *self.stands.lock().await = Stands::None;
    }

    /// Who is signed in, and every change of it.
    pub(crate) fn signed_in(&self) -> watch::Receiver<Option<SignedIn>> {
        self.signed_in.subscribe()
    }

    /// A token that is not the spent one; signs in where there is none and nobody signed out.
    pub(crate) async fn token(
        &self,
        spent: Option<&Token>,
        sign_in: impl Future<Output = Result<Session, Problem>>,
    ) -> Result<Token, Problem> {
        let mut current = self.stands.lock().await;
        match &*current {
            Stands::Open(token) if Some(token) != spent => return Ok(token.clone()),
            Stands::Ended => return Err(ErrorCode::NotSignedIn.into()),
            Stands::Open(_) | Stands::None => {}
        }
        *current = Stands::None;
        let Session { token, operator, demo } = sign_in.await?;
        let token = Token(token);
        *current = Stands::Open(token.clone());
        self.signed_in.send_replace(Some(SignedIn { operator, demo }));
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use ciss_contract::session::{Assignment, Operator};

    use super::*;

    fn session(token: &str) -> Session {
        let operator = Operator {
            federation_id: "CISS:IDP:TEST:USER:reyes".into(),
            name: "D. Reyes".into(),
            assignment: Assignment::Dispatcher,
            agency: "Middletown PD".into(),
            ori: "CT0008300".into(),
        };
        Session { token: token.into(), operator, demo: true }
    }

    #[tokio::test]
    async fn ten_calls_sign_in_once() {
        let current = CurrentSession::none();
        let count = Cell::new(0);
        let sign_in = || async {
            count.set(count.get() + 1);
            tokio::task::yield_now().await;
            Ok(session("one"))
        };
        let (a, b, c) = tokio::join!(
            current.token(None, sign_in()),
            current.token(None, sign_in()),
            current.token(None, sign_in())
        );
        assert_eq!(a, b);
        assert_eq!(b, c);
        assert_eq!(count.get(), 1);
        assert!(current.signed_in().borrow().is_some());
    }

    #[tokio::test]
    async fn a_spent_token_is_replaced_once_and_a_failure_is_not_kept() {
        let current = CurrentSession::none();
        let first = current.token(None, async { Ok(session("one")) }).await.unwrap();
        let second = current.token(Some(&first), async { Ok(session("two")) }).await.unwrap();
        assert_ne!(first, second);
        let again = current.token(Some(&first), async { Ok(session("three")) }).await.unwrap();
        assert_eq!(again, second, "another call has replaced it already");
        let failed = current.token(Some(&second), async { Err(ErrorCode::Busy.into()) }).await;
        assert_eq!(failed.map_err(|problem| problem.code), Err(ErrorCode::Busy));
        assert!(current.token(None, async { Ok(session("four")) }).await.is_ok());
    }

    #[tokio::test]
    async fn after_signing_out_no_call_opens_a_session_until_somebody_is_there_again() {
        let current = CurrentSession::none();
        let first = current.token(None, async { Ok(session("one")) }).await.unwrap();
        assert_eq!(current.end().await, Some(first.clone()));
        assert!(current.signed_in().borrow().is_none());
        for spent in [None, Some(&first)] {
            let refused = current.token(spent, async { Ok(session("two")) }).await;
            assert_eq!(refused.map_err(|problem| problem.code), Err(ErrorCode::NotSignedIn));
        }
        assert_eq!(current.end().await, None, "there is nothing more to end");
        current.begin().await;
        assert_ne!(current.token(None, async { Ok(session("two")) }).await.unwrap(), first);
    }

    #[test]
    fn a_token_is_never_printed() {
        assert!(!format!("{:?}", Token("secret".into())).contains("secret"));
    }
}
