//! A canvas on which shapes are given as they are seen from the middle line of a face.

use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Paint, Path, PathBuilder, Pixmap,
    Point, Rect, Shader, SpreadMode, Stroke, Transform,
};

use crate::photo::palette::Colour;
use crate::photo::{HEIGHT, WIDTH};

/// The middle line: everything is symmetrical to it unless it says otherwise.
const MIDDLE: f32 = WIDTH as f32 / 2.0;

/// A cubic curve: two control points and the end, each as distance from the middle line and height from the top.
pub(super) type Curve = [(f32, f32); 3];

/// A drawing.
pub(super) struct Canvas(Pixmap);

impl Canvas {
    /// A canvas with a backdrop that gets darker downwards. None where there is no memory for it.
    pub(super) fn new(top: Colour, bottom: Colour) -> Option<Canvas> {
        let mut pixmap = Pixmap::new(WIDTH, HEIGHT)?;
        let stops = vec![GradientStop::new(0.0, solid(top, 1.0)), GradientStop::new(1.0, solid(bottom, 1.0))];
        let end = Point::from_xy(0.0, HEIGHT as f32);
        let shader = LinearGradient::new(Point::zero(), end, stops, SpreadMode::Pad, Transform::identity())?;
        let paint = Paint { shader, ..Paint::default() };
        let whole = Rect::from_xywh(0.0, 0.0, WIDTH as f32, HEIGHT as f32)?;
        pixmap.fill_rect(whole, &paint, Transform::identity(), None);
        Some(Canvas(pixmap))
    }

    /// Fills an ellipse whose centre is `x` from the middle line.
    pub(super) fn ellipse(
        &mut self,
        (x, y): (f32, f32),
        (across, down): (f32, f32),
        colour: Colour,
        opacity: f32,
    ) {
        let rect = Rect::from_ltrb(MIDDLE + x - across, y - down, MIDDLE + x + across, y + down);
        self.fill(rect.and_then(PathBuilder::from_oval), colour, opacity);
    }

    /// The same ellipse on both sides.
    pub(super) fn pair(&mut self, (x, y): (f32, f32), radii: (f32, f32), colour: Colour, opacity: f32) {
        self.ellipse((x, y), radii, colour, opacity);
        self.ellipse((-x, y), radii, colour, opacity);
    }

    /// Fills a shape given by its right half, from the top down, and mirrored to the left.
    pub(super) fn symmetric(&mut self, start: (f32, f32), curves: &[Curve], colour: Colour, opacity: f32) {
        self.fill(mirrored(start, curves), colour, opacity);
    }

    /// Fills a shape of any form, as distance from the middle line.
    pub(super) fn shape(&mut self, start: (f32, f32), curves: &[Curve], colour: Colour, opacity: f32) {
        self.fill(open(start, curves, 1.0, true), colour, opacity);
    }

    /// Draws a line with round ends.
    pub(super) fn line(
        &mut self,
        start: (f32, f32),
        curves: &[Curve],
        width: f32,
        colour: Colour,
        opacity: f32,
    ) {
        self.stroke(open(start, curves, 1.0, false), width, colour, opacity);
    }

    /// The same line on both sides.
    pub(super) fn lines(
        &mut self,
        start: (f32, f32),
        curves: &[Curve],
        width: f32,
        colour: Colour,
        opacity: f32,
    ) {
        self.line(start, curves, width, colour, opacity);
        self.stroke(open(start, curves, -1.0, false), width, colour, opacity);
    }

    /// A bar across, from `top` to `bottom`.
    pub(super) fn bar(&mut self, top: f32, bottom: f32, colour: Colour, opacity: f32) {
        if let Some(rect) = Rect::from_ltrb(0.0, top, WIDTH as f32, bottom) {
            self.fill(Some(PathBuilder::from_rect(rect)), colour, opacity);
        }
    }

    /// Red, green and blue of every pixel, line by line.
    pub(super) fn into_rgb(self) -> Vec<u8> {
        // The backdrop is opaque, so that premultiplied and plain colours are the same.
        let mut rgb = Vec::with_capacity(self.0.data().len() / 4 * 3);
        self.0.data().chunks_exact(4).for_each(|pixel| rgb.extend_from_slice(&pixel[..3]));
        rgb
    }

    fn fill(&mut self, path: Option<Path>, colour: Colour, opacity: f32) {
        if let Some(path) = path {
            self.0.fill_path(&path, &paint(colour, opacity), FillRule::Winding, Transform::identity(), None);
        }
    }

    fn stroke(&mut self, path: Option<Path>, width: f32, colour: Colour, opacity: f32) {
        let stroke =
            Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
        if let Some(path) = path {
            self.0.stroke_path(&path, &paint(colour, opacity), &stroke, Transform::identity(), None);
        }
    }
}

/// A straight line as a curve.
pub(super) const fn to(x: f32, y: f32) -> Curve {
    [(x, y), (x, y), (x, y)]
}

fn solid(colour: Colour, opacity: f32) -> Color {
    let mut solid = Color::from_rgba8(colour.0, colour.1, colour.2, 255);
    solid.set_alpha(opacity);
    solid
}

fn paint(colour: Colour, opacity: f32) -> Paint<'static> {
    Paint { shader: Shader::SolidColor(solid(colour, opacity)), anti_alias: true, ..Paint::default() }
}

fn open(start: (f32, f32), curves: &[Curve], side: f32, close: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(MIDDLE + start.0 * side, start.1);
    for [a, b, end] in curves {
        path.cubic_to(MIDDLE + a.0 * side, a.1, MIDDLE + b.0 * side, b.1, MIDDLE + end.0 * side, end.1);
    }
    if close {
        path.close();
    }
    path.finish()
}

fn mirrored(start: (f32, f32), curves: &[Curve]) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(MIDDLE + start.0, start.1);
    for [a, b, end] in curves {
        path.cubic_to(MIDDLE + a.0, a.1, MIDDLE + b.0, b.1, MIDDLE + end.0, end.1);
    }
    let last = curves.last().map_or(start, |curve| curve[2]);
    path.line_to(MIDDLE - last.0, last.1);
    for (position, [a, b, _]) in curves.iter().enumerate().rev() {
        let end = position.checked_sub(1).map_or(start, |before| curves[before][2]);
        path.cubic_to(MIDDLE - b.0, b.1, MIDDLE - a.0, a.1, MIDDLE - end.0, end.1);
    }
    path.close();
    path.finish()
}
