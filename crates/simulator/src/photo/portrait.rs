//! Puts a portrait together: backdrop, hair behind, shoulders, head, face, hair in front.

use crate::dice::scramble;
use crate::names::Sex;
use crate::photo::paint::{Canvas, to};
use crate::photo::palette::{CLOTHES, Colour, EYES, HAIR, SKIN};
use crate::photo::{HEIGHT, Sitting, Studio, WIDTH, face, hair, lettering};

/// What the drawing goes by. Lengths in pixels; the face lies between `crown` and `chin`.
pub(super) struct Model {
    pub(super) sitting: Sitting,
    pub(super) skin: Colour,
    pub(super) shadow: Colour,
    pub(super) hair: Colour,
    pub(super) iris: Colour,
    /// Half of the width of the face.
    pub(super) half: f32,
    /// How square the jaw is, from 0.45 to 0.75.
    pub(super) jaw: f32,
    pub(super) crown: f32,
    pub(super) eye_line: f32,
    pub(super) chin: f32,
    pub(super) adult: bool,
}

impl Model {
    fn new(sitting: Sitting) -> Model {
        let pick = |list: &[Colour], position: u8| list[usize::from(position) % list.len()];
        let skin = pick(&SKIN, sitting.skin);
        let mut model = Model {
            sitting,
            skin,
            shadow: skin.darker(0.2),
            hair: pick(&HAIR, sitting.hair),
            iris: pick(&EYES, sitting.eyes),
            half: 0.0,
            jaw: 0.0,
            crown: 128.0,
            eye_line: 0.0,
            chin: 0.0,
            adult: sitting.age >= 16,
        };
        let male = sitting.sex == Sex::Male;
        let child = if model.adult { 0.0 } else { 1.0 };
        model.half = 92.0 + 12.0 * model.lasting(Trait::Width) + if male { 3.0 } else { -3.0 } - 4.0 * child;
        model.jaw = 0.5 + 0.18 * model.lasting(Trait::Jaw) + if male { 0.06 } else { -0.02 };
        model.chin =
            366.0 + 16.0 * model.lasting(Trait::Length) + if male { 4.0 } else { -4.0 } - 26.0 * child;
        model.eye_line = model.crown + (model.chin - model.crown) * (0.535 + 0.02 * child);
        model
    }

    /// A feature that stays, from 0 to 1.
    pub(super) fn lasting(&self, feature: Trait) -> f32 {
        fraction(scramble(u64::from(self.sitting.features), feature as u64))
    }

    /// A feature that changes every few years, from 0 to 1.
    pub(super) fn passing(&self, feature: Trait) -> f32 {
        let years = u64::from(self.sitting.year) / 4;
        fraction(scramble(u64::from(self.sitting.features), 1000 + 64 * years + feature as u64))
    }

    pub(super) fn is(&self, sex: Sex) -> bool {
        self.sitting.sex == sex
    }
}

/// Features that the seed of a face decides.
#[derive(Clone, Copy)]
pub(super) enum Trait {
    Width,
    Jaw,
    Length,
    Brows,
    Eyes,
    Nose,
    Mouth,
    Hair,
    Texture,
    Parting,
    Beard,
    Glasses,
    Clothes,
    Collar,
    Balding,
}

fn fraction(number: u64) -> f32 {
    (number >> 40) as f32 / (1u64 << 24) as f32
}

/// Draws a sitting: red, green and blue of every pixel. None where there is no memory for it.
pub(super) fn draw(sitting: Sitting) -> Option<Vec<u8>> {
    let model = Model::new(sitting);
    let (top, bottom) = match sitting.studio {
        Studio::Licence => (Colour(112, 138, 162), Colour(74, 96, 118)),
        Studio::Booking => (Colour(116, 122, 132), Colour(80, 86, 96)),
        Studio::Prison => (Colour(118, 124, 108), Colour(82, 88, 74)),
        Studio::Registry => (Colour(116, 110, 132), Colour(80, 76, 98)),
    };
    let mut canvas = Canvas::new(top, bottom)?;
    canvas.ellipse((0.0, 250.0), (210.0, 240.0), top.lighter(0.3), 0.28);
    if sitting.studio == Studio::Booking {
        height_marks(&mut canvas);
    }
    hair::behind(&mut canvas, &model);
    neck_and_clothes(&mut canvas, &model);
    face::draw(&mut canvas, &model);
    hair::in_front(&mut canvas, &model);
    face::glasses(&mut canvas, &model);
    lettering::band(&mut canvas);
    Some(canvas.into_rgb())
}

/// Lines on the wall by which the height is read.
fn height_marks(canvas: &mut Canvas) {
    let half = WIDTH as f32 / 2.0;
    for mark in 0..8 {
        let y = 60.0 + mark as f32 * 66.0;
        canvas.line((-half, y), &[to(half, y)], 2.0, Colour(222, 228, 236), 0.16);
    }
}

fn neck_and_clothes(canvas: &mut Canvas, model: &Model) {
    let foot = HEIGHT as f32;
    let male = model.is(Sex::Male) && model.adult;
    let (neck, shoulders) = match (model.adult, male) {
        (true, true) => (50.0, 196.0),
        (true, false) => (40.0, 168.0),
        (false, _) => (34.0, 136.0),
    };
    let collar = model.chin + 62.0;
    canvas.symmetric(
        (neck, model.chin - 50.0),
        &[
            to(neck, collar - 8.0),
            [(neck + 6.0, collar + 14.0), (neck + 26.0, collar + 22.0), (neck + 40.0, collar + 30.0)],
            to(neck + 40.0, foot),
        ],
        model.skin.darker(0.06),
        1.0,
    );
    // What the chin keeps from the light.
    canvas.symmetric(
        (neck, model.chin - 40.0),
        &[
            to(neck, model.chin + 4.0),
            [(neck, model.chin + 30.0), (neck * 0.5, model.chin + 38.0), (0.0, model.chin + 38.0)],
        ],
        model.shadow.darker(0.12),
        0.75,
    );
    let cloth = match model.sitting.studio {
        Studio::Prison => Colour(158, 142, 112),
        Studio::Licence | Studio::Booking | Studio::Registry => {
            CLOTHES[(model.passing(Trait::Clothes) * CLOTHES.len() as f32) as usize % CLOTHES.len()]
        }
    };
    let open = match (model.sitting.studio, model.passing(Trait::Collar)) {
        (Studio::Prison, _) => Collar::Round,
        (_, cut) if cut < 0.4 => Collar::Round,
        (_, cut) if cut < 0.65 => Collar::Pointed,
        _ => Collar::Shirt,
    };
    let depth = match open {
        Collar::Round => 26.0,
        Collar::Pointed | Collar::Shirt => 64.0,
    };
    let rim = neck + 12.0;
    let shoulder = collar + 58.0;
    let inner = match open {
        Collar::Round => [(rim, collar + depth * 0.7), (rim * 0.6, collar + depth), (0.0, collar + depth)],
        Collar::Pointed | Collar::Shirt => to(0.0, collar + depth),
    };
    // From the collar along the shoulder down to the foot; the middle is closed by the collar's line.
    for side in [1.0, -1.0] {
        let turn = |curve: [(f32, f32); 3]| curve.map(|(x, y)| (x * side, y));
        let outline = [
            turn([(rim + 26.0, collar + 6.0), (shoulders * 0.72, collar + 22.0), (shoulders, shoulder)]),
            turn([
                (shoulders + 22.0, shoulder + 26.0),
                (shoulders + 26.0, foot - 30.0),
                (shoulders + 28.0, foot),
            ]),
            to(0.0, foot),
            to(0.0, collar + depth),
            turn([(inner[1].0, inner[1].1), (inner[0].0, inner[0].1), (rim, collar - 6.0)]),
        ];
        canvas.shape((rim * side, collar - 6.0), &outline, cloth, 1.0);
    }
    // Folds at the arms.
    canvas.lines(
        (shoulders - 26.0, foot),
        &[[
            (shoulders - 28.0, foot - 40.0),
            (shoulders - 24.0, foot - 66.0),
            (shoulders - 16.0, foot - 86.0),
        ]],
        3.0,
        cloth.darker(0.3),
        0.6,
    );
    match open {
        Collar::Round => canvas.lines(
            (0.0, collar + depth + 4.0),
            &[[
                (rim * 0.62, collar + depth + 4.0),
                (rim + 3.0, collar + depth * 0.72),
                (rim + 5.0, collar - 3.0),
            ]],
            7.0,
            cloth.darker(0.16),
            1.0,
        ),
        Collar::Pointed => {
            canvas.lines((0.0, collar + depth), &[to(rim + 2.0, collar - 4.0)], 7.0, cloth.darker(0.16), 1.0)
        }
        Collar::Shirt => {
            for side in [1.0, -1.0] {
                let flap = [
                    to((rim + 20.0) * side, collar + 26.0),
                    to(30.0 * side, collar + depth + 26.0),
                    to(0.0, collar + depth),
                ];
                canvas.shape((rim * side, collar - 10.0), &flap, cloth.lighter(0.14), 1.0);
                canvas.line(
                    (0.0, collar + depth),
                    &[to(30.0 * side, collar + depth + 26.0), to((rim + 20.0) * side, collar + 26.0)],
                    2.0,
                    cloth.darker(0.3),
                    0.7,
                );
            }
            canvas.line((0.0, collar + depth), &[to(0.0, foot)], 2.5, cloth.darker(0.28), 0.8);
        }
    }
}

/// How the neck of a garment is cut.
#[derive(Clone, Copy)]
enum Collar {
    Round,
    Pointed,
    Shirt,
}
