//! The face: head, eyes, nose, mouth, beard, glasses.

use crate::names::Sex;
use crate::photo::paint::{Canvas, Curve, to};
use crate::photo::palette::Colour;
use crate::photo::portrait::{Model, Trait};

/// The outline of the face, right half, from the crown down.
fn outline(model: &Model) -> [Curve; 2] {
    let (half, crown, chin) = (model.half, model.crown, model.chin);
    let middle = model.eye_line - 8.0;
    [
        [(half * 0.64, crown), (half, crown + 44.0), (half, middle)],
        [(half, middle + (chin - middle) * 0.52), (half * model.jaw, chin), (0.0, chin)],
    ]
}

/// Draws the head with all that is in the face.
pub(super) fn draw(canvas: &mut Canvas, model: &Model) {
    let ear = model.eye_line + 14.0;
    canvas.pair((model.half - 1.0, ear), (15.0, 25.0), model.skin.darker(0.05), 1.0);
    canvas.pair((model.half + 1.0, ear + 1.0), (7.5, 15.0), model.shadow, 0.55);
    canvas.symmetric((0.0, model.crown), &outline(model), model.skin, 1.0);
    let [upper, lower] = outline(model);
    // Light comes from the left.
    let shade = [
        upper,
        lower,
        [(26.0, model.chin - 40.0), (44.0, model.eye_line + 30.0), (40.0, model.eye_line - 60.0)],
    ];
    canvas.shape((0.0, model.crown), &shade, model.shadow, 0.22);
    canvas.pair((model.half * 0.56, model.eye_line + 52.0), (21.0, 15.0), Colour(214, 110, 96), 0.13);
    beard(canvas, model);
    lines_of_age(canvas, model);
    eyes(canvas, model);
    nose(canvas, model);
    mouth(canvas, model);
}

fn eyes(canvas: &mut Canvas, model: &Model) {
    let spread = model.half * (0.40 + 0.03 * model.lasting(Trait::Eyes));
    let y = model.eye_line;
    let young = if model.adult { 1.0 } else { 1.12 };
    let (across, down) = (15.5 * young, (8.0 + 1.6 * model.lasting(Trait::Eyes)) * young);
    canvas.pair((spread, y), (across, down), Colour(246, 242, 236), 1.0);
    canvas.pair((spread, y), (8.2 * young, down.min(8.2 * young)), model.iris, 1.0);
    canvas.pair((spread, y), (4.0, 4.4), Colour(22, 18, 20), 1.0);
    canvas.ellipse((spread - 2.6, y - 2.8), (2.0, 2.0), Colour(255, 255, 255), 0.9);
    canvas.ellipse((-spread - 2.6, y - 2.8), (2.0, 2.0), Colour(255, 255, 255), 0.9);
    let lid = model.shadow.darker(0.62);
    let width = if model.is(Sex::Female) && model.adult { 4.6 } else { 3.4 };
    let reach = if model.is(Sex::Female) && model.adult { 4.0 } else { 0.5 };
    let upper: [Curve; 1] = [[
        (spread - across * 0.5, y - down - 4.0),
        (spread + across * 0.5, y - down - 4.0),
        (spread + across + reach, y - reach * 0.6),
    ]];
    canvas.lines((spread - across, y + 0.5), &upper, width, lid, 1.0);
    let lower: [Curve; 1] = [[
        (spread - across * 0.4, y + down + 2.5),
        (spread + across * 0.4, y + down + 2.5),
        (spread + across, y + 1.0),
    ]];
    canvas.lines((spread - across, y + 1.0), &lower, 1.6, model.shadow.darker(0.2), 0.55);
    brows(canvas, model, spread, across, y - down);
}

fn brows(canvas: &mut Canvas, model: &Model, spread: f32, across: f32, top: f32) {
    let arch = 3.0 + 7.0 * model.lasting(Trait::Brows);
    let y = top - 15.0 - 3.0 * model.lasting(Trait::Eyes);
    let colour = model.hair.mixed(model.shadow.darker(0.5), 0.35);
    let width = if model.is(Sex::Male) && model.adult { 8.0 } else { 5.4 };
    let brow: [Curve; 1] = [[
        (spread - across * 0.3, y - arch),
        (spread + across * 0.6, y - arch),
        (spread + across + 7.0, y + 3.0),
    ]];
    canvas.lines((spread - across - 3.0, y + 1.5), &brow, width, colour, 0.95);
}

fn nose(canvas: &mut Canvas, model: &Model) {
    let y = model.eye_line + (model.chin - model.eye_line) * 0.43;
    let width = 11.0 + 6.0 * model.lasting(Trait::Nose) - if model.adult { 0.0 } else { 4.0 };
    let colour = model.shadow.darker(0.16);
    canvas.ellipse((1.5, y - 5.0), (width * 0.95, 9.0), model.skin.lighter(0.12), 0.6);
    let wing: [Curve; 1] = [[(width + 3.0, y + 1.0), (width - 3.0, y + 8.0), (width * 0.45, y + 4.0)]];
    canvas.lines((width, y - 7.0), &wing, 3.2, colour, 0.85);
    let tip: [Curve; 1] = [[(-width * 0.2, y + 8.5), (width * 0.2, y + 8.5), (width * 0.45, y + 4.0)]];
    canvas.line((-width * 0.45, y + 4.0), &tip, 3.2, colour, 0.85);
    let bridge: [Curve; 1] = [[(10.0, y - 40.0), (8.0, y - 26.0), (width * 0.8, y - 14.0)]];
    canvas.line((11.0, model.eye_line - 6.0), &bridge, 3.0, model.shadow, 0.5);
}

fn mouth(canvas: &mut Canvas, model: &Model) {
    let y = model.eye_line + (model.chin - model.eye_line) * 0.69;
    let width = 24.0 + 7.0 * model.lasting(Trait::Mouth) - if model.adult { 0.0 } else { 5.0 };
    let smile = 1.5 + 6.0 * model.passing(Trait::Mouth);
    let lip = model.skin.mixed(Colour(150, 58, 58), if model.is(Sex::Female) { 0.52 } else { 0.36 });
    let full = if model.is(Sex::Female) { 10.0 } else { 7.0 } + 2.0 * model.lasting(Trait::Mouth);
    let line = [(width * 0.4, y + smile), (width * 0.75, y + smile * 0.4), (width, y - smile * 0.7)];
    canvas.symmetric(
        (0.0, y + smile * 0.9 - full * 0.62),
        &[
            [(6.0, y - full), (width * 0.6, y - full * 0.5), (width, y - smile * 0.7)],
            [(width * 0.7, y + full * 0.8), (width * 0.35, y + smile + full), (0.0, y + smile + full)],
        ],
        lip,
        0.85,
    );
    canvas.lines((0.0, y + smile), &[line], 2.8, lip.darker(0.45), 0.9);
    canvas.line(
        (-10.0, y + smile + full + 9.0),
        &[[(-4.0, y + smile + full + 12.0), (4.0, y + smile + full + 12.0), (10.0, y + smile + full + 9.0)]],
        3.0,
        model.shadow,
        0.55,
    );
}

fn beard(canvas: &mut Canvas, model: &Model) {
    if !model.is(Sex::Male) || model.sitting.age < 19 {
        return;
    }
    let y = model.eye_line + (model.chin - model.eye_line) * 0.69;
    let kind = model.lasting(Trait::Beard) * 0.6 + model.passing(Trait::Beard) * 0.4;
    let colour = model.hair.mixed(model.skin, 0.12);
    let moustache = |canvas: &mut Canvas, opacity| {
        let curves = [
            [(13.0, y - 23.0), (27.0, y - 15.0), (33.0, y - 5.0)],
            [(22.0, y - 8.0), (10.0, y - 9.0), (0.0, y - 8.0)],
        ];
        canvas.symmetric((0.0, y - 19.0), &curves, colour, opacity);
    };
    let full = |canvas: &mut Canvas, opacity: f32| {
        let side = model.half;
        let cheek = model.eye_line + 34.0;
        let edge = model.eye_line - 8.0;
        let curves: [Curve; 3] = [
            [
                (side, edge + (model.chin - edge) * 0.52),
                (side * model.jaw, model.chin + 5.0),
                (0.0, model.chin + 5.0),
            ],
            to(0.0, y - 19.0),
            [(30.0, y - 27.0), (side * 0.72, y + 6.0), (side - 1.0, cheek)],
        ];
        for turn in [1.0, -1.0] {
            let turned = curves.map(|curve| curve.map(|(x, y)| (x * turn, y)));
            canvas.shape(((side - 1.0) * turn, cheek), &turned, colour, opacity);
        }
    };
    match kind {
        kind if kind < 0.42 => {}
        // Two days without a razor.
        kind if kind < 0.56 => full(canvas, 0.2),
        kind if kind < 0.66 => moustache(canvas, 0.95),
        kind if kind < 0.76 => {
            moustache(canvas, 0.95);
            canvas.symmetric(
                (0.0, y + 15.0),
                &[[(22.0, y + 13.0), (28.0, model.chin + 2.0), (0.0, model.chin + 5.0)]],
                colour,
                0.95,
            );
        }
        _ => full(canvas, 0.92),
    }
}

fn lines_of_age(canvas: &mut Canvas, model: &Model) {
    let old = (f32::from(model.sitting.age) - 42.0).clamp(0.0, 40.0) / 40.0;
    if old <= 0.0 {
        return;
    }
    let (y, half) = (model.eye_line, model.half);
    let colour = model.shadow.darker(0.1);
    let fold: [Curve; 1] = [[(half * 0.38, y + 62.0), (half * 0.46, y + 74.0), (half * 0.44, y + 92.0)]];
    canvas.lines((half * 0.24, y + 54.0), &fold, 2.6, colour, 0.75 * old);
    let bag: [Curve; 1] = [[(half * 0.34, y + 22.0), (half * 0.5, y + 22.0), (half * 0.58, y + 14.0)]];
    canvas.lines((half * 0.26, y + 15.0), &bag, 2.2, colour, 0.6 * old);
    if model.sitting.age > 55 {
        for row in 0..2 {
            let brow = model.crown + 58.0 + row as f32 * 15.0;
            let line: [Curve; 1] = [[(-14.0, brow - 4.0), (14.0, brow - 4.0), (34.0, brow)]];
            canvas.line((-34.0, brow), &line, 2.0, colour, 0.5 * old);
        }
    }
}

/// Glasses, for those who wear them in this year.
pub(super) fn glasses(canvas: &mut Canvas, model: &Model) {
    let age = f32::from(model.sitting.age);
    let need = 0.16 + (age - 40.0).clamp(0.0, 35.0) / 35.0 * 0.42;
    if model.lasting(Trait::Glasses) * 0.7 + model.passing(Trait::Glasses) * 0.3 > need {
        return;
    }
    let spread = model.half * 0.415;
    let y = model.eye_line + 2.0;
    let (across, down) = (29.0, 22.0);
    let frame = if model.passing(Trait::Parting) < 0.6 { Colour(34, 34, 40) } else { Colour(112, 82, 58) };
    canvas.pair((spread, y), (across, down), Colour(226, 238, 250), 0.16);
    let k = 0.62;
    let ring: [Curve; 4] = [
        [(spread + across, y - down * k), (spread + across * k, y - down), (spread, y - down)],
        [(spread - across * k, y - down), (spread - across, y - down * k), (spread - across, y)],
        [(spread - across, y + down * k), (spread - across * k, y + down), (spread, y + down)],
        [(spread + across * k, y + down), (spread + across, y + down * k), (spread + across, y)],
    ];
    canvas.lines((spread + across, y), &ring, 4.2, frame, 1.0);
    let inner = spread - across;
    canvas.line(
        (-inner, y - 4.0),
        &[[(-inner * 0.4, y - 9.0), (inner * 0.4, y - 9.0), (inner, y - 4.0)]],
        4.0,
        frame,
        1.0,
    );
    canvas.lines((spread + across, y - 5.0), &[to(model.half + 6.0, y - 8.0)], 4.0, frame, 1.0);
}
