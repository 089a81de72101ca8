//! The page's own network, asked for single outputs wherever the pointer is.

use nabla_nn::{FlatParameters, Network, Parameters, Points, SeedRandom, Transform, ValidConfig};
use std::rc::Rc;

/// A network that is kept from one question to the next: its shape and its preprocessing are computed once for settings
/// and points, its weights are copied once for each frame.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evaluator {
    config: ValidConfig,
    points: Rc<Points>,
    /// None before the first question.
    network: Option<Rc<Network>>,
    /// What the network's weights are a copy of; none if they did not fit.
    parameters: Option<Rc<FlatParameters>>,
}

impl Evaluator {
    /// The network of these settings with these weights; none if they do not fit.
    pub fn network(
        &mut self,
        config: &ValidConfig,
        points: &Rc<Points>,
        parameters: &Rc<FlatParameters>,
    ) -> Option<Rc<Network>> {
        if self.network.is_none() || !Rc::ptr_eq(&self.points, points) || self.config != *config {
            let mut network = without_weights(config);
            network.transform =
                Transform::fit(config.model.preprocess, &config.model.features, &points.train);
            *self = Self {
                config: config.clone(),
                points: Rc::clone(points),
                network: Some(Rc::new(network)),
                parameters: None,
            };
        }
        let network = self.network.as_mut()?;
        if !self.parameters.as_ref().is_some_and(|it| Rc::ptr_eq(it, parameters)) {
            self.parameters = None;
            if !Rc::make_mut(network).set_numbers(parameters.numbers()) {
                return None;
            }
            self.parameters = Some(Rc::clone(parameters));
        }
        Some(Rc::clone(network))
    }
}

/// Plain parameters as the network of these settings has them; none if they do not fit.
pub(crate) fn flat(config: &ValidConfig, parameters: &Parameters) -> Option<FlatParameters> {
    let mut network = without_weights(config);
    network.set_parameters(parameters).ok()?;
    Some(FlatParameters::of(&network))
}

/// A network of the settings' shape. Its weights are about to be replaced: they are 0, for drawing them may take long.
fn without_weights(config: &ValidConfig) -> Network {
    let mut zero = config.config();
    zero.model.init_zero = true;
    Network::new(&zero.validate().0, &mut SeedRandom::new(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_nn::{Trainer, link};

    #[test]
    fn it_says_what_the_trainer_says_and_is_built_once() {
        let config = |text: &str| link::parse(text).0.validate().0;
        let mut evaluator = Evaluator::default();
        let mut trainer = Trainer::new(&config("preprocess=standardize&batchNorm=true&xSquared=true"));
        let points = Rc::new(trainer.points().clone());
        for _ in 0..2 {
            trainer.finish_epoch();
            let parameters = Rc::new(FlatParameters::of(trainer.network()));
            let network = evaluator.network(trainer.config(), &points, &parameters).unwrap();
            assert_eq!(*network, *trainer.network());
            let again = evaluator.network(trainer.config(), &points, &parameters).unwrap();
            assert!(Rc::ptr_eq(&network, &again), "built anew for every question");
        }
        let misfit = Rc::new(FlatParameters::of(Trainer::new(&config("networkShape=1")).network()));
        assert_eq!(evaluator.network(trainer.config(), &points, &misfit), None);
        assert!(evaluator.network(&config("networkShape=1"), &points, &misfit).is_some());
    }

    #[test]
    fn no_weights_are_drawn() {
        let (config, _) = link::parse("weightDraw=1000&networkShape=3").0.validate();
        let network = without_weights(&config);
        assert!(network.layers.iter().all(|layer| network.values()[layer.row(0)].iter().all(|&w| w == 0.0)));
    }
}
