//! JavaScript values to checked arguments: each function returns the value or throws a sentence naming it.

use std::ops::RangeInclusive;

use js_sys::Number;
use wasm_bindgen::prelude::*;

/// A string, as it is.
pub fn text(value: &JsValue, name: &str) -> Result<String, JsError> {
    value.as_string().ok_or_else(|| wrong(value, name, "must be a string"))
}

/// A finite number.
pub fn finite(value: &JsValue, name: &str) -> Result<f64, JsError> {
    value
        .as_f64()
        .filter(|number| number.is_finite())
        .ok_or_else(|| wrong(value, name, "must be a finite number"))
}

/// A whole number in the range.
pub fn whole(value: &JsValue, name: &str, range: RangeInclusive<u32>) -> Result<u32, JsError> {
    let (least, most) = (f64::from(*range.start()), f64::from(*range.end()));
    match value.as_f64() {
        // NaN has a fraction that is not 0, and so has ∞; the cast is exact inside the range.
        Some(number) if number.fract() == 0.0 && (least..=most).contains(&number) => Ok(number as u32),
        _ => Err(wrong(value, name, &format!("must be a whole number from {least} to {most}"))),
    }
}

/// The index of one of `count` things.
pub fn index(value: &JsValue, name: &str, count: usize) -> Result<usize, JsError> {
    let most = u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX);
    whole(value, name, 0..=most).map(|index| index as usize)
}

/// "resolution must be …, not NaN."
fn wrong(value: &JsValue, name: &str, rule: &str) -> JsError {
    JsError::new(&format!("{name} {rule}, not {}.", described(value)))
}

/// A number, `null` and `undefined` as JavaScript writes them, anything else by its type alone: it may be long.
fn described(value: &JsValue) -> String {
    if value.is_null() {
        return "null".to_owned();
    }
    let kind = value.js_typeof().as_string().unwrap_or_default();
    match value.as_f64().map(|number| Number::from(number).to_string_with_radix(10)) {
        Some(Ok(number)) => number.into(),
        _ if value.is_undefined() => kind,
        _ => format!("a value of type {kind}"),
    }
}
