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
    /// Somebody signed in. When the hub knows it no more, the next call opens another one.
    Open(Session),
    /// It was kept, and somebody goes on with it. When the hub knows it no more, somebody has to sign in.
    Resumed(Session),
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
            Stands::Open(session) | Stands::Resumed(session) => Some(Token(session.token)),
            Stands::None | Stands::Ended => None,
        }
    }

    /// The session that somebody signed in with. One that was resumed is kept already, and grows no younger.
    pub(crate) async fn new_one(&self) -> Option<Session> {
        match &*self.stands.lock().await {
            Stands::Open(session) => Some(session.clone()),
            Stands::Resumed(_) | Stands::None | Stands::Ended => None,
        }
    }

    /// Forgets it here and leaves it as it is at the hub. No call opens another one.
    pub(crate) async fn put_away(&self) {
        *self.stands.lock().await = Stands::Ended;
    }

    /// Goes on with one that was kept.
    pub(crate) async fn resume(&self, session: Session) {
        let mut stands = self.stands.lock().await;
        self.tell(&session);
        *stands = Stands::Resumed(session);
    }

    fn tell(&self, session: &Session) {
        let Session { operator, demo, .. } = session;
        self.signed_in.send_replace(Some(SignedIn { operator: operator.clone(), demo: *demo }));
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
        let not_spent = |session: &Session| spent.is_none_or(|spent| spent.0 != session.token);
        match &*current {
            Stands::Open(session) | Stands::Resumed(session) if not_spent(session) => {
                return Ok(Token(session.token.clone()));
            }
            Stands::Resumed(_) => {
                *current = Stands::Ended;
                self.signed_in.send_replace(None);
                return Err(ErrorCode::NotSignedIn.into());
            }
            Stands::Ended => return Err(ErrorCode::NotSignedIn.into()),
            Stands::Open(_) | Stands::None => {}
        }
        *current = Stands::None;
        let session = sign_in.await?;
        let token = Token(session.token.clone());
        self.tell(&session);
        *current = Stands::Open(session);
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

    #[tokio::test]
    async fn what_is_put_away_is_resumed_by_a_person_and_not_replaced_by_itself() {
        let current = CurrentSession::none();
        let never = async |spent| current.token(spent, async { panic!("signs in by itself") }).await;
        let code = |answer: Result<Token, Problem>| answer.err().map(|problem| problem.code);
        current.token(None, async { Ok(session("one")) }).await.unwrap();
        assert_eq!(current.new_one().await.map(|session| session.token).as_deref(), Some("one"));
        current.put_away().await;
        assert!(current.new_one().await.is_none());
        assert_eq!(code(never(None).await), Some(ErrorCode::NotSignedIn));

        current.resume(session("one")).await;
        assert!(current.new_one().await.is_none(), "it is kept already");
        let resumed = never(None).await.unwrap();
        assert_eq!(resumed.reveal(), "one");
        assert_eq!(code(never(Some(&resumed)).await), Some(ErrorCode::NotSignedIn));
        assert!(current.signed_in().borrow().is_none(), "somebody has to sign in");
        assert_eq!(code(never(None).await), Some(ErrorCode::NotSignedIn));
    }

    #[test]
    fn a_token_is_never_printed() {
        assert!(!format!("{:?}", Token("secret".into())).contains("secret"));
    }
}
