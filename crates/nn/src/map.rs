//! In the making.
use crate::Feature;
/// A feature over the square [−6, 6]², `[row][column]`, row 0 on top.
pub fn feature_map(feature: Feature, resolution: usize) -> Vec<f32> {
    let _ = (feature, resolution);
    todo!()
}
