//! One colour: four bytes, not premultiplied.

/// Red, green, blue and opacity, 0–255 each, in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgba(pub [u8; 4]);

impl Rgba {
    /// The opaque colour `0xrrggbb`.
    pub const fn hex(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self([red, green, blue, 255])
    }

    /// As CSS writes it: `#rrggbb`, or `rgba(…)` where it is not opaque.
    pub fn css(self) -> String {
        let [red, green, blue, alpha] = self.0;
        if alpha == 255 {
            format!("#{red:02x}{green:02x}{blue:02x}")
        } else {
            format!("rgba({red},{green},{blue},{:.3})", f64::from(alpha) / 255.0)
        }
    }

    /// The way from this colour (`t` = 0) to another (`t` = 1), channel by channel; `t` is clamped, NaN counts as 0.
    pub fn lerp(self, other: Self, t: f32) -> Self {
        let t = if t.is_nan() { 0.0 } else { t.clamp(0.0, 1.0) };
        Self(std::array::from_fn(|channel| {
            let (from, to) = (f32::from(self.0[channel]), f32::from(other.0[channel]));
            (from + (to - from) * t).round() as u8
        }))
    }

    /// The same colour at an opacity between 0 and 1 (times its own).
    pub fn faded(self, opacity: f32) -> Self {
        let [red, green, blue, alpha] = self.0;
        let opacity = if opacity.is_nan() { 1.0 } else { opacity.clamp(0.0, 1.0) };
        Self([red, green, blue, (f32::from(alpha) * opacity).round() as u8])
    }

    /// Relative luminance, 0 (black) to 1 (white). <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>
    pub fn luminance(self) -> f32 {
        let [red, green, blue] = [self.0[0], self.0[1], self.0[2]].map(|byte| {
            let channel = f32::from(byte) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio of two opaque colours, 1 to 21. <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        a.max(b) / a.min(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn css_names_opaque_and_translucent_colours() {
        assert_eq!(Rgba::hex(0xf59322).css(), "#f59322");
        assert_eq!(Rgba([1, 2, 3, 51]).css(), "rgba(1,2,3,0.200)");
    }

    #[test]
    fn lerp_meets_both_ends_and_survives_any_number() {
        let (a, b) = (Rgba::hex(0x102030), Rgba::hex(0xf0e0d0));
        assert_eq!(a.lerp(b, 0.0), a);
        assert_eq!(a.lerp(b, 1.0), b);
        assert_eq!(a.lerp(b, 0.5), Rgba::hex(0x808080));
        assert_eq!(a.lerp(b, f32::NAN), a);
        assert_eq!(a.lerp(b, f32::INFINITY), b);
    }

    #[test]
    fn contrast_of_black_and_white_is_21() {
        let ratio = Rgba::hex(0x000000).contrast(Rgba::hex(0xffffff));
        assert!((ratio - 21.0).abs() < 1e-3, "{ratio}");
    }
}
