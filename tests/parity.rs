//! Runs recorded from TensorFlow Playground.
