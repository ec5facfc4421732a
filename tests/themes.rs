//! The themes: what each style is, and that the configuration file's own example is one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::fmt::Write as _;

use atlas_certs::config::file::Said;
use atlas_certs::ui::theme::{Background, Look, OwnThemes, Theme, UNICODE};
use ratatui::style::{Color, Style};

/// `#FF8800 on Black BOLD`, or `-`.
fn told(style: Style) -> String {
    let colour = style.fg.map(|colour| colour.to_string());
    let background = style.bg.map(|colour| format!("on {colour}"));
    let modifiers = (!style.add_modifier.is_empty()).then(|| format!("{:?}", style.add_modifier));
    let told = [colour, background, modifiers].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if told.is_empty() { "-".to_owned() } else { told }
}

fn styles(theme: &Theme) -> String {
    let Theme { accent, danger, warning, dim, strong, cursor, remembered, matched, marked, glyphs: _ } = theme;
    let styles = [
        ("accent", accent),
        ("danger", danger),
        ("warning", warning),
        ("dim", dim),
        ("strong", strong),
        ("cursor", cursor),
        ("remembered", remembered),
        ("match", matched),
        ("marked", marked),
    ];
    styles.iter().map(|(name, style)| format!("  {name:<10}  {}\n", told(**style))).collect()
}

#[test]
fn every_theme_and_its_styles() {
    let mut all = String::new();
    let own = OwnThemes::default();
    for name in ["auto", "dark", "light", "none"] {
        let theme = Look::named(name, &own, &UNICODE).unwrap().theme(None);
        writeln!(all, "{name}\n{}", styles(&theme)).unwrap();
    }
    let auto = Look::named("auto", &own, &UNICODE).unwrap();
    assert!(all.contains(&format!("dark\n{}", styles(&auto.theme(Some(Background::Dark))))));
    assert!(all.contains(&format!("light\n{}", styles(&auto.theme(Some(Background::Light))))));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("theme_styles", all.trim_end());
    });
}

/// Every setting that the example shows, with the value that it shows.
#[test]
fn the_example_is_a_theme() {
    let example = include_str!("../assets/config.toml");
    let table = example.split_once("# [themes.dusk]").expect("an example").1;
    let toml: String = table.lines().skip(1).map(|line| line.trim_start_matches("# ").to_owned() + "\n").collect();
    let said: Said = toml::from_str(&format!("theme = 'dusk'\n[themes.dusk]\n{toml}")).unwrap();
    let own = OwnThemes::read(&said.themes).unwrap();
    let dusk = Look::named(said.theme.as_deref().unwrap(), &own, &UNICODE).unwrap();
    assert!(dusk.follows_background());
    let theme = dusk.theme(None);
    assert_eq!(theme.accent.fg, Some(Color::Rgb(0xff, 0x88, 0)));
    assert_eq!(said.themes["dusk"].len(), 10, "the example shows every key");
}
