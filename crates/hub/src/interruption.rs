//! What asks a program to end.

use std::io;

/// Returns on Ctrl-C, and on what a service manager sends.
///
/// # Errors
/// The system gives no signals.
#[cfg(unix)]
pub async fn interrupted() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}

/// Returns on Ctrl-C and Ctrl-Break, when the window in which it runs is closed, and when the machine is shut down. Of the last two
/// Windows leaves it some seconds.
///
/// # Errors
/// The system gives no signals.
#[cfg(windows)]
pub async fn interrupted() -> io::Result<()> {
    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown};
    let (mut interrupt, mut pause) = (ctrl_c()?, ctrl_break()?);
    let (mut close, mut shutdown) = (ctrl_close()?, ctrl_shutdown()?);
    tokio::select! {
        _ = interrupt.recv() => (),
        _ = pause.recv() => (),
        _ = close.recv() => (),
        _ = shutdown.recv() => (),
    }
    Ok(())
}
