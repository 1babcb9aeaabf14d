//! What the page may ask of the shell. Each command forwards to the controller and does nothing else.

use ciss_contract::ipc::{self, ConsoleState, MetHub, Resumed, SignedOut};
use ciss_contract::lookup::LookupAnswer;
use ciss_contract::problem::Problem;
use ciss_contract::record::{DecisionAnswer, DocumentAnswer, RecordAnswer};
use tauri::ipc::Invoke;
use tauri::{Runtime, State, command, generate_handler};

use crate::console::{Console, Message};

/// Every command, by the names of `ciss_contract::ipc`.
pub(crate) fn all<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    generate_handler![
        start,
        lookup,
        cancel_lookup,
        open_record,
        open_document,
        decide,
        sign_out,
        sign_in,
        size_text,
        meet_hub,
        choose_hub,
        choose_secret,
        unlock,
        lock,
        still_here,
        keep_settings,
        painted
    ]
}

#[command]
async fn start(console: State<'_, Console>, request: ipc::Start) -> Result<ConsoleState, Problem> {
    let ipc::Start {} = request;
    console.ask(Message::Start).await
}

#[command]
async fn lookup(console: State<'_, Console>, request: ipc::Lookup) -> Result<LookupAnswer, Problem> {
    console.ask(|reply| Message::Lookup(request, reply)).await
}

#[command]
async fn cancel_lookup(console: State<'_, Console>, request: ipc::CancelLookup) -> Result<(), Problem> {
    console.send(Message::CancelLookup(request)).await;
    Ok(())
}

#[command]
async fn open_record(console: State<'_, Console>, request: ipc::OpenRecord) -> Result<RecordAnswer, Problem> {
    console.ask(|reply| Message::OpenRecord(request, reply)).await
}

#[command]
async fn open_document(
    console: State<'_, Console>,
    request: ipc::OpenDocument,
) -> Result<DocumentAnswer, Problem> {
    console.ask(|reply| Message::OpenDocument(request, reply)).await
}

#[command]
async fn decide(console: State<'_, Console>, request: ipc::Decide) -> Result<DecisionAnswer, Problem> {
    console.ask(|reply| Message::Decide(request, reply)).await
}

#[command]
async fn sign_out(console: State<'_, Console>, request: ipc::SignOut) -> Result<(), Problem> {
    let ipc::SignOut {} = request;
    console.ask(Message::SignOut).await
}

#[command]
async fn sign_in(console: State<'_, Console>, request: ipc::SignIn) -> Result<(), Problem> {
    console.ask(|reply| Message::SignIn(request, reply)).await
}

#[command]
async fn size_text(console: State<'_, Console>, request: ipc::SizeText) -> Result<(), Problem> {
    console.send(Message::SizeText(request)).await;
    Ok(())
}

#[command]
async fn meet_hub(console: State<'_, Console>, request: ipc::MeetHub) -> Result<MetHub, Problem> {
    console.ask(|reply| Message::MeetHub(request, reply)).await
}

#[command]
async fn choose_hub(console: State<'_, Console>, request: ipc::ChooseHub) -> Result<(), Problem> {
    console.ask(|reply| Message::ChooseHub(request, reply)).await
}

#[command]
async fn choose_secret(console: State<'_, Console>, request: ipc::ChooseSecret) -> Result<(), Problem> {
    console.ask(|reply| Message::ChooseSecret(request, reply)).await
}

#[command]
async fn unlock(console: State<'_, Console>, request: ipc::Unlock) -> Result<Resumed, Problem> {
    console.ask(|reply| Message::Unlock(request, reply)).await
}

#[command]
async fn lock(console: State<'_, Console>, request: ipc::Lock) -> Result<(), Problem> {
    let ipc::Lock {} = request;
    console.send(Message::Lock(SignedOut::Asked)).await;
    Ok(())
}

#[command]
async fn still_here(console: State<'_, Console>, request: ipc::StillHere) -> Result<(), Problem> {
    let ipc::StillHere {} = request;
    console.send(Message::StillHere).await;
    Ok(())
}

#[command]
async fn keep_settings(console: State<'_, Console>, request: ipc::KeepSettings) -> Result<(), Problem> {
    console.send(Message::KeepSettings(request.settings)).await;
    Ok(())
}

#[command]
async fn painted(console: State<'_, Console>, request: ipc::Painted) -> Result<(), Problem> {
    console.send(Message::Painted(request)).await;
    Ok(())
}

#[cfg(test)]
mod tests;
