//! What a board says of itself: how much of what it tells was read, and when.

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::action::Action;
use crate::app::model::Model;
use crate::domain::expiry;
use crate::domain::figures;
use crate::ui::say;
use crate::ui::theme::Theme;

/// `scanning 40 of 96 users, 12 s left`, `96 users scanned`, `scan stopped: 40 of 96 users`.
pub(super) fn coverage(model: &Model) -> String {
    let Some(scanning) = &model.scanning else { return "as remembered".to_owned() };
    let progress = &scanning.progress;
    match scanning.ended {
        None => {
            let left = progress.left(scanning.began, model.now).map(|left| {
                let epoch = chrono::DateTime::<chrono::Utc>::UNIX_EPOCH;
                format!(", {} left", expiry::Span::between(epoch, epoch + left))
            });
            let rate = progress.rate(scanning.began, model.now).map(|rate| format!(", {rate:.0} a second"));
            format!("scanning {}{}{}", progress.story(), left.unwrap_or_default(), rate.unwrap_or_default())
        }
        Some(_) if scanning.is_whole() => format!("{} scanned", figures::counted(progress.users_read, "user")),
        Some(_) if scanning.is_stopped() => {
            let keymap = &model.settings.keymap;
            let goes_on = keymap.phrase(Action::Refresh, "goes on").map(|phrase| format!(": {phrase}"));
            format!("stopped at {}{}", progress.story(), goes_on.unwrap_or_default())
        }
        Some(_) => format!("scan not whole: {}", progress.story()),
    }
}

/// `today ▇▂▁▁▅ ▁▁▃  each bar a day`: how many certificates end when, the highest bar for the most. The bar of the
/// certificate under the cursor stands out, and is told in words at the end.
pub(super) fn bars(model: &Model, theme: &Theme, area: Rect, screen: &mut Screen<'_>) {
    let (Some(timeline), Some(pane)) = (&model.timeline, &model.certificates) else { return };
    let end = pane.selected().filter(|one| one.standing.is_listed()).and_then(|one| one.certificate.not_after);
    let here = end.and_then(|end| timeline.bar_of(end));
    let unit = timeline.query.unit;
    let told = here.and_then(|bar| {
        let (count, begins) = (timeline.counts.get(bar)?, timeline.begin_of(bar)?);
        Some(format!("{} {}", figures::counted(*count, "end"), say::day(begins)))
    });
    let words = format!("  {}a bar a {}", told.map(|told| format!("{told}, ")).unwrap_or_default(), unit.word());
    let label = " today ";
    let room = usize::from(area.width).saturating_sub(label.width() + words.width() + 1);
    let most = timeline.counts.iter().take(room).max().copied().unwrap_or_default();
    let mut line = Line::from(Span::styled(label, theme.dim));
    for (bar, count) in timeline.counts.iter().enumerate().take(room) {
        let style = if here == Some(bar) { theme.cursor } else { Style::new() };
        line.push_span(Span::styled(theme.glyphs.bar(*count, most), style));
    }
    line.push_span(Span::styled(words, theme.dim));
    screen.render_widget(line, area);
}
