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

/// A share as a percentage, however small without an exponent: 0.0002 %.
pub(crate) fn small_percent(share: f64) -> String {
    /// Below this so many zeros cannot be counted at a glance.
    const LEAST: f64 = 1e-6;
    match 100.0 * share {
        percent if percent >= 1.0 => format!("{percent:.0} %"),
        percent if percent >= LEAST => {
            let places = -percent.log10().floor() as usize;
            format!("{percent:.places$} %")
        }
        _ => format!("< {LEAST} %"),
    }
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

/// A count with leading zeros and a comma between thousands, as an odometer: 000,140.
pub(crate) fn odometer(count: u64) -> String {
    let digits = format!("{count:06}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_percentage_has_no_exponent() {
        let shares = [0.125, 0.01, 0.0094, 2e-6, 9.4e-6, 1e-8, 9.4e-9, 0.0];
        let written =
            ["12 %", "1 %", "0.9 %", "0.0002 %", "0.0009 %", "0.000001 %", "< 0.000001 %", "< 0.000001 %"];
        assert_eq!(shares.map(small_percent), written);
    }

    #[test]
    fn an_odometer_has_six_digits_or_more_in_groups_of_three() {
        let counts = [0, 140, 999_999, 1_000_000, 12_034_056, u64::MAX];
        let written =
            ["000,000", "000,140", "999,999", "1,000,000", "12,034,056", "18,446,744,073,709,551,615"];
        assert_eq!(counts.map(odometer), written);
    }
}
