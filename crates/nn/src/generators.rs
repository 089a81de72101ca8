//! Drawing the points: TensorFlow Playground's generators, draw for draw, and those of several classes.

mod classes;

use crate::{Dataset, Point, Points, Problem, SeedRandom, ValidConfig};
use std::f64::consts::PI;

/// The points of a configuration, and the random stream as they leave it: the weights come next.
///
/// All draws happen in TensorFlow Playground's order: the data, then the shuffle. The split is at
/// ⌊N·percTrainData/100⌋.
///
/// ```
/// use nabla_nn::{ValidConfig, generate};
///
/// let (points, _) = generate(&ValidConfig::default());
/// assert_eq!((points.train.len(), points.test.len()), (250, 250));
/// ```
pub fn generate(config: &ValidConfig) -> (Points, SeedRandom) {
    let mut random = SeedRandom::new(&config.data.seed);
    let count = config.data.point_count();
    let mut train = draw(config, count, config.data.noise / 100.0, &mut random);
    shuffle(&mut train, &mut random);
    let test = train.split_off(config.data.train_count(count).min(count));
    (Points { train, test }, random)
}

/// `count` points with the labels of the problem; `noise` is n, 0 to ½.
///
/// Class 0 of several is the +1 of two.
fn draw(config: &ValidConfig, count: usize, noise: f64, random: &mut SeedRandom) -> Vec<Point> {
    let dataset = config.data.active_dataset();
    let several = config.data.problem == Problem::Multiclass;
    let mut points = match dataset {
        Dataset::Circle => circle(count, noise, random),
        Dataset::Xor => xor(count, noise, random),
        Dataset::Gauss => gauss(count, noise, random),
        Dataset::Spiral => spiral(count, noise, random),
        Dataset::RegPlane => reg_plane(count, noise, random),
        Dataset::RegGauss => reg_gauss(count, noise, random),
        _ => classes::draw(dataset, if several { config.data.classes } else { 2 }, count, noise, random),
    };
    match (several, dataset.has_any_classes()) {
        (true, false) => points.iter_mut().for_each(|point| point.label = 0.5 - 0.5 * point.label),
        (false, true) => points.iter_mut().for_each(|point| point.label = 1.0 - 2.0 * point.label),
        _ => {}
    }
    points
}

/// The sizes of two halves; the first takes the odd one.
fn halves(count: usize) -> [usize; 2] {
    [count.div_ceil(2), count / 2]
}

/// A disc of radius 2.5 (+1) in a ring from 3.5 to 5 (−1). Noise moves the label, not the point.
fn circle(count: usize, noise: f64, random: &mut SeedRandom) -> Vec<Point> {
    const RADIUS: f64 = 5.0;
    let mut points = Vec::with_capacity(count);
    let [inside, outside] = halves(count);
    let rings = [(inside, 0.0, RADIUS * 0.5), (outside, RADIUS * 0.7, RADIUS)];
    for (count, nearest, farthest) in rings {
        for _ in 0..count {
            let r = random.uniform(nearest, farthest);
            let angle = random.uniform(0.0, 2.0 * PI);
            let x = r * libm::sin(angle);
            let y = r * libm::cos(angle);
            let noisy_x = x + random.uniform(-RADIUS, RADIUS) * noise;
            let noisy_y = y + random.uniform(-RADIUS, RADIUS) * noise;
            let near = distance(noisy_x, noisy_y, 0.0, 0.0) < RADIUS * 0.5;
            points.push(Point { x, y, label: if near { 1.0 } else { -1.0 } });
        }
    }
    points
}

/// Four quadrants with a gap between them: +1 where xy ≥ 0. Noise moves the label, not the point.
fn xor(count: usize, noise: f64, random: &mut SeedRandom) -> Vec<Point> {
    const PADDING: f64 = 0.3;
    let coordinate = |random: &mut SeedRandom| {
        let v = random.uniform(-5.0, 5.0);
        if v > 0.0 { v + PADDING } else { v - PADDING }
    };
    let draw = |_| {
        let x = coordinate(random);
        let y = coordinate(random);
        let noisy_x = x + random.uniform(-5.0, 5.0) * noise;
        let noisy_y = y + random.uniform(-5.0, 5.0) * noise;
        Point { x, y, label: if noisy_x * noisy_y >= 0.0 { 1.0 } else { -1.0 } }
    };
    (0..count).map(draw).collect()
}

/// Two normal clouds, around (2, 2) (+1) and (−2, −2) (−1); noise widens both.
fn gauss(count: usize, noise: f64, random: &mut SeedRandom) -> Vec<Point> {
    let variance = 0.5 + (noise / 0.5) * (4.0 - 0.5);
    let mut points = Vec::with_capacity(count);
    for (count, sign) in halves(count).into_iter().zip([1.0, -1.0]) {
        for _ in 0..count {
            let x = random.normal(2.0 * sign, variance);
            let y = random.normal(2.0 * sign, variance);
            points.push(Point { x, y, label: sign });
        }
    }
    points
}

/// Two arms of 1¾ turns; noise scatters the points.
fn spiral(count: usize, noise: f64, random: &mut SeedRandom) -> Vec<Point> {
    let mut points = Vec::with_capacity(count);
    let half = count as f64 / 2.0;
    for (count, turn, label) in [(count.div_ceil(2), 0.0, 1.0), (count / 2, PI, -1.0)] {
        for i in 0..count {
            let r = i as f64 / half * 5.0;
            let t = 1.75 * i as f64 / half * 2.0 * PI + turn;
            let x = r * libm::sin(t) + random.uniform(-1.0, 1.0) * noise;
            let y = r * libm::cos(t) + random.uniform(-1.0, 1.0) * noise;
            points.push(Point { x, y, label });
        }
    }
    points
}

/// A point of the square with the label of a noisy neighbour.
fn in_square(noise: f64, random: &mut SeedRandom, label: impl Fn(f64, f64) -> f64) -> Point {
    const RADIUS: f64 = 6.0;
    let x = random.uniform(-RADIUS, RADIUS);
    let y = random.uniform(-RADIUS, RADIUS);
    let noise_x = random.uniform(-RADIUS, RADIUS) * noise;
    let noise_y = random.uniform(-RADIUS, RADIUS) * noise;
    Point { x, y, label: label(x + noise_x, y + noise_y) }
}

/// label = (x + y)/10.
fn reg_plane(count: usize, noise: f64, random: &mut SeedRandom) -> Vec<Point> {
    (0..count).map(|_| in_square(noise, random, |x, y| (x + y) / 10.0)).collect()
}

/// Six cones of radius 2 and height ±1; the largest absolute value counts, the first of equals.
fn reg_gauss(count: usize, noise: f64, random: &mut SeedRandom) -> Vec<Point> {
    const BUMPS: [(f64, f64, f64); 6] = [
        (-4.0, 2.5, 1.0),
        (0.0, 2.5, -1.0),
        (4.0, 2.5, 1.0),
        (-4.0, -2.5, -1.0),
        (0.0, -2.5, 1.0),
        (4.0, -2.5, -1.0),
    ];
    let height = |x: f64, y: f64| {
        BUMPS.iter().fold(0.0f64, |tallest, &(center_x, center_y, sign)| {
            let bump = sign * (1.0 - distance(x, y, center_x, center_y) / 2.0).clamp(0.0, 1.0);
            if bump.abs() > tallest.abs() { bump } else { tallest }
        })
    };
    (0..count).map(|_| in_square(noise, random, height)).collect()
}

fn distance(x: f64, y: f64, center_x: f64, center_y: f64) -> f64 {
    ((x - center_x) * (x - center_x) + (y - center_y) * (y - center_y)).sqrt()
}

/// Fisher–Yates from the end, one draw for every place, the last included.
fn shuffle(points: &mut [Point], random: &mut SeedRandom) {
    for counter in (1..=points.len()).rev() {
        let index = (random.next_f64() * counter as f64) as usize;
        points.swap(counter - 1, index);
    }
}
