//! Light and dark: the inks everything but data is drawn with. Orange and blue belong to data alone.

use crate::Rgba;
use nabla_nn::Choice;
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

impl Theme {
    /// This theme's colours.
    pub const fn ink(self) -> Ink {
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
    fn keys_lead_back_to_their_themes() {
        for &theme in Theme::ALL {
            assert_eq!(Theme::from_key(theme.key()), Some(theme));
        }
    }
}
