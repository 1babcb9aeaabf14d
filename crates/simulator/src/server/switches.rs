//! Switches that make the live sources slow, failing or hostile.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

/// How the Wanted File behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WantedState {
    /// Answers.
    #[default]
    Ok,
    /// Answers after so many milliseconds.
    SlowMs(u64),
    /// Answers 503.
    Fail,
    /// Takes the question and never answers.
    Hang,
}

/// How the photo archive behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotosState {
    /// Sends the photo.
    #[default]
    Ok,
    /// Sends bytes that begin like a JPEG and are none.
    Broken,
    /// Sends a small PNG that claims 30,000 by 30,000 pixels.
    Bomb,
    /// Answers 503.
    Fail,
}

/// The body of `POST /control`. What is absent stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// The Wanted File from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<WantedState>,
    /// The photo archive from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photos: Option<PhotosState>,
}

/// Where the switches stand.
#[derive(Debug, Default)]
pub struct Switches(Mutex<(WantedState, PhotosState)>);

impl Switches {
    /// How the Wanted File behaves now.
    pub fn wanted(&self) -> WantedState {
        self.lock().0
    }

    /// How the photo archive behaves now.
    pub fn photos(&self) -> PhotosState {
        self.lock().1
    }

    /// Throws switches.
    pub fn set(&self, control: Control) {
        let mut state = self.lock();
        state.0 = control.wanted.unwrap_or(state.0);
        state.1 = control.photos.unwrap_or(state.1);
    }

    fn lock(&self) -> MutexGuard<'_, (WantedState, PhotosState)> {
        // Two plain values are never half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
