//! Which columns have room, and how much: left alone they give way by their worth, created first, then the serial's middle,
//! then the serial, then not after.

use super::Arranged;
use crate::app::column::{Column, Nature};

/// Between columns.
pub const GAP: usize = 2;

/// A column that has room, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub column: Column,
    /// Its left edge, from the left edge of the first.
    pub x: usize,
    /// How wide it is.
    pub width: usize,
}

/// Those whose worth gives them room, the serial cut in its middle before it gives way.
pub(super) fn by_worth(mut columns: Vec<Arranged>, width: usize) -> Vec<Arranged> {
    let needed = |columns: &[Arranged], least: Option<Column>| -> usize {
        let one = |one: &Arranged| {
            let Nature { width, least: narrow, .. } = one.column.nature();
            if least == Some(one.column) { narrow } else { width }
        };
        columns.iter().map(|column| one(column) + GAP).sum::<usize>().saturating_sub(GAP)
    };
    while columns.len() > 1 && needed(&columns, None) > width {
        let Some(first) = columns.iter().min_by_key(|one| one.column.nature().worth).copied() else { break };
        // It takes what the others leave, even where that is little: without it a row says nothing.
        if first.column == Column::Subject {
            narrow_the_owner(&mut columns, width);
            break;
        }
        let narrow = first.column.nature().least;
        if narrow < first.column.nature().width && needed(&columns, Some(first.column)) <= width {
            columns.iter_mut().filter(|one| one.column == first.column).for_each(|one| one.width = Some(narrow));
            break;
        }
        columns.retain(|one| one.column != first.column);
    }
    columns
}

/// On a board the owner tells more than the subject: it takes what is left beside the shortest subject that tells
/// something, and where that is too little the subject goes.
fn narrow_the_owner(columns: &mut Vec<Arranged>, width: usize) {
    let least = Column::Owner.nature().least;
    let others = |columns: &[Arranged]| -> usize {
        let beside = columns.iter().filter(|one| one.column != Column::Owner);
        let width = |one: &Arranged| match one.column {
            Column::Subject => one.column.nature().least,
            column => column.nature().width,
        };
        beside.map(|one| width(one) + GAP).sum()
    };
    if columns.iter().any(|one| one.column == Column::Owner) && others(columns) + least > width {
        columns.retain(|one| one.column != Column::Subject);
    }
    let room = width.saturating_sub(others(columns));
    let owner = columns.iter_mut().find(|one| one.column == Column::Owner);
    if let Some(owner) = owner {
        owner.width = Some(room.clamp(least, Column::Owner.nature().width));
    }
}

/// As many as fit, the subject taking what the others leave.
pub(super) fn place(columns: &[Arranged], width: usize) -> Vec<Placed> {
    let chosen = |one: &Arranged| one.width.unwrap_or(one.column.nature().width);
    let stretches = |one: &Arranged| one.column == Column::Subject && one.width.is_none();
    let least = |one: &Arranged| if stretches(one) { Column::Subject.nature().least } else { chosen(one) };
    // Those behind the first that does not fit have no room either.
    let mut needed = 0;
    let fits = |one: &&Arranged| {
        needed += least(one);
        let fits = needed <= width;
        needed += GAP;
        fits
    };
    let fitting = columns.iter().take_while(fits).count().max(1);
    let columns = columns.get(..fitting).unwrap_or(columns);
    let others: usize = columns.iter().filter(|one| !stretches(one)).map(|one| chosen(one) + GAP).sum();
    let subject = width.saturating_sub(others).max(Column::Subject.nature().least);
    let mut placed: Vec<Placed> = Vec::with_capacity(columns.len());
    let mut x = 0;
    for one in columns {
        let wanted = if stretches(one) { subject } else { chosen(one) };
        let room = width.saturating_sub(x);
        placed.push(Placed { column: one.column, x, width: wanted.min(room) });
        x += wanted + GAP;
    }
    placed
}
