//! What a board says of itself: how much of what it tells was read, and when.

use crate::app::model::Model;
use crate::domain::expiry::Span;
use crate::domain::figures;

/// `scanning 40 of 96 users, 12 s left`, `96 users scanned`, `scan stopped: 40 of 96 users`.
pub(super) fn coverage(model: &Model) -> String {
    let Some(scanning) = &model.scanning else { return "as remembered".to_owned() };
    let progress = &scanning.progress;
    match scanning.ended {
        None => {
            let left = progress.left(scanning.began, model.now).map(|left| {
                let epoch = chrono::DateTime::<chrono::Utc>::UNIX_EPOCH;
                format!(", {} left", Span::between(epoch, epoch + left))
            });
            format!("scanning {}{}", progress.story(), left.unwrap_or_default())
        }
        Some(_) if scanning.is_whole() => format!("{} scanned", figures::counted(progress.users_read, "user")),
        Some(_) => format!("scan not whole: {}", progress.story()),
    }
}
