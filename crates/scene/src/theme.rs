//! Light and dark: the inks everything but data is drawn with. Orange and blue belong to data alone.

use crate::Rgba;
use nabla_nn::Choice;
use std::cell::Cell;
use strum::VariantArray;

/// The page's two appearances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, VariantArray)]
pub enum Theme {
    /// Dark ink on near-white.
    #[default]
    Light,
    /// Light ink on near-black.
    Dark,
}

impl Choice for Theme {
    fn key(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }
}

/// The colours of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// Words and numbers, selection rings, the line that matters.
    pub text: Rgba,
    /// Secondary words, tick labels, the line beside it; still readable (WCAG AA) on panel and background.
    pub muted: Rgba,
    /// Hairlines, gridlines, borders.
    pub line: Rgba,
    /// Raised surfaces: bars, cards, and what shows through the soft maps.
    pub panel: Rgba,
    /// The page behind everything.
    pub background: Rgba,
}

impl Ink {
    /// The inks of a system that forces its own two colours on every page.
    pub fn of_system(text: Rgba, background: Rgba) -> Self {
        let between = |share| background.lerp(text, share);
        Self { text, muted: between(0.75), line: between(0.35), panel: background, background }
    }
}

thread_local!(static SYSTEM: Cell<Option<Ink>> = const { Cell::new(None) });

/// Has everything of this thread drawn with the system's inks, or again with the themes'.
pub fn force_ink(ink: Option<Ink>) {
    SYSTEM.set(ink);
}

impl Theme {
    /// This theme's colours, where the system does not force its own.
    pub fn ink(self) -> Ink {
        SYSTEM.get().unwrap_or_else(|| self.own_ink())
    }

    const fn own_ink(self) -> Ink {
        match self {
            Self::Light => Ink {
                text: Rgba::hex(0x17202b),
                muted: Rgba::hex(0x545b63),
                line: Rgba::hex(0xe3e7ec),
                panel: Rgba::hex(0xffffff),
                background: Rgba::hex(0xf7f8fa),
            },
            Self::Dark => Ink {
                text: Rgba::hex(0xe8edf3),
                muted: Rgba::hex(0x9aa6b2),
                line: Rgba::hex(0x28313c),
                panel: Rgba::hex(0x171d25),
                background: Rgba::hex(0x0f141a),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2 AA for text of ordinary size.
    const AA: f32 = 4.5;

    #[test]
    fn words_are_readable_on_every_surface() {
        for &theme in Theme::ALL {
            let ink = theme.ink();
            for words in [ink.text, ink.muted] {
                for surface in [ink.panel, ink.background] {
                    let ratio = words.contrast(surface);
                    assert!(ratio >= AA, "{theme:?}: {} on {} is {ratio}", words.css(), surface.css());
                }
            }
        }
    }

    #[test]
    fn a_systems_colours_take_the_place_of_every_themes_and_stay_readable() {
        let [yellow, black] = [0xffff00, 0x000000].map(Rgba::hex);
        force_ink(Some(Ink::of_system(yellow, black)));
        for &theme in Theme::ALL {
            let ink = theme.ink();
            assert_eq!((ink.text, ink.panel, ink.background), (yellow, black, black));
            assert!(ink.muted.contrast(black) >= AA);
        }
        force_ink(None);
        assert_eq!(Theme::Light.ink(), Theme::Light.own_ink());
    }

    #[test]
    fn keys_lead_back_to_their_themes() {
        for &theme in Theme::ALL {
            assert_eq!(Theme::from_key(theme.key()), Some(theme));
        }
    }
}
