//! How runs beside each other are told apart: the networks of a race, the optimizers of a landscape. Their colours belong
//! to no class, sign or weight, in either palette.

use crate::{Dash, Rgba, Shape, Stroke, Theme};

/// Runs that can be told apart.
pub const RUNS: usize = 6;

/// A run's line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunLine {
    /// Its colour and width.
    pub stroke: Stroke,
    /// Its dashes; none where it is drawn through.
    pub dash: Option<Dash>,
}

/// The line of a run by its number: colour and dashes, each telling it from the others by itself.
pub fn run_line(run: usize, theme: Theme) -> RunLine {
    let dash = |on, off| Some(Dash { on, off, offset: 0.0 });
    let (light, dark, dash) = match run % RUNS {
        0 => (0x17202b, 0xf2f5f9, None),
        1 => (0xa8123c, 0xff9db0, dash(7.0, 3.0)),
        2 => (0x5a3d00, 0xe8dd7a, dash(2.0, 3.0)),
        3 => (0x680395, 0xcdb2ff, dash(12.0, 3.0)),
        4 => (0x13604c, 0x5fd6c8, dash(4.0, 2.0)),
        _ => (0x6b7480, 0x97a0ab, dash(9.0, 6.0)),
    };
    let color = Rgba::hex(if theme == Theme::Light { light } else { dark });
    RunLine { stroke: Stroke { color, width: 2.0 }, dash }
}

/// The lines of gradient descent with all samples, one, and minibatches: drawn through, since dashes would be lost in a
/// zigzag, and the finer the more updates they have.
pub fn variant_line(variant: usize, theme: Theme) -> RunLine {
    let (run, width) = [(0, 2.5), (3, 1.0), (1, 1.5)][variant.min(2)];
    let RunLine { stroke, .. } = run_line(run, theme);
    RunLine { stroke: Stroke { width, ..stroke }, dash: None }
}

/// A sample of a line for a key beside the picture, across a box.
pub fn line_sample(line: RunLine, [width, height]: [f32; 2]) -> Vec<Shape> {
    let positions = vec![[0.0, 0.5 * height], [width, 0.5 * height]];
    vec![Shape::Polyline { positions, stroke: line.stroke, dash: line.dash }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Palette;
    use nabla_nn::Choice;

    /// Oklab, a space in which equal distances look about equally different (Ottosson 2020); black and white are 1 apart.
    fn oklab(color: Rgba) -> [f32; 3] {
        let [r, g, b] = [0, 1, 2].map(|channel| {
            let value = f32::from(color.0[channel]) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        let l = (0.412_221_5 * r + 0.536_332_5 * g + 0.051_446 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_397 * b).cbrt();
        let s = (0.088_302_5 * r + 0.281_718_8 * g + 0.629_978_7 * b).cbrt();
        [
            0.210_454_3 * l + 0.793_617_8 * m - 0.004_072 * s,
            1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            0.025_904 * l + 0.782_771_8 * m - 0.808_675_8 * s,
        ]
    }

    fn apart(a: Rgba, b: Rgba) -> f32 {
        let [a, b] = [a, b].map(oklab);
        a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
    }

    fn colors(theme: Theme) -> Vec<Rgba> {
        (0..RUNS).map(|run| run_line(run, theme).stroke.color).collect()
    }

    #[test]
    fn distances_of_known_colours() {
        assert!((apart(Rgba::hex(0), Rgba::hex(0xffffff)) - 1.0).abs() < 1e-3);
        // Red by Ottosson's table: L 0.62796, a 0.22486, b 0.12585.
        let red = oklab(Rgba::hex(0xff0000));
        assert!(red.iter().zip([0.62796, 0.22486, 0.12585]).all(|(a, b)| (a - b).abs() < 1e-3), "{red:?}");
    }

    #[test]
    fn lines_can_be_read_and_told_apart() {
        for &theme in Theme::ALL {
            let colors = colors(theme);
            for (run, &color) in colors.iter().enumerate() {
                assert!(color.contrast(theme.ink().panel) >= 4.5, "{theme:?} {run}");
                for &other in &colors[..run] {
                    assert!(apart(color, other) > 0.12, "{theme:?} {run}");
                }
            }
            for run in 0..RUNS {
                assert!((0..run).all(|other| run_line(run, theme).dash != run_line(other, theme).dash));
            }
        }
    }

    /// In both palettes: orange, blue, purple and green are data, and so are the further classes.
    #[test]
    fn no_line_has_a_colour_of_data() {
        for &theme in Theme::ALL {
            for (run, color) in colors(theme).into_iter().enumerate() {
                for &palette in Palette::ALL {
                    let (low, high) = palette.ends();
                    assert!(apart(color, low).min(apart(color, high)) > 0.11, "{theme:?} {run} {palette:?}");
                    let others = palette.classes();
                    assert!(others.iter().all(|&it| apart(color, it) > 0.1), "{theme:?} {run} {palette:?}");
                }
            }
        }
    }

    #[test]
    fn a_sample_is_drawn_as_the_line_is() {
        for run in 0..RUNS {
            let line = run_line(run, Theme::Light);
            let [Shape::Polyline { positions, stroke, dash }] = &line_sample(line, [28.0, 8.0])[..] else {
                panic!("a line")
            };
            assert_eq!(
                (positions.as_slice(), *stroke, *dash),
                (&[[0.0, 4.0], [28.0, 4.0]][..], line.stroke, line.dash)
            );
        }
    }

    #[test]
    fn the_more_updates_the_finer_the_line() {
        let [batch, stochastic, minibatch] = [0, 1, 2].map(|it| variant_line(it, Theme::Dark).stroke.width);
        assert!(batch > minibatch && minibatch > stochastic);
    }
}
