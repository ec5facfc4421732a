//! Sleep until something happens, take in all that has happened, draw once.

use std::os::fd::{AsFd as _, OwnedFd};
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use crossterm::event::{Event, MouseButton, MouseEventKind};
use ratatui::layout::Position;
use tokio::sync::{mpsc, oneshot};

use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::message::{Message, Mouse, MouseAct};
use crate::app::model::Model;
use crate::app::update::update;
use crate::app::{model, wake};
use crate::atlas::fleet;
use crate::memory::Memory;
use crate::runtime::archive::{Archive, Desk, Opener};
use crate::runtime::background::Heard;
use crate::runtime::clipboard::{Clipboard, Way};
use crate::runtime::clock;
use crate::runtime::effects::Fetches;
use crate::runtime::errands::Errands;
use crate::runtime::input::Input;
use crate::runtime::keeper::Keeper;
use crate::runtime::signals::{self, Signal, Signals};
use crate::runtime::terminal::Session;
use crate::ui;
use crate::ui::theme::Look;

const NO_SHELL: &str = "There is no shell to go back to: nothing could let the program go on.";

/// Answers that may wait to be taken in.
const ANSWERS: usize = 64;

/// Everything that the terminal interface needs to start.
pub struct Start {
    /// What the model needs.
    pub model: model::Settings,
    /// What the client needs.
    pub client: fleet::Settings,
    /// How things look.
    pub look: Look,
    /// Whether to ask the terminal for its background: only where that matters to the look, and the terminal keeps quiet
    /// where it does not understand.
    pub asks: bool,
    /// Where what is copied goes.
    pub clipboard: Clipboard,
    /// How the memory is opened.
    pub memory: Opener,
    /// Where what is kept between runs is; nowhere for the simulated Atlas.
    pub desk_file: Option<PathBuf>,
}

/// Why the terminal interface has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// The person is done, or the terminal is gone.
    ByKey,
    /// A signal, whose number this is, asked for it.
    BySignal(i32),
}

/// Runs the terminal interface until the person leaves.
///
/// # Errors
/// Where the terminal cannot be had, read or written.
pub async fn run(mut start: Start) -> std::io::Result<Leave> {
    let mut signals = Signals::listen()?;
    let mut session = Session::start(start.asks)?;
    let mut input = Input::start(start.asks);
    let (sender, answers) = mpsc::channel(ANSWERS);
    let keeper = start.desk_file.clone().map(|path| Keeper::start(path, sender.clone()));
    let mut errands = Errands::new(sender.clone());
    let Start { memory, .. } = &mut start;
    let archive = Archive::start(std::mem::replace(memory, Box::new(Memory::transient)), sender.clone());
    let hands = (keeper.as_ref(), &mut errands, archive.desk());
    let left = browse(start, hands, (sender, answers), &mut signals, &mut session, &mut input).await;
    input.settle().await;
    // A person has the terminal back before a slow disk is waited for.
    drop(session);
    if let Some(keeper) = keeper {
        keeper.finish().await;
    }
    archive.finish().await;
    errands.finish().await;
    left
}

async fn browse(
    start: Start,
    (keeper, errands, memory): (Option<&Keeper>, &mut Errands, &Desk),
    (sender, mut answers): (mpsc::Sender<Message>, mpsc::Receiver<Message>),
    signals: &mut Signals,
    session: &mut Session,
    input: &mut Input,
) -> std::io::Result<Leave> {
    let mut fetches = Fetches::new(start.client, memory.clone(), sender);
    let mut theme = start.look.theme(None);
    let mut gone = gone(std::io::stdout().as_fd().try_clone_to_owned()?);
    let mut model = Model::new(start.model, session.size()?, clock::now());

    // Before anything else, so that a person sees at once that it has begun.
    session.draw(&ui::window_title(&model, &theme), |frame| ui::render(&model, &theme, frame))?;
    let mut happened = Vec::new();
    loop {
        for effect in update(&mut model, happened.drain(..), clock::now()) {
            match effect {
                Effect::Fetch(ticket, request) => fetches.start(ticket, request),
                Effect::Abandon(ticket) => fetches.abandon(ticket),
                Effect::Copy(text) => match start.clipboard.way(text.as_str()) {
                    Way::Terminal(word) => {
                        session.copy(text.as_str())?;
                        model.word = Some(word);
                    }
                    Way::Command(command) => errands.copy(command, text),
                    Way::TooLong(word) => model.word = Some(word),
                },
                Effect::Export(export) => errands.export(export),
                Effect::Seen(sighting) => memory.keep(sighting),
                Effect::Scan(scan) => fetches.scan(scan),
                Effect::EndScan => fetches.end_scan(),
                Effect::Browse(address) => errands.browse(address),
                Effect::Mouse(on) => session.point(on)?,
                Effect::Keep(kept) => {
                    if let Some(keeper) = keeper {
                        keeper.keep(kept);
                    }
                }
                Effect::Repaint => session.repaint()?,
                Effect::Suspend => {
                    if signals::can_go_on() {
                        suspend(session, input, start.asks).await?;
                    } else {
                        model.word = Some(NO_SHELL.to_owned());
                    }
                }
                Effect::Quit => return Ok(Leave::ByKey),
            }
        }
        session.draw(&ui::window_title(&model, &theme), |frame| ui::render(&model, &theme, frame))?;
        let mut heard = Vec::new();
        tokio::select! {
            // crossterm would read the end of it again and again, and never tell.
            _ = &mut gone => return Ok(Leave::ByKey),
            next = input.next() => match next {
                Some(next) => heard.push(next),
                // The terminal is gone: nobody is left to draw for.
                None => return Ok(Leave::ByKey),
            },
            Some(answer) = answers.recv() => happened.push(answer),
            signal = signals.next() => match signal {
                Signal::Leave(number) => return Ok(Leave::BySignal(number)),
                Signal::Suspend => suspend(session, input, start.asks).await?,
                Signal::Resume => {
                    session.resume()?;
                    input.asked(start.asks);
                    // Who is stopped is not told of a new size.
                    happened.push(Message::Resized(session.size()?));
                }
                // Not by the keyboard's thread, which listens only from its first read on.
                Signal::Resize => happened.push(Message::Resized(session.size()?)),
            },
            () = until(wake::next(&model)) => happened.push(Message::Woken),
        }
        heard.extend(input.drain());
        for heard in heard {
            match heard {
                Heard::Event(event) => happened.extend(message_of(event)),
                Heard::Background(background) => theme = start.look.theme(Some(background)),
            }
        }
        happened.extend(std::iter::from_fn(|| answers.try_recv().ok()));
    }
}

/// Ends when the terminal does: asked for nothing else, the system tells of nothing else.
fn gone(terminal: OwnedFd) -> oneshot::Receiver<()> {
    let (sender, receiver) = oneshot::channel();
    std::thread::spawn(move || {
        use rustix::event::{PollFd, PollFlags, poll};
        while poll(&mut [PollFd::new(&terminal, PollFlags::empty())], None) == Err(rustix::io::Errno::INTR) {}
        sender.send(())
    });
    receiver
}

/// Gives the terminal back for a while. When it is ours again it is asked again: its background may be another.
async fn suspend(session: &mut Session, input: &mut Input, asks: bool) -> std::io::Result<()> {
    input.settle().await;
    session.suspend()?;
    input.asked(asks);
    Ok(())
}

fn message_of(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => Some(Message::Key(Key::from(key))),
        Event::Paste(text) => Some(Message::Pasted(text)),
        Event::Mouse(mouse) => Some(Message::Mouse(Mouse {
            act: match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseAct::Click,
                MouseEventKind::ScrollUp => MouseAct::WheelUp,
                MouseEventKind::ScrollDown => MouseAct::WheelDown,
                _ => return None,
            },
            at: Position { x: mouse.column, y: mouse.row },
        })),
        Event::Resize(..) | Event::FocusGained | Event::FocusLost => None,
    }
}

/// Ends at `moment`; never without one.
async fn until(moment: Option<DateTime<Utc>>) {
    match moment {
        // A moment that is past already is due at once.
        Some(moment) => tokio::time::sleep((moment - clock::now()).to_std().unwrap_or(Duration::ZERO)).await,
        None => std::future::pending().await,
    }
}
