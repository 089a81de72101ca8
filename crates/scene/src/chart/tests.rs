use super::*;
use plotters::prelude::SVGBackend;

fn chart<'a>(train: &'a [(f64, f32)], test: &'a [(f64, f32)]) -> LossChart<'a> {
    LossChart {
        train,
        test,
        former: &[],
        now: None,
        width: 320.0,
        height: 110.0,
        theme: Theme::Light,
        device_ratio: 1.0,
    }
}

fn drawn(chart: &LossChart) -> String {
    let size = [chart.width, chart.height].map(|length| (length * chart.device_ratio) as u32);
    let mut svg = String::new();
    chart.draw(SVGBackend::with_string(&mut svg, size.into())).unwrap();
    svg
}

#[test]
fn epochs_and_places_are_inverse_and_clamped() {
    let line = [(0.0, 0.5), (140.0, 0.1)];
    let chart = chart(&line, &line);
    let layout = chart.layout();
    for epoch in [0.0, 33.0, 140.0] {
        assert!((chart.epoch_at(layout.x_at(epoch)) - epoch).abs() < 1e-9);
    }
    assert_eq!(chart.epoch_at(-50.0), 0.0);
    assert_eq!(chart.epoch_at(1e9), 140.0);
    assert_eq!(chart.epoch_at(f64::NAN), 0.0);
}

#[test]
fn every_loss_lies_within_the_plot() {
    for losses in [[0.5, 0.0], [1e-9, 2e-9], [3e38, 1.0], [-4.0, 2.0], [0.0, 0.0]] {
        let line = [(0.0, losses[0]), (1.0, losses[1])];
        let layout = chart(&line, &[]).layout();
        for loss in losses {
            let y = layout.y_at(f64::from(loss));
            assert!(y >= layout.y.start - 1e-9 && y <= layout.y.end + 1e-9, "{losses:?}: {y} {layout:?}");
        }
    }
}

#[test]
fn the_drawn_line_starts_and_ends_where_the_layout_says() {
    let line = [(0.0, 0.5), (10.0, 0.0)];
    let chart = chart(&line, &[]);
    let layout = chart.layout();
    let svg = drawn(&chart);
    let line = svg.split("points=\"").nth(1).unwrap().split('"').next().unwrap();
    let numbers: Vec<f64> = line.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
    let (start, end) = (&numbers[..2], &numbers[numbers.len() - 2..]);
    for (place, epoch, loss) in [(start, 0.0, 0.5), (end, 10.0, 0.0)] {
        // The backend rounds to whole pixels.
        assert!((place[0] - layout.x_at(epoch)).abs() <= 1.0, "{place:?} {layout:?}");
        assert!((place[1] - layout.y_at(loss)).abs() <= 1.0, "{place:?} {layout:?}");
    }
}

#[test]
fn a_device_ratio_scales_text_and_strokes() {
    let line = [(0.0, 0.5), (10.0, 0.1)];
    let twice = LossChart { device_ratio: 2.0, ..chart(&line, &line) };
    let svg = drawn(&twice);
    assert!(svg.contains("stroke-width=\"3\""));
    let text = 22.0 / 1.24;
    assert!(svg.contains(&format!("font-size=\"{text}\"")), "{svg}");
}

#[test]
fn a_first_point_is_a_dot() {
    assert!(drawn(&chart(&[(0.0, 0.5)], &[])).contains("<circle"));
}

#[test]
fn nothing_panics_whatever_the_numbers() {
    let wild = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, 0.0, 1e-40];
    let mut line: Vec<(f64, f32)> = (0..).map(f64::from).zip(wild).collect();
    drawn(&chart(&line, &[]));
    line.extend([(f64::NAN, 1.0), (f64::INFINITY, 1.0), (1e300, 1.0), (-1e300, 1.0), (5.0, 1.0)]);
    drawn(&chart(&line, &line));
    drawn(&chart(&[(-1.7e308, 1.0), (1.7e308, 2.0)], &[]));
    drawn(&chart(&[], &[]));
    for (width, height) in [(0.0, 0.0), (1.0, 1.0), (30.0, 500.0), (500.0, 20.0), (-5.0, 50.0)] {
        drawn(&LossChart { width, height, ..chart(&line, &[]) });
    }
    for device_ratio in [0.0, f64::NAN, f64::INFINITY, -1.0] {
        let odd = LossChart { device_ratio, ..chart(&line, &[]) };
        let mut svg = String::new();
        odd.draw(SVGBackend::with_string(&mut svg, (320, 110))).unwrap();
    }
    for size in [f64::NAN, f64::INFINITY] {
        let odd = LossChart { width: size, height: size, ..chart(&line, &[]) };
        let mut svg = String::new();
        odd.draw(SVGBackend::with_string(&mut svg, (320, 110))).unwrap();
    }
}
