//! The README's picture is what `--demo` shows: drawn anew here from the simulated Atlas, over HTTP, at a fixed moment.
//! `UPDATE_PICTURE=1 cargo test --test picture` writes it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod svg;
}

use std::path::Path;
use std::sync::Arc;

use atlas_certs::app::account::{Account, Who};
use atlas_certs::app::effect::{Answer, Effect, Request};
use atlas_certs::app::kept::Kept;
use atlas_certs::app::keymap::Keymap;
use atlas_certs::app::message::Message;
use atlas_certs::app::model::{Model, Settings, Wish};
use atlas_certs::app::update::update;
use atlas_certs::atlas::client::{self, Client, Credentials};
use atlas_certs::atlas::endpoint::{ApiChoice, BaseUrl};
use atlas_certs::atlas::error::Error;
use atlas_certs::atlas::notice::Notice;
use atlas_certs::atlas::page::PageSize;
use atlas_certs::atlas::way::Way;
use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::world::SEED;
use atlas_certs::demo::{Options, Server, World};
use atlas_certs::domain::expiry::Limits;
use atlas_certs::memory::Memory;
use atlas_certs::report::commands::{Reach, SignIn};
use atlas_certs::runtime::archive;
use atlas_certs::ui;
use atlas_certs::ui::theme::{Theme, UNICODE};
use chrono::{DateTime, TimeDelta, Utc};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

const SIZE: Size = Size { width: 120, height: 30 };

fn now() -> DateTime<Utc> {
    "2026-11-24T14:03:00Z".parse().unwrap()
}

fn settings() -> Settings {
    Settings {
        limits: Limits::default(),
        page_size: PageSize::MAX,
        local: |moment| (moment + TimeDelta::hours(1)).naive_utc(),
        wish: Wish { project: Some("payments".to_owned()), user: Some("svc-ledger".to_owned()) },
        keymap: Keymap::default(),
        kept: Kept::default(),
        remote: false,
        given_base_url: None,
        account: Some(Account {
            who: Some(Who::Demo),
            left_out: Vec::new(),
            server: "demo".to_owned(),
            console: None,
            reach: Reach {
                base_url: BaseUrl::parse(BaseUrl::ATLAS, false).unwrap(),
                sign_in: SignIn::ApiKey,
                cli_profile: None,
            },
        }),
    }
}

fn client_of(server: &Server) -> Client {
    let settings = client::Settings {
        base_url: BaseUrl::parse(&server.base_url(), false).unwrap(),
        credentials: Credentials::ApiKey { public: PUBLIC_KEY.to_owned(), private: PRIVATE_KEY.into() },
        api: ApiChoice::Auto,
        page_size: PageSize::MAX,
        envelope: false,
        way: Way::default(),
        limits: client::Limits::default(),
    };
    Client::new(settings, Arc::new(|_| {})).unwrap()
}

async fn answer(client: &Client, request: Request) -> Result<Answer, Error> {
    Ok(match request {
        Request::Organisations(page) => Answer::Organisations(client.organisations(page).await?),
        Request::Projects(page) => Answer::Projects(client.projects(page).await?),
        Request::Users(project, page) => Answer::Users(client.users(&project, page).await?),
        Request::Certificates(project, user, page) => {
            Answer::Certificates(client.certificates(&project, &user, page).await?)
        }
        Request::Board(..) | Request::Timeline(_) | Request::Rotation(..) => unreachable!("no board is opened"),
        // Nothing was seen before.
        Request::Recall(question) => {
            Answer::Recalled(archive::recall(&Memory::in_memory().unwrap(), &question).unwrap())
        }
    })
}

/// Lets the program ask until it has what it wants.
async fn settle(model: &mut Model, client: &Client, keys: &str) {
    let keys = keys.split_whitespace().map(|name| Message::Key(name.parse().unwrap()));
    let mut effects = update(model, keys, now());
    while let Some(effect) = effects.pop() {
        if let Effect::Fetch(ticket, request) = effect {
            let answer = answer(client, request).await;
            effects.extend(update(model, [Message::Arrived(ticket, answer)], now()));
        }
    }
}

#[tokio::test]
async fn the_readme_shows_the_real_screen() {
    let server = Server::start(Arc::new(World::new(SEED, now())), Options::new(Arc::new(now))).await.unwrap();
    let client = client_of(&server);
    let mut model = Model::new(settings(), SIZE, now());
    settle(&mut model, &client, "").await;
    let api = client.api_in_use().map(|api| Message::Noticed(Notice::ApiInUse(api)));
    update(&mut model, api, now());
    settle(&mut model, &client, "down down").await;
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).unwrap();
    terminal.draw(|frame| ui::render(&model, &Theme::dark(&UNICODE), frame)).unwrap();
    let drawn = support::svg::drawn(terminal.backend().buffer());

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screen.svg");
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept == drawn, "assets/screen.svg is not what --demo shows: UPDATE_PICTURE=1 cargo test --test picture");
}
