//! The playground file: a link, and what the link alone cannot say.

use crate::{FileError, LayerParameters, Network, Notice, Parameters, Point, Points, Trainer, limits, link};
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::ser::{CompactFormatter, Formatter};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::{fmt, io};

const FORMAT: &str = "nabla-playground";
const VERSION: u64 = 1;
/// A playground as a JSON file:
/// `{"format":"nabla-playground","version":1,"link":…,"points":{"train":[[x,y,label],…],"test":…},`
/// `"network":{"layers":[{"weights":[[…],…],"biases":[…]},…]}}`; with averaging also `"average"`, of the same form.
///
/// ```
/// use nabla_nn::{PlaygroundFile, Trainer};
///
/// let file = PlaygroundFile { link: "dataset=xor&networkShape=8".into(), points: None, network: None, average: None };
/// let (trainer, notices) = Trainer::from_file(&file.to_json()?)?;
/// assert!(notices.is_empty());
/// assert_eq!(trainer.config().model.network_shape, [8]);
/// # Ok::<(), nabla_nn::FileError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PlaygroundFile {
    /// The settings, as a link without `#`.
    pub link: String,
    /// Points in place of those the link would draw.
    pub points: Option<Points>,
    /// Weights and biases in place of those the link would draw.
    pub network: Option<Parameters>,
    /// The running average of that network, where one is kept.
    pub average: Option<Parameters>,
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
struct Written<'a> {
    format: Cow<'a, str>,
    version: u64,
    link: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    points: Option<WrittenPoints>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    network: Option<WrittenNetwork<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    average: Option<WrittenNetwork<'a>>,
}

/// Writes a network's numbers as the shortest decimals that are the same f32, half as long as those that are the same
/// f64: training computes in f32.
struct ShortNumbers;

impl Formatter for ShortNumbers {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let short = value as f32;
        match f64::from(short) == value {
            true => CompactFormatter.write_f32(writer, short),
            false => CompactFormatter.write_f64(writer, value),
        }
    }
}

/// What every version has: read first, so that a newer file is named as such.
#[derive(Deserialize)]
struct Header {
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    version: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct WrittenPoints {
    #[serde(deserialize_with = "limited")]
    train: Vec<Point>,
    #[serde(default, deserialize_with = "limited")]
    test: Vec<Point>,
}

#[derive(Serialize, Deserialize)]
struct WrittenNetwork<'a> {
    #[serde(serialize_with = "short")]
    layers: Cow<'a, [LayerParameters]>,
}

fn short<S: Serializer>(layers: &[LayerParameters], serializer: S) -> Result<S::Ok, S::Error> {
    let mut json = Vec::new();
    let written = layers.serialize(&mut serde_json::Serializer::with_formatter(&mut json, ShortNumbers));
    let text = written
        .ok()
        .and_then(|()| String::from_utf8(json).ok())
        .and_then(|it| RawValue::from_string(it).ok());
    text.ok_or_else(|| S::Error::custom("no JSON"))?.serialize(serializer)
}

impl PlaygroundFile {
    /// The file's text.
    ///
    /// # Errors
    ///
    /// A text over 10 MB, which could not be read again: of a very large network that keeps a running average, say.
    pub fn to_json(&self) -> Result<String, FileError> {
        let written = Written {
            format: FORMAT.into(),
            version: VERSION,
            link: self.link.as_str().into(),
            points: self.points.clone().map(|Points { train, test }| WrittenPoints { train, test }),
            network: self.network.as_deref().map(|layers| WrittenNetwork { layers: layers.into() }),
            average: self.average.as_deref().map(|layers| WrittenNetwork { layers: layers.into() }),
        };
        // Strings and numbers under string keys always have a JSON text.
        let json = serde_json::to_string(&written).unwrap_or_default();
        match json.len() {
            0..=limits::MAX_FILE => Ok(json),
            _ => Err(FileError::TooLong { limit: limits::MAX_FILE }),
        }
    }

    /// Reads a file's text.
    ///
    /// # Errors
    ///
    /// A text over 10 MB (before anything is read), not JSON, not a playground file, of another
    /// version, or with more than 20,000 points. Points and parameters are checked against the
    /// link's settings by [`Trainer::with`].
    pub fn from_json(json: &str) -> Result<Self, FileError> {
        if json.len() > limits::MAX_FILE {
            return Err(FileError::TooLong { limit: limits::MAX_FILE });
        }
        let header: Header = read(json)?;
        if header.format.as_deref() != Some(FORMAT) {
            return Err(FileError::WrongFormat);
        }
        let version = header.version.unwrap_or(0);
        if version != VERSION {
            return Err(FileError::WrongVersion { version });
        }
        let written: Written = read(json)?;
        let points = written.points.map(|points| Points { train: points.train, test: points.test });
        if points.as_ref().is_some_and(|points| points.len() > limits::MAX_POINTS) {
            return Err(FileError::TooManyPoints { limit: limits::MAX_POINTS });
        }
        let [network, average] = [written.network, written.average]
            .map(|network| network.map(|network| network.layers.into_owned()));
        Ok(Self { link: written.link.into_owned(), points, network, average })
    }
}

fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, FileError> {
    let not_json =
        |error: serde_json::Error| FileError::NotJson { line: error.line(), column: error.column() };
    serde_json::from_str(json).map_err(not_json)
}

/// A number read to its last bit, so that a file saved and opened trains alike: serde_json's own reading is off by one
/// bit for some long numbers, and its exact one brings a large table of powers.
struct Exact(f64);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = crate::number(<&RawValue>::deserialize(deserializer)?.get());
        number.map(Self).ok_or_else(|| D::Error::custom("not a number"))
    }
}

/// At most one point more than the limit: enough to know there are too many.
fn limited<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Point>, D::Error> {
    struct Limited;
    impl<'de> Visitor<'de> for Limited {
        type Value = Vec<Point>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of points")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Point>, A::Error> {
            let mut points = Vec::new();
            while points.len() <= limits::MAX_POINTS {
                match list.next_element::<[Exact; 3]>()? {
                    Some(numbers) => points.push(Point::from(numbers.map(|Exact(number)| number))),
                    None => return Ok(points),
                }
            }
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok(points)
        }
    }
    deserializer.deserialize_seq(Limited)
}

impl Trainer {
    /// The trainer a file describes, and what in its link could not be used.
    ///
    /// # Errors
    ///
    /// As [`PlaygroundFile::from_json`] and [`Trainer::with`].
    pub fn from_file(json: &str) -> Result<(Self, Vec<Notice>), FileError> {
        let file = PlaygroundFile::from_json(json)?;
        let (config, mut notices) = link::parse(&file.link);
        let (config, more) = config.validate();
        notices.extend(more);
        let mut trainer = Self::with(&config, file.points, file.network.as_ref())?;
        if let Some(average) = &file.average {
            trainer.set_average(average)?;
        }
        Ok((trainer, notices))
    }

    /// The trainer as a file: its settings, its network, and its points if they are one's own.
    ///
    /// # Errors
    ///
    /// As [`PlaygroundFile::to_json`].
    pub fn to_file(&self) -> Result<String, FileError> {
        let file = PlaygroundFile {
            link: link::format(self.config()),
            points: self.has_own_points().then(|| self.points().clone()),
            network: Some(self.parameters()),
            average: self.average().map(Network::parameters),
        };
        file.to_json()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate;

    #[test]
    fn points_are_read_to_the_last_bit() {
        let (points, _) = generate(&ValidConfig::default());
        let file = PlaygroundFile { link: String::new(), points: Some(points), network: None, average: None };
        assert_eq!(PlaygroundFile::from_json(&file.to_json().unwrap()), Ok(file));
    }
    use crate::ValidConfig;

    #[track_caller]
    fn check(json: &str, expected: FileError) {
        assert_eq!(Trainer::from_file(json).map(|_| ()), Err(expected));
    }

    fn with(rest: &str) -> String {
        format!(r#"{{"format":"nabla-playground","version":1,"link":"networkShape=2"{rest}}}"#)
    }

    #[test]
    fn a_trainer_comes_back() {
        let points = Points {
            train: vec![Point { x: 0.1, y: 0.2, label: 1.0 }, Point { x: -4.0, y: 1e-7, label: -1.0 }],
            test: vec![],
        };
        let mut trainer = Trainer::with(&ValidConfig::default(), Some(points), None).unwrap();
        trainer.finish_epoch();
        let (back, notices) = Trainer::from_file(&trainer.to_file().unwrap()).unwrap();
        assert_eq!(notices, []);
        assert_eq!(back.config(), trainer.config());
        assert_eq!((back.points(), back.parameters()), (trainer.points(), trainer.parameters()));
    }

    #[test]
    fn a_running_average_comes_back() {
        let (config, _) = link::parse("averaging=0.9");
        let mut trainer = Trainer::new(&config.validate().0);
        trainer.finish_epoch();
        let (back, _) = Trainer::from_file(&trainer.to_file().unwrap()).unwrap();
        assert_ne!(trainer.network(), trainer.trained_network());
        assert_eq!((back.network(), back.measure()), (trainer.network(), trainer.measure()));
    }

    #[test]
    fn the_text_is_the_documented_one() {
        let file = PlaygroundFile {
            link: "seed=\"1\"".into(),
            points: Some(Points { train: vec![[1.0, 2.0, -1.0].into()], test: vec![] }),
            network: Some(vec![LayerParameters::new(vec![vec![0.5, -0.25]], vec![0.1])]),
            average: None,
        };
        let json = concat!(
            r#"{"format":"nabla-playground","version":1,"link":"seed=\"1\"","#,
            r#""points":{"train":[[1.0,2.0,-1.0]],"test":[]},"#,
            r#""network":{"layers":[{"weights":[[0.5,-0.25]],"biases":[0.1]}]}}"#
        );
        assert_eq!(file.to_json().unwrap(), json);
        assert_eq!(PlaygroundFile::from_json(json), Ok(file));
    }

    #[test]
    fn a_link_alone_is_enough() {
        let (trainer, notices) = Trainer::from_file(&with("")).unwrap();
        assert_eq!((trainer.config().model.network_shape.as_slice(), notices.len()), (&[2][..], 0));
        let (_, notices) = Trainer::from_file(&with(r#","more":{"to":["come"]}"#)).unwrap();
        assert_eq!(notices, []);
    }

    #[test]
    fn notices_of_the_link_come_along() {
        let json = r#"{"format":"nabla-playground","version":1,"link":"noise=99&color=red"}"#;
        let (trainer, notices) = Trainer::from_file(json).unwrap();
        assert_eq!((trainer.config().data.noise, notices.len()), (50.0, 2));
    }

    #[test]
    fn files_that_cannot_be_opened() {
        check("", FileError::NotJson { line: 1, column: 0 });
        check("{\n\"format\":", FileError::NotJson { line: 2, column: 9 });
        check("{}", FileError::WrongFormat);
        check(r#"{"format":"other","version":1}"#, FileError::WrongFormat);
        check(
            r#"{"format":"nabla-playground","version":2,"link":{}}"#,
            FileError::WrongVersion { version: 2 },
        );
        check(&with(r#","points":{"train":[],"test":[]}"#), FileError::NoTrainingPoints);
        check(&with(r#","points":{"train":[[0,0,2]]}"#), FileError::BadPoint { index: 0 });
        check(&with(r#","network":{"layers":[]}"#), FileError::WrongShape { layer: 2 });
        assert!(matches!(
            PlaygroundFile::from_json(&with(r#","points":{"train":[[0,1e999,1]]}"#)),
            Err(FileError::NotJson { .. })
        ));
    }

    /// Twelve layers of 256 neurons fit into a file; with their average as well they do not.
    #[test]
    fn the_largest_network_is_saved_to_the_last_bit_and_what_cannot_be_opened_again_is_not() {
        let saved = |link: String| {
            let mut trainer = Trainer::new(&link::parse(&link).0.validate().0);
            trainer.step();
            (trainer.to_file(), trainer)
        };
        let largest = format!(
            "networkShape={}&samples=10",
            [limits::MAX_NEURONS; limits::MAX_LAYERS].map(|n| n.to_string()).join(",")
        );
        let (json, trainer) = saved(largest.clone());
        let (back, _) = Trainer::from_file(&json.unwrap()).unwrap();
        assert!(back.network() == trainer.network());
        let (json, _) = saved(largest + "&averaging=0.9");
        assert_eq!(json, Err(FileError::TooLong { limit: limits::MAX_FILE }));
    }

    #[test]
    fn limits_hold() {
        check(&" ".repeat(limits::MAX_FILE + 1), FileError::TooLong { limit: limits::MAX_FILE });
        let limit = FileError::TooManyPoints { limit: limits::MAX_POINTS };
        let many = format!(r#","points":{{"train":[{}[0,0,1]]}}"#, "[0,0,1],".repeat(limits::MAX_POINTS));
        check(&with(&many), limit.clone());
        let half = "[0,0,1],".repeat(limits::MAX_POINTS / 2);
        let both = format!(r#","points":{{"train":[{half}[0,0,1]],"test":[{half}[0,0,1]]}}"#);
        check(&with(&both), limit);
    }
}
