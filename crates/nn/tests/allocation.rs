//! A training step allocates nothing.
#![allow(unsafe_code)]

use nabla_nn::{Activation, Choice, Loss, Optimizer, Trainer, link};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, counting by thread.
struct Counting;

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Two epochs of a link allocate nothing.
fn check(link: &str) {
    let (config, notices) = link::parse(link);
    let (config, corrections) = config.validate();
    assert!(notices.is_empty() && corrections.is_empty(), "{link}: {notices:?} {corrections:?}");
    let mut trainer = Trainer::new(&config);
    let before = ALLOCATIONS.get();
    trainer.finish_epoch();
    trainer.finish_epoch();
    assert_eq!(ALLOCATIONS.get() - before, 0, "{link}");
    trainer.measure();
    assert!(ALLOCATIONS.get() > before, "the count sees allocations");
}

#[test]
fn plain_steps_allocate_nothing() {
    check("");
    check("shuffle=true");
    check("regularization=L1&regularizationRate=0.01&clipNorm=0.1");
}

#[test]
fn no_optimizer_allocates_but_lbfgs() {
    for &optimizer in Optimizer::ALL.iter().filter(|&&optimizer| optimizer != Optimizer::Lbfgs) {
        check(&format!(
            "optimizer={}&regularization=L2&regularizationRate=0.01&clipNorm=0.1",
            optimizer.key()
        ));
    }
}

#[test]
fn no_activation_and_no_loss_allocates() {
    for &activation in Activation::ALL {
        check(&format!("activation={}", activation.key()));
    }
    for &loss in Loss::ALL {
        check(&format!("loss={}", loss.key()));
        check(&format!("loss={}&problem=multiclass&classes=5", loss.key()));
    }
    check("rule=perceptron&networkShape=");
}

#[test]
fn nothing_that_is_dropped_normalized_or_averaged_allocates() {
    let all = [
        "dropout=0.3",
        "dropConnect=0.3",
        "stochasticDepth=0.3&residual=true&networkShape=2,2",
        "batchNorm=true",
        "averaging=0.99",
        "schedule=cosine&warmup=1",
        "preprocess=whiten",
    ];
    all.iter().for_each(|link| check(link));
    check(&format!("{}&optimizer=adamw&activation=maxout&shuffle=true&batchSize=16", all.join("&")));
}
