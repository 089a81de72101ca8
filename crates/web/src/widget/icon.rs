//! Line icons, drawn in a box of 24 with the ink of the text around them.

use crate::platform::dom::{Node, el};

/// The page's icons.
#[derive(Clone, Copy)]
pub(crate) enum Icon {
    Undo,
    Redo,
    Reset,
    Dice,
    Step,
    Play,
    Pause,
    Theme,
    FullScreen,
    Close,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Undo => "M9 7 4 12l5 5M4.5 12H15a5 5 0 0 1 0 10h-2",
            Self::Redo => "m15 7 5 5-5 5M19.500 12H9a5 5 0 0 0 0 10h2",
            Self::Reset => "M4 4v6h6M4.600 9.800A8 8 0 1 1 4 13",
            Self::Dice => {
                "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2ZM8 8h.01M16 8h.01M12 12h.01M8 16h.01M16 16h.01"
            }
            Self::Step => "M4 12h11M11 7l5 5-5 5M20 5v14",
            Self::Play => "M8 5v14l11-7Z",
            Self::Pause => "M8 5v14M16 5v14",
            Self::Theme => "M12 3a9 9 0 1 0 0 18ZM12 3a9 9 0 0 1 0 18",
            Self::FullScreen => "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
            Self::Close => "M6 6l12 12M18 6 6 18",
        }
    }

    /// Its markup.
    pub fn markup(self) -> String {
        let class = match self {
            Self::Play => "svg filled",
            Self::Pause => "svg heavy",
            Self::Dice => "svg dots",
            Self::Theme => "svg half",
            _ => "svg",
        };
        format!(
            r#"<svg class="{class}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>"#,
            self.path()
        )
    }

    /// Its picture.
    pub fn view(self) -> Node {
        el("span").html(&self.markup())
    }
}

/// A button that shows an icon and says `label`.
pub(crate) fn icon_button(class: &str, icon: Icon, label: &str) -> Node {
    el("button").class(class).attr("aria-label", label).attr("title", label).child(icon.view())
}
