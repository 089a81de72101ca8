use super::*;
use crate::{Palette, Rgba};
use nabla_nn::Choice;

fn point(x: f64, y: f64, label: f64) -> Point {
    Point { x, y, label }
}

fn scale() -> Scale {
    Scale::new(Palette::Classic, Theme::Light)
}

#[test]
fn the_world_is_upright_and_fills_the_map() {
    assert_eq!(canvas_from_world([-6.0, 6.0], 300.0), [0.0, 0.0]);
    assert_eq!(canvas_from_world([6.0, -6.0], 300.0), [300.0, 300.0]);
    assert_eq!(canvas_from_world([0.0, 3.0], 300.0), [150.0, 75.0]);
}

#[test]
fn canvas_and_world_are_inverse() {
    for place in [[0.0, 0.0], [17.0, 290.0], [300.0, 1.5]] {
        assert_eq!(canvas_from_world(world_from_canvas(place, 300.0), 300.0), place);
    }
}

#[test]
fn points_have_their_labels_colour_and_test_points_a_ring_of_ink() {
    let points = Points { train: vec![point(1.0, 2.0, 1.0)], test: vec![point(1.0, 2.0, -1.0)] };
    let scale = scale();
    let colors: Vec<(Option<Rgba>, Option<Rgba>)> = points_overlay(&points, true, &scale, 300.0)
        .into_iter()
        .map(|shape| match shape {
            Shape::Circle { fill, stroke, .. } => (fill, stroke.map(|stroke| stroke.color)),
            other => panic!("{other:?}"),
        })
        .collect();
    let ink = scale.ink();
    let expected = [(scale.color(1.0), ink.panel), (scale.color(-1.0), ink.text)];
    assert_eq!(colors, expected.map(|(fill, ring)| (Some(fill), Some(ring))));
    assert_eq!(points_overlay(&points, false, &scale, 300.0).len(), 1);
}

#[test]
fn a_neutral_point_is_set_off_from_a_neutral_map() {
    for &theme in Theme::ALL {
        let scale = Scale::new(Palette::Classic, theme);
        let points = Points { train: vec![point(0.0, 0.0, 0.0)], test: Vec::new() };
        let shapes = points_overlay(&points, false, &scale, 300.0);
        let [Shape::Circle { stroke: Some(ring), .. }] = shapes.as_slice() else { panic!("{shapes:?}") };
        let ratio = ring.color.contrast(scale.map_color(0.0));
        assert!(ratio >= 3.0, "{theme:?}: {ratio}");
    }
}

#[test]
fn points_outside_the_world_or_nowhere_are_left_out() {
    let train = vec![point(6.1, 0.0, 1.0), point(f64::NAN, 0.0, 1.0), point(0.0, f64::INFINITY, 1.0)];
    let points = Points { train, test: Vec::new() };
    assert!(points_overlay(&points, true, &scale(), 300.0).is_empty());
    assert_eq!(nearest_point(&points, true, [299.0, 150.0], 300.0), None);
}

#[test]
fn the_nearest_shown_point_is_found() {
    let points =
        Points { train: vec![point(0.0, 0.0, 1.0), point(0.2, 0.0, 1.0)], test: vec![point(0.1, 0.0, 1.0)] };
    let found =
        |show_test, x| nearest_point(&points, show_test, [x, 151.0], 300.0).map(|hit| (hit.test, hit.index));
    assert_eq!(found(false, 149.0), Some((false, 0)));
    assert_eq!(found(false, 156.0), Some((false, 1)));
    assert_eq!(found(true, 152.5), Some((true, 0)));
    assert_eq!(found(true, 139.0), None);
    assert_eq!(found(true, f32::NAN), None);
}

#[test]
fn both_axes_name_their_ends_and_thirds() {
    let MapTicks { x, y } = axes(300.0);
    let read = |ticks: &[Tick]| -> Vec<(String, f32)> {
        ticks.iter().map(|tick| (tick.label.clone(), tick.position)).collect()
    };
    let labels = ["−6", "−3", "0", "3", "6"].map(str::to_owned);
    let expected = |positions: [f32; 5]| labels.iter().cloned().zip(positions).collect::<Vec<_>>();
    assert_eq!(read(&x), expected([0.0, 75.0, 150.0, 225.0, 300.0]));
    assert_eq!(read(&y), expected([300.0, 225.0, 150.0, 75.0, 0.0]));
}

#[test]
fn the_legend_shows_both_forms_of_the_scale() {
    let scale = scale();
    let legend = legend(&scale, 101, 8);
    let pixel = |x: usize, y: usize| {
        let at = 4 * (y * legend.width + x);
        Rgba(std::array::from_fn(|byte| legend.strip[at + byte]))
    };
    assert_eq!(legend.strip.len(), 4 * 101 * 8);
    for (x, value) in [(0, -1.0), (50, 0.0), (100, 1.0)] {
        assert_eq!(pixel(x, 0), scale.color(value));
        assert_eq!(pixel(x, 7), scale.map_color(value));
    }
    let ticks: Vec<&str> = legend.ticks.iter().map(|tick| tick.label.as_str()).collect();
    assert_eq!(ticks, ["−1", "0", "1"]);
}

#[test]
fn empty_and_absurd_sizes_do_not_panic() {
    let points = Points { train: vec![point(1.0, 1.0, f64::NAN)], test: Vec::new() };
    for size in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        points_overlay(&points, true, &scale(), size);
        nearest_point(&points, true, [1.0, 1.0], size);
        axes(size).shapes(size, Theme::Dark);
        world_from_canvas([1.0, 1.0], size);
    }
    assert!(legend(&scale(), 0, 8).strip.is_empty());
    assert_eq!(legend(&scale(), 1, 1).strip, scale().color(0.0).0);
}
