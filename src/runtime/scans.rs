//! A scan under way: what it reads goes into the memory at once, and a few times a second the model hears how far it is.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

use crate::app::effect::{self, Sighting};
use crate::app::message::Message;
use crate::app::scanning::{News, Unread};
use crate::atlas::fleet::Fleet;
use crate::domain::holding::Owner;
use crate::runtime::archive::Desk;
use crate::runtime::clock;
use crate::scan::progress::Progress;
use crate::scan::{Event, Plan, Scan};

/// How often the model hears of it: faster than this nobody reads.
const NEWS_EVERY: Duration = Duration::from_millis(200);

/// Scans to the end.
pub(super) async fn run(client: Fleet, asked: effect::Scan, desk: Desk, messages: mpsc::Sender<Message>) {
    let ids = asked.projects.iter().map(|project| project.id.clone()).collect();
    let soonest = desk.soonest(ids).await;
    // Of lists that were read before, too: the whole of the scan is what is told.
    let scan_number = asked.number;
    let mut news = News { scan: scan_number, progress: Progress::of(asked.projects.len()), ..News::default() };
    let before = asked.done.clone();
    let plan = Plan {
        projects: asked.projects,
        users: None,
        done: asked.done,
        soonest: Box::new(move |project, user| soonest.get(&(project.clone(), user.into())).copied()),
        clock: clock::now,
    };
    let mut scan = Scan::new(client, plan);
    let mut ticks = tokio::time::interval(NEWS_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            event = scan.next() => {
                let Some(event) = event else { break };
                news.progress.count(&event, |_| true);
                if let Event::Users { project, people } = &event {
                    let was_read = |name: &&str| before.contains(&(project.id.clone(), Box::from(*name)));
                    news.progress.users_read += people.managed().into_iter().filter(was_read).count();
                }
                take_in(event, &mut news, &desk).await;
            }
            _ = ticks.tick() => {
                let progress = news.progress.clone();
                let sent = std::mem::replace(&mut news, News { scan: scan_number, progress, ..News::default() });
                if messages.send(Message::Scanned(sent)).await.is_err() {
                    return;
                }
            }
        }
    }
    // Who reads the board then reads all of it.
    desk.settled().await;
    // The receiver is gone only when the program is leaving.
    let _ = messages.send(Message::Scanned(News { ended: true, ..news })).await;
}

async fn take_in(event: Event, news: &mut News, desk: &Desk) {
    match event {
        Event::Users { project, people } => {
            let (at, tells_absence) = (people.read_at.unwrap_or_else(clock::now), people.tells_absence());
            desk.keep_surely(Sighting::Users((*project).clone(), people.users, at, tells_absence)).await;
        }
        Event::Certificates { project, user, list } => {
            let (is_whole, tells_absence) = (list.is_whole, list.tells_absence());
            let owner = Arc::new(Owner { project: (*project).clone(), user: user.clone() });
            desk.keep_surely(Sighting::Certificates(owner, list.certificates, list.read_at, tells_absence)).await;
            // One that kept changing is read again where the scan goes on.
            if is_whole {
                news.done.push((project.id.clone(), user));
            }
        }
        Event::Gone { project, user } => news.done.push((project.id.clone(), user)),
        Event::Failed { project, user, error } => {
            let error = error.of_project(&project);
            news.failures.push(Unread { project, user, error });
        }
    }
}
