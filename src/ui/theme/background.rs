//! Whether the terminal's background is dark or light.

/// What a terminal draws on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// White text reads better there than black.
    Dark,
    /// Black text reads better there than white.
    Light,
}

/// Where black and white text read equally well: the luminance `y` for which `(1 + 0.05) / (y + 0.05)` and
/// `(y + 0.05) / 0.05`, the contrast ratios of WCAG 2.1, are the same.
const MIDDLE: f64 = 0.179;

impl Background {
    /// What a colour is; each channel from 0 to 1.
    #[must_use]
    pub fn of(channels: [f64; 3]) -> Self {
        if luminance(channels) > MIDDLE { Self::Light } else { Self::Dark }
    }
}

/// Relative luminance, from 0 to 1, as WCAG 2.1 defines it for sRGB.
pub(super) fn luminance(channels: [f64; 3]) -> f64 {
    let [red, green, blue] = channels
        .map(|channel| if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_background_is_what_its_text_is_not() {
        let of =
            |red: u8, green: u8, blue: u8| Background::of([red, green, blue].map(|channel| f64::from(channel) / 255.0));
        assert_eq!(of(0, 0, 0), Background::Dark);
        assert_eq!(of(255, 255, 255), Background::Light);
        // Solarized, both ways; a blue that is as bright as blue gets; a grey on either side of the middle.
        assert_eq!(of(0x00, 0x2b, 0x36), Background::Dark);
        assert_eq!(of(0xfd, 0xf6, 0xe3), Background::Light);
        assert_eq!(of(0, 0, 255), Background::Dark);
        assert_eq!(of(0x70, 0x70, 0x70), Background::Dark);
        assert_eq!(of(0x80, 0x80, 0x80), Background::Light);
    }
}
