//! The three sets of colours.

/// Colours of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// For a dim room.
    Night,
    /// For daylight.
    Day,
    /// Black, white and a few strong colours.
    Contrast,
}

impl Theme {
    /// As the style sheets and the browser's storage name it.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Theme::Night => "night",
            Theme::Day => "day",
            Theme::Contrast => "contrast",
        }
    }

    /// As the switch shows it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Theme::Night => "Night",
            Theme::Day => "Day",
            Theme::Contrast => "High contrast",
        }
    }

    /// The theme with this code; night for anything else.
    pub(crate) fn from_code(code: &str) -> Theme {
        [Theme::Day, Theme::Contrast].into_iter().find(|theme| theme.code() == code).unwrap_or(Theme::Night)
    }

    /// The one that the switch goes to.
    pub(crate) const fn next(self) -> Theme {
        match self {
            Theme::Night => Theme::Day,
            Theme::Day => Theme::Contrast,
            Theme::Contrast => Theme::Night,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = include_str!("../../static/styles/tokens.css");

    /// What WCAG 2.2 asks for: success criterion 1.4.3, and 1.4.6 where somebody asked for contrast.
    const fn readable(theme: Theme) -> f64 {
        match theme {
            Theme::Night | Theme::Day => 4.5,
            Theme::Contrast => 7.0,
        }
    }

    /// A colour of a theme as the style sheet gives it, `#rgb` or `#rrggbb`.
    fn colour(theme: Theme, name: &str) -> [f64; 3] {
        let block = TOKENS.split_once(&format!("[data-theme=\"{}\"]", theme.code())).expect("a theme").1;
        let block = block.split_once('}').expect("its end").0;
        let value =
            block.split_once(&format!("--{name}: #")).unwrap_or_else(|| panic!("{theme:?} has no {name}")).1;
        let digits = value.split_once(';').expect("its end").0;
        let width = digits.len() / 3;
        [0, 1, 2].map(|place| {
            let digit = digits[place * width..(place + 1) * width].repeat(2 / width);
            f64::from(u8::from_str_radix(&digit, 16).expect("a colour")) / 255.0
        })
    }

    fn luminance(colour: [f64; 3]) -> f64 {
        let [red, green, blue] = colour
            .map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn check(theme: Theme, words: &str, ground: &str) {
        let (one, other) = (luminance(colour(theme, words)), luminance(colour(theme, ground)));
        let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
        assert!(contrast >= readable(theme), "{theme:?}: {words} on {ground} is {contrast:.2} to 1");
    }

    /// Every style sheet, by its name.
    fn style_sheets() -> Vec<(String, String)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/static/styles");
        let files = std::fs::read_dir(folder).expect("the style sheets");
        let read = files.map(|file| {
            let path = file.expect("a file").path();
            (path.display().to_string(), std::fs::read_to_string(&path).expect("a style sheet"))
        });
        read.collect()
    }

    /// The sizes that a declaration of `font` or `font-size` gives, with their units.
    fn sizes(value: &str) -> Vec<(f64, &str)> {
        let size = value.split(['/', ' ', ',', '(', ')']).filter_map(|word| {
            let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let number = word.strip_suffix(unit)?.parse().ok()?;
            Some((number, unit)).filter(|(_, unit)| ["px", "em"].contains(unit))
        });
        size.collect()
    }

    #[test]
    fn no_text_is_below_twelve_pixels() {
        let mut seen = 0;
        for (name, css) in style_sheets() {
            let declarations = css.split(['{', '}', ';']).filter_map(|part| part.trim().split_once(':'));
            let of_text = |what: &str| ["font", "font-size"].contains(&what) || what.starts_with("--f-");
            // What is made of another size is judged by that one.
            let alone = |value: &str| !value.contains("calc(");
            for (what, value) in declarations.filter(|(what, value)| of_text(what.trim()) && alone(value)) {
                let floor = value.contains("max(12px");
                for (size, unit) in sizes(value) {
                    seen += 1;
                    let small = if unit == "px" { size < 12.0 } else { size < 1.0 && !floor };
                    assert!(!small, "{name}: {what}:{value}");
                }
            }
        }
        assert!(seen > 20, "the sizes are written in another way");
    }

    #[test]
    fn words_are_readable_in_every_theme() {
        for theme in [Theme::Night, Theme::Day, Theme::Contrast] {
            for words in ["text", "text-2", "text-3", "info", "danger", "caution", "none", "missing", "stale"]
            {
                for ground in ["bg", "panel", "raised", "sunken"] {
                    check(theme, words, ground);
                }
            }
            for words in ["text", "text-2", "caution", "info", "missing", "stale"] {
                check(theme, words, "danger-bg");
            }
            for own in ["caution", "info", "stale"] {
                check(theme, own, &format!("{own}-bg"));
            }
            check(theme, "on-danger", "danger-strong");
            check(theme, "plate-text", "plate-bg");
        }
    }
}
