//! Values that are made once and kept, as long as they are few.

use std::collections::HashMap;
use std::hash::Hash;

/// How many values are kept. The diagram has two colours for each of its 64 steps of weight; smooth pictures, and weights
/// that change, bring ever new ones.
const MOST: usize = 1024;

/// Values by what they are made of.
pub(crate) struct Cache<K, V>(HashMap<K, V>);

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Copy + Eq + Hash, V> Cache<K, V> {
    /// The value of a key. When there are too many all are given up: the few that are in use are soon there again.
    pub fn get(&mut self, key: K, make: impl FnOnce() -> V) -> &V {
        if self.0.len() >= MOST && !self.0.contains_key(&key) {
            self.0.clear();
        }
        self.0.entry(key).or_insert_with(make)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once() {
        let mut cache = Cache::default();
        assert_eq!(cache.get(1, || "one"), &"one");
        assert_eq!(cache.get(1, || "another"), &"one");
        assert_eq!(cache.get(2, || "two"), &"two");
    }

    #[test]
    fn however_many_keys_come_few_values_are_kept() {
        let mut cache = Cache::default();
        for key in 0..10 * MOST {
            assert_eq!(cache.get(key, || key), &key);
            assert!(cache.0.len() <= MOST, "{} values", cache.0.len());
        }
    }
}
