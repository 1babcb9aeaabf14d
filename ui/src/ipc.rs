//! The shell, as typed commands and events. The only file that knows a `JsValue`.

use ciss_contract::ids::PhotoId;
use ciss_contract::ipc::{Command, Event};
use ciss_contract::problem::{ErrorCode, Problem};
use js_sys::{Function, Promise, Reflect};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use yew::Callback;

/// Sends a command at once, and waits for what it answers when it is awaited: drawing meanwhile costs the sender nothing.
///
/// # Errors
/// The shell's problem; [`ErrorCode::Internal`] where it answers with something that is none.
pub(crate) fn invoke<C: Command>(command: &C) -> impl Future<Output = Result<C::Output, Problem>> + use<C> {
    let sent = send(command);
    async move { answered::<C>(sent).await }
}

async fn answered<C: Command>(sent: Option<Promise>) -> Result<C::Output, Problem> {
    let answer = match sent {
        Some(promise) => JsFuture::from(promise).await,
        None => return Err(Problem::new(ErrorCode::Internal).at("the window is not in its shell")),
    };
    match answer {
        Ok(value) => serde_wasm_bindgen::from_value(value)
            .map_err(|_| Problem::new(ErrorCode::HubNotUnderstood).at(C::NAME)),
        Err(value) => Err(serde_wasm_bindgen::from_value(value)
            .unwrap_or_else(|_| Problem::new(ErrorCode::Internal).at(C::NAME))),
    }
}

/// Listens to an event for as long as the window lives.
pub(crate) fn listen<E: Event + 'static>(heard: Callback<E>) {
    let closure = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let payload = Reflect::get(&event, &"payload".into()).map(serde_wasm_bindgen::from_value::<E>);
        if let Ok(Ok(event)) = payload {
            heard.emit(event);
        }
    });
    if let Some(listen) = function("event", "listen") {
        let _ = listen.call2(&JsValue::NULL, &E::NAME.into(), closure.as_ref());
        closure.forget();
    }
}

/// Where the shell serves a photo, at most that many pixels wide.
pub(crate) fn photo_address(photo: &PhotoId, width: u32) -> Option<String> {
    let convert = function("core", "convertFileSrc")?;
    let address = convert.call2(&JsValue::NULL, &photo.as_str().into(), &"photo".into()).ok()?.as_string()?;
    Some(format!("{address}?width={width}"))
}

fn send<C: Command>(command: &C) -> Option<Promise> {
    let arguments = js_sys::Object::new();
    let request = command.serialize(&Serializer::json_compatible()).ok()?;
    Reflect::set(&arguments, &"request".into(), &request).ok()?;
    let promise = function("core", "invoke")?.call2(&JsValue::NULL, &C::NAME.into(), &arguments).ok()?;
    promise.dyn_into().ok()
}

fn function(module: &str, name: &str) -> Option<Function> {
    let tauri = Reflect::get(&js_sys::global(), &"__TAURI__".into()).ok()?;
    let module = Reflect::get(&tauri, &module.into()).ok()?;
    Reflect::get(&module, &name.into()).ok()?.dyn_into().ok()
}
