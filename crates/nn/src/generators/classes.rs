//! Points of several classes; labels are class indices, 0 first.
//!
//! A class gets ⌈N/k⌉ or ⌊N/k⌋ of the points, the first classes the odd ones. Noise scatters the points evenly by up to
//! `SCATTER`·n in each coordinate.

use crate::{Dataset, Point, SeedRandom};
use std::f64::consts::{PI, TAU};

/// How far full noise, n = ½, moves a point: twice this.
const SCATTER: f64 = 3.0;

/// `count` points of `classes` classes.
pub(super) fn draw(
    dataset: Dataset,
    classes: usize,
    count: usize,
    noise: f64,
    random: &mut SeedRandom,
) -> Vec<Point> {
    let mut points = Vec::with_capacity(count);
    for class in 0..classes {
        let size = count / classes + usize::from(class < count % classes);
        for i in 0..size {
            let (x, y, label) = match dataset {
                Dataset::Rings => ring(class, classes, random),
                Dataset::Blobs => blob(class, classes, noise, random),
                Dataset::Spirals => arm(class, classes, i as f64 / size as f64),
                Dataset::Checkerboard => square(classes, random),
                _ => moon(class, classes, random),
            };
            let scatter = if dataset == Dataset::Blobs { 0.0 } else { SCATTER * noise };
            let x = x + random.uniform(-1.0, 1.0) * scatter;
            let y = y + random.uniform(-1.0, 1.0) * scatter;
            points.push(Point { x, y, label: label as f64 });
        }
    }
    points
}

/// Half circles, opening down and up in turn, each reaching into the next; together 10 wide.
fn moon(class: usize, classes: usize, random: &mut SeedRandom) -> (f64, f64, usize) {
    let radius = 5.0 / (1.0 + 0.5 * (classes as f64 - 1.0));
    let up = if class.is_multiple_of(2) { 1.0 } else { -1.0 };
    let angle = random.uniform(0.0, PI);
    let center = -5.0 + radius + class as f64 * radius;
    let thick = radius * random.uniform(0.85, 1.15);
    (center + thick * libm::cos(angle), up * (thick * libm::sin(angle) - 0.25 * radius), class)
}

/// A ring of its class's radius, with a gap to the next.
fn ring(class: usize, classes: usize, random: &mut SeedRandom) -> (f64, f64, usize) {
    let width = 5.0 / (classes as f64 - 0.5);
    let r = width * random.uniform((class as f64 - 0.35).max(0.0), class as f64 + 0.35);
    let angle = random.uniform(0.0, TAU);
    (r * libm::sin(angle), r * libm::cos(angle), class)
}

/// A normal cloud of its class's place on a circle of radius 3.5; noise widens it as it does two Gaussians.
fn blob(class: usize, classes: usize, noise: f64, random: &mut SeedRandom) -> (f64, f64, usize) {
    let variance = 0.4 + 4.0 * noise;
    let angle = TAU * class as f64 / classes as f64;
    let x = random.normal(3.5 * libm::sin(angle), variance);
    let y = random.normal(3.5 * libm::cos(angle), variance);
    (x, y, class)
}

/// An arm that winds less the more of them there are; `along` runs from 0 in the middle to 1.
fn arm(class: usize, classes: usize, along: f64) -> (f64, f64, usize) {
    let turns = 3.5 / classes as f64;
    let angle = TAU * (turns.max(0.75) * along + class as f64 / classes as f64);
    (5.0 * along * libm::sin(angle), 5.0 * along * libm::cos(angle), class)
}

/// A point of one of 4 × 4 squares; the class counts on along a row and starts one further in the next.
fn square(classes: usize, random: &mut SeedRandom) -> (f64, f64, usize) {
    const SIDE: f64 = 2.75;
    let column = (random.next_f64() * 4.0) as usize;
    let row = (random.next_f64() * 4.0) as usize;
    let place =
        |index: usize, random: &mut SeedRandom| (index as f64 - 2.0 + random.uniform(0.05, 0.95)) * SIDE;
    let x = place(column, random);
    let y = place(row, random);
    (x, y, (column + row) % classes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Choice;

    #[test]
    fn every_class_has_its_points_inside_the_picture() {
        for &dataset in Dataset::ALL.iter().filter(|dataset| dataset.has_any_classes()) {
            for classes in 2..=6 {
                let mut random = SeedRandom::new("classes");
                let points = draw(dataset, classes, 500, 0.0, &mut random);
                assert_eq!(points.len(), 500);
                assert!(points.iter().all(|p| p.x.abs() < 6.5 && p.y.abs() < 6.5), "{dataset:?} {classes}");
                for class in 0..classes {
                    let share = points.iter().filter(|p| p.label == class as f64).count();
                    let even = 500 / classes;
                    assert!((even / 2..=2 * even).contains(&share), "{dataset:?} {classes}: {share}");
                }
            }
        }
    }
}
