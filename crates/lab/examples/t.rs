use nabla_lab::{folding, initializers};
use nabla_nn::{Trainer, link};
use std::time::{Duration, Instant};
fn best(name: &str, f: &dyn Fn()) {
    let mut best = Duration::MAX;
    for _ in 0..60 {
        let a = Instant::now();
        f();
        best = best.min(a.elapsed());
    }
    println!("{name} {best:?}");
}
fn main() {
    for l in [
        "xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true&networkShape=8,8,8,8,8,8",
        "networkShape=32,32,32,32,32,32,32,32&samples=20000",
    ] {
        let mut t = Trainer::new(&link::parse(l).0.validate().0);
        (0..3).for_each(|_| t.finish_epoch());
        best("folding", &|| {
            std::hint::black_box(folding::folding(&t, folding::Ask::default()));
        });
        let ps: Vec<_> = t.points().train.iter().take(300).map(|p| [p.x, p.y]).collect();
        let rows = t.network().signals_over(&ps)[2][1].clone();
        best("principal", &|| {
            std::hint::black_box(nabla_lab::Principal::of(&rows));
        });
        let ps: Vec<_> = (0..1406).map(|p| [p as f64 / 300.0, 1.0]).collect();
        best("signals", &|| {
            std::hint::black_box(t.network().signals_over(&ps));
        });
        best("starts", &|| {
            std::hint::black_box(initializers::starts(&t, Default::default()));
        });
    }
}
