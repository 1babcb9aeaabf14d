//! How large everything is drawn.

/// Percent of the size in which the page is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextSize(u16);

/// A step of the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resize {
    /// The next larger one.
    Larger,
    /// The next smaller one.
    Smaller,
    /// As drawn.
    AsDrawn,
}

impl TextSize {
    /// No text is smaller than 12 pixels, so nothing is drawn smaller than it is meant; at twice the size everything still
    /// has its place.
    const STEPS: [TextSize; 6] =
        [TextSize(100), TextSize(110), TextSize(125), TextSize(150), TextSize(175), TextSize(200)];

    /// The size as drawn.
    pub(crate) const AS_DRAWN: TextSize = TextSize(100);

    /// In percent.
    pub(crate) const fn percent(self) -> u16 {
        self.0
    }

    /// The size that was remembered in percent; as drawn for anything that is none.
    pub(crate) fn from_percent(text: &str) -> TextSize {
        let percent: Option<u16> = text.parse().ok();
        Self::STEPS.into_iter().find(|size| Some(size.0) == percent).unwrap_or(Self::AS_DRAWN)
    }

    /// The size after this step.
    pub(crate) fn after(self, step: Resize) -> TextSize {
        let next = match step {
            Resize::Larger => Self::STEPS.into_iter().find(|size| size.0 > self.0),
            Resize::Smaller => Self::STEPS.into_iter().rev().find(|size| size.0 < self.0),
            Resize::AsDrawn => Some(Self::AS_DRAWN),
        };
        next.unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_goes_up_and_down_in_steps_and_stays_within_its_bounds() {
        let walk = |steps: &[Resize]| {
            steps.iter().fold(TextSize::AS_DRAWN, |size, step| size.after(*step)).percent()
        };
        let check = |steps: &[Resize], expect: u16| assert_eq!(walk(steps), expect, "{steps:?}");
        check(&[], 100);
        check(&[Resize::Smaller], 100);
        check(&[Resize::Larger], 110);
        check(&[Resize::Larger, Resize::Larger, Resize::Smaller], 110);
        check(&[Resize::Larger; 20], 200);
        check(&[Resize::Larger, Resize::Larger, Resize::AsDrawn], 100);
    }

    #[test]
    fn only_a_size_that_there_is_is_remembered() {
        for (text, expect) in [("150", 150), ("100", 100), ("", 100), ("99", 100), ("1000", 100), ("x", 100)]
        {
            assert_eq!(TextSize::from_percent(text).percent(), expect, "{text}");
        }
    }
}
