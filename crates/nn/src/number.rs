//! Numbers as people write them.

/// The finite number a text holds, to its last bit; blanks around it do not matter.
///
/// It reads by the compact algorithm of `lexical-parse-float`: the same bits as `core`'s reading without its 10 KB table
/// of powers, which would be downloaded with the page.
///
/// ```
/// use nabla_nn::number;
///
/// assert_eq!(number(" 0.03 "), Some(0.03));
/// assert_eq!([number("1e999"), number("NaN"), number("three")], [None; 3]);
/// ```
pub fn number(text: &str) -> Option<f64> {
    lexical_parse_float::FromLexical::from_lexical(text.trim().as_bytes())
        .ok()
        .filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_is_read_as_core_reads_it(bits: u64, digits in "[+-]?[0-9]{1,25}(\\.[0-9]{0,25})?(e-?[0-9]{1,3})?") {
            for text in [f64::from_bits(bits).to_string(), format!("{:e}", f64::from_bits(bits)), digits] {
                let expected = text.parse().ok().filter(|number: &f64| number.is_finite());
                prop_assert_eq!(number(&text).map(f64::to_bits), expected.map(f64::to_bits), "{}", text);
            }
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in ["", " ", "-", ".", "e5", "1e", "0x10", "1,5", "inf", "-infinity", "nan", "1e400", "1 2"]
        {
            assert_eq!(number(text), None, "{text:?}");
        }
        for (text, value) in [("+1", 1.0), ("5.", 5.0), (".5", 0.5), ("1E-3", 1e-3), ("-0", -0.0)] {
            assert_eq!(number(text).map(f64::to_bits), Some(f64::to_bits(value)), "{text:?}");
        }
    }
}
