//! Says where training stands, in the page's live region.

use crate::format::percent;
use crate::labels::trend;
use crate::store::Store;
use leptos::prelude::*;
use nabla_nn::Problem;

/// Says where training stands.
pub(crate) fn announce(store: Store) {
    let (progress, measure, problem) =
        store.peek(|model| (model.progress, model.measure.clone(), model.config.data.problem));
    let score = match problem {
        Problem::Classification | Problem::Multiclass => {
            say!(store, announce.accuracy, value = percent(measure.test_score))
        }
        Problem::Regression => say!(store, announce.r_squared, value = format!("{:.2}", measure.test_score)),
    };
    let test = format!("{:.3}", measure.test_loss);
    let train = format!("{:.3}", measure.train_loss);
    let state = say!(
        store,
        announce.state,
        epoch = progress.epoch.to_string(),
        test = test,
        train = train,
        score = score
    );
    store.said.set(format!("{state} {}", trend(store)));
}
