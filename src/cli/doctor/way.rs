//! The way to the server before anything is said: the proxy, the name, the connection.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use url::Url;

use crate::atlas::endpoint::BaseUrl;
use crate::config::environment::Environment;
use crate::report::health::Finding;

/// How long a name or a connection may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Walks it; whether it leads to the end.
pub(super) async fn walk(base_url: &BaseUrl, environment: &Environment, findings: &mut Vec<Finding>) -> bool {
    let proxy = match proxy(base_url, environment) {
        Ok((line, proxy)) => {
            findings.push(Finding::ok("proxy", line));
            proxy
        }
        Err(why) => {
            findings.push(Finding::fail("proxy", why));
            return false;
        }
    };
    let (host, port) = match &proxy {
        Some(proxy) => (proxy.host_str().unwrap_or_default(), proxy.port_or_known_default().unwrap_or(80)),
        None => (base_url.host(), base_url.port()),
    };
    let of = if proxy.is_some() { " (the proxy; the server's name is left to it)" } else { "" };
    // An address of IPv6 stands in brackets in a URL alone.
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let addresses: Vec<SocketAddr> = match timeout(PATIENCE, lookup_host((name, port))).await {
        Ok(Ok(addresses)) => addresses.collect(),
        Ok(Err(why)) => {
            findings.push(Finding::fail("dns", format!("{host}{of} has no address ({why}): check the name and DNS")));
            return false;
        }
        Err(_) => {
            findings.push(Finding::fail("dns", format!("no answer for {host}{of}: check the name server")));
            return false;
        }
    };
    let shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    findings.push(Finding::ok("dns", format!("{host} is {}{of}", shown.join(", "))));
    let (connected, finding) = connect(&addresses, &format!("{host}:{port}{of}")).await;
    findings.push(finding);
    connected
}

async fn connect(addresses: &[SocketAddr], server: &str) -> (bool, Finding) {
    const ADVICE: &str = "check the base URL, the firewall and the proxy";
    match timeout(PATIENCE, TcpStream::connect(addresses)).await {
        Ok(Ok(_)) => (true, Finding::ok("tcp", format!("{server} listens"))),
        Ok(Err(why)) => (false, Finding::fail("tcp", format!("no connection to {server} ({why}): {ADVICE}"))),
        Err(_) => (false, Finding::fail("tcp", format!("no answer from {server}: {ADVICE}"))),
    }
}

/// What the environment says of a proxy, and the proxy that a request will go through.
fn proxy(base_url: &BaseUrl, environment: &Environment) -> Result<(String, Option<Url>), String> {
    let first = |names: &[&str]| names.iter().find_map(|name| environment.get(name));
    let Some(variable) = first(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]) else {
        return Ok(("none in the environment".to_owned(), None));
    };
    let name = variable.name;
    if base_url.is_loopback() {
        return Ok((format!("{name} is set, but not for this machine"), None));
    }
    if let Some(exempt) = first(&["NO_PROXY", "no_proxy"]).filter(|list| is_exempt(base_url.host(), list.value)) {
        return Ok((format!("{name} is set, but {} exempts {}", exempt.name, base_url.host()), None));
    }
    let text = variable.value;
    let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    // The address may hold a password: only the host is told.
    match Url::parse(&text) {
        Ok(url) if url.host_str().is_some() => {
            Ok((format!("{name} leads to {}", url.host_str().unwrap_or_default()), Some(url)))
        }
        _ => Err(format!("{name} is no URL: write it like http://proxy.example.org:3128")),
    }
}

/// Whether a list such as `localhost,.example.org` names the host or a domain that it is in.
fn is_exempt(host: &str, list: &str) -> bool {
    list.split(',').map(|entry| entry.trim().trim_start_matches('.')).filter(|entry| !entry.is_empty()).any(|entry| {
        entry == "*" || host == entry || host.strip_suffix(entry).is_some_and(|before| before.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Result<(String, Option<Url>), String> {
        let base_url = BaseUrl::parse(BaseUrl::ATLAS, false).expect("a base URL");
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        proxy(&base_url, &Environment::of(variables.iter().map(own)))
    }

    #[test]
    fn a_proxy_is_told_without_its_password() {
        let (line, url) = of(&[("HTTPS_PROXY", "http://ann:secret@proxy.example.org:3128")]).expect("a proxy");
        assert_eq!(line, "HTTPS_PROXY leads to proxy.example.org");
        assert_eq!(url.and_then(|url| url.port()), Some(3128));
        assert!(!of(&[("https_proxy", "http://ann:secret@")]).expect_err("no URL").contains("secret"));
    }

    #[test]
    fn hosts_are_exempt_by_name_and_by_domain() {
        for list in ["*", "cloud.mongodb.com", "localhost, .mongodb.com", "mongodb.com"] {
            let (line, url) = of(&[("ALL_PROXY", "proxy:1"), ("NO_PROXY", list)]).expect("no proxy");
            assert!(url.is_none() && line.contains("NO_PROXY exempts"), "{list}: {line}");
        }
        assert!(of(&[("ALL_PROXY", "proxy:1"), ("NO_PROXY", "godb.com")]).expect("a proxy").1.is_some());
    }
}
