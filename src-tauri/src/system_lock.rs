//! Hears when the operating system is locked, where it says so.

use crate::console::Console;

/// Locks the console with the system, as long as the console runs.
#[cfg(target_os = "linux")]
pub(crate) async fn watch(console: Console) {
    tokio::join!(linux::watch_screen_saver(&console), linux::watch_login(&console));
}

/// Elsewhere nobody says so: the console locks by itself.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn watch(_: Console) {}

#[cfg(target_os = "linux")]
mod linux {
    use ciss_contract::ipc::SignedOut;
    use futures_util::StreamExt;
    use zbus::message::Type;
    use zbus::zvariant::OwnedObjectPath;
    use zbus::{Connection, MatchRule, Message as Heard, MessageStream};

    use crate::console::{Console, Message};

    const LOGIN: &str = "org.freedesktop.login1";

    /// Screen savers say on the session's bus that they have begun.
    pub(super) async fn watch_screen_saver(console: &Console) {
        let begun = async |interface: &'static str| {
            let rule =
                MatchRule::builder().msg_type(Type::Signal).interface(interface)?.member("ActiveChanged")?;
            listen(&Connection::session().await?, rule.build(), console, |heard| {
                heard.body().deserialize::<bool>().unwrap_or(false)
            })
            .await
        };
        let (one, other) = tokio::join!(begun("org.freedesktop.ScreenSaver"), begun("org.gnome.ScreenSaver"));
        say(one.and(other), "screen saver");
    }

    /// The login service says on the system's bus that this session is locked, and that the machine is about to sleep.
    pub(super) async fn watch_login(console: &Console) {
        let sleep = async {
            let rule = MatchRule::builder().msg_type(Type::Signal).sender(LOGIN)?;
            let rule = rule.interface("org.freedesktop.login1.Manager")?.member("PrepareForSleep")?.build();
            listen(&Connection::system().await?, rule, console, |heard| {
                heard.body().deserialize::<bool>().unwrap_or(false)
            })
            .await
        };
        let lock = async {
            let system = Connection::system().await?;
            let manager = "org.freedesktop.login1.Manager";
            let own = system
                .call_method(Some(LOGIN), "/org/freedesktop/login1", Some(manager), "GetSessionByPID", &0_u32)
                .await?;
            let own: OwnedObjectPath = own.body().deserialize()?;
            let rule = MatchRule::builder().msg_type(Type::Signal).sender(LOGIN)?.path(own)?;
            let rule = rule.interface("org.freedesktop.login1.Session")?.member("Lock")?.build();
            listen(&system, rule, console, |_| true).await
        };
        let (sleep, lock) = tokio::join!(sleep, lock);
        say(sleep, "sleep");
        say(lock, "session lock");
    }

    async fn listen(
        bus: &Connection,
        rule: MatchRule<'_>,
        console: &Console,
        is_lock: fn(&Heard) -> bool,
    ) -> zbus::Result<()> {
        let mut heard = MessageStream::for_match_rule(rule, bus, None).await?;
        while let Some(heard) = heard.next().await {
            if heard.is_ok_and(|heard| is_lock(&heard)) {
                console.send(Message::Lock(SignedOut::SystemLocked)).await;
            }
        }
        Ok(())
    }

    fn say(outcome: zbus::Result<()>, what: &str) {
        if let Err(error) = outcome {
            tracing::info!(%error, what, "the system does not say when it is locked");
        }
    }
}
