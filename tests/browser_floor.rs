//! The page runs in the browsers the README names: nothing of its style is newer.

/// What Chrome 97, Firefox 114 or Safari 16.4 does not know, and what brought it (caniuse.com).
const NEWER: [(&str, &str); 6] = [
    (":has(", "Chrome 105, Firefox 121"),
    ("@container", "Chrome 105"),
    ("@layer", "Chrome 99"),
    ("@scope", "Chrome 118, Firefox 128"),
    ("color-mix(", "Chrome 111"),
    ("dvh", "Chrome 108"),
];

#[test]
fn the_style_is_known_to_every_browser_on_the_floor() {
    for (name, style) in
        [("style.css", include_str!("../web/style.css")), ("boot.css", include_str!("../web/boot.css"))]
    {
        assert!(style.contains('{'), "{name} is empty");
        for (feature, since) in NEWER {
            assert!(!style.contains(feature), "{name}: {feature} needs {since}");
        }
    }
}
