//! The page's own settings: what it shows and hides, and the lesson it is in. The engine knows none of them.

use crate::Tab;
use nabla_nn::link::{self, Fields, Goal, Key, Reading, choice, choices, flag, hides, number};
use nabla_nn::{Change, Choice, Config, Control, Notice, limits};

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
    /// The keys of what is hidden, in the order of a link's.
    pub hidden: Vec<Key>,
    /// The view that the link opens; the page's own word on that is [`Model::tab`](crate::Model::tab).
    pub view: Option<Tab>,
    /// The views that are hidden.
    pub hidden_views: Vec<Tab>,
    /// A lesson's goals and the numbers to reach, in the order of a link's.
    pub goals: Vec<(Goal, f64)>,
}

impl PageConfig {
    /// Whether a control is hidden.
    pub fn hides(&self, control: Control) -> bool {
        self.hidden.contains(&Key::Hide(control))
    }

    /// Whether the control of a setting is hidden, so that nothing else on the page may change it either.
    pub fn withholds(&self, key: Key) -> bool {
        let control = match key {
            Key::Activation | Key::LayerActivations => Control::Activation,
            Key::Regularization => Control::Regularization,
            Key::RegularizationRate => Control::RegularizationRate,
            Key::LearningRate => Control::LearningRate,
            Key::Problem => Control::Problem,
            Key::Dataset | Key::RegDataset => Control::Dataset,
            Key::PercTrainData => Control::PercTrainData,
            Key::Noise => Control::Noise,
            Key::BatchSize => Control::BatchSize,
            Key::NetworkShape => Control::NumHiddenLayers,
            Key::Feature(feature) => return self.hidden.contains(&Key::HideFeature(feature)),
            _ => return false,
        };
        self.hides(control)
    }

    /// Whether none of these settings is withheld.
    pub fn allows(&self, changes: &[Change]) -> bool {
        !changes.iter().any(|change| self.withholds(change.key))
    }
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
            Key::View => {
                let mut view = Tab::Time;
                let reading = choice(&mut view, value);
                if !matches!(reading, Reading::Unusable) {
                    page.view = Some(view);
                }
                reading
            }
            Key::HideViews => choices(&mut page.hidden_views, value),
            Key::Goal(goal) => {
                let mut wanted = 0.0;
                let reading = number(&mut wanted, value);
                if matches!(reading, Reading::Used) {
                    page.goals.retain(|(other, _)| *other != goal);
                    page.goals.push((goal, wanted));
                    page.goals.sort_by_key(|(goal, _)| Goal::all().position(|it| it == *goal));
                }
                reading
            }
            _ if key.hides() => {
                let mut is_hidden = false;
                let reading = hides(&mut is_hidden, value);
                page.hidden.retain(|&other| other != key);
                if is_hidden {
                    page.hidden.push(key);
                    page.hidden.sort_by_key(|&key| Key::all().position(|it| it == key));
                    // A hidden feature is no input either.
                    self.config.read(key, value);
                }
                reading
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
            Key::View => Some(page.view?.key().to_owned()),
            Key::HideViews => {
                let keys: Vec<_> = page.hidden_views.iter().map(|view| view.key()).collect();
                (!keys.is_empty()).then(|| keys.join(","))
            }
            Key::Goal(goal) => Some(page.goals.iter().find(|(it, _)| *it == goal)?.1.to_string()),
            _ if key.hides() => page.hidden.contains(&key).then(|| true.to_string()),
            _ => self.config.write(key),
        }
    }

    fn clear(&mut self, key: Key) {
        match key {
            Key::Tutorial => self.page.tutorial = None,
            Key::View => self.page.view = None,
            Key::HideViews => self.page.hidden_views.clear(),
            Key::Goal(goal) => self.page.goals.retain(|(other, _)| *other != goal),
            _ if key.hides() => self.page.hidden.retain(|&other| other != key),
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
    use nabla_nn::Dataset;

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
            hidden: vec![Key::Hide(Control::Discretize)],
            ..PageConfig::default()
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
                Key::Remainder => "own",
                Key::View => "chain",
                Key::HideViews => "doctor,race",
                Key::Schedule => "cosine",
                Key::Initializer => "zeros",
                Key::Preprocess => "pca",
                Key::Feature(feature) if settings.config.model.features.contains(&feature) => "false",
                _ if settings.write(key).is_some_and(|value| value == "false") => "true",
                _ if key.hides() => "true",
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
            if let Key::HideFeature(feature) = key {
                // It is not hidden any more; whether it goes in, its own key says.
                Change::new(Key::Feature(feature), blank.config.model.features.contains(&feature))
                    .set(&mut settings);
            }
            assert_eq!(settings, blank, "{change}");
        }
    }

    /// A course's link: features hidden, a number of goals.
    #[test]
    fn a_lesson_hides_and_has_goals() {
        let link = "xTimesY=true&xTimesY_hide=true&numNodes2_hide=true&learningRate_hide=true&noise_hide=false\
            &goalTestLossMinThresholdSecond=0.2&goalTestLossMinThresholdFirst=0.35";
        let (settings, notices) = Settings::parse(link);
        assert_eq!(notices, []);
        let page = &settings.page;
        assert_eq!(
            page.hidden.iter().map(|key| key.text()).collect::<Vec<_>>(),
            ["learningRate_hide", "xTimesY_hide", "numNodes2_hide"]
        );
        assert_eq!(page.goals.iter().map(|(_, wanted)| *wanted).collect::<Vec<_>>(), [0.35, 0.2]);
        assert!(page.withholds(Key::LearningRate) && !page.withholds(Key::Noise));
        assert!(page.withholds(Key::Feature(nabla_nn::Feature::XTimesY)));
        assert_eq!(settings.config.model.features.len(), 2);
        assert_eq!(Settings::parse(&settings.link()), (settings, vec![]));
    }

    #[test]
    fn long_names_of_lessons_are_cut() {
        let (settings, notices) = Settings::parse(&format!("tutorial={}", "가".repeat(300)));
        assert_eq!(settings.page.tutorial, Some("가".repeat(256)));
        assert_eq!(notices.len(), 1);
        let (settings, notices) = Settings::parse("tutorial=&discretize=&discretize_hide=&noise_hide=no");
        assert_eq!(settings, Settings::default());
        assert_eq!(notices.len(), 3, "{notices:?}");
    }
}
