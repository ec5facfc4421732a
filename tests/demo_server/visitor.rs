//! A client that shares no line with ours.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::options::{Options, Overcount};
use atlas_certs::demo::{Server, World, world};
use chrono::{DateTime, TimeDelta, Utc};
use digest_auth::{AuthContext, HttpMethod, WwwAuthenticateHeader};
use reqwest::{Client, Method, Response, StatusCode, header};
use serde_json::Value;

pub const V2: &str = "application/vnd.atlas.2023-01-01+json";

pub struct Visitor {
    pub server: Server,
    pub world: Arc<World>,
    pub http: Client,
    /// Seconds since [`start`] on the server's clock.
    passed: Arc<AtomicI64>,
    prompt: Mutex<Option<WwwAuthenticateHeader>>,
}

pub fn start() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

pub fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().no_gzip().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// A server that counts truly, as changed.
pub async fn visit_with(change: impl FnOnce(&mut Options)) -> Visitor {
    let passed = Arc::new(AtomicI64::new(0));
    let clock = {
        let passed = Arc::clone(&passed);
        Arc::new(move || start() + TimeDelta::seconds(passed.load(Ordering::SeqCst)))
    };
    let mut options = Options::new(clock);
    options.overcount = Overcount::Never;
    change(&mut options);
    let world = Arc::new(World::new(world::SEED, start()));
    let server = Server::start(Arc::clone(&world), options).await.unwrap();
    Visitor { server, world, http: client(), passed, prompt: Mutex::default() }
}

pub async fn visit() -> Visitor {
    visit_with(|_| {}).await
}

impl Visitor {
    pub fn wait(&self, seconds: i64) {
        self.passed.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn url(&self, target: &str) -> String {
        format!("{}{target}", self.server.base_url())
    }

    /// The path of a user's certificates.
    pub fn certs(&self, project: &str, user: &str) -> String {
        let id = &self.world.project_named(project).unwrap().id;
        format!("/api/atlas/v2/groups/{id}/databaseUsers/{user}/certs")
    }

    pub fn users(&self, project: &str) -> String {
        format!("/api/atlas/v2/groups/{}/databaseUsers", self.world.project_named(project).unwrap().id)
    }

    /// An answer to a request without a signature.
    pub async fn unsigned(&self, target: &str) -> Response {
        self.http.get(self.url(target)).header(header::ACCEPT, V2).send().await.unwrap()
    }

    /// A challenge, fresh.
    pub async fn prompt(&self) -> WwwAuthenticateHeader {
        let response = self.unsigned("/api/atlas/v2/groups").await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        WwwAuthenticateHeader::parse(response.headers()[header::WWW_AUTHENTICATE].to_str().unwrap()).unwrap()
    }

    /// The next signature for a request, with one nonce for all.
    pub async fn signature(&self, method: &Method, target: &str) -> String {
        if self.prompt.lock().unwrap().is_none() {
            let prompt = self.prompt().await;
            *self.prompt.lock().unwrap() = Some(prompt);
        }
        sign(self.prompt.lock().unwrap().as_mut().unwrap(), method, target, PRIVATE_KEY)
    }

    pub async fn try_get(&self, target: &str, accept: &str) -> reqwest::Result<Response> {
        let signature = self.signature(&Method::GET, target).await;
        let request = self.http.get(self.url(target)).header(header::ACCEPT, accept);
        request.header(header::AUTHORIZATION, signature).send().await
    }

    pub async fn get(&self, target: &str) -> Response {
        self.try_get(target, V2).await.unwrap()
    }

    /// The body of an answer with status 200.
    pub async fn json(&self, target: &str) -> Value {
        let response = self.get(target).await;
        assert_eq!(response.status(), StatusCode::OK, "{target}");
        body(response).await
    }

    /// An answer to a request with this `Authorization`.
    pub async fn with(&self, target: &str, authorisation: &str) -> Response {
        let request = self.http.get(self.url(target)).header(header::ACCEPT, V2);
        request.header(header::AUTHORIZATION, authorisation).send().await.unwrap()
    }
}

pub fn sign(prompt: &mut WwwAuthenticateHeader, method: &Method, target: &str, password: &str) -> String {
    let method = HttpMethod(method.as_str().to_owned().into());
    let context = AuthContext::new_with_method(PUBLIC_KEY, password, target, Option::<&[u8]>::None, method);
    prompt.respond(&context).unwrap().to_header_string()
}

pub async fn body(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

pub fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} in {value}"))
}

/// The `rel` of every link of a list.
pub fn rels(page: &Value) -> Vec<&str> {
    page["links"].as_array().unwrap().iter().map(|link| text(link, "/rel")).collect()
}

pub fn results(page: &Value) -> &[Value] {
    page["results"].as_array().unwrap()
}
