//! A grid of values as pixels.

use crate::scale::step;
use crate::{Rgba, Scale};

/// Paints `values` in order into `out` (cleared first): RGBA, four bytes a value, opaque, in the scale's soft map
/// colours. `discretize` shows the sign alone, as a class decision does: 0 and up is +1. NaN is neutral either way.
pub fn paint_map(values: &[f32], scale: &Scale, discretize: bool, out: &mut Vec<u8>) {
    let table = scale.map_colors();
    out.clear();
    out.resize(values.len() * 4, 0);
    let (pixels, _) = out.as_chunks_mut::<4>();
    if discretize {
        for (pixel, &value) in pixels.iter_mut().zip(values) {
            *pixel = table[step(sign(value))].0;
        }
    } else {
        for (pixel, &value) in pixels.iter_mut().zip(values) {
            *pixel = table[step(value)].0;
        }
    }
}

/// Paints the shares of several classes, `[class][pixel]`, into `out` (cleared first): every pixel the mixture of its
/// classes' soft colours, or with `discretize` the colour of the largest. A share that is NaN counts for nothing.
pub fn paint_classes(shares: &[f32], classes: usize, scale: &Scale, discretize: bool, out: &mut Vec<u8>) {
    let pixels = shares.len().checked_div(classes).unwrap_or(0);
    let colors: Vec<[f32; 3]> = (0..classes)
        .map(|class| {
            let [red, green, blue, _] = scale.class_map_color(class).0;
            [red, green, blue].map(f32::from)
        })
        .collect();
    out.clear();
    out.reserve(4 * pixels);
    for pixel in 0..pixels {
        let share = |class: usize| shares[class * pixels + pixel].max(0.0);
        let largest =
            (1..classes).fold(0, |best, class| if share(class) > share(best) { class } else { best });
        let weight = |class: usize| match discretize {
            true => f32::from(u8::from(class == largest)),
            false => share(class),
        };
        let total: f32 = (0..classes).map(weight).sum();
        let total = if total > 0.0 && total.is_finite() { total } else { 1.0 };
        let mixed = |channel: usize| {
            let sum: f32 =
                colors.iter().enumerate().map(|(class, color)| weight(class) * color[channel]).sum();
            (sum / total + 0.5) as u8
        };
        out.extend([mixed(0), mixed(1), mixed(2), 255]);
    }
}

/// How unsure the network is of a class, from 0 to 1, into `out` (cleared first): 1 less the lead of the likeliest class's
/// probability over the next one's. `values` are one output between −1 and 1 a pixel, which leads by its size, or the
/// shares of several classes, `[class][pixel]`. What is not a number counts as no lead.
pub fn doubts(values: &[f32], classes: usize, out: &mut Vec<f32>) {
    let classes = classes.max(1);
    let pixels = values.len() / classes;
    out.clear();
    out.extend((0..pixels).map(|pixel| {
        let lead = match classes {
            1 => values[pixel].abs(),
            _ => {
                let (mut first, mut second) = (0.0f32, 0.0f32);
                for class in 0..classes {
                    let share = values[class * pixels + pixel];
                    if share > first {
                        (first, second) = (share, first);
                    } else if share > second {
                        second = share;
                    }
                }
                first - second
            }
        };
        if lead.is_nan() { 1.0 } else { 1.0 - lead.clamp(0.0, 1.0) }
    }));
}

/// Hatches a square picture of RGBA pixels where the network is unsure: slanted lines in ink that begin at a doubt of ½
/// and are full at 1.
pub fn hatch(pixels: &mut [u8], doubts: &[f32], ink: Rgba) {
    /// The most of a pixel that is ink.
    const STRENGTH: f32 = 0.6;
    let side = (doubts.len() as f32).sqrt() as usize;
    let period = (side / 36).max(5);
    let width = (period / 4).max(1);
    let (pixels, _) = pixels.as_chunks_mut::<4>();
    for (index, (pixel, &doubt)) in pixels.iter_mut().zip(doubts).enumerate() {
        let (x, y) = (index % side.max(1), index / side.max(1));
        if (x + y) % period < width && doubt > 0.5 {
            *pixel = Rgba(*pixel).lerp(ink, STRENGTH * (2.0 * doubt - 1.0).min(1.0)).0;
        }
    }
}

/// −1 or 1, with 0 counting as 1 and NaN as 0; without branches, which noise would mispredict.
fn sign(value: f32) -> f32 {
    f32::from(u8::from(value >= 0.0)) - f32::from(u8::from(value < 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Palette, Theme};

    fn painted(values: &[f32], discretize: bool) -> Vec<u8> {
        let mut out = vec![9; 3];
        paint_map(values, &Scale::new(Palette::Classic, Theme::Light), discretize, &mut out);
        out
    }

    #[test]
    fn a_pixel_has_its_values_map_colour() {
        let scale = Scale::new(Palette::Classic, Theme::Light);
        let values = [-2.0, -0.4, 0.0, 0.25, 1.0, f32::NAN, f32::INFINITY];
        let expected: Vec<u8> = values.iter().flat_map(|&value| scale.map_color(value).0).collect();
        assert_eq!(painted(&values, false), expected);
    }

    #[test]
    fn discretized_only_the_sign_counts() {
        assert_eq!(painted(&[-0.01, 0.0, 0.3, f32::NAN], true), painted(&[-1.0, 1.0, 1.0, 0.0], false));
    }

    #[test]
    fn classes_mix_their_colours() {
        let scale = Scale::new(Palette::Classic, Theme::Light);
        let mut out = Vec::new();
        // Three pixels: the first class alone, the second and third alike, the third a little ahead.
        let shares = [1.0, 0.0, 0.0, 0.0, 0.5, 0.4, 0.0, 0.5, 0.6];
        paint_classes(&shares, 3, &scale, false, &mut out);
        let color = |class| scale.class_map_color(class).0;
        assert_eq!(out[..4], color(0));
        for channel in 0..3 {
            let middle = (f32::from(color(1)[channel]) + f32::from(color(2)[channel])) / 2.0;
            assert!((f32::from(out[4 + channel]) - middle).abs() <= 0.5);
        }
        paint_classes(&shares, 3, &scale, true, &mut out);
        assert_eq!(out[8..], color(2));
        paint_classes(&[f32::NAN; 6], 3, &scale, false, &mut out);
        assert_eq!(out.len(), 8);
    }

    /// The lead by hand: |o| of one output; the largest share less the second of several.
    #[test]
    fn doubt_is_what_is_missing_of_a_lead() {
        let mut out = vec![7.0];
        doubts(&[-1.0, 0.25, 0.0, 3.0, f32::NAN], 1, &mut out);
        assert_eq!(out, [0.0, 0.75, 1.0, 0.0, 1.0]);
        // Three pixels of three classes.
        doubts(&[1.0, 0.5, 0.25, 0.0, 0.25, 0.375, 0.0, 0.25, 0.375], 3, &mut out);
        assert_eq!(out, [0.0, 0.75, 1.0]);
    }

    #[test]
    fn only_what_is_unsure_is_hatched() {
        let side = 20;
        let doubts: Vec<f32> =
            (0..side * side).map(|k| if k % side < side / 2 { 1.0 } else { 0.4 }).collect();
        let mut pixels = vec![255; 4 * side * side];
        hatch(&mut pixels, &doubts, Rgba::hex(0));
        let is_dark = |x: usize, y: usize| pixels[4 * (y * side + x)] < 128;
        let dark = |columns: std::ops::Range<usize>| {
            columns.flat_map(|x| (0..side).map(move |y| (x, y))).filter(|&(x, y)| is_dark(x, y)).count()
        };
        // One pixel in five of the left half.
        assert_eq!((dark(0..side / 2), dark(side / 2..side)), (40, 0));
        assert!(is_dark(0, 0) && is_dark(1, 4) && !is_dark(1, 1), "the lines slant");
        hatch(&mut [], &[], Rgba::hex(0));
        hatch(&mut [], &[1.0; 3], Rgba::hex(0));
    }

    #[test]
    fn nothing_in_nothing_out() {
        assert!(painted(&[], false).is_empty());
    }
}
