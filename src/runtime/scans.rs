//! A scan under way: what it reads goes into the memory at once, and a few times a second the model hears how far it is.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

use crate::app::effect::{self, Sighting};
use crate::app::message::Message;
use crate::app::scanning::{News, Unread};
use crate::atlas::client::Client;
use crate::domain::holding::Owner;
use crate::domain::user::DatabaseUser;
use crate::runtime::archive::Desk;
use crate::runtime::clock;
use crate::scan::progress::Progress;
use crate::scan::{Event, Plan, Scan};

/// How often the model hears of it: faster than this nobody reads.
const NEWS_EVERY: Duration = Duration::from_millis(200);

/// Scans to the end.
pub(super) async fn run(client: Client, asked: effect::Scan, desk: Desk, messages: mpsc::Sender<Message>) {
    let ids = asked.projects.iter().map(|project| project.id.clone()).collect();
    let soonest = desk.soonest(ids).await;
    // Of lists that were read before, too: the whole of the scan is what is told.
    let mut news = News { progress: Progress::of(asked.projects.len()), ..News::default() };
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
                news.progress.count(&event, |user: &DatabaseUser| user.authentication.may_have_certificates());
                if let Event::Users { project, users, .. } = &event {
                    let was_read = |user: &&DatabaseUser| before.contains(&(project.id.clone(), user.name.clone()));
                    news.progress.users_read += users.iter().filter(was_read).count();
                }
                take_in(event, &mut news, &desk).await;
            }
            _ = ticks.tick() => {
                let progress = news.progress.clone();
                let sent = std::mem::replace(&mut news, News { progress, ..News::default() });
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
        Event::Users { project, users, at, whole } => {
            desk.keep_surely(Sighting::Users((*project).clone(), users, at, whole)).await;
        }
        Event::Certificates { project, user, list } => {
            let owner = Arc::new(Owner { project: (*project).clone(), user: user.clone() });
            desk.keep_surely(Sighting::Certificates(owner, list.certificates, list.read_at, list.is_whole)).await;
            news.done.push((project.id.clone(), user));
        }
        Event::Gone { project, user } => news.done.push((project.id.clone(), user)),
        Event::Failed { project, user, error } => news.failures.push(Unread { project, user, error }),
    }
}
