//! The string tables say the same things: every key in every language, with the same places to fill in. The page's
//! build only warns of a key that is missing and then shows it in English. And they say each thing with one word.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The texts of a table by their keys, such as `toolbar.play`. A table is nested objects of strings.
fn texts(json: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut path: Vec<String> = Vec::new();
    let mut key = String::new();
    let mut rest = json.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '{' => path.push(std::mem::take(&mut key)),
            '}' => drop(path.pop()),
            '"' => {
                let mut text = String::new();
                while let Some(letter) = rest.next().filter(|&letter| letter != '"') {
                    text.extend(if letter == '\\' { rest.next() } else { Some(letter) });
                }
                while rest.next_if(|letter| letter.is_whitespace()).is_some() {}
                if rest.peek() == Some(&':') {
                    key = text;
                } else {
                    let full = path.iter().skip(1).chain([&key]).map(String::as_str);
                    let earlier = found.insert(full.collect::<Vec<_>>().join("."), text);
                    assert_eq!(earlier, None, "{key} stands twice");
                }
            }
            _ => {}
        }
    }
    found
}

/// What a text leaves to be filled in: the names in `{{ … }}`.
fn places(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()).map(str::trim).collect()
}

fn tables() -> BTreeMap<String, BTreeMap<String, String>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/locales");
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let language = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (language, texts(&fs::read_to_string(&path).unwrap()))
        })
        .collect()
}

/// What is written in a language: the table's texts by their keys, and the README's lines.
fn written(language: &str, readme: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(readme)).unwrap();
    let lines =
        text.lines().enumerate().map(|(line, text)| (format!("{readme}:{}", line + 1), text.to_owned()));
    tables().remove(language).unwrap().into_iter().chain(lines).collect()
}

/// Fails with every text in which something is wrong.
fn hold(texts: &[(String, String)], wrong: impl Fn(&str) -> Option<String>) {
    let found: String = texts
        .iter()
        .filter_map(|(key, text)| Some(format!("  {key}: {}\n    {text}\n", wrong(text)?)))
        .collect();
    assert!(found.is_empty(), "\n{found}");
}

/// The particle that a text has both forms of, as in 을(를): one of them is wrong.
fn printed_particle(text: &str) -> Option<String> {
    const PARTICLES: [&str; 10] = ["으", "은", "는", "이", "가", "을", "를", "와", "과", "로"];
    PARTICLES.map(|it| format!("({it})")).into_iter().find(|it| text.contains(it.as_str()))
}

/// The particle behind a place to fill in that must follow the last sound of what will be there.
fn loose_particle(text: &str) -> Option<String> {
    const PARTICLES: [&str; 10] = ["은", "는", "이", "가", "을", "를", "과", "와", "로", "으로"];
    const ENDINGS: [&str; 4] = ["였", "이었", "라고", "이라고"];
    text.split("}}").skip(1).find_map(|rest| {
        let rest = rest.trim_start_matches(['”', '’', '"']);
        let is_end = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        let particle = PARTICLES.into_iter().find(|it| rest.strip_prefix(it).is_some_and(is_end));
        particle.or_else(|| ENDINGS.into_iter().find(|it| rest.starts_with(it))).map(str::to_owned)
    })
}

/// A 훈련 that is not of data. What the network does is 학습; 훈련 is the part of the data it learns from.
fn training_that_is_learning(text: &str) -> Option<String> {
    const OF_DATA: [&str; 5] = [" 데이터", " 손실", " 점", " 비율", " {{"];
    let is_of_data = |rest: &&str| OF_DATA.iter().any(|word| rest.starts_with(word));
    text.split("훈련").skip(1).find(|rest| !is_of_data(rest)).map(|rest| format!("훈련{rest}"))
}

#[test]
fn a_table_is_read() {
    let found = texts(r#"{ "a": "1", "b": { "c": "say \"{{ n }}\": {", "d": "" } }"#);
    let found: Vec<_> = found.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    assert_eq!(found, [("a", "1"), ("b.c", "say \"{{ n }}\": {"), ("b.d", "")]);
    assert_eq!(places(found[1].1), BTreeSet::from(["n"]));
}

#[test]
fn every_language_says_everything() {
    let tables = tables();
    assert!(tables.len() >= 2, "{:?}", tables.keys());
    let english = &tables["en"];
    assert!(english.len() > 50);
    for (language, table) in &tables {
        assert_eq!(
            table.keys().collect::<Vec<_>>(),
            english.keys().collect::<Vec<_>>(),
            "the keys of {language:?}"
        );
        for (key, text) in table {
            assert!(!text.trim().is_empty(), "{key} in {language:?}");
            assert_eq!(places(text), places(&english[key]), "{key} in {language:?}");
        }
    }
}

#[test]
fn korean_particles_are_right_whatever_is_filled_in() {
    let korean = written("ko", "README.ko.md");
    hold(&korean, printed_particle);
    hold(&korean, loose_particle);

    for wrong in ["{{ a }}(으)로", "{{ a }}을(를) 씁니다", "설정이(가)"] {
        assert!(printed_particle(wrong).is_some(), "{wrong}");
    }
    for wrong in ["“{{ a }}”로 읽었습니다", "{{ a }}를 담고", "손실은 {{ a }}였습니다", "{{ a }}이"]
    {
        assert!(loose_particle(wrong).is_some(), "{wrong}");
    }
    for right in [
        "{{ a }}개가",
        "{{ a }}의 {{ b }}에서",
        "{{ a }} %로",
        "일부({{ a }})가",
        "{{ a }}입니다",
        "{{ a }}가지",
    ] {
        assert_eq!(loose_particle(right), None, "{right}");
    }
}

#[test]
fn korean_trains_data_and_teaches_networks() {
    hold(&written("ko", "README.ko.md"), training_that_is_learning);
    for wrong in ["훈련이 발산했습니다", "훈련 엔진", "점으로 훈련"] {
        assert!(training_that_is_learning(wrong).is_some(), "{wrong}");
    }
}

#[test]
fn each_thing_has_one_word() {
    const KOREAN: [[&str; 2]; 14] = [
        ["갱신", "업데이트"],
        ["걸음", "한 단계, 업데이트"],
        ["규제율", "규제 강도"],
        ["벌점", "규제 항"],
        ["소견", "진단 결과"],
        ["시험", "테스트"],
        ["시작 가중치", "초기 가중치"],
        ["처음 가중치", "초기 가중치"],
        ["초깃값", "초기 가중치"],
        ["일시정지", "일시 정지"],
        ["잔차층", "잔차 연결"],
        ["초기화", "되돌리기, 초기 가중치"],
        ["최적화 기법", "옵티마이저"],
        ["표본", "샘플"],
    ];
    const ENGLISH: [[&str; 2]; 4] = [
        ["by heart", "memorize"],
        ["first weights", "initial weights"],
        ["guessing cost", "random guessing has loss"],
        ["guessing would", "random guessing has loss"],
    ];
    let other = |words: &[[&str; 2]], text: &str| {
        let text = text.to_lowercase();
        let found = words.iter().find(|[word, _]| text.contains(word));
        found.map(|[word, instead]| format!("{word}, instead of {instead}"))
    };
    hold(&written("ko", "README.ko.md"), |text| other(&KOREAN, text));
    hold(&written("en", "README.md"), |text| other(&ENGLISH, text));
    assert!(other(&ENGLISH, "First weights").is_some());
}
