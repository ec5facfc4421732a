//! The themes that are built in. They use the sixteen colours that every palette defines, so that the person's own
//! palette decides how they look.
//!
//! Which of the sixteen can be read where is known: on white, yellow and cyan have a contrast of about 2 (`xterm`, `PuTTY`);
//! on black, red, blue and magenta have one of 2 to 3 (VGA, Windows); bright black is the very background of Solarized's
//! dark palette. Bright red alone can be read on both. The test below holds every colour against the palettes that people
//! have.

use ratatui::style::{Color, Modifier, Style};

use crate::ui::theme::{Glyphs, Theme};

impl Theme {
    /// For a background that is not known: one colour, and weight.
    #[must_use]
    pub fn either(glyphs: &'static Glyphs) -> Self {
        let plain = Self::plain(glyphs);
        Self { danger: Style::new().fg(Color::LightRed), warning: plain.strong, ..plain }
    }

    /// For a dark background.
    #[must_use]
    pub fn dark(glyphs: &'static Glyphs) -> Self {
        let accent = Style::new().fg(Color::Cyan);
        Self {
            accent,
            danger: Style::new().fg(Color::LightRed),
            warning: Style::new().fg(Color::Yellow),
            marked: accent.add_modifier(Modifier::BOLD),
            ..Self::plain(glyphs)
        }
    }

    /// For a light background. Text at half intensity is grey on grey in many a light palette: what recedes is bright
    /// black instead, which all of them keep legible.
    #[must_use]
    pub fn light(glyphs: &'static Glyphs) -> Self {
        let accent = Style::new().fg(Color::Blue);
        Self {
            accent,
            danger: Style::new().fg(Color::Red),
            warning: Style::new().fg(Color::Magenta),
            dim: Style::new().fg(Color::DarkGray),
            marked: accent.add_modifier(Modifier::BOLD),
            ..Self::plain(glyphs)
        }
    }

    /// Without any colour: not even a reset of one, which would take the modifiers along.
    #[must_use]
    pub fn plain(glyphs: &'static Glyphs) -> Self {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        Self {
            accent: bold,
            danger: bold,
            warning: Style::new(),
            dim: Style::new().add_modifier(Modifier::DIM),
            strong: bold,
            cursor: Style::new().add_modifier(Modifier::REVERSED),
            remembered: bold,
            matched: Style::new().add_modifier(Modifier::UNDERLINED),
            marked: bold,
            glyphs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::UNICODE;
    use crate::ui::theme::background::luminance;

    /// A palette: its dark background, its light one, and the sixteen colours in the order of their numbers. The makers'
    /// own values; those of the first four also stand in Wikipedia's “ANSI escape code”.
    struct Palette {
        name: &'static str,
        dark: u32,
        light: u32,
        colours: [u32; 16],
    }

    #[rustfmt::skip]
    const PALETTES: [Palette; 7] = [
        Palette { name: "VGA", dark: 0, light: 0xff_ffff, colours: [
            0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa,
            0x55_5555, 0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff] },
        Palette { name: "Windows XP", dark: 0, light: 0xff_ffff, colours: [
            0x00_0000, 0x80_0000, 0x00_8000, 0x80_8000, 0x00_0080, 0x80_0080, 0x00_8080, 0xc0_c0c0,
            0x80_8080, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x00_00ff, 0xff_00ff, 0x00_ffff, 0xff_ffff] },
        Palette { name: "PuTTY", dark: 0, light: 0xff_ffff, colours: [
            0x00_0000, 0xbb_0000, 0x00_bb00, 0xbb_bb00, 0x00_00bb, 0xbb_00bb, 0x00_bbbb, 0xbb_bbbb,
            0x55_5555, 0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff] },
        Palette { name: "xterm", dark: 0, light: 0xff_ffff, colours: [
            0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5,
            0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff] },
        Palette { name: "Windows Terminal", dark: 0x0c_0c0c, light: 0xff_ffff, colours: [
            0x0c_0c0c, 0xc5_0f1f, 0x13_a10e, 0xc1_9c00, 0x00_37da, 0x88_1798, 0x3a_96dd, 0xcc_cccc,
            0x76_7676, 0xe7_4856, 0x16_c60c, 0xf9_f1a5, 0x3b_78ff, 0xb4_009e, 0x61_d6d6, 0xf2_f2f2] },
        Palette { name: "Tango", dark: 0x2e_3436, light: 0xff_ffff, colours: [
            0x2e_3436, 0xcc_0000, 0x4e_9a06, 0xc4_a000, 0x34_65a4, 0x75_507b, 0x06_989a, 0xd3_d7cf,
            0x55_5753, 0xef_2929, 0x8a_e234, 0xfc_e94f, 0x72_9fcf, 0xad_7fa8, 0x34_e2e2, 0xee_eeec] },
        Palette { name: "Solarized", dark: 0x00_2b36, light: 0xfd_f6e3, colours: [
            0x07_3642, 0xdc_322f, 0x85_9900, 0xb5_8900, 0x26_8bd2, 0xd3_3682, 0x2a_a198, 0xee_e8d5,
            0x00_2b36, 0xcb_4b16, 0x58_6e75, 0x65_7b83, 0x83_9496, 0x6c_71c4, 0x93_a1a1, 0xfd_f6e3] },
    ];

    /// The contrast that WCAG 2.1 asks of large text and of what is no text; the words say the same without a colour.
    const LEGIBLE: f64 = 3.0;

    fn contrast(one: u32, other: u32) -> f64 {
        let luminance = |rgb: u32| {
            let [_, channels @ ..] = rgb.to_be_bytes();
            luminance(channels.map(|channel| f64::from(channel) / 255.0))
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn number(colour: Color) -> usize {
        match colour {
            Color::Red => 1,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            other => panic!("{other} is none of the colours that are known to be legible"),
        }
    }

    fn styles(theme: &Theme) -> [Style; 9] {
        let Theme { accent, danger, warning, dim, strong, cursor, remembered, matched, marked, glyphs: _ } = *theme;
        [accent, danger, warning, dim, strong, cursor, remembered, matched, marked]
    }

    fn assert_legible(theme: &Theme, background: fn(&Palette) -> u32) {
        for palette in &PALETTES {
            for style in styles(theme) {
                assert_eq!(style.bg, None);
                let Some(colour) = style.fg else { continue };
                let contrast = contrast(palette.colours[number(colour)], background(palette));
                assert!(contrast >= LEGIBLE, "{colour} on {}: {contrast:.2}", palette.name);
            }
        }
    }

    #[test]
    fn every_colour_can_be_read_in_every_palette() {
        assert_legible(&Theme::dark(&UNICODE), |palette| palette.dark);
        assert_legible(&Theme::light(&UNICODE), |palette| palette.light);
        assert_legible(&Theme::either(&UNICODE), |palette| palette.dark);
        assert_legible(&Theme::either(&UNICODE), |palette| palette.light);
    }

    #[test]
    fn nothing_on_light_is_at_half_intensity() {
        assert!(!Theme::light(&UNICODE).dim.add_modifier.contains(Modifier::DIM));
    }

    #[test]
    fn without_colour_there_is_none() {
        for style in styles(&Theme::plain(&UNICODE)) {
            assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
        }
    }
}
