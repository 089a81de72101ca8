//! Time over size, both logarithmic, a line a contestant.

use std::path::Path;

use anyhow::{Result, anyhow};
use plotters::prelude::*;

/// One measured time.
pub struct Point {
    /// Whose time it is.
    pub contestant: String,
    /// Parameters or samples.
    pub at: f64,
    /// Microseconds an epoch.
    pub time: f64,
}

/// Every contestant with its colour.
const CONTESTANTS: [(&str, &str, RGBColor); 4] = [
    ("nabla", "Nabla", RGBColor(8, 119, 189)),
    ("convnetjs", "ConvNetJS", RGBColor(245, 147, 34)),
    ("tfjs-cpu", "TensorFlow.js, CPU", RGBColor(120, 94, 160)),
    ("tfjs-wasm", "TensorFlow.js, wasm", RGBColor(60, 140, 80)),
];

/// Draws the points as SVG.
pub fn draw(path: &Path, title: &str, horizontal: &str, points: &[&Point]) -> Result<()> {
    plot(path, title, horizontal, points).map_err(|error| anyhow!("cannot draw {}: {error}", path.display()))
}

fn plot(
    path: &Path,
    title: &str,
    horizontal: &str,
    points: &[&Point],
) -> Result<(), Box<dyn std::error::Error>> {
    let range = |value: fn(&Point) -> f64| {
        let values = || points.iter().map(|point| value(point));
        let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
        (low / 1.5)..(high * 1.5)
    };
    let area = SVGBackend::new(path, (800, 480)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 18))
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(72)
        .build_cartesian_2d(range(|point| point.at).log_scale(), range(|point| point.time).log_scale())?;
    chart
        .configure_mesh()
        .x_desc(horizontal)
        .y_desc("µs")
        .light_line_style(TRANSPARENT)
        .x_label_formatter(&|value| format!("{value}"))
        .y_label_formatter(&|value| format!("{value}"))
        .draw()?;
    for (contestant, name, color) in CONTESTANTS {
        let of = || {
            points.iter().filter(|point| point.contestant == contestant).map(|point| (point.at, point.time))
        };
        chart
            .draw_series(LineSeries::new(of(), color.stroke_width(2)))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], color.stroke_width(2)));
        chart.draw_series(of().map(|at| Circle::new(at, 3, color.filled())))?;
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK.mix(0.2))
        .draw()?;
    area.present()?;
    Ok(())
}
