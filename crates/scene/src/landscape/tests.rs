use super::*;
use crate::{run_line, svg, variant_line};
use nabla_nn::Choice;

/// A bowl whose bottom is in the middle.
fn bowl(side: usize) -> Heights {
    let at = |k: usize| 2.0 * k as f32 / (side - 1) as f32 - 1.0;
    let values: Vec<f32> =
        (0..side * side).map(|k| 0.02 + at(k % side).powi(2) + 0.5 * at(k / side).powi(2)).collect();
    Heights::new(&values, side)
}

fn pictured<T>(heights: &Heights, theme: Theme, draw: impl FnOnce(&LandscapeInput) -> T) -> T {
    let lines = heights.lines();
    let spiral: Vec<[f32; 2]> = (0..30)
        .map(|k| {
            let (sine, cosine) = (0.3 * k as f32).sin_cos();
            let radius = 2.4 - 0.08 * k as f32;
            [radius * cosine, radius * sine]
        })
        .collect();
    let straight = [[1.5, -1.5], [0.2, 0.1], [f32::NAN, 0.0], [0.0, 0.0]];
    let path = |places, run| DrawnPath { places, line: run_line(run, theme), number: Some(run + 1) };
    let paths = [path(&spiral[..], 0), path(&straight[..], 1)];
    draw(&LandscapeInput {
        heights,
        lines: &lines,
        domain: [[-2.0, 2.0]; 2],
        paths: &paths,
        marks: &[[0.0, 0.0]],
        axes: ["α", "β", "L"],
        theme,
    })
}

#[test]
fn a_bowl_from_above() {
    for &theme in Theme::ALL {
        let heights = bowl(9);
        let mut pixels = Vec::new();
        paint_heights(&heights, 12, theme, &mut pixels);
        let shapes = pictured(&heights, theme, |picture| picture.plan(320.0, 248.0));
        // Detects a change, proves no correctness: see `tests/snapshots.rs`.
        insta::assert_snapshot!(
            ["bowl_from_above_", theme.key()].concat(),
            svg(&shapes, 320.0, 248.0, &[(12, pixels)])
        );
    }
}

#[test]
fn a_bowl_in_relief() {
    let heights = bowl(9);
    let mut pixels = Vec::new();
    let relief = Relief::paint(&heights, Camera::default(), 24, Theme::Light, &mut pixels);
    let shapes = pictured(&heights, Theme::Light, |picture| relief.draw(picture, 290.0, 220.0));
    insta::assert_snapshot!(svg(&shapes, 290.0, 220.0, &[(24, pixels)]));
}

#[test]
fn colours_run_one_way_in_luminance() {
    for &theme in Theme::ALL {
        let luminance: Vec<f32> = (0..=20).map(|k| tint(k as f32 / 20.0, theme).luminance()).collect();
        let rising = luminance.windows(2).all(|pair| pair[1] > pair[0]);
        let falling = luminance.windows(2).all(|pair| pair[1] < pair[0]);
        assert!(if theme == Theme::Light { rising } else { falling }, "{theme:?}: {luminance:?}");
        // High recedes into the panel, low does not.
        let panel = theme.ink().panel;
        assert!(tint(1.0, theme).contrast(panel) < 1.3 && tint(0.0, theme).contrast(panel) > 4.5);
    }
}

#[test]
fn a_pixel_has_its_heights_colour() {
    // As many pixels as places, and one more: pixel centres at shares 1/6, 1/2, 5/6.
    let heights = Heights::new(&[-1.0, 0.0, 0.0, 1.0], 2);
    let mut pixels = Vec::new();
    paint_heights(&heights, 3, Theme::Light, &mut pixels);
    let color = |k: usize| [pixels[4 * k], pixels[4 * k + 1], pixels[4 * k + 2], pixels[4 * k + 3]];
    assert_eq!(color(4), tint(0.5, Theme::Light).0);
    // Row 0 is on top, where y is highest: the lowest height is at the lower left.
    assert_eq!(color(6), tint(1.0 / 6.0, Theme::Light).0);
    assert_eq!(color(2), tint(5.0 / 6.0, Theme::Light).0);
    paint_heights(&Heights::new(&[-1.0, 1.0], 2), 2, Theme::Light, &mut pixels);
    assert_eq!(pixels, [0; 16], "nothing is known between a row and none");
}

#[test]
fn a_way_is_cut_where_it_leaves() {
    let parts = inside([[0.5, 0.5], [1.5, 0.5], [1.5, -0.5], [0.5, -0.5], [0.5, 0.25]].into_iter());
    assert_eq!(parts, [vec![[0.5, 0.5], [1.0, 0.5]], vec![[0.5, 0.0], [0.5, 0.25]]]);
    let broken = inside([[0.0, 0.0], [0.5, 0.5], [f32::NAN, 0.0], [0.5, 0.0], [1.0, 1.0]].into_iter());
    assert_eq!(broken, [vec![[0.0, 0.0], [0.5, 0.5]], vec![[0.5, 0.0], [1.0, 1.0]]]);
    assert!(inside([[-1.0, -1.0], [-1.0, 2.0]].into_iter()).is_empty());
}

/// Three paths from one start to about one end, the second fine.
fn three_paths(theme: Theme, places: &[[f32; 2]; 2]) -> Vec<Shape> {
    let heights = bowl(9);
    let [start, [x, y]] = *places;
    let ends = [0.0, 0.004, -0.004].map(|off| [start, [x + off, y]]);
    let path = |line, number: usize| DrawnPath { places: &ends[number - 1], line, number: Some(number) };
    let paths =
        [path(run_line(1, theme), 1), path(variant_line(1, theme), 2), path(variant_line(0, theme), 3)];
    LandscapeInput {
        heights: &heights,
        lines: &[],
        domain: [[-2.0, 2.0]; 2],
        paths: &paths,
        marks: &[],
        axes: ["x", "y", "f"],
        theme,
    }
    .plan(320.0, 248.0)
}

#[test]
fn no_path_hides_under_another() {
    let shapes = three_paths(Theme::Light, &[[-1.0, -1.0], [1.0, 1.0]]);
    // Two rims, of the lines that are not fine, and the lines above them in the order given.
    let widths: Vec<f32> = shapes
        .iter()
        .filter_map(|shape| match shape {
            // The scale's marks are short.
            Shape::Polyline { positions, stroke, .. } if positions[1][1] - positions[0][1] < -50.0 => {
                Some(stroke.width)
            }
            _ => None,
        })
        .collect();
    assert_eq!(widths, [4.5, 5.0, 2.0, 1.0, 2.5]);
    // The discs stand beside each other, and the starts above all, small.
    let circles: Vec<(f32, f32)> = shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Circle { center, radius, .. } => Some((center[0], *radius)),
            _ => None,
        })
        .collect();
    let [first, second, third, starts @ ..] = &circles[..] else { panic!("{circles:?}") };
    let gaps = [second.0 - first.0, third.0 - second.0];
    assert!(gaps.iter().all(|gap| (gap - 16.0).abs() < 1e-3), "{gaps:?}");
    assert!(starts.len() == 3 && starts.iter().all(|&(_, radius)| radius <= 3.0), "{starts:?}");
}

/// The frame's right end: what finds no room stays where it is, rather than beside the map.
#[test]
fn discs_stay_on_the_map() {
    let frame = map_frame(320.0, 248.0);
    for shape in three_paths(Theme::Dark, &[[-1.0, -1.0], [2.0, 0.0]]) {
        if let Shape::Circle { center, .. } = shape {
            assert!(center[0] <= frame.right(), "{center:?}");
        }
    }
}

#[test]
fn the_relief_names_its_axes_and_their_ends() {
    let heights = bowl(9);
    let camera = Camera { yaw: 0.0, pitch: 0.75 };
    let relief = Relief::paint(&heights, camera, 24, Theme::Light, &mut Vec::new());
    let shapes = pictured(&heights, Theme::Light, |picture| relief.draw(picture, 290.0, 220.0));
    let words: Vec<(String, Position)> = shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Text { text, at, .. } => Some((text.clone(), *at)),
            _ => None,
        })
        .collect();
    let at = |name: &str| words.iter().find(|(text, _)| text == name).unwrap_or_else(|| panic!("{name}")).1;
    // Straight from the front: α across in the middle, −2 to the left of it and 2 to the right, L above the left corner.
    let (across, up) = (at("α"), at("L"));
    assert!((across[0] - 0.5 * map_frame(290.0, 220.0).right()).abs() < 1.0, "{across:?}");
    assert!(up[0] < across[0] && up[1] < across[1], "{up:?}");
    let ends: Vec<f32> = ["−2.0", "2.0"].map(|end| at(end)[0]).to_vec();
    assert!(ends[0] < across[0] && across[0] < ends[1], "{ends:?}");
    at("β");
}

#[test]
fn numbers_are_as_long_as_they_must_be() {
    assert_eq!(short(0.031, 0.02), "0.03");
    assert_eq!(short(-1.5, 0.4), "−1.5");
    assert_eq!(short(250.0, 100.0), "250");
    assert_eq!(short(-0.001, 0.1), "0.0");
    assert_eq!(short(3e-7, 1e-7), "3e−7");
    assert_eq!(short(2e9, 1e9), "2e9");
    assert_eq!(short(0.0, 0.0), "0");
}

#[test]
fn a_hill_hides_what_is_behind_it() {
    let slope = bowl(21);
    let values: Vec<f32> = slope.heights.iter().map(|height| -height).collect();
    let heights = Heights::new(&values, 21);
    assert_eq!(heights.at([0.5, 0.5]), 1.0);
    let mut pixels = Vec::new();
    let mut sees = |place: Position, pitch: f32| {
        let camera = Camera { yaw: 0.0, pitch };
        let relief = Relief::paint(&heights, camera, 64, Theme::Light, &mut pixels);
        relief.sees(camera.see(place, heights.at(place)))
    };
    assert!(!sees([0.5, 0.7], 0.2) && sees([0.5, 0.3], 0.2) && sees([0.5, 0.5], 0.2));
    assert!(sees([0.5, 0.7], 1.5));
    // From above the surface fills a square of 2 by 2 in a picture of 2.9: a little more than 47 in a hundred pixels.
    let filled = pixels.chunks(4).filter(|pixel| pixel[3] == 255).count() as f32 / 4096.0;
    assert!((filled - 0.475).abs() < 0.02, "{filled}");
}

#[test]
fn from_above_the_relief_is_the_map() {
    let camera = Camera { yaw: 0.0, pitch: std::f32::consts::FRAC_PI_2 };
    for place in [[0.0, 0.0], [0.3, 0.9], [1.0, 1.0]] {
        let [x, y, _] = camera.see(place, 0.2);
        assert!((x - (0.5 + (2.0 * place[0] - 1.0) / 2.9)).abs() < 1e-6);
        assert!((y - (0.5 - (2.0 * place[1] - 1.0) / 2.9)).abs() < 1e-6);
    }
    let turned = Camera::default().turned(10.0, 9.0);
    assert!((0.0..std::f32::consts::TAU).contains(&turned.yaw) && turned.pitch == 1.5);
}

#[test]
fn any_landscape_can_be_drawn() {
    for values in [vec![], vec![f32::NAN; 25], vec![0.3; 25], vec![1.0; 10], vec![f32::INFINITY; 25]] {
        let heights = Heights::new(&values, 5);
        let mut pixels = Vec::new();
        paint_heights(&heights, 16, Theme::Dark, &mut pixels);
        assert_eq!(pixels.len(), 4 * 256);
        let relief = Relief::paint(&heights, Camera::default(), 16, Theme::Dark, &mut pixels);
        pictured(&heights, Theme::Dark, |picture| {
            relief.draw(picture, 100.0, 80.0);
            picture.plan(10.0, 10.0)
        });
    }
    let none = Heights::new(&[], 0);
    Relief::paint(&none, Camera::default(), 4, Theme::Light, &mut Vec::new());
}
