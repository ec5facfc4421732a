//! The way to the server before anything is said: the proxy, the name, the connection.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use crate::atlas::endpoint::BaseUrl;
use crate::atlas::way::{Proxy, Way};
use crate::config::environment::Environment;
use crate::report::health::Finding;

/// How long a name or a connection may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Walks it; whether it leads to the end.
pub(super) async fn walk(
    base_url: &BaseUrl,
    way: &Way,
    environment: &Environment,
    findings: &mut Vec<Finding>,
) -> bool {
    let proxy = match proxy(base_url, way.proxy.as_ref(), environment) {
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
        Some(proxy) => (proxy.host(), proxy.port()),
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

/// What is said of a proxy, by the profile or else by the environment, and the one that a request will go through.
fn proxy(
    base_url: &BaseUrl,
    of_profile: Option<&Proxy>,
    environment: &Environment,
) -> Result<(String, Option<Proxy>), String> {
    let variable = environment.proxy(base_url.is_https());
    let (name, told) = match (of_profile, variable) {
        (Some(proxy), _) => ("the profile's proxy", Ok(proxy.clone())),
        (None, Some(variable)) => (variable.name, Proxy::parse(variable.value)),
        (None, None) => return Ok(("none in the profile or the environment".to_owned(), None)),
    };
    if base_url.is_loopback() {
        return Ok((format!("{name} is set, but not for this machine"), None));
    }
    let exempting = ["NO_PROXY", "no_proxy"].iter().find_map(|name| environment.get(name));
    let exempting = exempting.filter(|list| of_profile.is_none() && is_exempt(base_url.host(), list.value));
    if let Some(exempting) = exempting {
        return Ok((format!("{name} is set, but {} exempts {}", exempting.name, base_url.host()), None));
    }
    match told {
        Ok(proxy) => Ok((format!("{name} leads to {proxy}"), Some(proxy))),
        Err(why) => Err(format!("{name} {why}")),
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

    fn of(of_profile: Option<&str>, variables: &[(&str, &str)]) -> Result<(String, Option<Proxy>), String> {
        let base_url = BaseUrl::parse(BaseUrl::ATLAS, false).expect("a base URL");
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let of_profile = of_profile.map(|text| Proxy::parse(text).expect("a proxy"));
        proxy(&base_url, of_profile.as_ref(), &Environment::of(variables.iter().map(own)))
    }

    #[test]
    fn a_proxy_is_told_without_its_password() {
        let (line, _) = of(None, &[("HTTPS_PROXY", "http://ann:secret@proxy.example.org:3128")]).expect("a proxy");
        assert_eq!(line, "HTTPS_PROXY leads to proxy.example.org:3128");
        assert!(!of(None, &[("https_proxy", "http://ann:secret@")]).expect_err("no URL").contains("secret"));
    }

    #[test]
    fn the_profile_s_own_counts_before_all_that_the_environment_says() {
        let (line, _) = of(Some("own:1"), &[("ALL_PROXY", "proxy:1"), ("NO_PROXY", "*")]).expect("a proxy");
        assert_eq!(line, "the profile's proxy leads to own:1");
    }

    #[test]
    fn hosts_are_exempt_by_name_and_by_domain() {
        for list in ["*", "cloud.mongodb.com", "localhost, .mongodb.com", "mongodb.com"] {
            let (line, proxy) = of(None, &[("ALL_PROXY", "proxy:1"), ("NO_PROXY", list)]).expect("no proxy");
            assert!(proxy.is_none() && line.contains("NO_PROXY exempts"), "{list}: {line}");
        }
        assert!(of(None, &[("ALL_PROXY", "proxy:1"), ("NO_PROXY", "godb.com")]).expect("a proxy").1.is_some());
    }
}
