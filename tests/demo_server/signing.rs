//! HTTP Digest to the letter, and tokens.

use atlas_certs::demo::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY};
use atlas_certs::demo::journal::Signature;
use atlas_certs::demo::options::{Challenges, NonceCount};
use chrono::TimeDelta;
use digest_auth::WwwAuthenticateHeader;
use reqwest::{Method, Response, StatusCode, header};

use super::visitor::{V2, Visitor, body, sign, text, visit, visit_with};

const GROUPS: &str = "/api/atlas/v2/groups";

fn is_stale(response: &Response) -> bool {
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    response.headers()[header::WWW_AUTHENTICATE].to_str().unwrap().ends_with("stale=true")
}

fn last_refusal(visitor: &Visitor) -> &'static str {
    visitor.server.journal().entries().last().unwrap().refused.unwrap()
}

#[tokio::test]
async fn the_first_leg_is_refused_in_the_three_recorded_ways() {
    let visitor = visit().await;
    let mut bodies = Vec::new();
    for _ in 0..3 {
        let response = visitor.unsigned(GROUPS).await;
        let challenge = response.headers()[header::WWW_AUTHENTICATE].to_str().unwrap().to_owned();
        let nonce = challenge.split('"').nth(5).unwrap();
        assert_eq!(
            challenge,
            format!(
                r#"Digest realm="MMS Public API", domain="", nonce="{nonce}", algorithm=MD5, qop="auth", stale=false"#
            )
        );
        assert_eq!(nonce.len(), 32);
        assert!(!response.headers().contains_key("ratelimit-limit"));
        let kind = response.headers().contains_key(header::CONTENT_TYPE);
        let body = response.text().await.unwrap();
        assert_eq!(kind, !body.is_empty());
        bodies.push(body.len());
    }
    // The lengths of the recorded bodies.
    assert_eq!(bodies, [106, 142, 0]);
}

#[tokio::test]
async fn a_signature_is_good_for_its_request_only() {
    let visitor = visit().await;
    let mut prompt = visitor.prompt().await;
    let signature = sign(&mut prompt, &Method::GET, GROUPS, PRIVATE_KEY);
    let other = format!("{GROUPS}?pageNum=1");
    assert!(!is_stale(&visitor.with(&other, &signature).await));
    assert_eq!(last_refusal(&visitor), "uri is not the request target");
    // What was refused did not use up the nonce.
    assert_eq!(visitor.with(GROUPS, &signature).await.status(), StatusCode::OK);

    for (what, wrong, why) in [
        ("private key", sign(&mut prompt, &Method::GET, GROUPS, "wrong"), "wrong response"),
        ("method", sign(&mut prompt, &Method::POST, GROUPS, PRIVATE_KEY), "wrong response"),
        (
            "user",
            sign(&mut prompt, &Method::GET, GROUPS, PRIVATE_KEY).replace("demodemo", "nobody"),
            "unknown public key",
        ),
        ("realm", sign(&mut prompt, &Method::GET, GROUPS, PRIVATE_KEY).replace("MMS", "mms"), "another realm"),
        ("no qop", sign(&mut prompt, &Method::GET, GROUPS, PRIVATE_KEY).replace("qop=auth, ", ""), "no qop"),
        ("scheme", "Basic ZGVtbzpkZW1v".to_owned(), "neither Digest nor Bearer"),
        ("nonsense", "Digest".to_owned(), "neither Digest nor Bearer"),
    ] {
        assert!(!is_stale(&visitor.with(GROUPS, &wrong).await), "{what}");
        assert_eq!(last_refusal(&visitor), why, "{what}");
    }
    assert!(visitor.server.journal().entries().iter().all(|entry| !format!("{entry:?}").contains(PRIVATE_KEY)));
}

#[tokio::test]
async fn a_nonce_may_be_used_in_any_order_but_each_count_once() {
    let visitor = visit().await;
    let mut prompt = visitor.prompt().await;
    let signatures: Vec<_> = (0..3).map(|_| sign(&mut prompt, &Method::GET, GROUPS, PRIVATE_KEY)).collect();
    for place in [2, 0, 1] {
        assert_eq!(visitor.with(GROUPS, &signatures[place]).await.status(), StatusCode::OK);
    }
    assert!(is_stale(&visitor.with(GROUPS, &signatures[1]).await), "a replay");
    let counts: Vec<_> = visitor
        .server
        .journal()
        .entries()
        .into_iter()
        .filter_map(|entry| match entry.signature {
            Signature::Digest { count, .. } => Some(count),
            _ => None,
        })
        .collect();
    assert_eq!(counts, [3, 1, 2, 2]);
}

#[tokio::test]
async fn nonces_end() {
    let ask = async |visitor: &Visitor, prompt: &mut WwwAuthenticateHeader| {
        let signature = sign(prompt, &Method::GET, GROUPS, PRIVATE_KEY);
        visitor.with(GROUPS, &signature).await
    };
    let visitor = visit_with(|options| options.nonce_lifetime = TimeDelta::seconds(60)).await;
    let mut prompt = visitor.prompt().await;
    visitor.wait(60);
    assert_eq!(ask(&visitor, &mut prompt).await.status(), StatusCode::OK);
    visitor.wait(1);
    assert!(is_stale(&ask(&visitor, &mut prompt).await), "too old");

    prompt.nonce = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned();
    assert!(is_stale(&ask(&visitor, &mut prompt).await), "never given out");

    let visitor = visit_with(|options| options.nonce_uses = Some(2)).await;
    let mut prompt = visitor.prompt().await;
    assert_eq!(ask(&visitor, &mut prompt).await.status(), StatusCode::OK);
    assert_eq!(ask(&visitor, &mut prompt).await.status(), StatusCode::OK);
    assert!(is_stale(&ask(&visitor, &mut prompt).await), "used up");

    let visitor = visit_with(|options| {
        options.nonce_uses = Some(1);
        options.says_stale = false;
    })
    .await;
    let mut prompt = visitor.prompt().await;
    assert_eq!(ask(&visitor, &mut prompt).await.status(), StatusCode::OK);
    let refused = ask(&visitor, &mut prompt).await;
    assert!(refused.status() == StatusCode::UNAUTHORIZED && !is_stale(&refused), "used up, unsaid");

    let visitor = visit_with(|options| options.nonce_count = NonceCount::Increasing).await;
    let mut prompt = visitor.prompt().await;
    let first = sign(&mut prompt, &Method::GET, GROUPS, PRIVATE_KEY);
    assert_eq!(ask(&visitor, &mut prompt).await.status(), StatusCode::OK);
    assert!(is_stale(&visitor.with(GROUPS, &first).await), "out of order");

    let visitor = visit_with(|options| options.nonce_count = NonceCount::Once).await;
    let mut prompt = visitor.prompt().await;
    assert_eq!(ask(&visitor, &mut prompt).await.status(), StatusCode::OK);
    assert!(is_stale(&ask(&visitor, &mut prompt).await), "once only");
}

#[tokio::test]
async fn other_digests_are_offered_and_taken() {
    for (challenges, headers, offered) in [
        (Challenges::Sha256, 1, vec!["SHA-256"]),
        (Challenges::BothInOneHeader, 1, vec!["SHA-256", "MD5"]),
        (Challenges::BothInTwoHeaders, 2, vec!["SHA-256", "MD5"]),
    ] {
        let visitor = visit_with(|options| options.challenges = challenges).await;
        let response = visitor.unsigned(GROUPS).await;
        let values: Vec<_> = response.headers().get_all(header::WWW_AUTHENTICATE).iter().collect();
        assert_eq!(values.len(), headers);
        let all = values.iter().map(|value| value.to_str().unwrap()).collect::<Vec<_>>().join(", ");
        let each: Vec<_> = all.split("Digest ").skip(1).collect();
        assert_eq!(each.len(), offered.len());
        for (one, algorithm) in each.into_iter().zip(offered) {
            assert!(one.contains(&format!("algorithm={algorithm},")));
            let mut prompt = WwwAuthenticateHeader::parse(one.trim_end_matches(", ")).unwrap();
            // Both share a nonce, so the counts must differ.
            prompt.nc = if algorithm == "MD5" { 10 } else { 0 };
            let signature = sign(&mut prompt, &Method::GET, GROUPS, PRIVATE_KEY);
            assert_eq!(visitor.with(GROUPS, &signature).await.status(), StatusCode::OK, "{challenges:?} {algorithm}");
        }
    }
    let visitor = visit_with(|options| options.challenges = Challenges::Sha256).await;
    let mut prompt = visitor.prompt().await;
    prompt.algorithm = "MD5".parse().unwrap();
    let signature = sign(&mut prompt, &Method::GET, GROUPS, PRIVATE_KEY);
    assert!(!is_stale(&visitor.with(GROUPS, &signature).await), "MD5 was not offered");
}

#[tokio::test]
async fn a_service_account_gets_a_token_that_ends() {
    let visitor = visit().await;
    let url = visitor.url("/api/oauth/token");
    let form = [("grant_type", "client_credentials")];
    let ask = async |secret: &str, form: &[(&str, &str)]| {
        let response = visitor.http.post(&url).basic_auth(CLIENT_ID, Some(secret)).form(form).send().await.unwrap();
        (response.status(), body(response).await)
    };
    let (status, answer) = ask(CLIENT_SECRET, &form).await;
    assert_eq!((status, &answer["expires_in"], text(&answer, "/token_type")), (StatusCode::OK, &3600.into(), "Bearer"));
    let token = text(&answer, "/access_token");
    let bearer = format!("Bearer {token}");
    assert_eq!(visitor.with(GROUPS, &bearer).await.status(), StatusCode::OK);
    assert_ne!(text(&ask(CLIENT_SECRET, &form).await.1, "/access_token"), token);
    visitor.wait(3600);
    assert_eq!(visitor.with(GROUPS, &bearer).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(last_refusal(&visitor), "the token is unknown or has ended");

    let wrong = async |secret: &str, form: &[(&str, &str)]| {
        let (status, answer) = ask(secret, form).await;
        (status.as_u16(), text(&answer, "/error").to_owned())
    };
    assert_eq!(wrong("mdb_sa_sk_wrong", &form).await, (401, "invalid_client".to_owned()));
    assert_eq!(wrong(CLIENT_SECRET, &[("grant_type", "password")]).await, (400, "unsupported_grant_type".to_owned()));
    assert_eq!(wrong(CLIENT_SECRET, &[]).await, (400, "invalid_request".to_owned()));
    let get = visitor.http.get(&url).header(header::ACCEPT, V2).send().await.unwrap();
    assert_eq!(get.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(!format!("{:?}", visitor.server.journal().entries()).contains(token), "a journal keeps no secret");
}
