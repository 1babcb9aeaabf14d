//! Finds or starts the hub, makes the client for it, and tells the controller how it stands.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ciss_client::connection::{self, Doubt};
use ciss_client::{Client, Deadlines, Hub};
use ciss_contract::ipc::HubStatus;
use ciss_contract::problem::ErrorCode;
use ciss_contract::source::Source;
use ciss_hub::server::{self, HubConfig, LiveSource, RunningHub};
use ciss_keeping::{Cost, Keyring, Safes, Standing};
use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::console::{Console, Message};
use crate::demo::{self, Demo};
use crate::settings::HubChoice;

/// How long the Wanted File may take before its rows are given up.
const WANTED_FILE_DEADLINE: Duration = Duration::from_secs(3);

/// Wait before the hub is looked for again.
const PAUSE: Duration = Duration::from_secs(2);

/// The tie between console and hub.
pub(crate) struct Link {
    /// Which hub, once somebody said.
    pub(crate) choice: watch::Receiver<Option<HubChoice>>,
    /// The demo account that the console signs in as.
    pub(crate) account: String,
    /// Gets the client once there is one.
    pub(crate) clients: watch::Sender<Option<Client>>,
    pub(crate) doubt: Doubt,
    /// Where vaults lie, where the system names a folder for data.
    pub(crate) vaults: Option<Vaults>,
}

/// Where vaults lie, and what opens them beside a PIN.
pub(crate) struct Vaults {
    pub(crate) folder: PathBuf,
    pub(crate) keyring: Arc<dyn Keyring>,
}

impl Link {
    /// Makes the tie and keeps it as long as the console runs.
    pub(crate) async fn keep(mut self, console: Console) {
        if self.choice.borrow().is_none() {
            console.send(Message::Hub(HubStatus::Unchosen)).await;
        }
        let Ok(choice) = self.choice.wait_for(Option::is_some).await.map(|choice| choice.clone()) else {
            return;
        };
        let Some(choice) = choice else { return };
        console.send(Message::Hub(HubStatus::Connecting)).await;
        // Held because the embedded hub ends with it.
        let (client, hub, _own) = self.make(&choice, &console).await;
        self.find_safe(&client, &hub, &console).await;
        let mut signed_in = client.signed_in();
        self.clients.send_replace(Some(client.clone()));

        let (status, mut seen) = watch::channel(HubStatus::Connecting);
        tokio::spawn(connection::watch(client, Timestamp::now, self.doubt, status));
        loop {
            let message = tokio::select! {
                Ok(()) = seen.changed() => Message::Hub(seen.borrow_and_update().clone()),
                Ok(()) = signed_in.changed() => match signed_in.borrow_and_update().clone() {
                    Some(signed_in) => Message::SignedIn(signed_in),
                    None => Message::Ended,
                },
                else => return,
            };
            console.send(message).await;
        }
    }

    /// Looks for what is kept for this hub, before anybody can be signed in: where something is, nobody is until it opens.
    async fn find_safe(&self, client: &Client, hub: &Hub, console: &Console) {
        let Some(Vaults { folder, keyring }) = &self.vaults else { return };
        let safes =
            Safes::new(folder.clone(), &*hub.authority_pem, keyring.clone(), Cost::RFC_9106, Timestamp::now);
        let safe = safes.of(&self.account);
        let standing = match safe.standing().await {
            Ok(standing) => standing,
            Err(problem) => {
                tracing::error!(%problem, "what was kept cannot be read and is destroyed");
                let _ = safe.destroy().await;
                Standing::Absent
            }
        };
        if standing != Standing::Absent {
            client.put_session_away().await;
        }
        console.send(Message::Tied(safes, standing)).await;
    }

    /// Tries until there is a hub to talk to.
    async fn make(&self, choice: &HubChoice, console: &Console) -> (Client, Hub, Option<OwnHub>) {
        let since = Timestamp::now();
        loop {
            let code = match find(choice).await {
                Ok((hub, own)) => match Client::new(&hub, &*self.account, Deadlines::default()) {
                    Ok(client) => return (client, hub, own),
                    Err(problem) => {
                        tracing::error!(%problem, "the hub cannot be used");
                        problem.code
                    }
                },
                Err(error) => {
                    tracing::error!("the hub cannot be used: {error:#}");
                    ErrorCode::HubUnreachable
                }
            };
            console.send(Message::Hub(HubStatus::Gone { code, since })).await;
            sleep(PAUSE).await;
        }
    }
}

/// A hub in this process. It ends when it is dropped with the console.
enum OwnHub {
    Embedded(RunningHub),
    Demo(Demo),
}

impl OwnHub {
    fn known(self) -> (Hub, Option<OwnHub>) {
        let running = match &self {
            OwnHub::Embedded(hub) | OwnHub::Demo(Demo { hub, .. }) => hub,
        };
        let hub = Hub { url: running.url().to_owned(), authority_pem: running.authority_pem().to_owned() };
        (hub, Some(self))
    }
}

async fn find(choice: &HubChoice) -> anyhow::Result<(Hub, Option<OwnHub>)> {
    match choice {
        HubChoice::Chosen(hub) => Ok((hub.clone(), None)),
        HubChoice::StandAlone { url, authority } => Ok((Hub::with_authority_file(url, authority)?, None)),
        HubChoice::Embedded { data, wanted_file, photos } => {
            let running = server::start(embedded(data, wanted_file.clone(), photos.clone())).await?;
            Ok(OwnHub::Embedded(running).known())
        }
        HubChoice::Demo { data } => Ok(OwnHub::Demo(demo::start(data, demo::PEOPLE).await?).known()),
    }
}

/// A hub for this machine alone, with demo accounts: it has no identity provider to ask.
pub(crate) fn embedded(data: &Path, wanted_file: Option<String>, photos: Option<String>) -> HubConfig {
    let live = |url| LiveSource { source: Source::WantedFile, url, deadline: WANTED_FILE_DEADLINE };
    let live = wanted_file.map(live).into_iter().collect();
    HubConfig { live, photos, demo: true, ..HubConfig::for_this_machine(data.to_owned()) }
}
