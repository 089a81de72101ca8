//! Data of any kind: images of bytes train through the same public interface as points, in memory that holds them once.
#![allow(unsafe_code)]

use nabla_nn::{Data, FileError, Inputs, Split, Targets, Trainer, ValidConfig, link};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static MOST: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, with the bytes that a thread holds and has held at most.
struct Counting;

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = HELD.try_with(|held| {
            held.set(held.get().wrapping_add(layout.size()));
            let _ = MOST.try_with(|most| most.set(most.get().max(held.get())));
        });
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        let _ = HELD.try_with(|held| held.set(held.get().wrapping_sub(layout.size())));
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const PIXELS: usize = 784;
const CLASSES: usize = 10;

/// Pictures of ten kinds: each kind lights a band of rows of its own, and a little of everything else.
fn images(count: usize) -> Data {
    let pixel = |image: usize, pixel: usize| {
        let (row, noise) = (pixel / 28, (image * 31 + pixel * 17) % 97);
        let lit = row / 2 == image % CLASSES;
        (if lit { 140 } else { 0 } + noise) as u8
    };
    let values = (0..count).flat_map(|image| (0..PIXELS).map(move |at| pixel(image, at))).collect();
    let inputs = Inputs::Bytes { width: PIXELS, full: 255, values };
    let classes = (0..count).map(|image| (image % CLASSES) as u8).collect();
    Data::new(inputs, Targets::Classes { count: CLASSES, values: classes })
        .expect("as many classes as images")
}

fn config(text: &str) -> ValidConfig {
    let (config, notices) = link::parse(text);
    let (config, corrections) = config.validate();
    assert!(notices.is_empty() && corrections.is_empty(), "{notices:?} {corrections:?}");
    config
}

const CLASSIFIER: &str = "problem=multiclass&dataset=blobs&loss=cross-entropy&optimizer=adam&learningRate=0.001\
    &activation=relu&initializer=he-normal&batchSize=32&shuffle=true&networkShape=128";

fn classifier() -> ValidConfig {
    config(CLASSIFIER)
}

/// The images once, the network with its gradient and the optimizer's memory, and the minibatch under way: nothing that
/// grows with the number of images but the images.
#[test]
fn two_thousand_images_train_in_memory_that_holds_them_once() {
    const IMAGES: usize = 2000;
    let data = Arc::new(images(IMAGES));
    let split = Split::in_order(IMAGES, 1600, 160);
    // The images are there; from here on what a run over them adds is counted.
    let before = HELD.get();
    MOST.set(before);
    let mut trainer = Trainer::on(&classifier(), Arc::clone(&data), split).unwrap();
    let at_first = trainer.measure();
    for _ in 0..5 {
        trainer.finish_epoch();
    }
    let measure = trainer.measure();
    let added = MOST.get() - before;

    assert_eq!(
        trainer.network().layers.iter().map(|it| (it.inputs(), it.neurons())).collect::<Vec<_>>(),
        [(PIXELS, 128), (128, CLASSES)]
    );
    assert!((at_first.train_loss - 10f64.ln()).abs() < 1.5, "{at_first:?}");
    let scores = [measure.train_score, measure.test_score, measure.validation.unwrap()[1]];
    assert!(scores.iter().all(|&score| score > 0.95), "{scores:?}");
    assert_eq!(measure.classes.iter().map(|&(_, count)| count).collect::<Vec<_>>(), [40; CLASSES]);

    // Weights, gradient, the two moments of Adam and which weights are alive; the rest is smaller.
    let network = size_of::<f32>() * (PIXELS * 128 + 128 + 128 * CLASSES + CLASSES);
    let images = IMAGES * PIXELS;
    let bound = 6 * network + images / 2;
    assert!(added < bound, "{added} bytes beside the images' {images}; {bound} are allowed");
    assert!(bound < images * size_of::<f32>(), "a second copy of the images, in f32, would be noticed");
}

/// Two runs share one copy, and what they share is never changed.
#[test]
fn runs_share_their_data() {
    let data = Arc::new(images(300));
    let untouched = data.as_ref().clone();
    let runs: Vec<_> = (0..4)
        .map(|fold| {
            let test = |sample: &u32| *sample as usize % 4 == fold;
            let (test, train) = (0..300).partition(test);
            let split = Split { train, validation: Vec::new(), test };
            let mut trainer = Trainer::on(&classifier(), Arc::clone(&data), split).unwrap();
            trainer.finish_epoch();
            trainer
        })
        .collect();
    assert!(runs.iter().all(|run| Arc::ptr_eq(run.data(), &data)));
    assert_eq!(*data, untouched);
    assert!(runs.iter().all(|run| run.measure().validation.is_none() && run.points().is_empty()));
}

/// Settings change while images train, as they do with points.
#[test]
fn settings_change_while_images_train() {
    let mut trainer =
        Trainer::on(&config(CLASSIFIER), Arc::new(images(300)), Split::in_order(300, 200, 0)).unwrap();
    trainer.finish_epoch();
    let mut new = trainer.config().config();
    (new.training.batch_size, new.training.learning_rate) = (50, 0.01);
    trainer.reconfigure(new.validate().0);
    assert_eq!((trainer.epoch(), trainer.batches_per_epoch()), (1, 4));
    // Another network starts anew, on the same images.
    let mut new = trainer.config().config();
    new.model.network_shape = vec![16];
    trainer.reconfigure(new.validate().0);
    assert_eq!(
        (trainer.epoch(), trainer.data().len(), trainer.network().layers[0].inputs()),
        (0, 300, PIXELS)
    );
    trainer.finish_epoch();
    let mut map = Vec::new();
    trainer.network().output_map(4, &mut map);
    assert_eq!(map, [0.0; 16], "images have no map over the plane");
}

#[test]
fn data_that_does_not_fit_is_named() {
    let data = Arc::new(images(20));
    let on = |text: &str, split| Trainer::on(&config(text), Arc::clone(&data), split).map(|_| ());
    assert_eq!(on("", Split::in_order(20, 10, 0)), Err(FileError::OtherProblem));
    assert_eq!(on(CLASSIFIER, Split::in_order(20, 10, 0)), Ok(()));
    assert_eq!(on(CLASSIFIER, Split::in_order(22, 22, 0)), Err(FileError::NoTrainingPoints));
    assert_eq!(on(CLASSIFIER, Split::default()), Err(FileError::NoTrainingPoints));
}
