//! The front door: HTTP/1.1 on 127.0.0.1, one task a connection. What goes wrong on purpose goes wrong here.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use std::{fmt, io};

use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::answer::{self, Atlas, Bend};
use super::body::{self, Body};
use super::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, PUBLIC_KEY};
use super::faults::{Fault, Faults, Seen};
use super::gate;
use super::journal::{Entry, Journal, Line, Outcome};
use super::options::Options;
use super::query;
use super::world::{LANDMARKS, World};

/// The most that a request may bring: a token is asked for in a few bytes.
const REQUEST_BODY: usize = 64 * 1024;

/// A simulated Atlas that answers until it is dropped.
pub struct Server {
    address: SocketAddr,
    faults: Faults,
    journal: Journal,
    accepting: JoinHandle<Infallible>,
}

impl Server {
    /// Listens on 127.0.0.1. Needs a Tokio runtime with time and I/O.
    ///
    /// # Errors
    /// Where the port of `options` cannot be had.
    pub async fn start(world: Arc<World>, options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let faults = options.faults.clone();
        let journal = Journal::default();
        let desk = Arc::new(Desk {
            atlas: Atlas::new(world, options, format!("http://{address}")),
            journal: journal.clone(),
            asked: AtomicU64::new(0),
        });
        Ok(Self { address, faults, journal, accepting: tokio::spawn(accept(listener, desk)) })
    }

    /// Where it listens, `http://127.0.0.1:port`, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What goes wrong on purpose.
    #[must_use]
    pub const fn faults(&self) -> &Faults {
        &self.faults
    }

    /// What was asked.
    #[must_use]
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// What a person needs to use it, one fact a line.
    #[must_use]
    pub fn greeting(&self) -> Greeting {
        Greeting { base_url: self.base_url() }
    }
}

/// Open connections end with it.
impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// What a person needs to use the server.
#[derive(Debug, Clone)]
pub struct Greeting {
    base_url: String,
}

impl fmt::Display for Greeting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "base URL       {}", self.base_url)?;
        writeln!(formatter, "public key     {PUBLIC_KEY}")?;
        writeln!(formatter, "private key    {PRIVATE_KEY}")?;
        writeln!(formatter, "client id      {CLIENT_ID}")?;
        writeln!(formatter, "client secret  {CLIENT_SECRET}")?;
        for landmark in LANDMARKS {
            writeln!(formatter, "see            {} / {}: {}", landmark.project, landmark.user, landmark.what)?;
        }
        Ok(())
    }
}

/// Takes connections for ever. The tasks are its own, so that they end when it does.
async fn accept(listener: TcpListener, desk: Arc<Desk>) -> Infallible {
    let mut connections = JoinSet::new();
    let mut number = 0;
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, number, Arc::clone(&desk)));
                    number += 1;
                }
                // Out of file descriptors, or the client is gone already: others may have more luck.
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, connection: u64, desk: Arc<Desk>) {
    // Answers are small and asked for one by one. Where this cannot be had they are only slower.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| desk.answer(request, connection));
    // An error is a connection that broke, on purpose or by the client: there is nobody left to tell.
    let _ = http1::Builder::new().auto_date_header(false).serve_connection(TokioIo::new(stream), service).await;
}

/// The request target: path and query, as sent.
pub(super) fn target<B>(request: &Request<B>) -> &str {
    request.uri().path_and_query().map_or("/", |target| target.as_str())
}

/// Where requests are received, noted, and answered.
struct Desk {
    atlas: Atlas,
    journal: Journal,
    asked: AtomicU64,
}

impl Desk {
    async fn answer(&self, request: Request<Incoming>, connection: u64) -> io::Result<Response<Body>> {
        let line = self.journal.arrived(entry(&request, connection));
        let faults = self.atlas.options.faults.meet(&self.see(&request));
        let (parts, body) = request.into_parts();
        let body = Limited::new(body, REQUEST_BODY).collect().await.map_err(io::Error::other)?.to_bytes();
        let request = Request::from_parts(parts, body);
        self.wait(&faults).await;
        match faults.iter().find_map(|fault| self.instead(fault, &request)) {
            Some(replaced) => {
                let response = replaced?;
                line.answered(response.status().as_u16());
                Ok(response)
            }
            None => Ok(self.bent(&request, &faults, line)),
        }
    }

    async fn wait(&self, faults: &[Fault]) {
        let slow = faults.iter().filter_map(|fault| match fault {
            Fault::Latency(time) => Some(*time),
            _ => None,
        });
        let latency = slow.fold(self.atlas.options.latency, Duration::saturating_add);
        // Even no time at all would cost a turn of the timer's wheel.
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        for fault in faults {
            if let Fault::Hold(gate) = fault {
                gate.passed().await;
            }
        }
    }

    fn see(&self, request: &Request<Incoming>) -> Seen {
        let query = request.uri().query().unwrap_or_default();
        Seen {
            number: self.asked.fetch_add(1, Ordering::Relaxed),
            method: request.method().to_string(),
            target: target(request).to_owned(),
            page: query::value(query, "pageNum").and_then(|page| page.parse().ok()).unwrap_or(1),
            signed: request.headers().contains_key(header::AUTHORIZATION),
        }
    }

    /// The answer that takes the place of the right one, or the error that breaks the connection.
    fn instead(&self, fault: &Fault, request: &Request<Bytes>) -> Option<io::Result<Response<Body>>> {
        let now = self.atlas.now();
        let plain = |status: u16, kind: &str, body: Vec<u8>| {
            let mut response = Response::new(Bytes::from(body));
            *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            answer::set(&mut response, "content-type", kind);
            response
        };
        let mut response = match fault {
            Fault::Status(status, body, headers) => {
                let mut response = plain(*status, "application/json", body.clone().into());
                for (name, value) in headers {
                    answer::set(&mut response, name, value);
                }
                response
            }
            Fault::RateLimited { retry_after } => answer::rate_limited(request.uri().path(), *retry_after),
            Fault::CutConnection => return Some(Err(io::Error::other("cut on purpose"))),
            Fault::Garbage(bytes) => plain(200, "application/json", bytes.clone()),
            Fault::Html => plain(200, "text/html;charset=utf-8", PORTAL.into()),
            Fault::RedirectTo(address) => {
                let mut response = plain(302, "text/plain", Vec::new());
                answer::set(&mut response, "location", address);
                response
            }
            Fault::HugeBody(length) => {
                let response = plain(200, "application/json", Vec::new());
                return Some(Ok(response.map(|_| body::huge(*length))));
            }
            Fault::StaleNonce => {
                answer::unauthorised(&self.atlas.gate.pretend_stale(request, &self.atlas.options, now))
            }
            Fault::Latency(_)
            | Fault::Hold(_)
            | Fault::CutBody { .. }
            | Fault::WrongContentType(_)
            | Fault::ShiftList { .. }
            | Fault::DateSkew(_) => return None,
        };
        answer::stamp(&mut response, now);
        Some(Ok(response.map(body::whole)))
    }

    /// The right answer, but for what the faults change in it.
    fn bent(&self, request: &Request<Bytes>, faults: &[Fault], line: Line) -> Response<Body> {
        let mut bend = Bend::default();
        for fault in faults {
            match fault {
                Fault::ShiftList { by } => bend.shift += by,
                Fault::DateSkew(by) => bend.skew += *by,
                _ => {}
            }
        }
        let (mut response, refused) = self.atlas.answer(request, bend);
        line.refused(refused);
        line.answered(response.status().as_u16());
        for fault in faults {
            match fault {
                Fault::WrongContentType(kind) => answer::set(&mut response, "content-type", kind),
                Fault::CutBody { after } => {
                    let length = response.body().len().to_string();
                    answer::set(&mut response, "content-length", &length);
                    return response.map(|bytes| body::cut(&bytes, *after));
                }
                _ => {}
            }
        }
        response.map(body::whole)
    }
}

const PORTAL: &str = "<!DOCTYPE html>\n<html><head><title>Sign in to the guest network</title></head>\n<body><h1>Sign in</h1></body></html>\n";

/// What the journal keeps of a request.
fn entry(request: &Request<Incoming>, connection: u64) -> Entry {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    Entry {
        connection,
        method: request.method().to_string(),
        target: target(request).to_owned(),
        accept: accept.map(str::to_owned),
        signature: gate::signature(request.headers()),
        outcome: Outcome::Pending,
        refused: None,
    }
}
