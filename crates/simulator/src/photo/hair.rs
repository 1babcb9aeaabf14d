//! Hair: what falls behind the shoulders, and what frames the face.

use crate::names::Sex;
use crate::photo::paint::{Canvas, Curve, to};
use crate::photo::portrait::{Model, Trait};

/// How hair is worn. A style is kept for some years.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Bald,
    Receding,
    Buzzed,
    Short,
    Parted,
    Quiff,
    Curls,
    Afro,
    Long,
    Bob,
    Bun,
    LongCurls,
    Pixie,
}

fn style(model: &Model) -> Style {
    let age = f32::from(model.sitting.age);
    let drawn = model.lasting(Trait::Hair) * 0.65 + model.passing(Trait::Hair) * 0.35;
    let curly = model.sitting.skin >= 4 && model.lasting(Trait::Texture) < 0.75
        || model.lasting(Trait::Texture) < 0.15;
    if model.is(Sex::Male) {
        let balding = model.lasting(Trait::Balding);
        return match drawn {
            _ if balding < (age - 38.0) / 90.0 => Style::Bald,
            _ if balding < (age - 26.0) / 70.0 => Style::Receding,
            drawn if curly && drawn < 0.45 => Style::Buzzed,
            drawn if curly && drawn < 0.75 => Style::Curls,
            _ if curly => Style::Afro,
            drawn if drawn < 0.3 => Style::Buzzed,
            drawn if drawn < 0.5 => Style::Short,
            drawn if drawn < 0.7 => Style::Parted,
            _ => Style::Quiff,
        };
    }
    match drawn {
        drawn if curly && drawn < 0.3 => Style::Afro,
        drawn if curly && drawn < 0.7 => Style::LongCurls,
        _ if curly => Style::Bun,
        drawn if age > 60.0 && drawn < 0.55 => Style::Pixie,
        drawn if drawn < 0.42 => Style::Long,
        drawn if drawn < 0.6 => Style::Bob,
        drawn if drawn < 0.75 => Style::Bun,
        drawn if drawn < 0.85 => Style::Pixie,
        _ => Style::LongCurls,
    }
}

/// Draws the hair behind neck and shoulders.
pub(super) fn behind(canvas: &mut Canvas, model: &Model) {
    let (half, crown) = (model.half, model.crown);
    let colour = model.hair.darker(0.16);
    let fall = |canvas: &mut Canvas, foot: f32, spread: f32| {
        let curves: [Curve; 2] = [
            [
                (half * 0.9, crown - 34.0),
                (half + spread, crown + 40.0),
                (half + spread, model.eye_line + 30.0),
            ],
            [(half + spread, foot - 60.0), (half + spread - 6.0, foot - 20.0), (half - 16.0, foot)],
        ];
        canvas.symmetric((0.0, crown - 34.0), &curves, colour, 1.0);
    };
    match style(model) {
        Style::Long => fall(canvas, model.chin + 130.0, 24.0),
        Style::Bob => fall(canvas, model.chin + 12.0, 26.0),
        Style::Bun => {
            canvas.ellipse((0.0, crown - 42.0), (46.0, 42.0), colour, 1.0);
            canvas.ellipse((0.0, crown - 46.0), (34.0, 30.0), model.hair.lighter(0.06), 0.6);
        }
        Style::LongCurls => {
            fall(canvas, model.chin + 70.0, 18.0);
            for step in 0..6 {
                let y = model.eye_line - 34.0 + step as f32 * 38.0;
                let out = half + if step % 2 == 0 { 24.0 } else { 15.0 } + step as f32;
                canvas.pair((out, y), (29.0, 29.0), colour, 1.0);
            }
        }
        Style::Afro => canvas.ellipse((0.0, crown + 62.0), (half + 52.0, 134.0), model.hair, 1.0),
        Style::Bald
        | Style::Receding
        | Style::Buzzed
        | Style::Short
        | Style::Parted
        | Style::Quiff
        | Style::Curls
        | Style::Pixie => {}
    }
}

/// Draws the hair in front of the head.
pub(super) fn in_front(canvas: &mut Canvas, model: &Model) {
    let (half, crown) = (model.half, model.crown);
    let colour = model.hair;
    let temple = model.eye_line - 26.0;
    let side = if model.lasting(Trait::Parting) < 0.5 { 1.0 } else { -1.0 };
    match style(model) {
        Style::Bald => fringe_of_old(canvas, model, 0.75),
        Style::Receding => receding(canvas, model),
        Style::Buzzed => cap_with(canvas, model, (5.0, crown + 38.0, temple), 0.88),
        Style::Short => cap(canvas, model, 16.0, crown + 46.0, temple + 16.0),
        Style::Parted | Style::Pixie => {
            cap(canvas, model, 18.0, crown + 34.0, temple + 20.0);
            sweep(canvas, model, side, crown + 70.0);
        }
        Style::Quiff => {
            cap(canvas, model, 16.0, crown + 36.0, temple + 10.0);
            let wave: [Curve; 3] = [
                [
                    (-half * 0.7 * side, crown - 44.0),
                    (half * 0.5 * side, crown - 58.0),
                    (half * 0.86 * side, crown + 6.0),
                ],
                [(half * 0.8 * side, crown + 30.0), (half * 0.4 * side, crown + 26.0), (0.0, crown + 40.0)],
                [
                    (-half * 0.4 * side, crown + 44.0),
                    (-half * 0.7 * side, crown + 50.0),
                    (-half * 0.86 * side, crown + 36.0),
                ],
            ];
            canvas.shape((-half * 0.86 * side, crown + 36.0), &wave, colour, 1.0);
        }
        Style::Curls => {
            cap(canvas, model, 10.0, crown + 42.0, temple + 6.0);
            curls(canvas, model, 9, 24.0);
        }
        Style::Afro => {
            cap(canvas, model, 26.0, crown + 46.0, temple + 24.0);
            curls(canvas, model, 11, 30.0);
        }
        Style::Long | Style::Bob => {
            cap(canvas, model, 24.0, crown + 30.0, temple + 24.0);
            curtain(canvas, model, side);
        }
        Style::Bun => {
            cap(canvas, model, 14.0, crown + 34.0, temple + 14.0);
            let shine: [Curve; 1] =
                [[(-half * 0.3, crown - 4.0), (half * 0.2, crown - 6.0), (half * 0.5, crown + 10.0)]];
            canvas.line((-half * 0.6, crown + 14.0), &shine, 4.0, colour.lighter(0.25), 0.35);
        }
        Style::LongCurls => {
            cap(canvas, model, 24.0, crown + 36.0, temple + 30.0);
            curls(canvas, model, 10, 28.0);
        }
    }
}

fn cap(canvas: &mut Canvas, model: &Model, thick: f32, hairline: f32, temple: f32) {
    cap_with(canvas, model, (thick, hairline, temple), 1.0);
}

/// Hair over the skull, `thick` above it, down to the hairline in the middle and the temples at the sides.
fn cap_with(canvas: &mut Canvas, model: &Model, (thick, hairline, temple): (f32, f32, f32), opacity: f32) {
    let (half, crown) = (model.half, model.crown);
    let out = half + thick * 0.55;
    let curves: [Curve; 3] = [
        [(half * 0.72, crown - thick), (out, crown + 34.0), (out, temple)],
        to(half - 5.0, temple + 4.0),
        [(half - 6.0, temple - 44.0), (half * 0.62, hairline), (0.0, hairline)],
    ];
    canvas.symmetric((0.0, crown - thick), &curves, model.hair, opacity);
}

/// Hair that has left the temples and thinned in front.
fn receding(canvas: &mut Canvas, model: &Model) {
    let (half, crown) = (model.half, model.crown);
    let temple = model.eye_line - 16.0;
    let curves: [Curve; 4] = [
        [(half * 0.7, crown - 9.0), (half + 5.0, crown + 34.0), (half + 5.0, temple)],
        to(half - 5.0, temple + 4.0),
        [(half - 8.0, temple - 40.0), (half * 0.86, crown + 16.0), (half * 0.52, crown + 14.0)],
        [(half * 0.36, crown + 13.0), (half * 0.34, crown + 32.0), (0.0, crown + 33.0)],
    ];
    canvas.symmetric((0.0, crown - 9.0), &curves, model.hair, 0.94);
}

/// A lock across the forehead from a parting.
fn sweep(canvas: &mut Canvas, model: &Model, side: f32, low: f32) {
    let (half, crown) = (model.half, model.crown);
    let lock: [Curve; 3] = [
        [
            (half * 0.1 * side, crown + 4.0),
            (half * 0.8 * side, crown + 10.0),
            (half * 0.97 * side, low + 20.0),
        ],
        [(half * 0.8 * side, low), (half * 0.3 * side, low - 8.0), (-half * 0.5 * side, crown + 30.0)],
        to(-half * 0.5 * side, crown + 10.0),
    ];
    canvas.shape((-half * 0.5 * side, crown + 10.0), &lock, model.hair, 1.0);
    let shine: [Curve; 1] = [[
        (half * 0.1 * side, crown + 14.0),
        (half * 0.5 * side, crown + 20.0),
        (half * 0.74 * side, crown + 48.0),
    ]];
    canvas.line((-half * 0.3 * side, crown + 14.0), &shine, 3.5, model.hair.lighter(0.3), 0.3);
}

/// Long hair that hangs to both sides of a parting.
fn curtain(canvas: &mut Canvas, model: &Model, side: f32) {
    let (half, crown) = (model.half, model.crown);
    let part = half * 0.22 * side;
    for turn in [1.0, -1.0] {
        let out = (half + 14.0) * turn;
        let lock: [Curve; 3] = [
            [(half * 0.7 * turn, crown - 12.0), (out, crown + 40.0), (out, model.eye_line + 56.0)],
            [
                (half * 0.92 * turn, model.eye_line + 6.0),
                (half * 0.84 * turn, crown + 66.0),
                (part, crown + 26.0),
            ],
            to(part, crown - 14.0),
        ];
        canvas.shape((part, crown - 14.0), &lock, model.hair, 1.0);
    }
    let shine: [Curve; 1] = [[
        (half * 0.72 * -side, crown + 8.0),
        (half * 0.88 * -side, crown + 30.0),
        (half * 0.98 * -side, crown + 70.0),
    ]];
    canvas.line((half * 0.36 * -side, crown), &shine, 5.0, model.hair.lighter(0.3), 0.28);
}

/// Curls over the skull.
fn curls(canvas: &mut Canvas, model: &Model, count: u32, size: f32) {
    let (half, crown) = (model.half, model.crown);
    let middle = crown + 92.0;
    for curl in 0..=count {
        let angle = std::f32::consts::PI * (1.0 + curl as f32 / count as f32);
        let wobble = if curl % 2 == 0 { 1.04 } else { 0.94 };
        let place = (angle.cos() * (half - 2.0) * wobble, middle + angle.sin() * 92.0 * wobble);
        canvas.ellipse(place, (size, size), model.hair, 1.0);
        canvas.ellipse(
            (place.0 - 5.0, place.1 - 6.0),
            (size * 0.45, size * 0.4),
            model.hair.lighter(0.2),
            0.22,
        );
    }
}

/// What is left at the sides.
fn fringe_of_old(canvas: &mut Canvas, model: &Model, opacity: f32) {
    let (half, y) = (model.half, model.eye_line);
    for turn in [1.0, -1.0] {
        let lock: [Curve; 3] = [
            [
                ((half + 5.0) * turn, y - 60.0),
                ((half + 8.0) * turn, y - 30.0),
                ((half + 3.0) * turn, y + 4.0),
            ],
            to((half - 6.0) * turn, y + 2.0),
            [
                ((half - 8.0) * turn, y - 24.0),
                ((half - 10.0) * turn, y - 50.0),
                ((half - 12.0) * turn, y - 66.0),
            ],
        ];
        canvas.shape(((half - 12.0) * turn, y - 66.0), &lock, model.hair, opacity);
    }
    canvas.ellipse((-half * 0.3, model.crown + 26.0), (26.0, 11.0), model.skin.lighter(0.45), 0.3);
}
