//! Writing rows to a file: the name is asked for, with a good one to begin with, while the rest of the list comes.

use std::path::PathBuf;

use crate::app::effect::Effect;
use crate::app::export::{self, Export};
use crate::app::model::{Model, Prompt};

/// Asks for the name of the file.
pub(super) fn open(model: &mut Model) {
    let judge = model.judge();
    let Some(pane) = &mut model.certificates else { return };
    model.export_typed = export::usual_name(pane, judge).into();
    if pane.marks() == 0 {
        pane.load_rest(true);
    }
    model.prompt = Some(Prompt::Export);
}

/// Nothing is written after all.
pub(super) fn give_up(model: &mut Model) {
    if let Some(pane) = &mut model.certificates {
        pane.load_rest(false);
    }
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
    let certificates = if pane.marks() > 0 { pane.chosen() } else { pane.shown().collect() };
    let export = Export {
        path,
        format,
        project: pane.project.clone(),
        user: pane.user.name.clone(),
        certificates: certificates.into_iter().cloned().collect(),
        complete: pane.feed.is_complete(),
        judge,
    };
    give_up(model);
    Some(Effect::Export(Box::new(export)))
}
