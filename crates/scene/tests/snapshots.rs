//! Every scene as an SVG document, compared with the one recorded.
//!
//! A snapshot detects a change and proves no correctness: it was recorded from this code. That one fails means that a
//! drawing has changed. Look at the new picture (what follows the header of its `.snap.new` file, copied to an `.svg`)
//! beside the old one; if the change is meant and the picture is right, the new file takes the old one's place. The inputs
//! are written out here, so a snapshot changes only when its drawing does.

use nabla_nn::{Choice, Feature, FlatParameters, LayerParameters, ParameterId, Point, Points};
use nabla_scene::*;
use plotters::prelude::SVGBackend;

/// Pixels on the side of a tile's map, few to keep the files small.
const SIDE: usize = 6;

/// A network of 2 → 3 → 2 → 1 with weights from strong to none.
fn network() -> FlatParameters {
    let layer = |weights: &[&[f64]], biases: &[f64]| {
        LayerParameters::new(weights.iter().map(|row| row.to_vec()).collect(), biases.to_vec())
    };
    FlatParameters::from(&vec![
        layer(&[&[1.2, -0.4], &[0.0, 0.1], &[-2.5, 0.8]], &[0.1, -0.6, 1.4]),
        layer(&[&[0.3, -1.0, 0.05], &[-0.7, 6.0, f64::NAN]], &[0.0, -0.2]),
        layer(&[&[-3.0, 1.7]], &[0.4]),
    ])
}

/// The seven features of the playground, x₁ and x₁x₂ active.
fn features() -> Vec<(Feature, bool)> {
    let active = [Feature::X, Feature::XTimesY];
    Feature::ALL.iter().take(7).map(|&feature| (feature, active.contains(&feature))).collect()
}

/// Tilted planes, one per tile.
fn tiles(count: usize, scale: &Scale) -> Vec<(usize, Vec<u8>)> {
    let at = |cell: usize| (2.0 * cell as f32 + 1.0) / SIDE as f32 - 1.0;
    let tile = |tile: usize| {
        let tilt = tile as f32 / count as f32;
        let values = (0..SIDE * SIDE).map(|cell| tilt * at(cell % SIDE) + (1.0 - tilt) * at(cell / SIDE));
        let mut pixels = Vec::new();
        paint_map(&values.collect::<Vec<_>>(), scale, false, &mut pixels);
        (SIDE, pixels)
    };
    (0..count).map(tile).collect()
}

fn points() -> Points {
    let point =
        |i: i32, label: f64| Point { x: f64::from(i * 7 % 12) - 5.5, y: f64::from(i * 5 % 11) - 5.0, label };
    Points {
        train: (0..12).map(|i| point(i, if i % 2 == 0 { 1.0 } else { -1.0 })).collect(),
        test: (12..20).map(|i| point(i, f64::from(i - 16) / 4.0)).collect(),
    }
}

fn diagram(hidden: &[usize], theme: Theme, palette: Palette, mark: impl Fn(&mut DiagramInput)) -> String {
    let scale = Scale::new(palette, theme);
    let network = network();
    let diagram = Diagram::layout(560.0, 420.0, &features(), hidden, 1);
    let mut input = DiagramInput {
        network: &network,
        scale: &scale,
        time: 0.0,
        hovered: None,
        selected: None,
        outlined: &[],
    };
    mark(&mut input);
    let tiles = tiles(13, &scale);
    svg(&diagram.shapes(&input), diagram.width, diagram.height, &tiles)
}

#[test]
fn diagram_at_rest() {
    insta::assert_snapshot!(diagram(&[3, 2], Theme::Light, Palette::Classic, |_| ()));
}

#[test]
fn diagram_playing_in_the_dark() {
    insta::assert_snapshot!(diagram(&[3, 2], Theme::Dark, Palette::Violet, |input| input.time = 14.5));
}

#[test]
fn diagram_with_a_neuron_hovered_and_a_link_selected() {
    insta::assert_snapshot!(diagram(&[3, 2], Theme::Light, Palette::Classic, |input| {
        input.hovered = Some(Part::Neuron { layer: 0, index: 2 });
        input.selected = Some(Part::Parameter(ParameterId::Weight { layer: 1, neuron: 0, input: 1 }));
    }));
}

#[test]
fn diagram_with_a_bias_selected() {
    insta::assert_snapshot!(diagram(&[3, 2], Theme::Dark, Palette::Classic, |input| {
        input.selected = Some(Part::Parameter(ParameterId::Bias { layer: 2, neuron: 0 }));
    }));
}

#[test]
fn diagram_of_the_largest_network() {
    let scale = Scale::new(Palette::Classic, Theme::Light);
    let diagram = Diagram::layout(760.0, 600.0, &features(), &[32; 8], 1);
    let network = FlatParameters::default();
    let input = DiagramInput {
        network: &network,
        scale: &scale,
        time: 0.0,
        hovered: None,
        selected: None,
        outlined: &[],
    };
    insta::assert_snapshot!(svg(&diagram.shapes(&input), diagram.width, diagram.height, &[]));
}

#[test]
fn points_over_the_map_with_axes() {
    for &theme in Theme::ALL {
        let scale = Scale::new(Palette::Classic, theme);
        let mut shapes = points_overlay(&points(), true, &scale, 300.0);
        shapes.extend(axes(300.0).shapes(300.0, theme));
        insta::assert_snapshot!(format!("decision_{}", theme.key()), svg(&shapes, 300.0, 320.0, &[]));
    }
}

#[test]
fn points_of_several_classes() {
    let scale = Scale::new(Palette::Classic, Theme::Light).of_classes(true);
    let point = |i: i32| Point { x: f64::from(i) - 3.5, y: f64::from(i % 3) - 1.0, label: f64::from(i % 6) };
    let points = Points { train: (0..6).map(point).collect(), test: (6..8).map(point).collect() };
    insta::assert_snapshot!(svg(&points_overlay(&points, true, &scale, 300.0), 300.0, 300.0, &[]));
}

#[test]
fn diagram_with_an_output_for_each_class() {
    let scale = Scale::new(Palette::Classic, Theme::Light).of_classes(true);
    let network = network();
    let diagram = Diagram::layout(560.0, 420.0, &features(), &[3, 2], 4);
    let input = DiagramInput {
        network: &network,
        scale: &scale,
        time: 0.0,
        hovered: None,
        selected: None,
        outlined: &[],
    };
    let tiles = tiles(16, &scale);
    insta::assert_snapshot!(svg(&diagram.shapes(&input), diagram.width, diagram.height, &tiles));
}

#[test]
fn thumbnail_of_a_dataset() {
    let scale = Scale::new(Palette::Classic, Theme::Light);
    insta::assert_snapshot!(svg(&thumbnail(&points(), &scale, 40.0), 40.0, 40.0, &[]));
}

#[test]
fn curve_of_a_hinge() {
    let slope = |x: f64| if x > 0.0 { 1.0 } else { 0.0 };
    insta::assert_snapshot!(svg(
        &curve_plot(&|x| x.max(0.0), &slope, &[-9.0, 0.5, 0.6], 120.0, 80.0, Theme::Light),
        120.0,
        80.0,
        &[]
    ));
}

#[test]
fn loss_chart() {
    let fall = |floor: f32| -> Vec<(f64, f32)> {
        (0..=140_u16)
            .step_by(10)
            .map(|epoch| (f64::from(epoch), floor + 5.0 / f32::from(epoch + 11)))
            .collect()
    };
    let (train, test) = (fall(0.01), fall(0.06));
    for &theme in Theme::ALL {
        let chart = LossChart {
            train: &train,
            test: &test,
            former: &[],
            now: None,
            width: 320.0,
            height: 110.0,
            theme,
            device_ratio: 1.0,
        };
        let mut svg = String::new();
        chart.draw(SVGBackend::with_string(&mut svg, (320, 110))).unwrap();
        insta::assert_snapshot!(format!("loss_chart_{}", theme.key()), svg);
    }
}

#[test]
fn loss_chart_of_a_branch() {
    let (long, short) = ([(0.0, 0.5), (40.0, 0.3), (100.0, 0.28)], [(0.0, 0.5), (40.0, 0.3), (70.0, 0.1)]);
    let chart = LossChart {
        train: &short,
        test: &short,
        former: &long,
        now: Some(40.0),
        width: 320.0,
        height: 110.0,
        theme: Theme::Dark,
        device_ratio: 1.0,
    };
    let mut svg = String::new();
    chart.draw(SVGBackend::with_string(&mut svg, (320, 110))).unwrap();
    insta::assert_snapshot!(svg);
}

#[test]
fn loss_chart_without_losses() {
    let chart = LossChart {
        train: &[],
        test: &[],
        former: &[],
        now: None,
        width: 320.0,
        height: 110.0,
        theme: Theme::Light,
        device_ratio: 2.0,
    };
    let mut svg = String::new();
    chart.draw(SVGBackend::with_string(&mut svg, (640, 220))).unwrap();
    insta::assert_snapshot!(svg);
}
