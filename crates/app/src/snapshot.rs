//! A session at rest, and the text a tab keeps of it.

use nabla_nn::{LayerParameters, Parameters, Points};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A whole session at rest: what undo, a reload and a crashed worker come back to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The settings, as a link.
    pub link: String,
    /// Points that a file brought, in place of the link's.
    pub points: Option<Points>,
    /// Initial weights and biases that a file brought, in place of the link's: what a reset comes back to.
    pub initial: Option<Parameters>,
    /// Weights and biases as they are; without them, the initial ones.
    pub network: Option<Parameters>,
    /// Their running average, where one is kept.
    pub average: Option<Parameters>,
    /// Epochs those weights have been trained.
    pub epoch: u64,
}

impl Snapshot {
    /// The snapshot as a text to keep.
    pub fn to_text(&self) -> Option<String> {
        write(self, &Self::specimen())
    }

    /// The snapshot of a kept text; none if it is anything else, such as one whose layout was another.
    pub fn from_text(text: &str) -> Option<Self> {
        read(text, &Self::specimen())
    }

    /// A snapshot that has everything a snapshot may have, no two numbers alike: its bytes change with the layout.
    fn specimen() -> Self {
        let layer = |first: f64| LayerParameters {
            weights: vec![vec![first, first + 1.0]],
            biases: vec![first + 2.0],
            alphas: vec![first + 3.0],
            gammas: vec![first + 4.0],
            betas: vec![first + 5.0],
            means: vec![first + 6.0],
            variances: vec![first + 7.0],
            weights2: vec![vec![first + 8.0]],
            biases2: vec![first + 9.0],
        };
        Self {
            link: "link".to_owned(),
            points: Some(Points { train: vec![[1.0, 2.0, 3.0].into()], test: vec![[4.0, 5.0, 6.0].into()] }),
            initial: Some(vec![layer(10.0)]),
            network: Some(vec![layer(20.0)]),
            average: Some(vec![layer(30.0)]),
            epoch: 40,
        }
    }
}

/// A character a byte: the layout's fingerprint, then the value.
fn write<T: Serialize>(value: &T, specimen: &T) -> Option<String> {
    let bytes = postcard::to_allocvec(value).ok()?;
    Some(fingerprint(specimen)?.into_iter().chain(bytes).map(char::from).collect())
}

fn read<T: Serialize + DeserializeOwned>(text: &str, specimen: &T) -> Option<T> {
    let bytes: Option<Vec<u8>> = text.chars().map(|byte| u8::try_from(byte).ok()).collect();
    postcard::from_bytes(bytes?.strip_prefix(&fingerprint(specimen)?)?).ok()
}

/// A hash (FNV-1a) of a value's bytes: another for another layout.
fn fingerprint<T: Serialize>(specimen: &T) -> Option<[u8; 8]> {
    let bytes = postcard::to_allocvec(specimen).ok()?;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    Some(bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, step).to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_comes_back_from_its_text() {
        let snapshot = Snapshot::specimen();
        assert_eq!(Snapshot::from_text(&snapshot.to_text().unwrap()), Some(snapshot));
        for text in ["", "0.1.0\n", "씨앗"] {
            assert_eq!(Snapshot::from_text(text), None);
        }
    }

    /// A snapshot with two fields in each other's place: its bytes could be read as a snapshot's.
    #[derive(Serialize, Deserialize)]
    struct Reordered {
        link: String,
        points: Option<Points>,
        network: Option<Parameters>,
        initial: Option<Parameters>,
        average: Option<Parameters>,
        epoch: u64,
    }

    #[test]
    fn a_snapshot_of_another_layout_is_refused_rather_than_misread() {
        let reordered = || {
            let Snapshot { link, points, network, initial, average, epoch } = Snapshot::specimen();
            Reordered { link, points, network, initial, average, epoch }
        };
        let kept = write(&Reordered { initial: None, ..reordered() }, &reordered()).unwrap();
        assert_eq!(Snapshot::from_text(&kept), None);
    }
}
