//! What Atlas refuses, in its own words.

use atlas_certs::demo::options::{UnknownUser, Version2};
use atlas_certs::demo::rate::{Capacities, Capacity};
use reqwest::{Method, StatusCode, header};
use serde_json::json;

use super::visitor::{V2, Visitor, body, results, text, visit, visit_with};

/// Status and code of an error, whose header and body must agree.
async fn error(visitor: &Visitor, target: &str) -> (u16, String) {
    let response = visitor.get(target).await;
    let (status, code) = (response.status().as_u16(), response.headers()["x-error-code"].to_str().unwrap().to_owned());
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    let body = body(response).await;
    assert_eq!((&body["error"], text(&body, "/errorCode")), (&status.into(), &*code), "{target}");
    assert!(!text(&body, "/detail").is_empty() && !text(&body, "/reason").is_empty() && body["parameters"].is_array());
    (status, code)
}

#[tokio::test]
async fn bad_parameters_and_paths_are_refused() {
    let visitor = visit().await;
    let certs = visitor.certs("payments", "svc-ledger");
    let unknown = "0123456789abcdef01234567";
    for (target, status, code) in [
        (format!("{certs}?itemsPerPage=0"), 400, "VALIDATION_ERROR"),
        (format!("{certs}?itemsPerPage=501"), 400, "VALIDATION_ERROR"),
        (format!("{certs}?itemsPerPage=ten"), 400, "VALIDATION_ERROR"),
        (format!("{certs}?itemsPerPage=-1"), 400, "VALIDATION_ERROR"),
        (format!("{certs}?pageNum=0"), 400, "VALIDATION_ERROR"),
        (format!("{certs}?pageNum="), 400, "VALIDATION_ERROR"),
        (format!("{certs}?pageNum=99999999999999999999"), 400, "VALIDATION_ERROR"),
        ("/api/atlas/v2/groups?pageNum=0".to_owned(), 400, "VALIDATION_ERROR"),
        ("/api/atlas/v2/groups/payments".to_owned(), 400, "VALIDATION_ERROR"),
        (format!("/api/atlas/v2/groups/{unknown}"), 404, "GROUP_NOT_FOUND"),
        (format!("/api/atlas/v2/groups/{unknown}/databaseUsers"), 404, "GROUP_NOT_FOUND"),
        (format!("/api/atlas/v2/groups/{unknown}/databaseUsers/a/certs"), 404, "GROUP_NOT_FOUND"),
        (format!("/api/atlas/v2/orgs/{unknown}"), 404, "ORG_NOT_FOUND"),
        ("/api/atlas/v2/clusters".to_owned(), 404, "RESOURCE_NOT_FOUND"),
        ("/".to_owned(), 404, "RESOURCE_NOT_FOUND"),
        (visitor.certs("payments", "nobody"), 404, "USERNAME_NOT_FOUND"),
        (visitor.certs("payments", "%FF"), 400, "VALIDATION_ERROR"),
        (visitor.certs("vault", "svc-ledger"), 401, "USER_UNAUTHORIZED"),
        (visitor.users("vault"), 401, "USER_UNAUTHORIZED"),
    ] {
        assert_eq!(error(&visitor, &target).await, (status, code.to_owned()), "{target}");
    }
    let refused = visitor.get(&visitor.users("vault")).await;
    assert!(!refused.headers().contains_key(header::WWW_AUTHENTICATE), "a missing role is no challenge");
}

#[tokio::test]
async fn v2_wants_a_version_and_only_get() {
    let visitor = visit().await;
    let groups = "/api/atlas/v2/groups";
    for accept in
        ["*/*", "application/json", "application/vnd.atlas.2022-12-31+json", "application/vnd.atlas.soon+json", ""]
    {
        let response = visitor.try_get(groups, accept).await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_ACCEPTABLE, "{accept:?}");
        assert_eq!(text(&body(response).await, "/errorCode"), "INVALID_VERSION_DATE");
    }
    for accept in
        ["application/json, application/vnd.atlas.2023-01-01+json;q=0.9", "application/vnd.atlas.2025-03-12+json"]
    {
        let response = visitor.try_get(groups, accept).await.unwrap();
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/vnd.atlas.2023-01-01+json;charset=utf-8");
    }
    for method in [Method::POST, Method::DELETE, Method::PATCH, Method::HEAD] {
        let signature = visitor.signature(&method, groups).await;
        let request = visitor.http.request(method.clone(), visitor.url(groups)).header(header::ACCEPT, V2);
        let response = request.header(header::AUTHORIZATION, signature).send().await.unwrap();
        assert_eq!(
            (response.status(), &response.headers()["allow"]),
            (StatusCode::METHOD_NOT_ALLOWED, &"GET".parse().unwrap()),
            "{method}"
        );
    }
}

#[tokio::test]
async fn options_decide_what_is_not_known_or_not_usual() {
    let visitor = visit_with(|options| options.unknown_user = UnknownUser::Empty).await;
    assert_eq!(results(&visitor.json(&visitor.certs("payments", "nobody")).await).len(), 0);
    let visitor = visit_with(|options| options.unknown_user = UnknownUser::BadRequest).await;
    assert_eq!(error(&visitor, &visitor.certs("payments", "nobody")).await.0, 400);

    for (version2, status) in [(Version2::NotFound, 404), (Version2::NotAcceptable, 406)] {
        let visitor = visit_with(|options| options.version2 = version2).await;
        assert_eq!(visitor.get("/api/atlas/v2/groups").await.status(), status);
        assert_eq!(visitor.get("/api/atlas/v1.0/groups").await.status(), StatusCode::OK);
    }

    let visitor = visit_with(|options| options.without_role = vec!["payments".to_owned()]).await;
    assert_eq!(error(&visitor, &visitor.users("payments")).await, (401, "USER_UNAUTHORIZED".to_owned()));
    assert_eq!(visitor.get(&visitor.users("checkout")).await.status(), StatusCode::OK);

    let visitor = visit_with(|options| options.refused_address = Some([203, 0, 113, 7].into())).await;
    let response = visitor.get("/api/atlas/v2/groups").await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    let body = body(response).await;
    assert_eq!(text(&body, "/errorCode"), "IP_ADDRESS_NOT_ON_ACCESS_LIST");
    assert_eq!(text(&body, "/detail"), "IP address 203.0.113.7 is not allowed to access this resource.");
    assert_eq!(body["parameters"], json!(["203.0.113.7"]));
}

#[tokio::test]
async fn buckets_run_dry_and_fill() {
    let visitor = visit().await;
    let path = visitor.certs("payments", "svc-ledger");
    for left in ["1199", "1198"] {
        let response = visitor.get(&path).await;
        assert_eq!(response.headers()["ratelimit-limit"], "1200");
        assert_eq!(response.headers()["ratelimit-remaining"], left);
    }

    let few = Capacity { limit: 2, refill: 1, seconds: 60 };
    let visitor =
        visit_with(|options| options.capacities = Capacities { certificates: few, ..Capacities::default() }).await;
    let path = visitor.certs("payments", "svc-ledger");
    visitor.json(&path).await;
    visitor.json(&path).await;
    visitor.wait(5);
    let response = visitor.get(&path).await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        (&response.headers()["retry-after"], &response.headers()["ratelimit-remaining"]),
        (&"55".parse().unwrap(), &"0".parse().unwrap())
    );
    let body = body(response).await;
    let path_named = path.trim_start_matches('/');
    assert_eq!(text(&body, "/errorCode"), "RATE_LIMITED_TOKEN_BUCKET");
    assert_eq!(body["parameters"], json!([path_named, 55, 2, 1, 60]));
    let other = visitor.get(&visitor.certs("checkout", "nobody")).await;
    assert_eq!(other.headers()["ratelimit-remaining"], "1", "each project has a bucket of its own");
    visitor.wait(55);
    visitor.json(&path).await;
}
