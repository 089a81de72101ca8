//! Every family of options as plain text: what the command line's help and the README's table are made of.

use crate::{
    Activation, Choice, Dataset, Initializer, LearningRule, Loss, Optimizer, Penalty, Preprocess, Problem,
    Remainder, Schedule,
};

/// A family of options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Its key in a link.
    pub key: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// Its options: key, name and equation, which may be empty.
    pub options: Vec<[&'static str; 3]>,
}

impl Family {
    fn new<C: Choice>(key: &'static str, title: &'static str) -> Self {
        Self::of(key, title, C::ALL.iter().copied())
    }

    fn of<C: Choice>(key: &'static str, title: &'static str, options: impl Iterator<Item = C>) -> Self {
        let options = options.map(|option| [option.key(), option.name(), option.equation()]).collect();
        Self { key, title, options }
    }
}

/// All families of methods, in the order in which the notes meet them.
///
/// ```
/// let families = nabla_nn::catalog();
/// let optimizer = families.iter().find(|family| family.key == "optimizer").unwrap();
/// assert_eq!(optimizer.options[0], ["sgd", "SGD", "w ← w − η·g"]);
/// ```
pub fn catalog() -> Vec<Family> {
    let datasets = |key, title, problem| {
        Family::of(key, title, Dataset::ALL.iter().copied().filter(move |dataset| dataset.fits(problem)))
    };
    vec![
        Family::new::<Problem>("problem", "Problems"),
        datasets("dataset", "Datasets of classes", Problem::Classification),
        datasets("regDataset", "Datasets of numbers", Problem::Regression),
        Family::new::<LearningRule>("rule", "Learning rules"),
        Family::new::<Remainder>("remainder", "Last, smaller minibatches"),
        Family::new::<Activation>("activation", "Activations"),
        Family::new::<Loss>("loss", "Losses"),
        Family::new::<Optimizer>("optimizer", "Optimizers"),
        Family::new::<Schedule>("schedule", "Schedules"),
        Family::new::<Initializer>("initializer", "Initializers"),
        Family::new::<Penalty>("regularization", "Penalties"),
        Family::new::<Preprocess>("preprocess", "Preprocessing"),
    ]
}
