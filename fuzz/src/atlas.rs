//! An Atlas on loopback that gives the answers it is told to give, and hears what it is asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use atlas_certs::atlas::client::{Client, Credentials, Limits, Settings};
use atlas_certs::atlas::endpoint::{Api, ApiChoice, BaseUrl};
use atlas_certs::atlas::page::PageSize;
use atlas_certs::atlas::way::Way;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

/// Who asks.
pub const PUBLIC_KEY: &str = "abcdefgh";
/// What nobody may get to see.
pub const PRIVATE_KEY: &str = "5ec7e7aa-b0b1-4c2c-8d3d-e4e5f6f7a8b9";

/// A server, and the runtime that it and its clients live in.
pub struct Atlas {
    runtime: Runtime,
    base_url: BaseUrl,
    talk: Arc<Mutex<Talk>>,
}

#[derive(Default)]
struct Talk {
    answers: VecDeque<Vec<u8>>,
    heard: Vec<String>,
}

impl Atlas {
    /// One that listens.
    pub fn start() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let talk = Arc::new(Mutex::new(Talk::default()));
        runtime.spawn(listen(listener, Arc::clone(&talk)));
        Self { runtime, base_url: BaseUrl::parse(&base_url, false).unwrap(), talk }
    }

    /// A client of it, which tries each request once.
    pub fn client(&self, envelope: bool) -> Client {
        let settings = Settings {
            base_url: self.base_url.clone(),
            credentials: Credentials::ApiKey { public: PUBLIC_KEY.to_owned(), private: PRIVATE_KEY.into() },
            api: ApiChoice::Only(Api::V2),
            page_size: PageSize::MAX,
            envelope,
            way: Way::default(),
            limits: Limits { attempts: 1, ..Limits::default() },
        };
        Client::new(settings, Arc::new(|_| {})).unwrap()
    }

    /// What comes of `asking` where the requests are given these answers, in this order, and all that come after them an
    /// empty list; and the requests, each with its headers.
    pub fn asked<T>(&self, answers: Vec<Vec<u8>>, asking: impl Future<Output = T>) -> (T, Vec<String>) {
        *self.talk.lock().unwrap() = Talk { answers: answers.into(), heard: Vec::new() };
        let came = self.runtime.block_on(asking);
        (came, std::mem::take(&mut self.talk.lock().unwrap().heard))
    }
}

/// An answer with these lines of headers.
pub fn answer(status: u16, headers: &[(&str, &[u8])], body: &[u8]) -> Vec<u8> {
    let mut written = format!("HTTP/1.1 {status} -\r\ncontent-length: {}\r\n", body.len()).into_bytes();
    for (name, value) in headers {
        written.extend_from_slice(format!("{name}: ").as_bytes());
        written.extend_from_slice(value);
        written.extend_from_slice(b"\r\n");
    }
    written.extend_from_slice(b"\r\n");
    written.extend_from_slice(body);
    written
}

async fn listen(listener: TcpListener, talk: Arc<Mutex<Talk>>) {
    while let Ok((connection, _)) = listener.accept().await {
        tokio::spawn(serve(connection, Arc::clone(&talk)));
    }
}

/// Answers GETs, which have no body, until the client has gone.
async fn serve(mut connection: TcpStream, talk: Arc<Mutex<Talk>>) {
    let mut read = Vec::new();
    while let Ok(1..) = connection.read_buf(&mut read).await {
        while let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = read.drain(..end + 4).collect();
            let next = {
                let mut talk = talk.lock().unwrap();
                talk.heard.push(String::from_utf8(head).unwrap());
                talk.answers.pop_front()
            };
            let next = next.unwrap_or_else(|| answer(200, &[], br#"{"results":[]}"#));
            if connection.write_all(&next).await.is_err() {
                return;
            }
        }
    }
}
