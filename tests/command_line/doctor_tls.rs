//! `doctor` on the server's certificate: whose it is, whether it is trusted, and until when; directly and through a proxy.

use std::net::SocketAddr;

use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};

use crate::command::{Atlas, Program};
use crate::doctor::{DOCTOR, atlas, fails_at, found};
use crate::tls::{AUTHORITY, inspecting, tunnel};

fn behind(atlas: &Atlas) -> SocketAddr {
    atlas.server.base_url().trim_start_matches("http://").parse().unwrap()
}

fn asking(atlas: &Atlas, base_url: &str) -> Program {
    atlas.stranger(["--base-url", base_url]).arguments(DOCTOR).keys(PUBLIC_KEY, PRIVATE_KEY)
}

#[test]
fn an_authority_that_nobody_knows_is_named() {
    let atlas = atlas();
    let (server, authority) = inspecting(behind(&atlas), &["127.0.0.1"], 2099);
    let url = format!("https://{}", server.address);
    let whose = format!("issued by “CN={AUTHORITY}");
    fails_at(asking(&atlas, &url), "tls", &["not trusted", "--ca-file", &whose, "2099-12-31"]);
    assert!(atlas.asked().is_empty(), "nothing is sent to a server that is not trusted");

    let authority = atlas.write("authority.pem", &authority);
    let run = asking(&atlas, &url).arguments(["--ca-file", authority.to_str().unwrap()]).run();
    run.out();
    let (state, line) = found(&run, "tls").expect("tls");
    assert!(state == "ok" && line.contains("is trusted") && line.contains(&whose), "{line}");
    assert!(line.ends_with("its end is 2099-12-31 00:00 UTC"), "{line}");
}

#[test]
fn a_certificate_that_has_ended_or_is_for_another_name_is_told() {
    let atlas = atlas();
    for (names, year, words) in [(["127.0.0.1"], 2020, "2020-12-31"), (["other.invalid"], 2099, AUTHORITY)] {
        let (server, authority) = inspecting(behind(&atlas), &names, year);
        let authority = atlas.write("authority.pem", &authority);
        let program = asking(&atlas, &format!("https://{}", server.address));
        fails_at(program.arguments(["--ca-file", authority.to_str().unwrap()]), "tls", &["not trusted", words]);
    }
    assert!(atlas.asked().is_empty());
}

#[test]
fn a_proxy_that_looks_into_tls_shows() {
    let atlas = atlas();
    let (server, authority) = inspecting(behind(&atlas), &["atlas.invalid"], 2099);
    let proxy = tunnel(server.address);
    let asking = || asking(&atlas, "https://atlas.invalid").env("HTTPS_PROXY", &format!("http://{}", proxy.address));
    fails_at(asking(), "tls", &["not trusted", AUTHORITY]);
    assert!(atlas.asked().is_empty());
    let authority = atlas.write("authority.pem", &authority);
    let run = asking().arguments(["--ca-file", authority.to_str().unwrap()]).run();
    run.out();
    assert!(found(&run, "tls").expect("tls").1.contains(AUTHORITY));
    assert!(found(&run, "proxy").expect("proxy").1.contains("HTTPS_PROXY leads to 127.0.0.1"));
    assert!(!atlas.asked().is_empty());
}
