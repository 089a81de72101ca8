//! What every closed family of options has in common.

use strum::VariantArray;

/// A closed family of options: one enum, one list of its variants, one key per variant.
///
/// Menus, the permalink, the command line's help and the tests all iterate [`Choice::ALL`], so a
/// variant added to the enum appears in each of them, and no list is written twice.
///
/// ```
/// use nabla_nn::{Activation, Choice};
///
/// for &activation in Activation::ALL {
///     assert_eq!(Activation::from_key(activation.key()), Some(activation));
/// }
/// assert_eq!(Activation::Relu.name(), "ReLU");
/// assert_eq!(Activation::Relu.equation(), "f(z) = max(0, z)");
/// ```
pub trait Choice: VariantArray + Copy + PartialEq + 'static {
    /// Every variant, in the order of the menus.
    const ALL: &'static [Self] = Self::VARIANTS;

    /// The word that stands for this variant in a link, such as `relu`.
    fn key(self) -> &'static str;

    /// The name the field gives it, such as “ReLU”.
    fn name(self) -> &'static str;

    /// The formula in Unicode, such as `f(z) = max(0, z)`; empty where there is none.
    fn equation(self) -> &'static str {
        ""
    }

    /// What other tools call it, as far as that is neither its key nor its name.
    fn aliases(self) -> &'static [&'static str] {
        &[]
    }

    /// The variant that someone means by a word, whatever its case, hyphens and spaces: by its key, its name, or another
    /// tool's name for it.
    fn from_alias(text: &str) -> Option<Self> {
        let plain = |text: &str| -> String {
            text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let wanted = plain(text);
        let is_meant = |choice: &Self| {
            let names = choice.aliases().iter().copied().chain([choice.key(), choice.name()]);
            !wanted.is_empty() && names.into_iter().any(|name| plain(name) == wanted)
        };
        Self::ALL.iter().copied().find(is_meant)
    }

    /// The variant a link's word stands for; the comparison is exact, as TensorFlow Playground's.
    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.key() == key)
    }
}

/// What each family's own test calls: keys are distinct and lead back to their variant.
#[cfg(test)]
pub(crate) fn check_keys<C: Choice + std::fmt::Debug>(keys: &[&str]) {
    let all: Vec<_> = C::ALL.iter().map(|choice| choice.key()).collect();
    assert_eq!(all, keys);
    for &choice in C::ALL {
        assert_eq!(C::from_key(choice.key()), Some(choice));
        assert!(!choice.name().is_empty());
    }
    assert_eq!(C::from_key("no such key"), None);
}
