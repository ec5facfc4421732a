//! Writing rows to a file: the name is asked for, with a good one to begin with, while the rest of the list comes.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::app::effect::Effect;
use crate::app::export::{self, Export};
use crate::app::model::{Model, Prompt};

/// Asks for the name of the file.
pub(super) fn open(model: &mut Model) {
    let judge = model.judge();
    let Some(pane) = &mut model.certificates else { return };
    model.export_typed = export::usual_name(pane, judge).into();
    model.prompt = Some(Prompt::Export);
}

/// Whether the rest of the list is wanted, for a file that is being named.
pub(super) fn wants_rest(model: &Model) -> bool {
    model.prompt == Some(Prompt::Export) && model.certificates.as_ref().is_some_and(|pane| pane.marks() == 0)
}

/// Has the file written, or says what is wrong with its name.
pub(super) fn write(model: &mut Model) -> Option<Effect> {
    let judge = model.judge();
    let path = PathBuf::from(model.export_typed.value().trim());
    let Some(format) = export::format_of(&path) else {
        model.word = Some("The name's ending says how to write it: .csv, .json or .ndjson.".to_owned());
        model.prompt = Some(Prompt::Export);
        return None;
    };
    let pane = model.certificates.as_ref()?;
    let are_marked = pane.marks() > 0;
    // Where pages of two rounds overlap one certificate stands on both.
    let mut met = HashSet::new();
    let shown = pane.shown().filter(|one| met.insert(one.identity())).cloned();
    let holdings = if are_marked { pane.chosen().into_iter().cloned().collect() } else { shown.collect() };
    let export = Export { path, format, holdings, complete: are_marked || pane.feed.is_complete(), judge };
    Some(Effect::Export(Box::new(export)))
}
