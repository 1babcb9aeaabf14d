//! A network before a database's socket, which can be cut: what is on the way is lost, and nobody is told.

use std::path::Path;

use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;

const SOCKET: &str = ".s.PGSQL.5432";

pub(crate) struct Wire {
    end: TempDir,
    whole: watch::Sender<bool>,
}

impl Wire {
    /// A wire to the server with this folder.
    pub(crate) async fn lay(server: &Path) -> Wire {
        let end = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(end.path().join(SOCKET)).unwrap();
        let (whole, watched) = watch::channel(true);
        let server = server.join(SOCKET);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (server, mut watched) = (server.clone(), watched.clone());
                tokio::spawn(async move {
                    if !*watched.borrow() {
                        return;
                    }
                    let Ok(mut far) = UnixStream::connect(server).await else { return };
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => {}
                        _ = watched.wait_for(|whole| !whole) => {}
                    }
                });
            }
        });
        Wire { end, whole }
    }

    /// Where the database seems to be.
    pub(crate) fn end(&self) -> &Path {
        self.end.path()
    }

    pub(crate) fn cut(&self) {
        self.whole.send_replace(false);
    }

    pub(crate) fn mend(&self) {
        self.whole.send_replace(true);
    }
}
