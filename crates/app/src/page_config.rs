//! The page's own settings: what it shows and hides, and the lesson it is in. The engine knows none of them.

use nabla_nn::link::{self, Fields, Key, Reading, flag};
use nabla_nn::{Choice, Config, Control, Notice, limits};

/// What a link says of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageConfig {
    /// Whether the test points are shown.
    pub show_test_data: bool,
    /// Whether the output is shown as two colours.
    pub discretize: bool,
    /// TensorFlow Playground's switch for usage statistics; kept in the link, never acted on.
    pub collect_stats: bool,
    /// Whether the text below the playground is hidden.
    pub hide_text: bool,
    /// The name of a lesson.
    pub tutorial: Option<String>,
    /// The controls that are hidden, in the order of [`Control::ALL`].
    pub hidden: Vec<Control>,
}

/// All that a link says: the engine's settings and the page's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The engine's.
    pub config: Config,
    /// The page's.
    pub page: PageConfig,
}

impl Settings {
    /// The settings of a link, and what in it could not be used; the engine's are yet to be validated.
    pub fn parse(text: &str) -> (Self, Vec<Notice>) {
        link::parse_as(text)
    }

    /// The link of the settings, without its `#`.
    pub fn link(&self) -> String {
        link::format_as(self)
    }
}

impl Fields for Settings {
    fn read(&mut self, key: Key, value: &str) -> Reading {
        let page = &mut self.page;
        match key {
            Key::ShowTestData => flag(&mut page.show_test_data, value),
            Key::Discretize => flag(&mut page.discretize, value),
            Key::CollectStats => flag(&mut page.collect_stats, value),
            Key::HideText => flag(&mut page.hide_text, value),
            Key::Tutorial => {
                let end = value.char_indices().nth(limits::MAX_TEXT).map_or(value.len(), |(end, _)| end);
                page.tutorial = Some(value[..end].to_owned());
                if end < value.len() { Reading::Moved } else { Reading::Used }
            }
            Key::Hide(control) => {
                let hides = |&other: &Control| match other == control {
                    true => value == "true",
                    false => page.hidden.contains(&other),
                };
                page.hidden = Control::ALL.iter().copied().filter(hides).collect();
                Reading::Used
            }
            _ => self.config.read(key, value),
        }
    }

    fn write(&self, key: Key) -> Option<String> {
        let page = &self.page;
        match key {
            Key::ShowTestData => Some(page.show_test_data.to_string()),
            Key::Discretize => Some(page.discretize.to_string()),
            Key::CollectStats => Some(page.collect_stats.to_string()),
            Key::HideText => Some(page.hide_text.to_string()),
            Key::Tutorial => page.tutorial.clone(),
            Key::Hide(control) => page.hidden.contains(&control).then(|| true.to_string()),
            _ => self.config.write(key),
        }
    }

    fn clear(&mut self, key: Key) {
        match key {
            Key::Tutorial => self.page.tutorial = None,
            Key::Hide(control) => self.page.hidden.retain(|&other| other != control),
            _ => self.config.clear(key),
        }
    }

    fn in_use(&self, key: Key) -> String {
        if key.is_of_page() { self.write(key).unwrap_or_default() } else { self.config.in_use(key) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_nn::{Change, Dataset};

    #[test]
    fn a_link_of_tensorflow_playground_comes_back_as_it_was() {
        let link = "activation=relu&regularization=L1&batchSize=7&dataset=spiral&regDataset=reg-gauss\
            &learningRate=0.00001&regularizationRate=0.3&noise=35&networkShape=8,1,3&seed=0.97531&showTestData=true\
            &discretize=true&percTrainData=70&x=false&y=true&xTimesY=true&xSquared=false&ySquared=true&cosX=false\
            &sinX=true&cosY=false&sinY=false&collectStats=true&tutorial=neurons&problem=regression&initZero=true\
            &hideText=true&discretize_hide=true";
        let (settings, notices) = Settings::parse(link);
        assert_eq!(notices, []);
        let page = PageConfig {
            show_test_data: true,
            discretize: true,
            collect_stats: true,
            hide_text: true,
            tutorial: Some("neurons".into()),
            hidden: vec![Control::Discretize],
        };
        assert_eq!((settings.page.clone(), settings.config.data.dataset), (page, Dataset::Spiral));
        assert_eq!(settings.link(), link);
    }

    #[test]
    fn the_default_link_is_written_as_tensorflow_playground_does() {
        assert_eq!(
            Settings::default().link(),
            "activation=tanh&regularization=none&batchSize=10&dataset=circle&regDataset=reg-plane\
             &learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.5&showTestData=false\
             &discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false\
             &cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification\
             &initZero=false&hideText=false"
        );
    }

    /// Every key means something to the engine or to the page, and comes back from what is written.
    #[test]
    fn every_key_is_read_and_written() {
        for key in Key::all() {
            let mut settings = Settings::default();
            let value = match key {
                Key::Activation => "relu",
                Key::Regularization => "L1",
                Key::Dataset => "xor",
                Key::RegDataset => "reg-gauss",
                Key::Problem => "regression",
                Key::LayerActivations => "relu,tanh",
                Key::Loss => "huber",
                Key::Rule => "adaline",
                Key::Optimizer => "adam",
                Key::Schedule => "cosine",
                Key::Initializer => "zeros",
                Key::Preprocess => "pca",
                Key::Feature(feature) if settings.config.model.features.contains(&feature) => "false",
                _ if settings.write(key).is_some_and(|value| value == "false") => "true",
                Key::Hide(_) => "true",
                _ => "5",
            };
            let change = Change::new(key, value);
            assert_eq!(change.set(&mut settings), None, "{change}");
            assert_eq!(settings.write(key).as_deref(), Some(value), "{change}");
            assert_eq!(Settings::parse(&settings.link()), (settings.clone(), vec![]), "{change}");
            assert_eq!(Change::to_default(key).set(&mut settings), None, "{change}");
            let blank = if key == Key::NetworkShape {
                Settings::parse("networkShape=").0
            } else {
                Settings::default()
            };
            assert_eq!(settings, blank, "{change}");
        }
    }

    #[test]
    fn long_names_of_lessons_are_cut() {
        let (settings, notices) = Settings::parse(&format!("tutorial={}", "가".repeat(300)));
        assert_eq!(settings.page.tutorial, Some("가".repeat(256)));
        assert_eq!(notices.len(), 1);
        let (settings, notices) = Settings::parse("tutorial=&discretize=&discretize_hide=&noise_hide=no");
        assert_eq!(settings, Settings::default());
        assert_eq!(notices.len(), 2, "{notices:?}");
    }
}
