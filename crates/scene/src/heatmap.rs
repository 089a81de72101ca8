//! A grid of values as pixels.

use crate::Scale;
use crate::scale::step;

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
    fn nothing_in_nothing_out() {
        assert!(painted(&[], false).is_empty());
    }
}
