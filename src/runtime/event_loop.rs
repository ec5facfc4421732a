//! Sleep until something happens, take in all that has happened, draw once.

use std::os::fd::{AsFd as _, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use crossterm::event::{Event, MouseButton, MouseEventKind};
use ratatui::layout::Position;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use crate::app::account::Who;
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::message::{Message, Mouse, MouseAct};
use crate::app::model::Model;
use crate::app::update::update;
use crate::app::{model, wake};
use crate::runtime::background::Heard;
use crate::runtime::clipboard::{Clipboard, Way};
use crate::runtime::clock;
use crate::runtime::hands::Hands;
use crate::runtime::input::Input;
use crate::runtime::sign_in::{Authenticator, SignedIn, Signing};
use crate::runtime::signals::{self, Signal, Signals};
use crate::runtime::terminal::Session;
use crate::ui;
use crate::ui::theme::{Look, Theme};

const NO_SHELL: &str = "There is no shell to go back to: nothing could let the program go on.";

/// Answers that may wait to be taken in.
const ANSWERS: usize = 64;

/// Everything that the terminal interface needs to start.
pub struct Start {
    /// What the model needs. Nobody is signed in yet, and nothing kept.
    pub model: model::Settings,
    /// How things look.
    pub look: Look,
    /// Whether to ask the terminal for its background: only where that matters to the look, and the terminal keeps quiet
    /// where it does not understand.
    pub asks: bool,
    /// Where what is copied goes.
    pub clipboard: Clipboard,
    /// Who signs in.
    pub authenticator: Arc<dyn Authenticator>,
    /// How it begins.
    pub first: First,
}

/// How it begins.
pub enum First {
    /// Somebody is signed in already.
    SignedIn(Box<SignedIn>),
    /// The first frame comes before somebody is.
    SignIn(Who),
}

/// Why the terminal interface has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// The person is done, or the terminal is gone.
    ByKey,
    /// A signal, whose number this is, asked for it.
    BySignal(i32),
}

/// Why one has stopped to browse as somebody.
enum Ended {
    /// The program is to end.
    Left(Leave),
    /// Somebody else is signed in.
    SignedIn(Box<SignedIn>),
}

/// What stays the same whoever is signed in.
struct Stage {
    session: Session,
    input: Input,
    signals: Signals,
    gone: oneshot::Receiver<()>,
    look: Look,
    theme: Theme,
    asks: bool,
    clipboard: Clipboard,
}

/// Runs the terminal interface until the person leaves.
///
/// # Errors
/// Where the terminal cannot be had, read or written.
pub async fn run(start: Start) -> std::io::Result<Leave> {
    let Start { model: settings, look, asks, clipboard, authenticator, first } = start;
    let mut stage = Stage {
        signals: Signals::listen()?,
        session: Session::start(asks)?,
        input: Input::start(asks),
        gone: gone(std::io::stdout().as_fd().try_clone_to_owned()?),
        theme: look.theme(None),
        look,
        asks,
        clipboard,
    };
    let (mut signed_in, mut first) = match first {
        First::SignedIn(signed_in) => (Some(signed_in), None),
        First::SignIn(who) => (None, Some(who)),
    };
    let mut wish = settings.wish.clone();
    // What was begun for those who were signed in before.
    let mut finishing = JoinSet::new();
    let (left, hands) = loop {
        let (sender, answers) = mpsc::channel(ANSWERS);
        let mut signing = Signing::new(Arc::clone(&authenticator), sender.clone());
        let (mut settings, mut hands) = (settings.clone(), Hands::start(signed_in, sender));
        hands.introduce(&mut settings, &mut wish);
        let ended = stage.browse(settings, first.take(), &mut hands, &mut signing, answers).await;
        signing.end().await;
        match ended {
            Ok(Ended::SignedIn(next)) => signed_in = Some(next),
            Ok(Ended::Left(leave)) => break (Ok(leave), hands),
            // A terminal that is gone may refuse to be written before its end is told.
            Err(why) if is_of_a_lost_terminal(&why) => break (Ok(Leave::ByKey), hands),
            Err(why) => break (Err(why), hands),
        }
        hands.finish_in(&mut finishing).await;
    };
    stage.input.settle().await;
    // A person has the terminal back before a slow disk is waited for.
    drop(stage);
    hands.finish_in(&mut finishing).await;
    while finishing.join_next().await.is_some() {}
    left
}

impl Stage {
    /// Browses as whoever is signed in, until that ends.
    async fn browse(
        &mut self,
        settings: model::Settings,
        first: Option<Who>,
        hands: &mut Hands,
        signing: &mut Signing,
        mut answers: mpsc::Receiver<Message>,
    ) -> std::io::Result<Ended> {
        let mut model = Model::new(settings, self.session.size()?, clock::now());
        model.mouse = self.session.points();
        model.signing.under_way = first.clone().map(|who| (who, model.now));
        // Before anything else, so that a person sees at once that it has begun.
        self.draw(&model)?;
        if let Some(who) = first {
            signing.begin(model.signing.attempts, who);
        }
        let mut happened = Vec::new();
        loop {
            for effect in update(&mut model, happened.drain(..), clock::now()) {
                if let Some(leave) = self.carry_out(effect, &mut model, hands, signing).await? {
                    return Ok(Ended::Left(leave));
                }
            }
            self.draw(&model)?;
            let mut heard = Vec::new();
            tokio::select! {
                // crossterm would read the end of it again and again, and never tell.
                _ = &mut self.gone => return Ok(Ended::Left(Leave::ByKey)),
                next = self.input.next() => match next {
                    Some(next) => {
                        heard.push(next);
                        heard.extend(self.input.rest().await);
                    }
                    // The terminal is gone, and nobody is left to draw for; or who reads it has panicked.
                    None => return self.session.is_whole().map(|()| Ended::Left(Leave::ByKey)),
                },
                Some(answer) = answers.recv() => happened.push(answer),
                Some(next) = signing.signed_in.recv() => {
                    if model.signing.attempts > 0 {
                        // A command for the secret may have written on the screen.
                        self.session.repaint()?;
                    }
                    return Ok(Ended::SignedIn(next));
                }
                signal = self.signals.next() => match signal {
                    Signal::Leave(number) => return Ok(Ended::Left(Leave::BySignal(number))),
                    Signal::Suspend => self.suspend().await?,
                    Signal::Resume => {
                        self.session.resume()?;
                        self.input.asked(self.asks);
                        // Who is stopped is not told of a new size.
                        happened.push(Message::Resized(self.session.size()?));
                    }
                    // Not by the keyboard's thread, which listens only from its first read on.
                    Signal::Resize => happened.push(Message::Resized(self.session.size()?)),
                },
                // The next frame is refused, and says why.
                () = Session::panicked() => {}
                () = until(wake::next(&model)) => happened.push(Message::Woken),
            }
            heard.extend(self.input.drain());
            for heard in heard {
                match heard {
                    Heard::Event(event) => happened.extend(message_of(event)),
                    Heard::Background(background) => self.theme = self.look.theme(Some(background)),
                }
            }
            happened.extend(std::iter::from_fn(|| answers.try_recv().ok()));
        }
    }

    fn draw(&mut self, model: &Model) -> std::io::Result<()> {
        let Self { session, theme, .. } = self;
        session.draw(&ui::window_title(model, theme), |frame| ui::render(model, theme, frame))
    }

    /// Does what the model asked for; says where that is to leave.
    async fn carry_out(
        &mut self,
        effect: Effect,
        model: &mut Model,
        hands: &mut Hands,
        signing: &mut Signing,
    ) -> std::io::Result<Option<Leave>> {
        match effect {
            Effect::Copy(text) => match self.clipboard.way(text.as_str()) {
                Way::Terminal(word) => {
                    self.session.copy(text.as_str())?;
                    model.word = Some(word);
                }
                Way::Command(command) => hands.errands.copy(command, text),
                Way::TooLong(word) => model.word = Some(word),
            },
            Effect::Roster => signing.ask_roster(),
            Effect::SignIn(attempt, who) => signing.begin(attempt, who),
            Effect::StaySignedIn => signing.stop(),
            Effect::Mouse(on) => self.session.point(on)?,
            Effect::Repaint => self.session.repaint()?,
            Effect::Suspend => {
                if signals::can_go_on() {
                    self.suspend().await?;
                } else {
                    model.word = Some(NO_SHELL.to_owned());
                }
            }
            Effect::Quit => return Ok(Some(Leave::ByKey)),
            Effect::Fetch(ticket, request) => hands.fetch(ticket, request),
            Effect::Abandon(ticket) => hands.abandon(ticket),
            Effect::Scan(scan) => hands.scan(scan),
            Effect::EndScan => hands.end_scan(),
            Effect::Export(export) => hands.errands.export(export),
            Effect::Seen(sighting) => hands.keep_seen(sighting),
            Effect::Browse(address) => hands.errands.browse(address),
            Effect::Keep(kept) => hands.keep(kept),
        }
        Ok(None)
    }

    /// Gives the terminal back for a while. When it is ours again it is asked again: its background may be another.
    async fn suspend(&mut self) -> std::io::Result<()> {
        self.input.settle().await;
        self.session.suspend()?;
        self.input.asked(self.asks);
        Ok(())
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

fn is_of_a_lost_terminal(why: &std::io::Error) -> bool {
    why.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error())
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
