use super::*;
use crate::{Palette, Rect, Scale, Shape, Theme};
use nabla_nn::{Choice, FlatParameters, LayerParameters, ParameterId, Parameters};

fn features(active: usize) -> Vec<(Feature, bool)> {
    Feature::ALL.iter().take(7).enumerate().map(|(row, &feature)| (feature, row < active)).collect()
}

/// A network whose weights are all `weight`, with `active` inputs.
fn network(active: usize, hidden: &[usize], weight: f64) -> Parameters {
    let neurons = hidden.iter().copied().chain([1]);
    let inputs = [active].into_iter().chain(hidden.iter().copied());
    inputs
        .zip(neurons)
        .map(|(inputs, neurons)| {
            LayerParameters::new(vec![vec![weight; inputs]; neurons], vec![weight; neurons])
        })
        .collect()
}

/// Every part of a network that a layout draws one by one, features first.
fn parts(diagram: &Diagram, network: &Parameters) -> Vec<Part> {
    let mut parts: Vec<Part> =
        diagram.features().iter().map(|&(feature, _)| Part::Feature(feature)).collect();
    for (layer, parameters) in network.iter().enumerate() {
        let inputs = diagram.input_count(layer);
        for index in 0..shown_neurons(parameters.weights.len()) {
            parts.extend([
                Part::Neuron { layer, index },
                Part::Parameter(ParameterId::Bias { layer, neuron: index }),
            ]);
            parts.extend(
                (0..inputs).map(|input| Part::Parameter(ParameterId::Weight { layer, neuron: index, input })),
            );
        }
    }
    parts
}

fn draw(diagram: &Diagram, network: &Parameters, hovered: Option<Part>) -> Vec<Shape> {
    let scale = Scale::new(Palette::Classic, Theme::Light);
    diagram.shapes(&DiagramInput {
        network: &FlatParameters::from(network),
        scale: &scale,
        time: 3.0,
        hovered,
        selected: None,
        outlined: &[],
    })
}

#[test]
fn a_pointer_in_the_middle_of_a_tile_or_bias_hits_it() {
    for hidden in [&[][..], &[4, 2], &[32; 8], &[256; 12]] {
        let diagram = Diagram::layout(760.0, 560.0, &features(3), hidden, 1);
        for part in parts(&diagram, &network(3, hidden, 0.5)) {
            let [x, y] = diagram.rect(part).unwrap().center();
            if !matches!(part, Part::Parameter(ParameterId::Weight { .. })) {
                assert_eq!(diagram.hit(x, y), Some(part), "{hidden:?}");
            }
        }
    }
}

#[test]
fn a_label_hits_its_feature() {
    let diagram = Diagram::layout(760.0, 560.0, &features(3), &[2], 1);
    let tile = diagram.rect(Part::Feature(Feature::SinX)).unwrap();
    assert_eq!(diagram.hit(tile.x - 20.0, tile.center()[1]), Some(Part::Feature(Feature::SinX)));
}

#[test]
fn a_pointer_near_an_edge_hits_it_and_one_far_away_hits_nothing() {
    let diagram = Diagram::layout(760.0, 560.0, &features(1), &[1, 1], 1);
    for layer in 0..3 {
        let edge = Part::Parameter(ParameterId::Weight { layer, neuron: 0, input: 0 });
        let [x, y] = diagram.rect(edge).unwrap().center();
        assert_eq!(diagram.hit(x, y), Some(edge));
        assert_eq!(diagram.hit(x, y + 5.5), Some(edge));
        assert_eq!(diagram.hit(x, y + 6.5), None);
    }
}

#[test]
fn the_nearest_of_several_edges_is_hit() {
    let diagram = Diagram::layout(760.0, 560.0, &features(2), &[4, 2], 1);
    for neuron in [0, 3] {
        let edge = diagram.edge(0, neuron, 0).unwrap();
        let [x, y] = edge.at(0.5);
        assert_eq!(
            diagram.hit(x, y),
            Some(Part::Parameter(ParameterId::Weight { layer: 0, neuron, input: 0 }))
        );
    }
}

#[test]
fn an_input_of_the_first_layer_starts_at_its_active_feature() {
    let mut shown = features(0);
    shown[5].1 = true;
    let diagram = Diagram::layout(760.0, 560.0, &shown, &[1], 1);
    let tile = diagram.rect(Part::Feature(Feature::SinX)).unwrap();
    assert_eq!(diagram.edge(0, 0, 0).unwrap().from[1], tile.center()[1]);
    assert_eq!(diagram.edge(0, 0, 1), None);
}

#[test]
fn tiles_never_overlap_and_stay_inside() {
    for hidden in [&[][..], &[1], &[8; 6], &[12, 13], &[256; 12], &[3, 32, 9, 10]] {
        for (width, height) in [(300.0, 100.0), (760.0, 560.0), (1600.0, 900.0)] {
            let diagram = Diagram::layout(width, height, &features(7), hidden, 1);
            assert!(diagram.width >= width);
            let tiles: Vec<Rect> = diagram.columns.iter().flat_map(Column::rows).collect();
            for (number, tile) in tiles.iter().enumerate() {
                assert!(tile.width >= 14.0);
                assert!(tile.x >= 0.0 && tile.right() <= diagram.width);
                assert!(tile.y >= 0.0 && tile.bottom() <= diagram.height);
                for other in &tiles[number + 1..] {
                    let apart = tile.right() < other.x
                        || other.right() < tile.x
                        || tile.bottom() < other.y
                        || other.bottom() < tile.y;
                    assert!(apart, "{hidden:?} {tile:?} {other:?}");
                }
            }
        }
    }
}

#[test]
fn what_fits_does_not_outgrow_the_height() {
    let largest = Diagram::layout(900.0, 380.0, &features(2), &[256; 12], 1);
    assert!(largest.height <= 380.0, "{}", largest.height);
}

/// Seven rows in 584 px take 83.43 each, of which a tile is 0.72, or in 1,000 px the most, 72. Four columns in the 472 px
/// that labels and the way out leave of 560 are 157.33 apart, of which it is 0.36; eight in 672 px 84, and it stays 44.
#[test]
fn tiles_grow_with_the_room_until_they_are_large() {
    for (width, height, hidden, side) in [
        (760.0, 1000.0, &[4, 2][..], 72.0),
        (760.0, 600.0, &[4, 2], 0.72 * 584.0 / 7.0),
        (760.0, 600.0, &[4; 6], 44.0),
        (560.0, 600.0, &[4, 2], 0.36 * 472.0 / 3.0),
    ] {
        let diagram = Diagram::layout(width, height, &features(2), hidden, 1);
        let tile = diagram.columns[0].tiles[0].width;
        assert!((tile - side).abs() < 1e-3, "{tile} of {width} × {height}");
        assert!(diagram.height <= height && diagram.width == width, "{}", diagram.height);
    }
}

/// Layers of 12 and fewer are drawn whole; of 256 neurons 244 share a tile.
#[test]
fn of_a_wide_layer_twelve_neurons_are_drawn_and_one_tile_counts_the_others() {
    let hidden = [256, 12, 13];
    let diagram = Diagram::layout(900.0, 560.0, &features(2), &hidden, 1);
    let texts: Vec<String> = draw(&diagram, &network(2, &hidden, 0.5), None)
        .into_iter()
        .filter_map(|shape| match shape {
            Shape::Text { text, .. } if text.starts_with('+') => Some(text),
            _ => None,
        })
        .collect();
    assert_eq!(texts, ["+244", "+1"]);
    let shown: Vec<usize> = diagram.columns.iter().map(|column| column.tiles.len()).collect();
    assert_eq!(shown, [7, 12, 12, 12, 1]);
    for (layer, is_folded) in [(0, true), (1, false), (2, true), (3, false)] {
        let part = Part::Folded { layer };
        let hit = diagram.rect(part).and_then(|tile| diagram.hit(tile.center()[0], tile.center()[1]));
        assert_eq!(hit, is_folded.then_some(part));
    }
    // The tile stands for each neuron that it counts, and for no other.
    let at = |index| diagram.rect(Part::Neuron { layer: 0, index });
    assert_eq!([at(12), at(255)], [diagram.rect(Part::Folded { layer: 0 }); 2]);
    assert!(at(11).is_some() && at(11) != at(12) && at(256).is_none());
    assert_eq!(diagram.tile_index(Part::Neuron { layer: 0, index: 12 }), None);
    assert_eq!(diagram.tile_index(Part::Neuron { layer: 1, index: 0 }), Some(7 + 12));
}

/// Only what has a tile of its own has edges: 3 × 12, 12 × 12 and 12, however wide the layers are.
#[test]
fn a_folded_neuron_has_no_edge_but_a_ring() {
    let hidden = [256, 256];
    let diagram = Diagram::layout(900.0, 560.0, &features(3), &hidden, 1);
    let network = network(3, &hidden, 0.5);
    let flowing = draw(&diagram, &network, None);
    let dashed = |shape: &&Shape| matches!(shape, Shape::Curve { stroke, .. } if stroke.width > 1.0);
    assert_eq!(flowing.iter().filter(dashed).count(), 3 * 12 + 12 * 12 + 12);
    let ringed = draw(&diagram, &network, Some(Part::Neuron { layer: 1, index: 200 }));
    assert_eq!(ringed.len(), flowing.len() + 1);
}

#[test]
fn maps_are_numbered_features_first_then_neurons_layer_by_layer() {
    let diagram = Diagram::layout(760.0, 560.0, &features(2), &[4, 2], 1);
    let number = |part| diagram.tile_index(part);
    assert_eq!(number(Part::Feature(Feature::Y)), Some(1));
    assert_eq!(number(Part::Neuron { layer: 0, index: 0 }), Some(7));
    assert_eq!(number(Part::Neuron { layer: 1, index: 1 }), Some(12));
    assert_eq!(number(Part::Neuron { layer: 2, index: 0 }), Some(13));
    assert_eq!(number(Part::Neuron { layer: 2, index: 1 }), None);
    assert_eq!(number(Part::Feature(Feature::CosX)), None);
}

#[test]
fn an_edge_and_a_bias_have_the_colour_of_a_point_of_equal_value() {
    let scale = Scale::new(Palette::Classic, Theme::Light);
    let diagram = Diagram::layout(760.0, 560.0, &features(1), &[1], 1);
    for value in [-3.0, -0.7, 0.6, 1.0] {
        let shapes = draw(&diagram, &network(1, &[1], value), None);
        let expected = scale.point_color(value);
        let edges = shapes.iter().filter_map(|shape| match shape {
            Shape::Curve { stroke, .. } => Some(stroke.color.0),
            _ => None,
        });
        // To the step: edges of nearly the same weight share a colour.
        let near = |edge: [u8; 4]| edge.iter().zip(expected.0).all(|(&a, b)| a.abs_diff(b) <= 8);
        assert_eq!(edges.filter(|&edge| near(edge)).count(), 2);
        let biases = shapes.iter().filter(|shape| {
            matches!(shape, Shape::Rect { rect, fill, .. } if rect.width < 10.0 && *fill == Some(expected))
        });
        assert_eq!(biases.count(), 2);
    }
}

#[test]
fn edges_grow_with_the_weight_and_weak_ones_lie_below() {
    let diagram = Diagram::layout(760.0, 560.0, &features(2), &[], 1);
    let layers = vec![LayerParameters::new(vec![vec![4.0, -0.2]], vec![0.1])];
    let widths: Vec<f32> = draw(&diagram, &layers, None)
        .iter()
        .filter_map(|shape| match shape {
            Shape::Curve { stroke, .. } => Some(stroke.width),
            _ => None,
        })
        .collect();
    assert!(widths.len() == 2 && widths[0] < widths[1], "{widths:?}");
}

#[test]
fn edges_that_have_nothing_to_do_with_the_hovered_neuron_step_aside() {
    let diagram = Diagram::layout(760.0, 560.0, &features(2), &[2], 1);
    let shapes = draw(&diagram, &network(2, &[2], 1.0), Some(Part::Neuron { layer: 0, index: 1 }));
    let opaque = shapes.iter().filter(|shape| match shape {
        Shape::Curve { stroke, .. } => stroke.color.0[3] == 255,
        _ => false,
    });
    assert_eq!(opaque.count(), 3, "two edges arrive at it and one leaves");
}

#[test]
fn nothing_panics_whatever_the_numbers() {
    let wild = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -5.0, 0.0, 1e30];
    for width in wild {
        for height in wild {
            let diagram = Diagram::layout(width, height, &features(2), &[3, 40], 1);
            for weight in [f64::NAN, f64::INFINITY, f64::MAX] {
                draw(&diagram, &network(2, &[3, 40], weight), None);
            }
            for x in wild {
                diagram.hit(x, 10.0);
                diagram.hit(10.0, x);
            }
        }
    }
    assert!(Diagram::layout(f32::INFINITY, 100.0, &[], &[], 1).width.is_finite());
    // Parameters of another shape than the layout's, as for one frame after a change.
    let small = Diagram::layout(500.0, 500.0, &features(1), &[1], 1);
    draw(
        &small,
        &network(5, &[7, 7, 7], 1.0),
        Some(Part::Parameter(ParameterId::Weight { layer: 9, neuron: 9, input: 9 })),
    );
    draw(&small, &Parameters::new(), None);
    assert_eq!(small.rect(Part::Parameter(ParameterId::Bias { layer: usize::MAX - 1, neuron: 0 })), None);
}

#[test]
fn what_wants_attention_is_outlined_and_nothing_else() {
    let diagram = Diagram::layout(760.0, 560.0, &features(3), &[2], 1);
    let network = network(3, &[2], 0.5);
    let scale = Scale::new(Palette::Classic, Theme::Light);
    let count = |outlined: &[Part]| {
        let input = DiagramInput {
            network: &FlatParameters::from(&network),
            scale: &scale,
            time: 0.0,
            hovered: None,
            selected: None,
            outlined,
        };
        diagram.shapes(&input).len()
    };
    let plain = count(&[]);
    // A ring and two strokes; a dotted line.
    assert_eq!(count(&[Part::Neuron { layer: 0, index: 1 }]), plain + 3);
    assert_eq!(count(&[Part::Parameter(ParameterId::Weight { layer: 0, neuron: 1, input: 2 })]), plain + 1);
    assert_eq!(count(&[Part::Neuron { layer: 5, index: 1 }]), plain);
}

#[test]
fn of_many_edges_the_strongest_of_every_layer_flow() {
    let flowing = |hidden: &[usize]| {
        let diagram = Diagram::layout(900.0, 560.0, &features(7), hidden, 1);
        let mut network = network(7, hidden, 0.0);
        let mut weight = 0.0;
        // Every edge a little stronger than the one before, and so every layer than the one before.
        network.iter_mut().flat_map(|it| it.weights.iter_mut().flatten()).for_each(|it| {
            weight += 0.01;
            *it = weight;
        });
        let edges: Vec<_> = draw(&diagram, &network, None)
            .iter()
            .filter_map(|shape| match shape {
                Shape::Curve { from, stroke, dash, .. } => Some((from[0], stroke.width, dash.is_some())),
                _ => None,
            })
            .collect();
        let mut flowing = Vec::new();
        for layer in edges.chunk_by(|a, b| a.0 == b.0) {
            let widths = |flows| layer.iter().filter(move |edge| edge.2 == flows).map(|edge| edge.1);
            let weakest = widths(true).fold(f32::INFINITY, f32::min);
            assert!(widths(false).all(|width| width < weakest), "{layer:?}");
            flowing.push(widths(true).count());
        }
        flowing
    };
    assert_eq!(flowing(&[4, 2]), [28, 8, 2]);
    let many = flowing(&[8; 6]);
    assert_eq!(many.len(), 7);
    assert!(many.iter().all(|&count| (8..=40).contains(&count)), "{many:?}");
}
