//! A training step allocates nothing.
#![allow(unsafe_code)]

use nabla_nn::{Config, Trainer};
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

#[test]
fn steps_allocate_nothing() {
    for shuffle in [false, true] {
        let (config, _) = Config { shuffle, ..Config::default() }.validate();
        let mut trainer = Trainer::new(&config);
        let before = ALLOCATIONS.get();
        trainer.finish_epoch();
        trainer.finish_epoch();
        assert_eq!(ALLOCATIONS.get() - before, 0);
        trainer.measure();
        assert!(ALLOCATIONS.get() > before, "the count sees allocations");
    }
}
