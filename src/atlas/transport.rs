//! One request, one answer: the only place that sends anything.

use std::error::Error as _;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, LOCATION, WWW_AUTHENTICATE};
use reqwest::{RequestBuilder, Response, redirect};
use secrecy::ExposeSecret;
use url::form_urlencoded::byte_serialize;
use url::{Position, Url};

use crate::atlas::address::Address;
use crate::atlas::client::{Credentials, Limits, Settings};
use crate::atlas::digest::{Challenged, Digest};
use crate::atlas::endpoint::{Api, BaseUrl};
use crate::atlas::errand::Errand;
use crate::atlas::error::{Cut, Error, Facts, Kind};
use crate::atlas::exchange::{Exchange, Underway};
use crate::atlas::notice::Notices;
use crate::atlas::pace;
use crate::atlas::retry;
use crate::atlas::service_account::{Granted, ServiceAccount, Token};
use crate::atlas::wire::{self, Trouble};
use crate::domain::printable::Printable;

/// So many challenges a request answers beside others; from then on it goes alone.
const TOGETHER: usize = 2;
/// More often a server that calls every nonce stale is not asked. Alone a request needs two tries at most: one with the
/// nonce of somebody else, one with its own.
const CHALLENGES: usize = TOGETHER + 3;
/// How much of an answer that is not Atlas's is told.
const FIRST_LINE: usize = 120;
/// So many characters of what Atlas says are told. Its longest sentences have a third of that.
const LONGEST_SAYING: usize = 1000;

/// The way to one server with one set of credentials.
pub(super) struct Transport {
    http: reqwest::Client,
    base: BaseUrl,
    identity: Identity,
    /// Whether statuses are asked for inside the bodies.
    envelope: bool,
    limits: Limits,
    notices: Notices,
}

enum Identity {
    Key(Digest),
    Account(ServiceAccount),
}

/// An answer with its body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    /// What the body tells of an error; `None` for a 200, unless its envelope holds another status.
    pub(super) told: Option<Trouble>,
}

impl Answer {
    /// The status that counts: that of HTTP, or the one inside where HTTP's says that all is well.
    fn true_status(&self, told: &Trouble) -> u16 {
        if self.status == 200 { told.status.unwrap_or(200) } else { self.status }
    }

    /// Whether it is a 401 that is about who asks; Atlas also sends one where a role is missing.
    fn asks_to_sign_in(&self) -> bool {
        let is_that = |told: &Trouble| {
            self.true_status(told) == 401
                && !matches!(told.code.as_deref(), Some("USER_UNAUTHORIZED" | "NOT_ORG_GROUP_CREATOR"))
        };
        self.told.as_ref().is_some_and(is_that)
    }
}

impl Transport {
    pub(super) fn new(settings: Settings, notices: Notices) -> Result<Self, Error> {
        // Fails where it is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder()
            .user_agent(concat!("atlas-certs/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .timeout(settings.limits.request_timeout)
            .connect_timeout(settings.limits.connect_timeout)
            .read_timeout(settings.limits.read_timeout);
        let identity = match settings.credentials {
            Credentials::ApiKey { public, private } => Identity::Key(Digest::new(public, private)),
            Credentials::ServiceAccount { id, secret } => Identity::Account(ServiceAccount::new(id, secret)),
        };
        let opened = settings.way.open(builder, &settings.base_url).and_then(reqwest::ClientBuilder::build);
        let http = opened.map_err(|why| unusable(&why))?;
        let Settings { base_url: base, envelope, limits, .. } = settings;
        Ok(Self { http, base, identity, envelope, limits, notices })
    }

    /// GETs `target`, a path and query below the base URL, signed in. Any status is an answer but a 401 that only asks
    /// to sign in.
    pub(super) async fn get(&self, api: Api, target: &str, errand: &mut Errand<'_>) -> Result<Answer, Error> {
        let Some(url) = self.base.join(target) else {
            return Err(Error::new(Kind::Settings, errand.asked.as_str(), Facts::default()));
        };
        match &self.identity {
            Identity::Key(digest) => self.get_with_key(digest, api, &url, errand).await,
            Identity::Account(account) => self.get_with_token(account, api, &url, errand).await,
        }
    }

    async fn get_with_key(
        &self,
        digest: &Digest,
        api: Api,
        url: &Url,
        errand: &mut Errand<'_>,
    ) -> Result<Answer, Error> {
        let uri = &url[Position::BeforePath..Position::AfterQuery];
        let mut refused = 0;
        let mut turn = digest.together().await;
        loop {
            let response = digest.respond(uri);
            let answered = response.as_ref().map(|response| response.generation);
            let answer = self.send(api, url, response.map(|response| response.header), errand).await?;
            if !answer.asks_to_sign_in() {
                return Ok(answer);
            }
            let challenged = digest.challenged(answered, refused > 0, &answer.headers);
            refused += 1;
            errand.sign_in();
            let fail = |kind, detail| {
                let request = Some(format!("GET {}", Address::of(url)));
                Err(Error::new(
                    kind,
                    errand.asked.as_str(),
                    Facts { request, status: Some(401), detail, ..Facts::default() },
                ))
            };
            match challenged {
                Challenged::Again if refused < TOGETHER => {
                    drop(turn);
                    turn = digest.together().await;
                }
                Challenged::Again if refused == TOGETHER => {
                    drop(turn);
                    turn = digest.alone().await;
                }
                // The turn is kept: nobody else can use up what comes next.
                Challenged::Again if refused < CHALLENGES => {}
                Challenged::Again => return fail(Kind::ServerTrouble, Some("it calls every nonce stale".to_owned())),
                // No key was sent: whatever this is, it is not about the key.
                Challenged::Unanswerable if answered.is_none() => {
                    let what = "status 401, which asks to sign in otherwise than with an API key";
                    return fail(Kind::NotUnderstood(what.to_owned()), offered(&answer.headers));
                }
                Challenged::Rejected | Challenged::Unanswerable => return Ok(answer),
            }
        }
    }

    async fn get_with_token(
        &self,
        account: &ServiceAccount,
        api: Api,
        url: &Url,
        errand: &mut Errand<'_>,
    ) -> Result<Answer, Error> {
        let mut refused: Option<Token> = None;
        loop {
            let token = account.token(refused.as_ref(), async || self.mint(account, errand).await).await?;
            let answer = self.send(api, url, Some(token.header()), errand).await?;
            if !answer.asks_to_sign_in() || refused.is_some() {
                return Ok(answer);
            }
            errand.sign_in();
            refused = Some(token);
        }
    }

    /// Trades the client id and secret for a token: the one POST of the program.
    async fn mint(&self, account: &ServiceAccount, errand: &mut Errand<'_>) -> Result<Granted, Error> {
        const ASKED: &str = "a token for the service account";
        let Some(url) = self.base.join("/api/oauth/token") else {
            return Err(Error::new(Kind::Settings, ASKED, Facts::default()));
        };
        // Both are form-encoded before they become a pair (RFC 6749 §2.3.1), so that a colon in one does not split it.
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let request = self
            .http
            .post(url.clone())
            .header(ACCEPT, "application/json")
            .basic_auth(encoded(&account.id), Some(encoded(account.secret.expose_secret())))
            .form(&[("grant_type", "client_credentials")]);
        let shown = format!("POST {}", Address::of(&url));
        let answer = self.answer_to(request, &url, errand.token_request(Address::of(&url)), ASKED).await?;
        let facts = Facts { request: Some(shown.clone()), status: Some(answer.status), ..Facts::default() };
        match answer.status {
            200 => serde_json::from_slice(&answer.body)
                .map_err(|_| Error::new(Kind::NotUnderstood("no token in it".to_owned()), ASKED, facts)),
            400 | 401 => Err(Error::new(Kind::KeysRejected, ASKED, facts)),
            // Any body here may hold a token. Only an error's own fields are told, and none of what calls itself a success.
            status => {
                let told = if status < 400 { Trouble::default() } else { wire::trouble(&answer.body) };
                Err(failed(&Answer { body: Vec::new(), ..answer }, told, true, &shown, ASKED))
            }
        }
    }

    /// The one function that builds a request of the API; it takes no method.
    async fn send(
        &self,
        api: Api,
        url: &Url,
        authorization: Option<String>,
        errand: &mut Errand<'_>,
    ) -> Result<Answer, Error> {
        let mut request = self.http.get(url.clone()).header(ACCEPT, api.accept());
        let exchange = errand.page_request(Address::of(url), authorization.is_some());
        if let Some(authorization) = authorization {
            let unfit = detail("a key holds characters that no header can");
            let mut value = HeaderValue::from_str(&authorization)
                .map_err(|_| Error::new(Kind::Settings, errand.asked.as_str(), unfit))?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let mut answer = self.answer_to(request, url, exchange, &errand.asked).await?;
        answer.told = match answer.status {
            200 if self.envelope => wire::hidden(&answer.body),
            200 => None,
            _ => Some(wire::trouble(&answer.body)),
        };
        Ok(answer)
    }

    /// Sends a request and reads its answer to the end; what came of it is told.
    async fn answer_to(
        &self,
        request: RequestBuilder,
        url: &Url,
        exchange: Exchange,
        asked: &str,
    ) -> Result<Answer, Error> {
        let mut underway = Underway::new(exchange, &self.notices);
        let answer = match request.send().await {
            Ok(response) => self.whole(response, url, &mut underway, asked).await,
            Err(why) => Err(cut(&why, url, underway.request(), asked)),
        };
        match &answer {
            Ok(answer) => underway.answered(answer.status, pace::remaining(&answer.headers)),
            Err(error) => underway.failed(error),
        }
        answer
    }

    /// Reads the body, as far as the cap.
    async fn whole(
        &self,
        mut response: Response,
        url: &Url,
        underway: &mut Underway<'_>,
        asked: &str,
    ) -> Result<Answer, Error> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|why| cut(&why, url, underway.request(), asked))? {
            underway.read(chunk.len());
            if body.len() + chunk.len() > self.limits.body_cap {
                let facts = Facts { request: Some(underway.request()), status: Some(status), ..Facts::default() };
                let what = format!("it is longer than {} bytes", self.limits.body_cap);
                return Err(Error::new(Kind::NotUnderstood(what), asked, facts));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body, told: None })
    }
}

/// The ways to sign in that a server offers: their names only.
fn offered(headers: &HeaderMap) -> Option<String> {
    let texts = headers.get_all(WWW_AUTHENTICATE).into_iter().filter_map(|value| value.to_str().ok());
    let schemes: Vec<&str> = texts.filter_map(|text| text.split_whitespace().next()).collect();
    (!schemes.is_empty()).then(|| format!("it offers {}", schemes.join(", ")))
}

/// What an answer means that is no list; `told` is what its body says. `version_is_known` tells whether the server has
/// shown that it speaks this version of the API.
pub(super) fn failed(answer: &Answer, told: Trouble, version_is_known: bool, shown: &str, asked: &str) -> Error {
    let status = answer.true_status(&told);
    let is_atlas = told.status.is_some() || told.code.is_some();
    let code = told.code.or_else(|| header(&answer.headers, "x-error-code"));
    let named = || told.parameters.first().and_then(|named| address(named));
    let caller = || named().or_else(|| address_in(told.detail.as_deref()?));
    let kind = match (status, code.as_deref()) {
        (_, Some("USER_UNAUTHORIZED" | "NOT_ORG_GROUP_CREATOR")) => Kind::RoleMissing,
        (_, Some("IP_ADDRESS_NOT_ON_ACCESS_LIST")) => Kind::AddressNotListed(caller()),
        (403, None) if told.detail.as_deref().and_then(address_in).is_some() => Kind::AddressNotListed(caller()),
        (401, _) => Kind::KeysRejected,
        (406, _) => Kind::VersionNotSpoken,
        (410, _) => Kind::Retired,
        // Both versions have every list that is asked for: one that is no resource is in a version that is not spoken.
        (404, None | Some("RESOURCE_NOT_FOUND")) if !version_is_known => Kind::VersionNotSpoken,
        (404, _) if is_atlas || code.is_some() || !looks_like_html(&answer.body) => Kind::NotFound,
        (429, _) => Kind::SlowDown(retry::retry_after(&answer.headers)),
        (503, _) if retry::retry_after(&answer.headers).is_some() => {
            Kind::SlowDown(retry::retry_after(&answer.headers))
        }
        (500..=599, _) => Kind::ServerTrouble,
        (300..=399, _) => Kind::Redirected(destination(&answer.headers)),
        (400..=499, _) if is_atlas => Kind::Refused,
        (status, _) => Kind::NotUnderstood(format!(
            "status {status}{}",
            if looks_like_html(&answer.body) { " with a web page" } else { "" }
        )),
    };
    let detail = told.detail.map(shortened).or_else(|| first_line(&answer.body));
    let (request, code) = (Some(shown.to_owned()), code.map(shortened));
    let facts = Facts { request, status: Some(status), code, detail, ..Facts::default() };
    Error::new(kind, asked, facts)
}

/// As much of a saying as fits into a line, whatever calls itself one.
fn shortened(mut saying: String) -> String {
    if let Some((end, _)) = saying.char_indices().nth(LONGEST_SAYING) {
        saying.truncate(end);
        saying.push('…');
    }
    saying
}

/// The address in `IP address x.x.x.x is not allowed to access this resource.`
fn address_in(detail: &str) -> Option<String> {
    let (_, rest) = detail.split_once("IP address ")?;
    let (named, _) = rest.split_once(" is not allowed")?;
    address(named)
}

/// A text that is an address, as addresses are written.
fn address(text: &str) -> Option<String> {
    text.parse::<IpAddr>().ok().map(|address| address.to_string())
}

/// The beginning of a body, for the story.
pub(super) fn first_line(body: &[u8]) -> Option<String> {
    let text = Printable::from_octets(body.get(..FIRST_LINE.min(body.len())).unwrap_or_default());
    let line: String = text.as_str().trim().to_owned();
    (!line.is_empty()).then_some(line)
}

/// Whether a body is a page for a browser, as proxies and sign-in portals send.
pub(super) fn looks_like_html(body: &[u8]) -> bool {
    body.trim_ascii_start().first() == Some(&b'<')
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// The host that a redirect leads to: the rest of the address may hold what is not for the screen.
fn destination(headers: &HeaderMap) -> String {
    let location = header(headers, LOCATION.as_str()).unwrap_or_default();
    Url::parse(&location)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_else(|| "another place".to_owned())
}

fn detail(text: &str) -> Facts {
    Facts { detail: Some(text.to_owned()), ..Facts::default() }
}

fn unusable(why: &reqwest::Error) -> Error {
    Error::new(Kind::Settings, "a connection", Facts { causes: causes(why), ..detail("TLS or --ca-file") })
}

fn causes(why: &reqwest::Error) -> Vec<String> {
    let mut causes = Vec::new();
    let mut cause = why.source();
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    causes
}

/// Why no answer came.
fn cut(why: &reqwest::Error, url: &Url, request: String, asked: &str) -> Error {
    let causes = causes(why);
    let told = causes.join(" · ").to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| told.contains(word));
    let kind = if why.is_timeout() {
        Cut::Time
    } else if says(&["dns error", "failed to lookup", "name or service"]) {
        Cut::Name
    } else if says(&["invalidcontenttype", "corrupt message"]) {
        Cut::NoTls
    } else if says(&["certificate", "tls", "handshake", "invalid peer"]) {
        Cut::Tls
    } else if says(&["proxy", "tunnel"]) {
        Cut::Proxy
    } else if why.is_connect() && says(&["refused", "unreachable", "no route"]) {
        Cut::Connection
    } else {
        Cut::Broken
    };
    let port = url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
    let server = format!("{}{port}", url.host_str().unwrap_or_default());
    let facts = Facts { request: Some(request), server: Some(server), causes, ..Facts::default() };
    Error::new(Kind::Unreachable(kind), asked, facts)
}

/// The defaults: what a person will wait for, and what a page of 500 certificates can be at most.
impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            request_timeout: Duration::from_mins(2),
            body_cap: 32 << 20,
            attempts: 4,
            first_pause: Duration::from_millis(500),
            at_once: 4,
        }
    }
}
