//! From a value in [−1, 1] to its colour, the same for maps, edges, biases and points.

use crate::{Ink, Rgba, Theme};
use nabla_nn::{Choice, limits::MAX_CLASSES};
use strum::VariantArray;

/// Which two hues stand for −1 and +1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, VariantArray)]
pub enum Palette {
    /// Orange and blue, as in TensorFlow Playground.
    #[default]
    Classic,
    /// Purple and green, after ColorBrewer's colour-blind-safe `PRGn`.
    Violet,
}

impl Choice for Palette {
    fn key(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Violet => "violet",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Classic => "Orange–Blue",
            Self::Violet => "Purple–Green",
        }
    }
}

impl Palette {
    /// The colours of classes 0, 1, 2 …; the first two are those of +1 and −1. The others keep their distance from these,
    /// from each other and from grey in luminance or hue for common colour blindness too (after Okabe & Ito 2008).
    pub const fn classes(self) -> [Rgba; MAX_CLASSES] {
        let (low, high) = self.ends();
        let (third, fourth) = match self {
            Self::Classic => (Rgba::hex(0x2b9a4b), Rgba::hex(0xb5489a)),
            Self::Violet => (Rgba::hex(0xe0922f), Rgba::hex(0x0877bd)),
        };
        [high, low, third, fourth, Rgba::hex(0x7d5a3c), Rgba::hex(0x2f3f86)]
    }

    /// The colours of −1 and +1. They are those of both themes, so that a picture keeps its meaning.
    pub const fn ends(self) -> (Rgba, Rgba) {
        match self {
            Self::Classic => (Rgba::hex(0xf59322), Rgba::hex(0x0877bd)),
            Self::Violet => (Rgba::hex(0x9d4fc0), Rgba::hex(0x2b9a4b)),
        }
    }
}

/// The colour of 0: as far from the ink as the theme's surfaces are.
const fn middle(theme: Theme) -> Rgba {
    match theme {
        Theme::Light => Rgba::hex(0xe8eaeb),
        Theme::Dark => Rgba::hex(0x2a333d),
    }
}

/// How much of a colour a map keeps over the panel, so that full-coloured points stand out on it.
const SOFTNESS: f32 = 0.68;

/// Steps from 0 to either end: a table of 2·256 + 1 entries has −1, 0 and 1 exactly.
const HALF: usize = 256;
/// Entries of a table.
pub(crate) const STEPS: usize = 2 * HALF + 1;

/// A diverging colour scale, tabulated, and how labels are marked.
#[derive(Clone)]
pub struct Scale {
    palette: Palette,
    theme: Theme,
    /// Whether labels are class indices.
    several: bool,
    /// Whether every class has a point shape of its own.
    shapes: bool,
    full: [Rgba; STEPS],
    soft: [Rgba; STEPS],
}

impl Scale {
    /// The scale of a palette in a theme.
    pub fn new(palette: Palette, theme: Theme) -> Self {
        let (low, high) = palette.ends();
        let (middle, panel) = (middle(theme), theme.ink().panel);
        let full = std::array::from_fn(|step| {
            let end = if step < HALF { low } else { high };
            middle.lerp(end, step.abs_diff(HALF) as f32 / HALF as f32)
        });
        let soft = full.map(|color| panel.lerp(color, SOFTNESS));
        Self { palette, theme, several: false, shapes: false, full, soft }
    }

    /// The same for labels that are class indices, each class with a point shape of its own.
    pub fn of_classes(mut self, several: bool) -> Self {
        (self.several, self.shapes) = (several, self.shapes || several);
        self
    }

    /// The same with a point shape of its own for each class.
    pub fn with_shapes(mut self, shapes: bool) -> Self {
        self.shapes |= shapes;
        self
    }

    /// The class a label stands for, where points are drawn by class: of two, +1 is the first.
    pub fn shape_of(&self, label: f64) -> usize {
        match (self.shapes, self.several) {
            (false, _) => 0,
            (true, true) => label as usize,
            (true, false) => usize::from(label < 0.0),
        }
    }

    /// The colour of a class as points have it.
    pub fn class_color(&self, class: usize) -> Rgba {
        self.palette.classes()[class.min(MAX_CLASSES - 1)]
    }

    /// The colour of a class in a map, at a share from 0 to 1.
    pub fn class_map_color(&self, class: usize) -> Rgba {
        self.ink().panel.lerp(self.class_color(class), SOFTNESS)
    }

    /// The colour of a value: of an edge's weight, a bias, a point's label. Beyond ±1 it is that of ±1; NaN is neutral.
    pub fn color(&self, value: f32) -> Rgba {
        self.full[step(value)]
    }

    /// The colour of a value in a map: [`Scale::color`] as a constant tint over the panel.
    pub fn map_color(&self, value: f32) -> Rgba {
        self.soft[step(value)]
    }

    /// The colour of a point: a class label is ±1, a target any number.
    pub fn point_color(&self, label: f64) -> Rgba {
        if self.several { self.class_color(label as usize) } else { self.color(label as f32) }
    }

    /// The palette it was made of.
    pub fn palette(&self) -> Palette {
        self.palette
    }

    /// The theme it was made for.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// The inks of its theme.
    pub fn ink(&self) -> Ink {
        self.theme.ink()
    }

    /// Every map colour in order, −1 first; [`step`] is its index.
    pub(crate) fn map_colors(&self) -> &[Rgba; STEPS] {
        &self.soft
    }
}

/// The table's entry for a value; always less than [`STEPS`]. NaN goes to the middle.
#[inline]
pub(crate) fn step(value: f32) -> usize {
    let value = if value.is_nan() { 0.0 } else { value.clamp(-1.0, 1.0) };
    // +½ rounds to the nearest step; a saturating cast truncates.
    ((value + 1.0) * HALF as f32 + 0.5) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_scale() -> impl Iterator<Item = Scale> {
        Palette::ALL
            .iter()
            .flat_map(|&palette| Theme::ALL.iter().map(move |&theme| Scale::new(palette, theme)))
    }

    #[test]
    fn classic_light_has_the_colours_of_tensorflow_playground() {
        let scale = Scale::new(Palette::Classic, Theme::Light);
        assert_eq!(scale.color(-1.0).css(), "#f59322");
        assert_eq!(scale.color(0.0).css(), "#e8eaeb");
        assert_eq!(scale.color(1.0).css(), "#0877bd");
    }

    #[test]
    fn ends_are_the_palettes_and_the_middle_the_themes() {
        for scale in every_scale() {
            let (low, high) = scale.palette().ends();
            assert_eq!(scale.color(-1.0), low);
            assert_eq!(scale.color(1.0), high);
            assert_eq!(scale.color(0.0), middle(scale.theme()));
        }
    }

    #[test]
    fn values_beyond_the_ends_are_clamped_and_nan_is_neutral() {
        for scale in every_scale() {
            for (beyond, end) in
                [(-7.0, -1.0), (f32::NEG_INFINITY, -1.0), (7.0, 1.0), (f32::INFINITY, 1.0), (f32::NAN, 0.0)]
            {
                assert_eq!(scale.color(beyond), scale.color(end));
                assert_eq!(scale.map_color(beyond), scale.map_color(end));
            }
        }
    }

    #[test]
    fn every_channel_is_monotone_on_either_side() {
        for scale in every_scale() {
            for table in [&scale.full, &scale.soft] {
                for half in [&table[..=HALF], &table[HALF..]] {
                    for channel in 0..3 {
                        let values: Vec<u8> = half.iter().map(|color| color.0[channel]).collect();
                        let rising = values.is_sorted();
                        let falling = values.iter().rev().is_sorted();
                        assert!(rising || falling, "{:?} channel {channel}", scale.palette());
                    }
                }
            }
        }
    }

    #[test]
    fn a_map_is_a_constant_tint_of_the_same_colour() {
        for scale in every_scale() {
            for step in 0..=40 {
                let value = step as f32 / 20.0 - 1.0;
                assert_eq!(scale.map_color(value), scale.ink().panel.lerp(scale.color(value), SOFTNESS));
                assert_eq!(scale.point_color(f64::from(value)), scale.color(value));
            }
        }
    }
}
