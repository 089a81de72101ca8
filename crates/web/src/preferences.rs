//! What is kept of a visitor for good: the language and the theme.

use crate::i18n::Locale;
use crate::platform::browser::{self, Keep};
use nabla_nn::Choice;
use nabla_scene::{Ink, Rgba, Theme};
use std::ops::RangeInclusive;

/// Where the language is kept.
const LANGUAGE: &str = "nabla.language";
/// Where the theme is kept; the boot script reads it too.
const THEME: &str = "nabla.theme";

/// Where the network's share of the stage is kept.
const SHARE: &str = "nabla.split";
/// What it may be, in percent.
pub(crate) const SPLIT: RangeInclusive<f64> = 25.0..=70.0;
/// What it is at first.
const FIRST_SPLIT: f64 = 46.0;

/// Whether the system forces its colours.
pub(crate) const FORCED: &str = "(forced-colors: active)";

/// The language of the address (`?hl=ko`), else the one kept, else the browser's, else English.
pub(crate) fn language() -> Locale {
    let search = browser::window().location().search().unwrap_or_default();
    let asked = web_sys::UrlSearchParams::new_with_str(&search).ok().and_then(|search| search.get("hl"));
    let kept = || Keep::Always.get(LANGUAGE);
    let preferred =
        asked.or_else(kept).or_else(|| browser::window().navigator().language()).unwrap_or_default();
    if preferred.starts_with("ko") { Locale::ko } else { Locale::en }
}

/// Keeps the language.
pub(crate) fn keep_language(locale: Locale) {
    Keep::Always.set(LANGUAGE, code(locale));
}

/// A language's code.
pub(crate) fn code(locale: Locale) -> &'static str {
    match locale {
        Locale::en => "en",
        Locale::ko => "ko",
    }
}

/// The theme kept, else the system's; always the system's where it forces its colours.
pub(crate) fn theme() -> Theme {
    let kept = Keep::Always.get(THEME).and_then(|key| Theme::from_key(&key));
    let dark = browser::prefers("(prefers-color-scheme: dark)");
    let systems = if dark { Theme::Dark } else { Theme::Light };
    kept.filter(|_| !browser::prefers(FORCED)).unwrap_or(systems)
}

/// The system's colours, where it forces them on every page (such as high contrast in Windows).
pub(crate) fn system_ink() -> Option<Ink> {
    browser::prefers(FORCED).then(|| {
        let [text, background] = ["color", "background-color"].map(browser::page_color);
        Ink::of_system(Rgba::hex(text), Rgba::hex(background))
    })
}

/// Keeps the theme.
pub(crate) fn keep_theme(theme: Theme) {
    Keep::Always.set(THEME, theme.key());
}

/// The network's share of the stage where an open view stands beside it, in percent.
pub(crate) fn split() -> f64 {
    let kept = Keep::Always.get(SHARE).and_then(|share| nabla_nn::number(&share));
    kept.filter(|share| SPLIT.contains(share)).unwrap_or(FIRST_SPLIT)
}

/// Keeps the network's share of the stage.
pub(crate) fn keep_split(share: f64) {
    Keep::Always.set(SHARE, &share.to_string());
}
