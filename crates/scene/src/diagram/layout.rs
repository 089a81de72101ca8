//! Where the tiles stand.

use super::Part;
use super::folded::{Folded, shown_neurons};
use crate::Rect;
use nabla_nn::{Feature, ParameterId};

/// A tile's side where there is room.
const TILE: f32 = 44.0;
/// Its side where there is more than enough.
const LARGEST_TILE: f32 = 72.0;
/// The share of the way from one column to the next that it may then take.
const BREADTH: f32 = 0.36;
/// The smallest side that still shows a map.
const MIN_TILE: f32 = 14.0;
/// From one row to the next where there is room.
const PITCH: f32 = 104.0;
/// The closest rows come; past that the diagram grows taller than what is available.
const MIN_PITCH: f32 = 18.0;
/// The share of a row its tile takes.
const FILL: f32 = 0.72;
/// Columns of up to this many rows share one pitch, so that their rows line up.
const COMMON_ROWS: usize = 9;
/// The closest columns come: a tile and room for its edges, and for the controls above it.
const MIN_SPACING: f32 = 88.0;
/// Room for selection rings above the first row and below the last.
const PAD: f32 = 8.0;
/// Left of the feature tiles, for their labels.
const LABELS: f32 = 56.0;
/// Right of the output tile, for its way to the big map.
const WAY_OUT: f32 = 32.0;

/// One column of tiles, top to bottom.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The middle, to centre controls on.
    pub center_x: f32,
    /// One square per feature or neuron that is drawn one by one.
    pub tiles: Vec<Rect>,
    /// Below them, the tile of all other neurons of a wide layer.
    pub folded: Option<Folded>,
}

impl Column {
    /// Its tiles, the folded one last.
    pub(super) fn rows(&self) -> impl Iterator<Item = Rect> {
        self.tiles.iter().copied().chain(self.folded.map(|folded| folded.tile))
    }
}

/// A laid-out network.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// The width it needs: at least what was available.
    pub width: f32,
    /// The height it needs: less or more than what was available.
    pub height: f32,
    /// Features, every hidden layer, output.
    pub columns: Vec<Column>,
    features: Vec<(Feature, bool)>,
    /// The feature row of each network input.
    inputs: Vec<usize>,
}

impl Diagram {
    /// Lays out a network of `hidden` layers and so many `outputs` over the shown `features`, each active or not.
    ///
    /// Rows compress and tiles shrink to fit `available_height` down to a minimum; columns spread
    /// over `width`, and make it wider rather than collide.
    pub fn layout(
        width: f32,
        available_height: f32,
        features: &[(Feature, bool)],
        hidden: &[usize],
        outputs: usize,
    ) -> Self {
        let sizes: Vec<usize> = std::iter::once(features.len()).chain(hidden.iter().copied()).collect();
        // Features are never folded: there are fewer of them.
        let rows_of = |size: usize| shown_neurons(size) + usize::from(size > shown_neurons(size));
        let rows_in_common =
            sizes.iter().map(|&size| rows_of(size)).filter(|&rows| rows <= COMMON_ROWS).max();
        let room = (available_height - 2.0 * PAD).max(0.0);
        let pitch_of = |rows: usize| (room / rows.max(1) as f32).clamp(MIN_PITCH, PITCH);
        let pitches = sizes.iter().map(|&size| match rows_in_common {
            Some(common) if rows_of(size) <= COMMON_ROWS => pitch_of(common),
            _ => pitch_of(rows_of(size)),
        });

        let gaps = sizes.len() as f32;
        let needed = LABELS + TILE + gaps * MIN_SPACING + WAY_OUT;
        let width = if width.is_finite() { width.max(needed) } else { needed };
        let largest = (BREADTH * (width - LABELS - WAY_OUT) / gaps).clamp(TILE, LARGEST_TILE);
        let tile_of = |pitch: f32| (FILL * pitch).clamp(MIN_TILE, largest);
        let first_x = LABELS + largest / 2.0;
        let after_last = largest / 2.0 + WAY_OUT;
        let spacing = (width - first_x - after_last) / gaps;

        let mut columns: Vec<Column> = sizes
            .iter()
            .zip(pitches)
            .enumerate()
            .map(|(column, (&size, pitch))| {
                let center_x = first_x + column as f32 * spacing;
                let tile = tile_of(pitch);
                let center_y = |row| PAD + tile / 2.0 + row as f32 * pitch;
                let place = |row| Rect::around([center_x, center_y(row)], tile);
                let shown = shown_neurons(size);
                let folded = Folded::new(place(shown), size);
                Column { center_x, tiles: (0..shown).map(place).collect(), folded }
            })
            .collect();

        let inputs: Vec<usize> =
            features.iter().enumerate().filter_map(|(row, &(_, active))| active.then_some(row)).collect();
        let sources: Vec<f32> = match (hidden.is_empty(), columns.last()) {
            (true, Some(column)) if !inputs.is_empty() => {
                inputs.iter().map(|&row| column.tiles[row].center()[1]).collect()
            }
            (_, Some(column)) => column.rows().map(|tile| tile.center()[1]).collect(),
            (_, None) => Vec::new(),
        };
        let output_y = match sources.len() {
            0 => PAD + TILE / 2.0,
            count => sources.iter().sum::<f32>() / count as f32,
        };
        let output_x = width - after_last;
        let output_pitch = pitch_of(rows_in_common.map_or(outputs, |common| common.max(outputs)));
        let output_tile = tile_of(output_pitch);
        let first_y = output_y - 0.5 * outputs.saturating_sub(1) as f32 * output_pitch;
        let first_y = first_y.max(PAD + output_tile / 2.0);
        let output = |row| Rect::around([output_x, first_y + row as f32 * output_pitch], output_tile);
        columns.push(Column { center_x: output_x, tiles: (0..outputs).map(output).collect(), folded: None });

        let bottom = columns.iter().flat_map(Column::rows).map(Rect::bottom);
        let height = bottom.fold(0.0, f32::max) + PAD;
        Self { width, height, columns, features: features.to_vec(), inputs }
    }

    /// The features shown, each active or not, top to bottom.
    pub fn features(&self) -> &[(Feature, bool)] {
        &self.features
    }

    /// The number of a part's map among [`crate::Shape::Tile`]s: the shown features in order, then
    /// every neuron that is drawn one by one, layer by layer, the output last. Only features and neurons have one.
    pub fn tile_index(&self, part: Part) -> Option<usize> {
        match part {
            Part::Feature(feature) => self.row_of(feature),
            Part::Neuron { layer, index } => {
                self.tile(layer + 1, index)?;
                let before = self.columns.iter().take(layer + 1).map(|column| column.tiles.len());
                Some(before.sum::<usize>() + index)
            }
            Part::Folded { .. } | Part::Parameter(_) => None,
        }
    }

    /// Where a part is: the tile, the bias's square, or a small square on the middle of an edge; of a folded neuron and
    /// its bias, the tile it shares. Nothing for a part this network does not have.
    pub fn rect(&self, part: Part) -> Option<Rect> {
        match part {
            Part::Feature(feature) => self.tile(0, self.row_of(feature)?),
            Part::Neuron { layer, index } => self.place(layer + 1, index),
            Part::Folded { layer } => Some(self.columns.get(layer + 1)?.folded?.tile),
            Part::Parameter(ParameterId::Bias { layer, neuron: index }) => {
                self.tile(layer + 1, index).map(bias_square).or_else(|| self.place(layer + 1, index))
            }
            Part::Parameter(ParameterId::Weight { layer, neuron, input }) => {
                Some(Rect::around(self.edge(layer, neuron, input)?.at(0.5), 12.0))
            }
        }
    }

    /// The tile of a row of a column; column 0 holds the features, column l + 1 layer l.
    pub(super) fn tile(&self, column: usize, row: usize) -> Option<Rect> {
        self.columns.get(column)?.tiles.get(row).copied()
    }

    /// Where a feature or neuron is: its own tile, or that of its folded layer.
    pub(super) fn place(&self, column: usize, row: usize) -> Option<Rect> {
        let Column { tiles, folded, .. } = self.columns.get(column)?;
        let is_folded = |folded: &Folded| row - tiles.len() < folded.neurons;
        tiles.get(row).copied().or_else(|| folded.filter(is_folded).map(|folded| folded.tile))
    }

    /// Where a layer's input comes from, and its rank among the rows of its column from −½ to ½.
    pub(super) fn source(&self, layer: usize, input: usize) -> Option<(Rect, f32)> {
        let row = if layer == 0 { *self.inputs.get(input)? } else { input };
        let place = self.place(layer, row)?;
        let rows = if layer == 0 { self.inputs.len() } else { self.columns.get(layer)?.rows().count() };
        Some((place, (input.min(rows - 1) as f32 + 0.5) / rows as f32 - 0.5))
    }

    /// The number of inputs of a layer that are drawn one by one.
    pub(super) fn input_count(&self, layer: usize) -> usize {
        match layer {
            0 => self.inputs.len(),
            _ => self.columns.get(layer).map_or(0, |column| column.tiles.len()),
        }
    }

    /// The feature an input of the first layer is.
    pub(super) fn input_feature(&self, input: usize) -> Option<Feature> {
        let row = *self.inputs.get(input)?;
        self.features.get(row).map(|&(feature, _)| feature)
    }

    fn row_of(&self, feature: Feature) -> Option<usize> {
        self.features.iter().position(|&(shown, _)| shown == feature)
    }
}

/// A bias stands at its tile's lower-left corner, clear of the edges that arrive in the middle.
pub(super) fn bias_square(tile: Rect) -> Rect {
    let size = (0.15 * tile.width).clamp(4.0, 7.0);
    Rect { x: tile.x - size - 3.0, y: tile.bottom() - size + 1.0, width: size, height: size }
}
