//! Reading one value: used as it is, moved, or of no use.

use crate::{Choice, Dataset, Problem};

/// What became of a value that a key was given.
pub enum Reading {
    /// It is used as it is.
    Used,
    /// It was written in another way, and is used as it was meant.
    Understood,
    /// It is a switch's, neither `true` nor `false`.
    Switched,
    /// The nearest value that means something is used.
    Moved,
    /// It means nothing, and nothing has changed.
    Unusable,
}

/// One of a family.
pub fn choice<C: Choice>(target: &mut C, value: &str) -> Reading {
    let (known, meant) = (C::from_key(value), C::from_alias(value));
    match known.or(meant) {
        Some(choice) => {
            *target = choice;
            if known.is_some() { Reading::Used } else { Reading::Understood }
        }
        None => Reading::Unusable,
    }
}

/// A comma list of choices, each of which must be one.
pub fn choices<C: Choice>(target: &mut Vec<C>, value: &str) -> Reading {
    let list: Option<Vec<C>> = value.split(',').map(|key| C::from_key(key.trim())).collect();
    match list {
        Some(list) => {
            *target = list;
            Reading::Used
        }
        None => Reading::Unusable,
    }
}

/// A dataset of the same kind of problem as the one in place.
pub(super) fn dataset(target: &mut Dataset, value: &str) -> Reading {
    let mut new = *target;
    match choice(&mut new, value) {
        Reading::Unusable => Reading::Unusable,
        _ if new.fits(Problem::Regression) != target.fits(Problem::Regression) => Reading::Unusable,
        reading => {
            *target = new;
            reading
        }
    }
}

/// A boolean: true unless it is `false`, as in TensorFlow Playground.
pub fn flag(target: &mut bool, value: &str) -> Reading {
    *target = value != "false";
    if matches!(value, "true" | "false") { Reading::Used } else { Reading::Switched }
}

/// Whether a control is hidden: only by `true`, as in TensorFlow Playground.
pub fn hides(target: &mut bool, value: &str) -> Reading {
    *target = value == "true";
    if matches!(value, "true" | "false") { Reading::Used } else { Reading::Switched }
}

/// A text, as it is.
pub fn text(target: &mut String, value: &str) -> Reading {
    value.clone_into(target);
    Reading::Used
}

/// A finite number; −0 is 0.
fn finite(value: &str) -> Option<f64> {
    crate::number(value).map(|number| number + 0.0)
}

/// A finite number.
pub fn number(target: &mut f64, value: &str) -> Reading {
    match finite(value) {
        Some(number) => {
            *target = number;
            Reading::Used
        }
        None => Reading::Unusable,
    }
}

/// More than any limit of a count, and the same on every machine.
const MOST: f64 = 1e9;

/// A whole number of at least `least`; a fraction counts as begun, as in TensorFlow Playground's
/// loops over neurons. One beyond every limit is left to its limit, which has something to say.
pub(super) fn count(target: &mut usize, value: &str, least: usize) -> Reading {
    let Some(number) = finite(value) else { return Reading::Unusable };
    let number = number.min(MOST);
    let whole = number.ceil().max(least as f64);
    *target = whole as usize;
    if whole == number { Reading::Used } else { Reading::Moved }
}

/// The same where there is no limit of its own.
pub(super) fn limitless_count(target: &mut usize, value: &str, least: usize) -> Reading {
    let reading = count(target, value, least);
    if finite(value).is_some_and(|number| number > MOST) { Reading::Moved } else { reading }
}

/// A comma list of counts; blank, there are no hidden layers.
pub(super) fn shape(target: &mut Vec<usize>, value: &str) -> Reading {
    let mut shape = Vec::new();
    let (mut moved, mut gaps) = (false, false);
    for entry in value.split(',').filter(|_| !value.trim().is_empty()) {
        if entry.trim().is_empty() {
            gaps = true;
            continue;
        }
        let mut neurons = 0;
        match count(&mut neurons, entry, 1) {
            Reading::Used => {}
            Reading::Moved => moved = true,
            _ => return Reading::Unusable,
        }
        shape.push(neurons);
    }
    if gaps && shape.is_empty() {
        return Reading::Unusable;
    }
    *target = shape;
    match (moved, gaps) {
        (true, _) => Reading::Moved,
        (false, true) => Reading::Understood,
        (false, false) => Reading::Used,
    }
}
