//! Numbers as the page writes them.

/// A loss in as few digits as tell it from 0.
pub(crate) fn loss(value: f64) -> String {
    match value {
        value if value >= 1000.0 || (value > 0.0 && value < 0.0005) => format!("{value:.1e}"),
        value => format!("{value:.3}"),
    }
}

/// A share as a percentage.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// A number with a true minus sign and as many decimals as matter.
pub(crate) fn signed(value: f64) -> String {
    let text = if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") };
    text.replace('-', "−")
}

/// A number in three digits or so, with a true minus sign.
pub(crate) fn few_digits(value: f64) -> String {
    match value.abs() {
        size if size >= 1000.0 || size > 0.0 && size < 0.001 => format!("{value:.1e}").replace('-', "−"),
        size if size >= 100.0 => format!("{value:.0}"),
        _ => format!("{value:.3}").replace('-', "−"),
    }
}
