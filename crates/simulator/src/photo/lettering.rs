//! The band that says what a portrait is.

use crate::photo::HEIGHT;
use crate::photo::paint::{Canvas, Curve, to};
use crate::photo::palette::Colour;

const INK: Colour = Colour(226, 232, 240);
const TEXT: &str = "SIMULATED";
/// Height and width of a letter, and from one to the next, in pixels.
const TALL: f32 = 13.0;
const WIDE: f32 = 9.0;
const STEP: f32 = 17.0;

/// Puts the band at the foot of a portrait.
pub(super) fn band(canvas: &mut Canvas) {
    let foot = HEIGHT as f32;
    canvas.bar(foot - 32.0, foot, Colour(8, 11, 16), 0.62);
    let left = -(TEXT.len() as f32 * STEP - (STEP - WIDE)) / 2.0;
    for (position, letter) in TEXT.chars().enumerate() {
        let (x, y) = (left + position as f32 * STEP, foot - 32.0 + (32.0 - TALL) / 2.0);
        for line in strokes(letter) {
            let place = |(across, down): (f32, f32)| (x + across * WIDE, y + down * TALL);
            let curves: Vec<Curve> =
                line[1..].iter().map(|point| place(*point)).map(|(x, y)| to(x, y)).collect();
            canvas.line(place(line[0]), &curves, 2.2, INK, 0.92);
        }
    }
}

/// The strokes of a letter, in a square of 1 by 1.
fn strokes(letter: char) -> &'static [&'static [(f32, f32)]] {
    match letter {
        'S' => &[&[
            (1.0, 0.12),
            (0.75, 0.0),
            (0.25, 0.0),
            (0.0, 0.15),
            (0.0, 0.35),
            (0.25, 0.47),
            (0.75, 0.53),
            (1.0, 0.65),
            (1.0, 0.85),
            (0.75, 1.0),
            (0.25, 1.0),
            (0.0, 0.88),
        ]],
        'I' => &[&[(0.5, 0.0), (0.5, 1.0)]],
        'M' => &[&[(0.0, 1.0), (0.0, 0.0), (0.5, 0.6), (1.0, 0.0), (1.0, 1.0)]],
        'U' => &[&[(0.0, 0.0), (0.0, 0.75), (0.25, 1.0), (0.75, 1.0), (1.0, 0.75), (1.0, 0.0)]],
        'L' => &[&[(0.05, 0.0), (0.05, 1.0), (0.95, 1.0)]],
        'A' => &[&[(0.0, 1.0), (0.5, 0.0), (1.0, 1.0)], &[(0.2, 0.66), (0.8, 0.66)]],
        'T' => &[&[(0.0, 0.0), (1.0, 0.0)], &[(0.5, 0.0), (0.5, 1.0)]],
        'E' => &[&[(0.95, 0.0), (0.05, 0.0), (0.05, 1.0), (0.95, 1.0)], &[(0.05, 0.5), (0.8, 0.5)]],
        'D' => &[&[
            (0.0, 0.0),
            (0.5, 0.0),
            (0.9, 0.2),
            (1.0, 0.5),
            (0.9, 0.8),
            (0.5, 1.0),
            (0.0, 1.0),
            (0.0, 0.0),
        ]],
        _ => &[],
    }
}
