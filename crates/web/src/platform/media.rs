//! Media queries that are asked in every animation frame, and so of lists that are kept.

use super::browser;
use web_sys::MediaQueryList;

/// A window in which the columns stand on each other; the style sheet says the same.
const NARROW: &str = "(max-width: 899px)";

/// Calls `run` when the window becomes wide enough for the columns to stand side by side.
pub(crate) fn on_widening(run: impl Fn() + 'static) {
    if let Ok(Some(query)) = browser::window().match_media(NARROW) {
        let asked = query.clone();
        browser::listen(&query, "change", move |_: web_sys::Event| {
            if !asked.matches() {
                run();
            }
        });
    }
}

/// Whether motion should be reduced, and whether the columns stand on each other.
pub(crate) fn preferences() -> [bool; 2] {
    const QUERIES: [&str; 2] = ["(prefers-reduced-motion: reduce)", NARROW];
    thread_local!(static KEPT: [Option<MediaQueryList>; 2] =
        QUERIES.map(|query| browser::window().match_media(query).ok().flatten()));
    KEPT.with(|queries| queries.each_ref().map(|query| query.as_ref().is_some_and(MediaQueryList::matches)))
}
