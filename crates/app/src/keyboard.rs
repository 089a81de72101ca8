//! The page's keyboard map: one list for the handler, the help card and the tests.

use crate::Msg;
use nabla_nn::Control;

/// One key and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Play or pause.
    Play,
    /// One step.
    Step,
    /// Back to the same initial weights.
    Reset,
    /// New initial weights.
    NewWeights,
    /// New points.
    NewData,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Say the losses.
    Announce,
    /// Show this list.
    Help,
}

/// Every shortcut, in the order of the help card.
pub const SHORTCUTS: &[Shortcut] = &[
    Shortcut::Play,
    Shortcut::Step,
    Shortcut::Reset,
    Shortcut::NewWeights,
    Shortcut::NewData,
    Shortcut::Undo,
    Shortcut::Redo,
    Shortcut::Announce,
    Shortcut::Help,
];

impl Shortcut {
    /// The key as a cap shows it.
    pub fn cap(self) -> &'static str {
        match self {
            Self::Play => "Space",
            Self::Step => "→",
            Self::Reset => "R",
            Self::NewWeights => "Shift+R",
            Self::NewData => "D",
            Self::Undo => "Ctrl+Z",
            Self::Redo => "Ctrl+Shift+Z",
            Self::Announce => "L",
            Self::Help => "?",
        }
    }

    /// The shortcut a key press means: `key` as `KeyboardEvent.key`, `command` for Ctrl or ⌘.
    pub fn from_key(key: &str, shift: bool, command: bool, alt: bool) -> Option<Self> {
        if alt {
            return None;
        }
        match (key.to_ascii_lowercase().as_str(), command) {
            ("z", true) if shift => Some(Self::Redo),
            ("z", true) => Some(Self::Undo),
            ("y", true) => Some(Self::Redo),
            (_, true) => None,
            (" ", _) => Some(Self::Play),
            ("arrowright", _) => Some(Self::Step),
            ("r" | "ㄱ" | "ㄲ", _) if shift => Some(Self::NewWeights),
            ("r" | "ㄱ", _) => Some(Self::Reset),
            ("d" | "ㅇ", _) => Some(Self::NewData),
            ("l" | "ㅣ", _) => Some(Self::Announce),
            ("?", _) => Some(Self::Help),
            _ => None,
        }
    }

    /// The control that does the same; where a link hides it, the key does nothing.
    pub fn control(self) -> Option<Control> {
        match self {
            Self::Play => Some(Control::PlayButton),
            Self::Step => Some(Control::StepButton),
            Self::Reset | Self::NewWeights => Some(Control::ResetButton),
            Self::NewData | Self::Undo | Self::Redo | Self::Announce | Self::Help => None,
        }
    }

    /// The message it sends; `None` for the two that concern the page alone. `fresh` makes a seed.
    pub fn message(self, fresh: impl FnOnce() -> String) -> Option<Msg> {
        match self {
            Self::Play => Some(Msg::TogglePlay),
            Self::Step => Some(Msg::Step),
            Self::Reset => Some(Msg::Reset),
            Self::NewWeights => Some(Msg::NewWeights),
            Self::NewData => Some(Msg::NewData(fresh())),
            Self::Undo => Some(Msg::Undo),
            Self::Redo => Some(Msg::Redo),
            Self::Announce | Self::Help => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_has_a_key_that_leads_to_it() {
        for &shortcut in SHORTCUTS {
            let cap = shortcut.cap();
            let key = match cap.rsplit('+').next() {
                Some("Space") => " ",
                Some("→") => "ArrowRight",
                Some(key) => key,
                None => "",
            };
            let found = Shortcut::from_key(key, cap.contains("Shift"), cap.contains("Ctrl"), false);
            assert_eq!(found, Some(shortcut), "{cap}");
        }
    }

    #[test]
    fn a_korean_keyboard_reaches_the_same_keys_and_browser_keys_are_left_alone() {
        assert_eq!(Shortcut::from_key("ㄱ", false, false, false), Some(Shortcut::Reset));
        assert_eq!(Shortcut::from_key("ㄲ", true, false, false), Some(Shortcut::NewWeights));
        assert_eq!(Shortcut::from_key("r", false, true, false), None);
        assert_eq!(Shortcut::from_key("ArrowRight", false, false, true), None);
    }
}
