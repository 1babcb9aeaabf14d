//! Which hub: a person meets one, compares its fingerprint, and takes it, or takes the console's own with demo data.

use std::path::PathBuf;

use ciss_client::Deadlines;
use ciss_client::chosen::{self, Chosen};
use ciss_client::meeting::{self, Met};
use ciss_contract::ipc::{ChooseHub, MeetHub, MetHub};
use ciss_contract::problem::{ErrorCode, Problem};
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use crate::console::{Console, Message, Reply};
use crate::settings::{HubChoice, demo_data};

/// What choosing needs.
pub(crate) struct Choosing {
    /// Gets the choice; the link waits for it.
    pub(crate) choices: watch::Sender<Option<HubChoice>>,
    /// Where a choice is kept.
    pub(crate) files: Vec<PathBuf>,
    /// The hub that was met last.
    pub(crate) met: Option<Met>,
}

impl Choosing {
    /// Asks the hub at an address who it is. The controller remembers it through [`Message::Met`].
    pub(super) fn meet(console: Console, request: MeetHub, reply: Reply<MetHub>) {
        tokio::spawn(async move {
            let answer = match meeting::meet(&request.address, &Deadlines::default()).await {
                Ok(met) => {
                    let shown = MetHub { url: met.hub.url.clone(), fingerprint: met.fingerprint.clone() };
                    console.send(Message::Met(Box::new(met))).await;
                    Ok(shown)
                }
                Err(problem) => Err(problem),
            };
            let _ = reply.send(answer);
        });
    }

    /// Takes a hub, and keeps the choice for the next start.
    pub(super) fn choose(&self, request: ChooseHub, reply: Reply<()>) {
        let (chosen, choice) = match self.what(request) {
            Ok(taken) => taken,
            Err(problem) => return drop(reply.send(Err(problem))),
        };
        let (choices, files) = (self.choices.clone(), self.files.clone());
        tokio::spawn(async move {
            let kept = spawn_blocking(move || chosen::write(&files, &chosen)).await;
            let answer = match kept {
                Ok(Ok(())) => {
                    choices.send_replace(Some(choice));
                    Ok(())
                }
                Ok(Err(error)) => Err(not_kept(&error)),
                Err(error) => Err(not_kept(&error)),
            };
            let _ = reply.send(answer);
        });
    }

    fn what(&self, request: ChooseHub) -> Result<(Chosen, HubChoice), Problem> {
        match request {
            ChooseHub::Met { fingerprint } => {
                let met = self.met.as_ref().filter(|met| met.fingerprint == fingerprint);
                let hub =
                    met.ok_or_else(|| Problem::new(ErrorCode::HubNotTrusted).at("fingerprint"))?.hub.clone();
                Ok((Chosen::Hub(hub.clone()), HubChoice::Chosen(hub)))
            }
            ChooseHub::Demo => {
                let data = demo_data().map_err(|error| not_kept(error.as_ref()))?;
                Ok((Chosen::Demo, HubChoice::Demo { data }))
            }
        }
    }
}

fn not_kept(error: &dyn std::error::Error) -> Problem {
    tracing::error!("the choice of a hub is not kept: {error}");
    Problem::new(ErrorCode::Internal).at("console.toml")
}
