//! Both READMEs list what the engine has: the tables between their markers are made here, from the engine's own lists.
//!
//! Where a README differs, the test fails, writes what it should be beside the build and says how to take it over.

use nabla_nn::{
    Activation, Choice, Config, Family, Hyperparameter, Initializer, ModelConfig, Optimizer, Schedule,
    TrainingConfig, catalog,
};
use std::fs;
use std::path::{Path, PathBuf};

/// What stands before and after the tables.
const MARKERS: [&str; 2] = ["<!-- methods -->\n", "<!-- /methods -->"];

/// One README's words.
struct Language {
    file: &'static str,
    /// The heads of the methods' and of the numbers' columns.
    heads: [&'static str; 3],
    number_heads: [&'static str; 5],
    title: fn(&Family) -> &'static str,
}

const LANGUAGES: [Language; 2] = [
    Language {
        file: "README.md",
        heads: ["link", "method", "definition"],
        number_heads: ["link", "number", "default", "range", "definition"],
        title: |family| family.title,
    },
    Language {
        file: "README.ko.md",
        heads: ["링크", "방법", "정의"],
        number_heads: ["링크", "수", "기본값", "범위", "정의"],
        title: korean_title,
    },
];

fn korean_title(family: &Family) -> &'static str {
    match family.key {
        "problem" => "문제",
        "dataset" => "분류 데이터셋",
        "regDataset" => "회귀 데이터셋",
        "rule" => "학습 규칙",
        "remainder" => "마지막 작은 미니배치",
        "activation" => "활성화 함수",
        "loss" => "손실 함수",
        "optimizer" => "옵티마이저",
        "schedule" => "학습률 스케줄",
        "initializer" => "초기 가중치",
        "regularization" => "규제",
        "preprocess" => "전처리",
        other => panic!("`{other}` has no Korean title: add it in tests/methods.rs"),
    }
}

/// Everything between the markers, ending in a line break.
fn tables(language: &Language) -> String {
    let mut text = String::from("\n");
    text += &head(&language.heads);
    for family in catalog() {
        text += &row(&[&format!("**`{}=`**", family.key), &format!("**{}**", (language.title)(&family)), ""]);
        for [key, name, equation] in family.options {
            text += &row(&[&format!("`{key}`"), name, equation]);
        }
    }
    text.push('\n');
    text += &head(&language.number_heads);
    for &it in Hyperparameter::ALL {
        let range = it.range();
        let range = format!("{} … {}", plain(*range.start()), plain(*range.end()));
        text += &row(&[&format!("`{}=`", it.key()), it.name(), &defaults(it), &range, it.equation()]);
    }
    text.push('\n');
    text
}

fn head(cells: &[&str]) -> String {
    row(cells) + "|" + &"---|".repeat(cells.len()) + "\n"
}

/// A row; a bar in a cell would end it.
fn row(cells: &[&str]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | ")).replace("|  |", "| |")
}

/// A number as a link would have it, a very small one in powers of ten.
fn plain(number: f64) -> String {
    if number != 0.0 && number.abs() < 1e-4 { format!("{number:e}") } else { number.to_string() }
}

/// The defaults there are, each once: some depend on the method chosen.
fn defaults(it: Hyperparameter) -> String {
    let mut found: Vec<f64> = Vec::new();
    for &activation in Activation::ALL {
        for &optimizer in Optimizer::ALL {
            let config = Config {
                model: ModelConfig {
                    activation,
                    initializer: Initializer::Normal,
                    residual: true,
                    ..ModelConfig::default()
                },
                training: TrainingConfig { optimizer, schedule: Schedule::Step, ..TrainingConfig::default() },
                ..Config::default()
            };
            let default = config.default_number(it);
            if config.uses(it) && !found.contains(&default) {
                found.push(default);
            }
        }
    }
    found.sort_by(f64::total_cmp);
    found.into_iter().map(plain).collect::<Vec<_>>().join(", ")
}

fn path(language: &Language) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(language.file)
}

/// A README cut at its markers: before, the tables, after.
fn parts(text: &str) -> Option<[&str; 3]> {
    let (before, rest) = text.split_once(MARKERS[0])?;
    let (tables, after) = rest.split_once(MARKERS[1])?;
    Some([before, tables, after])
}

#[test]
fn the_readmes_list_what_the_engine_has() {
    for language in &LANGUAGES {
        let path = path(language);
        let text = fs::read_to_string(&path).unwrap();
        let [before, found, after] =
            parts(&text).unwrap_or_else(|| panic!("{} has lost its markers", language.file));
        let expected = tables(language);
        if found != expected {
            let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join(language.file);
            let [open, close] = MARKERS;
            fs::write(&fresh, [before, open, &expected, close, after].concat()).unwrap();
            let mut lines = expected.lines().zip(found.lines());
            let (expected, found) = lines.find(|(expected, found)| expected != found).unzip();
            let [fresh, path] = [fresh, path].map(|path| path.canonicalize().unwrap());
            panic!(
                "{} is stale; expected {expected:#?}, found {found:#?}. This writes it anew:\ncp {} {}",
                language.file,
                fresh.display(),
                path.display(),
            );
        }
    }
}

#[test]
fn every_option_and_number_has_a_row() {
    for language in &LANGUAGES {
        let text = tables(language);
        let columns = |line: &str| line.replace("\\|", "").matches('|').count();
        for family in catalog() {
            for [key, name, _] in family.options {
                let start = format!("| `{key}` | {name} |");
                assert!(text.lines().any(|line| line.starts_with(&start) && columns(line) == 4), "{start}");
            }
        }
        for it in Hyperparameter::ALL {
            let start = format!("| `{}=` | {} | ", it.key(), it.name());
            assert!(text.lines().any(|line| line.starts_with(&start) && columns(line) == 6), "{start}");
        }
    }
    assert_eq!(defaults(Hyperparameter::Rho), "0.9, 0.95");
    assert_eq!(defaults(Hyperparameter::Epsilon), "1e-7");
}
