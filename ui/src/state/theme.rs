//! The three sets of colours.

/// Colours of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// For a dim room.
    Night,
    /// For daylight.
    Day,
    /// Black, white and a few strong colours.
    Contrast,
}

impl Theme {
    /// As the style sheets and the browser's storage name it.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Theme::Night => "night",
            Theme::Day => "day",
            Theme::Contrast => "contrast",
        }
    }

    /// As the switch shows it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Theme::Night => "Night",
            Theme::Day => "Day",
            Theme::Contrast => "High contrast",
        }
    }

    /// The theme with this code; night for anything else.
    pub(crate) fn from_code(code: &str) -> Theme {
        [Theme::Day, Theme::Contrast].into_iter().find(|theme| theme.code() == code).unwrap_or(Theme::Night)
    }

    /// The one that the switch goes to.
    pub(crate) const fn next(self) -> Theme {
        match self {
            Theme::Night => Theme::Day,
            Theme::Day => Theme::Contrast,
            Theme::Contrast => Theme::Night,
        }
    }
}
