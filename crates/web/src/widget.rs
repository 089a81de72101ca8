//! The controls and pictures that the page is made of.

pub(crate) mod card;
pub(crate) mod chart;
pub(crate) mod choices;
pub(crate) mod control;
pub(crate) mod copy;
pub(crate) mod drawer;
pub(crate) mod icon;
pub(crate) mod line_sample;
pub(crate) mod picture;
pub(crate) mod training_form;
