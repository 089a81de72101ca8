//! The colours that a model's values are drawn in.

use nabla_app::Model;
use nabla_nn::Problem;
use nabla_scene::Scale;

/// The scale of a model: its palette and theme, with classes and their shapes where it has them.
pub(crate) fn color_scale(model: &Model) -> Scale {
    Scale::new(model.view.palette, model.view.theme)
        .of_classes(model.config.data.problem == Problem::Multiclass)
        .with_shapes(model.view.shapes)
}
