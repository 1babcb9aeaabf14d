//! Colours of the portraits: muted, so that a screen full of them stays calm.

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

impl Colour {
    /// This colour with a share of another.
    pub(super) fn mixed(self, other: Colour, share: f32) -> Colour {
        let mix = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share) as u8;
        Colour(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// A step towards the dark.
    pub(super) fn darker(self, share: f32) -> Colour {
        self.mixed(Colour(30, 14, 18), share)
    }

    /// A step towards the light.
    pub(super) fn lighter(self, share: f32) -> Colour {
        self.mixed(Colour(255, 250, 242), share)
    }
}

/// By `Looks::skin`.
pub(super) const SKIN: [Colour; 8] = [
    Colour(241, 209, 186),
    Colour(232, 192, 162),
    Colour(217, 170, 134),
    Colour(199, 145, 106),
    Colour(168, 116, 80),
    Colour(139, 92, 63),
    Colour(110, 72, 51),
    Colour(84, 56, 42),
];

/// By `Looks::hair`: black, brown, blond, red, sandy, grey.
pub(super) const HAIR: [Colour; 6] = [
    Colour(39, 34, 37),
    Colour(80, 54, 38),
    Colour(205, 168, 106),
    Colour(154, 76, 45),
    Colour(165, 131, 90),
    Colour(168, 168, 172),
];

/// By `Looks::eyes`: brown, blue, hazel, green, grey.
pub(super) const EYES: [Colour; 5] = [
    Colour(86, 56, 36),
    Colour(88, 124, 158),
    Colour(120, 96, 56),
    Colour(94, 124, 88),
    Colour(122, 134, 144),
];

/// Clothes of one's own.
pub(super) const CLOTHES: [Colour; 10] = [
    Colour(63, 92, 115),
    Colour(110, 74, 74),
    Colour(76, 104, 84),
    Colour(92, 84, 114),
    Colour(124, 106, 78),
    Colour(52, 60, 74),
    Colour(140, 146, 154),
    Colour(46, 82, 82),
    Colour(146, 90, 72),
    Colour(198, 190, 176),
];
