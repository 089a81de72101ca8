//! Media queries that are asked in every animation frame, and so of lists that are kept.

use super::browser;
use web_sys::MediaQueryList;

/// Whether motion should be reduced, and whether the columns stand on each other.
pub(crate) fn preferences() -> [bool; 2] {
    const QUERIES: [&str; 2] = ["(prefers-reduced-motion: reduce)", "(max-width: 899px)"];
    thread_local!(static KEPT: [Option<MediaQueryList>; 2] =
        QUERIES.map(|query| browser::window().match_media(query).ok().flatten()));
    KEPT.with(|queries| queries.each_ref().map(|query| query.as_ref().is_some_and(MediaQueryList::matches)))
}
