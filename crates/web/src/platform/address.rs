//! The address's part after `#`: read, and written so that the last link always lands.
//!
//! Browsers limit how often a page may write it: Safari to 100 times in 30 seconds, then it throws; Chrome to about 200 in
//! 10 seconds, then it does nothing. A slider that is dragged changes the link faster than that.

use super::browser::{later, now, window};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

/// Milliseconds between two writes of many: 75 in half a minute.
const SPACING: f64 = 400.0;
/// The first 20 do not wait: so far the writes may be ahead of their spacing.
const AHEAD: f64 = 20.0 * SPACING;
/// Milliseconds until a write that failed is repeated, and how often in a row it is: for longer than the limit holds. A
/// page that may never write its address keeps its link in the share card alone.
const AGAIN: f64 = 2000.0;
const REPEATS: u32 = 30;

thread_local! {
    /// The link that is not yet in the address.
    static WAITING: RefCell<Option<String>> = const { RefCell::new(None) };
    /// When the next is due by the spacing.
    static NEXT: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
    static IS_TIMED: Cell<bool> = const { Cell::new(false) };
    static FAILURES: Cell<u32> = const { Cell::new(0) };
}

/// The address's part after `#`, still encoded: the link's reader decodes it value by value.
pub fn hash() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Replaces the part after `#` without a new history entry: at once, or as soon as it may be written.
pub fn replace_hash(link: &str) {
    WAITING.replace(Some(link.to_owned()));
    FAILURES.set(0);
    write_in_time();
}

/// The address has been changed by hand: what waits is no longer to be written.
pub fn forget() {
    WAITING.take();
}

/// Writes what waits now: the page may be left.
pub fn flush() {
    let Some(link) = WAITING.take() else { return };
    let written = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{link}"))));
    let landed = written.is_ok() && hash() == link;
    NEXT.set(if landed { NEXT.get().max(now()) + SPACING } else { now() + AHEAD + AGAIN });
    if !landed && FAILURES.replace(FAILURES.get() + 1) < REPEATS {
        WAITING.replace(Some(link));
    }
}

fn write_in_time() {
    let wait = || NEXT.get() - AHEAD - now();
    if wait() <= 0.0 {
        flush();
    }
    if WAITING.with_borrow(Option::is_some) && !IS_TIMED.replace(true) {
        later(wait().max(0.0).ceil() as i32, || {
            IS_TIMED.set(false);
            write_in_time();
        });
    }
}
