use super::course::{MOST_STEPS, NEAR, REST};
use super::*;
use nabla_nn::{Choice, Config, Optimizer};

const H: f64 = 1e-5;

#[test]
fn keys_lead_back_to_their_surfaces() {
    for &surface in Surface::ALL {
        assert_eq!(Surface::from_key(surface.key()), Some(surface));
    }
}

#[test]
fn gradients_agree_with_finite_differences() {
    for &surface in Surface::ALL {
        for [x, y] in [[0.3, -0.7], [-1.6, 1.1], [1.9, 0.4], surface.start()] {
            let f = |x: f64, y: f64| surface.value([x, y]);
            let numeric = [(f(x + H, y) - f(x - H, y)) / (2.0 * H), (f(x, y + H) - f(x, y - H)) / (2.0 * H)];
            for (slope, numeric) in surface.gradient([x, y]).into_iter().zip(numeric) {
                let tolerance = 1e-6 * (1.0 + numeric.abs());
                assert!((slope - numeric).abs() < tolerance, "{surface:?}: {slope} {numeric}");
            }
        }
    }
}

/// At a minimum the slope is 0 and every neighbour is higher; the global one is the lowest place of a fine grid.
#[test]
fn minima_are_minima() {
    for &surface in Surface::ALL {
        for &[x, y] in surface.minima() {
            assert!(surface.gradient([x, y]).iter().all(|slope| slope.abs() < 1e-7), "{surface:?}");
            let here = surface.value([x, y]);
            for [dx, dy] in [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [1.0, 1.0], [-1.0, 1.0]] {
                assert!(surface.value([x + 0.01 * dx, y + 0.01 * dy]) > here, "{surface:?}");
            }
        }
        if let Some(&global) = surface.minima().first() {
            let lowest = surface.grid(201).into_iter().fold(f32::INFINITY, f32::min);
            let bottom = surface.value(global) as f32;
            assert!(bottom <= lowest && lowest - bottom < 0.05, "{surface:?}: {lowest} {bottom}");
        }
    }
}

#[test]
fn a_grid_has_its_corners_at_the_ends_of_the_domain() {
    let grid = Surface::Rosenbrock.grid(5);
    assert_eq!(grid[0], Surface::Rosenbrock.value([-2.0, -1.0]) as f32);
    assert_eq!(grid[4], Surface::Rosenbrock.value([2.0, -1.0]) as f32);
    assert_eq!(grid[20], Surface::Rosenbrock.value([-2.0, 3.0]) as f32);
    assert_eq!(grid[7], Surface::Rosenbrock.value([0.0, 0.0]) as f32);
}

fn course(surface: Surface, optimizers: &[Optimizer], one_rate: Option<f64>) -> Course {
    Course::new(surface, surface.start(), optimizers, one_rate, &Config::default())
}

/// Everyone to the end, each at its own rate.
fn ended(surface: Surface, optimizers: &[Optimizer]) -> Course {
    let mut course = course(surface, optimizers, None);
    while course.step() {}
    course
}

fn arrival(runner: &Runner) -> usize {
    match runner.outcome {
        Some(Outcome::Arrived(steps) | Outcome::Left(steps)) => steps,
        outcome => panic!("{}: {outcome:?}", runner.optimizer().name()),
    }
}

/// On the ravine x and y shrink by the factors 1 − η and 1 − 120η each step: by hand, at η = 0.016, x = −2.5 · 0.984ᵏ and
/// y = 0.7 · (−0.92)ᵏ. f = ½(x² + 120y²) is below 0.001 once 3.125 · 0.968256ᵏ is: k = ln 3125 / 0.032259 = 249.45, so
/// after 250 steps, and the run ends 100 steps later.
#[test]
fn plain_descent_on_the_ravine_is_geometric() {
    let mut course = course(Surface::Ravine, &[Optimizer::Sgd], None);
    assert_eq!(course.runners[0].learning_rate(), 0.016);
    (0..10).for_each(|_| _ = course.step());
    let [x, y] = course.runners[0].at();
    assert!((x + 2.5 * 0.984f64.powi(10)).abs() < 1e-5, "{x}");
    assert!((y - 0.7 * 0.92f64.powi(10)).abs() < 1e-5, "{y}");
    assert_eq!((course.steps(), course.runners[0].outcome), (10, None));
    while course.step() {}
    assert_eq!(course.runners[0].outcome, Some(Outcome::Arrived(250)));
    assert_eq!(course.steps(), 250 + REST);
}

/// v₁ = −η·g₁ and v₂ = 0.9·v₁ − η·g₂ along x, whose slope is x itself.
#[test]
fn two_steps_of_momentum_by_hand() {
    let mut course = course(Surface::Ravine, &[Optimizer::Sgd, Optimizer::Momentum], Some(0.01));
    course.step();
    course.step();
    let first = -2.5 + 0.01 * 2.5;
    let second = first + 0.9 * 0.025 - 0.01 * first;
    assert!((course.runners[1].at()[0] - second).abs() < 1e-6);
}

/// Plain descent crosses the ravine with every step, momentum crosses it seldom and arrives in less than half the time.
#[test]
fn momentum_damps_the_zigzag() {
    let course = ended(Surface::Ravine, &[Optimizer::Sgd, Optimizer::Momentum]);
    let [plain, momentum] = [0, 1].map(|index| {
        let (runner, surface) = (&course.runners[index], Surface::Ravine);
        let way = &runner.path[..=arrival(runner)];
        let crossings = way.windows(2).filter(|pair| pair[0][1] * pair[1][1] < 0.0).count();
        assert!(surface.value(way[way.len() - 1].map(f64::from)) <= NEAR);
        (way.len() - 1, crossings)
    });
    assert_eq!(plain, (250, 250));
    assert!(2 * momentum.0 < plain.0 && 10 * momentum.1 < plain.1, "{momentum:?}");
}

/// Away from the saddle y grows by 1 + η a step: 0.001 · 1.032ᵏ > 2 from k = ln 2000 / ln 1.032 = 241.3 on. With momentum
/// it grows by λ, where λ² − (1.9 + η)λ + 0.9 = 0: at η = 0.02 by 1.10697, and a part (1.02 − 0.81303) / 0.29394 = 0.70413
/// of the start does so: k = ln (2000 / 0.70413) / ln 1.10697 = 78.2.
#[test]
fn at_the_saddle_plain_descent_stalls_where_the_others_leave() {
    let others: Vec<Optimizer> = Optimizer::ALL.iter().copied().filter(|&it| it != Optimizer::Sgd).collect();
    let course = ended(Surface::Saddle, &[&[Optimizer::Sgd], others.as_slice()].concat());
    let plain = &course.runners[0];
    assert_eq!((arrival(plain), arrival(&course.runners[1])), (242, 79));
    assert!(course.runners[1..].iter().all(|runner| 5 * arrival(runner) < 2 * 242));
    // For most of that time it is within a tenth of the picture from the saddle.
    let stalls = plain.path.iter().filter(|[x, y]| x.abs() < 0.05 && y.abs() < 0.2).count();
    assert!(stalls > 150, "{stalls}");
}

/// Exactly on the line the slope away is 0: nobody leaves, and the saddle is no minimum to arrive in.
#[test]
fn nothing_leaves_the_saddle_that_starts_on_its_line() {
    let mut course = Course::new(Surface::Saddle, [-0.4, 0.0], &[Optimizer::Sgd], None, &Config::default());
    while course.step() {}
    assert_eq!((course.runners[0].outcome, course.steps()), (None, MOST_STEPS));
}

/// By hand, with the roots of 4x³ − 4x + 0.3: f(0.96015) = 0.078113² + 0.288045 + 0.31 = 0.60415, and f(−1.03558) =
/// 0.072423² − 0.310674 + 0.31 = 0.00457.
#[test]
fn momentum_rolls_over_the_ridge_where_plain_descent_stays() {
    let course = ended(Surface::Wells, &[Optimizer::Sgd, Optimizer::Momentum, Optimizer::Adam]);
    let reached: Vec<f64> = course.runners.iter().map(|runner| Surface::Wells.value(runner.at())).collect();
    for (value, expected) in reached.iter().zip([0.60415, 0.00457, 0.00457]) {
        assert!((value - expected).abs() < NEAR, "{reached:?}");
    }
}

#[test]
fn at_its_own_rate_every_optimizer_goes_down_everywhere() {
    for &surface in Surface::ALL {
        let course = ended(surface, Optimizer::ALL);
        assert_eq!(course.runners.len(), Optimizer::ALL.len() - 1);
        let before = surface.value(surface.start());
        for runner in &course.runners {
            let (after, name) = (surface.value(runner.at()), runner.optimizer().name());
            assert!(after < 0.2 * before, "{surface:?} {name}: {before} {after}");
            assert!(runner.steps() <= MOST_STEPS && runner.outcome != Some(Outcome::Diverged), "{name}");
        }
    }
}

/// Beyond 2/120 the steep direction grows without end.
#[test]
fn who_diverges_stops_and_the_others_go_on() {
    let mut course = course(Surface::Ravine, &[Optimizer::Sgd, Optimizer::Adam], Some(0.017));
    while course.step() {}
    assert_eq!(course.runners[0].outcome, Some(Outcome::Diverged));
    assert!(matches!(course.runners[1].outcome, Some(Outcome::Arrived(_))));
    assert!(course.runners[0].path.iter().flatten().all(|value| value.is_finite()));
}

/// Also on a surface without a minimum: up the walls is not out.
#[test]
fn up_the_walls_of_the_saddle_is_divergence() {
    let mut course = course(Surface::Saddle, &[Optimizer::Sgd], Some(0.2));
    while course.step() {}
    assert_eq!(course.runners[0].outcome, Some(Outcome::Diverged));
}
