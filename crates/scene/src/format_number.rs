//! Numbers inside pictures.

/// A number to three digits with a true minus sign: short enough to stand at a neuron.
///
/// ```
/// use nabla_scene::format_number;
///
/// let written = [0.0, -0.5, 1234.6, 12.34, 0.01234, -0.000012].map(format_number);
/// assert_eq!(written, ["0", "−0.5", "1235", "12.3", "0.0123", "−1.2e−5"]);
/// assert_eq!([f64::NAN, f64::NEG_INFINITY].map(format_number), ["NaN", "−∞"]);
/// ```
pub fn format_number(value: f64) -> String {
    let size = value.abs();
    let text = if value.is_infinite() {
        let text = if value > 0.0 { "∞" } else { "-∞" };
        text.to_owned()
    } else if size == 0.0 || value.is_nan() {
        // −0 is 0.
        format!("{size}")
    } else if !(0.001..100_000.0).contains(&size) {
        format!("{value:.1e}")
    } else {
        let decimals = if size >= 100.0 {
            0
        } else if size >= 10.0 {
            1
        } else if size >= 1.0 {
            2
        } else if size >= 0.1 {
            3
        } else {
            4
        };
        let text = format!("{value:.decimals$}");
        match text.contains('.') {
            true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => text,
        }
    };
    text.replace('-', "−")
}
