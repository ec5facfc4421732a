//! Lists, pages, styles.

use std::collections::HashSet;

use atlas_certs::demo::options::Overcount;
use reqwest::{StatusCode, header};
use serde_json::Value;

use super::visitor::{V2, body, rels, results, text, visit, visit_with};

#[tokio::test]
async fn a_visitor_walks_from_the_organisations_to_the_certificates() {
    let visitor = visit().await;
    let organisations = visitor.json("/api/atlas/v2/orgs").await;
    let projects = visitor.json("/api/atlas/v2/groups").await;
    assert_eq!((results(&organisations).len(), results(&projects).len()), (3, 24));
    assert_eq!(projects["totalCount"], 24);
    let names: Vec<_> = results(&projects).iter().map(|project| text(project, "/name")).collect();
    assert!(names.is_sorted() && names[0] == "Acme Platform", "{names:?}");

    let payments = results(&projects).iter().find(|project| text(project, "/name") == "payments").unwrap();
    let id = text(payments, "/id");
    let users = visitor.json(&format!("/api/atlas/v2/groups/{id}/databaseUsers")).await;
    let ledger: Vec<_> = results(&users).iter().filter(|user| text(user, "/username") == "svc-ledger").collect();
    let kinds: HashSet<_> = ledger.iter().map(|user| (text(user, "/databaseName"), text(user, "/x509Type"))).collect();
    assert_eq!(kinds, HashSet::from([("$external", "MANAGED"), ("admin", "NONE")]), "two of the same name");
    let names: Vec<_> = results(&users).iter().map(|user| text(user, "/username")).collect();
    assert!(!names.is_sorted(), "users come in no order");

    let page = visitor.json(&format!("/api/atlas/v2/groups/{id}/databaseUsers/svc-ledger/certs")).await;
    assert_eq!(results(&page).len(), 11);
    assert_eq!(text(&page, "/results/0/notAfter"), "2026-11-24T09:59:00Z", "expired a minute ago, not yet swept");
    assert_eq!(text(&page, "/results/0/subject"), "CN=svc-ledger,OU=payments,O=Acme Retail");

    let one = visitor.json(&format!("/api/atlas/v2/groups/{id}")).await;
    assert_eq!(text(&one, "/name"), "payments");
    let org = text(&one, "/orgId");
    assert_eq!(text(&visitor.json(&format!("/api/atlas/v2/orgs/{org}")).await, "/name"), "Acme Retail");
    let filtered = visitor.json(&format!("/api/atlas/v2/orgs/{org}/groups?name=PAY")).await;
    let names: Vec<_> = results(&filtered).iter().map(|project| text(project, "/name")).collect();
    assert_eq!(names, ["payments", "payments-staging"]);
}

#[tokio::test]
async fn the_hourly_list_is_read_to_its_true_end() {
    let visitor = visit().await;
    let path = visitor.certs("payments", "hourly-rotation");
    let (mut serials, mut created, mut pages) = (HashSet::new(), Vec::new(), 0);
    let mut next = Some(format!("{path}?itemsPerPage=500"));
    while let Some(target) = next {
        let page = visitor.json(&target).await;
        pages += 1;
        assert_eq!(page["totalCount"], 17_500);
        serials.extend(results(&page).iter().map(|one| one["_id"].as_u64().unwrap()));
        created.extend(results(&page).iter().map(|one| text(one, "/createdAt").to_owned()));
        let link = page["links"].as_array().unwrap().iter().find(|link| link["rel"] == "next");
        next = link.map(|link| text(link, "/href").strip_prefix(&visitor.server.base_url()).unwrap().to_owned());
    }
    assert_eq!((pages, serials.len(), created.len()), (35, 17_500, 17_500));
    assert!(created.is_sorted(), "ascending createdAt");
    assert!(serials.iter().any(|serial| *serial > 1 << 53));
}

#[tokio::test]
async fn any_page_of_a_hundred_thousand_is_one_request_away() {
    let visitor = visit().await;
    let path = visitor.certs("load-test", "etl-fleet");
    let last = visitor.json(&format!("{path}?itemsPerPage=500&pageNum=200")).await;
    assert_eq!((results(&last).len(), rels(&last)), (500, vec!["self"]));
    let before = visitor.json(&format!("{path}?itemsPerPage=500&pageNum=199")).await;
    assert_eq!(rels(&before), ["self", "next"]);
    assert!(text(&before, "/results/499/createdAt") < text(&last, "/results/0/createdAt"));
    let beyond = visitor.json(&format!("{path}?itemsPerPage=500&pageNum=201")).await;
    assert_eq!((results(&beyond).len(), rels(&beyond), &beyond["totalCount"]), (0, vec!["self"], &100_000.into()));
    let far = visitor.json(&format!("{path}?pageNum=2147483647&itemsPerPage=500")).await;
    assert_eq!(results(&far).len(), 0);
}

#[tokio::test]
async fn pages_end_where_they_must_at_the_edges_of_a_page() {
    let visitor = visit().await;
    for (user, size, pages) in
        [("exactly-100", 100, 1), ("exactly-101", 100, 2), ("exactly-500", 500, 1), ("exactly-501", 500, 2)]
    {
        let target = |page| format!("{}?itemsPerPage={size}&pageNum={page}", visitor.certs("load-test", user));
        assert_eq!(rels(&visitor.json(&target(1)).await).contains(&"next"), pages == 2, "{user}");
        let last = visitor.json(&target(pages)).await;
        assert_eq!(rels(&last), ["self"], "{user}");
        assert_eq!(results(&last).len(), if pages == 2 { 1 } else { size });
    }
}

#[tokio::test]
async fn links_have_the_recorded_orders_of_their_parameters() {
    let visitor = visit().await;
    let path = visitor.certs("load-test", "exactly-101");
    let page = visitor.json(&path).await;
    let link = |place| {
        text(&page, &format!("/links/{place}/href")).strip_prefix(&visitor.server.base_url()).unwrap().to_owned()
    };
    assert_eq!(link(0), format!("{path}?includeCount=true&pageNum=1&itemsPerPage=100"));
    assert_eq!(link(1), format!("{path}?includeCount=true&itemsPerPage=100&pageNum=2"));
    let orgs = visitor.json("/api/atlas/v2/orgs").await;
    assert!(text(&orgs, "/links/0/href").ends_with("/orgs?includeCount=true&name=&pageNum=1&itemsPerPage=100"));
}

#[tokio::test]
async fn the_count_can_be_left_out_and_is_an_estimate_otherwise() {
    let visitor = visit().await;
    let page = visitor.json("/api/atlas/v2/groups?includeCount=false").await;
    assert!(page.get("totalCount").is_none());

    let visitor = visit_with(|options| options.overcount = Overcount::Always(3)).await;
    let page = visitor.json("/api/atlas/v2/groups?itemsPerPage=24").await;
    assert_eq!((results(&page).len(), &page["totalCount"], rels(&page)), (24, &27.into(), vec!["self"]));

    // The world that people see shows it for projects, and counts truly where it promises a number.
    let visitor = visit_with(|options| options.overcount = Overcount::NowAndThen).await;
    let projects = visitor.json("/api/atlas/v2/groups").await;
    assert!((25..=28).contains(&projects["totalCount"].as_u64().unwrap()), "{}", projects["totalCount"]);
    for (project, user, count) in
        [("payments", "hourly-rotation", 17_500), ("load-test", "etl-fleet", 100_000), ("payments", "svc-ledger", 11)]
    {
        assert_eq!(visitor.json(&visitor.certs(project, user)).await["totalCount"], count, "{user}");
    }
}

#[tokio::test]
async fn pretty_and_envelope_change_the_style_and_not_the_content() {
    let visitor = visit().await;
    let path = visitor.certs("payments", "svc-ledger");
    let plain = visitor.json(&path).await;
    let pretty = visitor.get(&format!("{path}?pretty=true")).await.text().await.unwrap();
    assert!(pretty.starts_with("{\n  \"links\" : [ {\n    \"href\" : "), "{pretty}");
    let parsed: Value = serde_json::from_str(&pretty).unwrap();
    assert_eq!(parsed["results"], plain["results"]);
    assert!(text(&parsed, "/links/0/href").contains("pretty=true"));

    let enveloped = visitor.json(&format!("{path}?envelope=true")).await;
    assert_eq!((&enveloped["status"], &enveloped["results"]), (&200.into(), &plain["results"]));
    let id = &visitor.world.project_named("payments").unwrap().id;
    let single = visitor.json(&format!("/api/atlas/v2/groups/{id}?envelope=true")).await;
    assert_eq!((&single["status"], text(&single, "/content/name")), (&200.into(), "payments"));
    let missing = visitor.json("/api/atlas/v2/groups/0123456789abcdef01234567?envelope=true").await;
    assert_eq!((&missing["status"], text(&missing, "/content/errorCode")), (&404.into(), "GROUP_NOT_FOUND"));
}

#[tokio::test]
async fn v1_speaks_without_a_version_and_says_the_same() {
    let visitor = visit().await;
    let v2 = visitor.certs("payments", "svc-ledger");
    let v1 = v2.replace("/v2/", "/v1.0/");
    let response = visitor.try_get(&v1, "*/*").await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    let page = body(response).await;
    assert_eq!(page["results"], visitor.json(&v2).await["results"]);
    assert!(text(&page, "/links/0/href").contains("/api/atlas/v1.0/"));
}

#[tokio::test]
async fn a_user_name_is_decoded_byte_by_byte() {
    let visitor = visit().await;
    let named_by_dn = visitor
        .world
        .projects()
        .iter()
        .filter(|project| project.has_role)
        .flat_map(|project| project.users.iter().map(move |user| (project, user)))
        .find(|(_, user)| user.name.starts_with("CN=") && user.certificates.listed(super::visitor::start()) > 0)
        .map(|(project, user)| (project.name.clone(), user.name.clone()));
    let (project, name) = named_by_dn.expect("a user named by a DN");
    let encoded = name.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
    let page = visitor.json(&visitor.certs(&project, &encoded)).await;
    assert_eq!(text(&page, "/results/0/subject"), name);
    let users = visitor.json(&visitor.users("payments")).await;
    let slash = results(&users).iter().find(|user| text(user, "/oidcAuthType") == "IDP_GROUP").unwrap();
    let page = visitor.json(&visitor.certs("payments", &text(slash, "/username").replace('/', "%2F"))).await;
    assert_eq!(results(&page).len(), 0, "a user without certificates has an empty list");
}

#[tokio::test]
async fn gzip_comes_where_it_is_taken() {
    let visitor = visit().await;
    let target = visitor.users("payments");
    let ask = async |http: &reqwest::Client, takes: &[&str]| {
        let mut request = http.get(visitor.url(&target)).header(header::ACCEPT, V2);
        for coding in takes {
            request = request.header(header::ACCEPT_ENCODING, *coding);
        }
        let signature = visitor.signature(&reqwest::Method::GET, &target).await;
        request.header(header::AUTHORIZATION, signature).send().await.unwrap()
    };
    let plain = ask(&visitor.http, &["identity"]).await;
    assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
    let plain = plain.bytes().await.unwrap();
    let packed = ask(&visitor.http, &["gzip, br"]).await;
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
    assert!(packed.bytes().await.unwrap().len() < plain.len() / 4);
    let unpacking = reqwest::Client::builder().no_proxy().build().unwrap();
    assert_eq!(ask(&unpacking, &[]).await.bytes().await.unwrap(), plain);
}

#[tokio::test]
async fn connections_are_kept_and_the_dates_are_the_servers() {
    let visitor = visit().await;
    visitor.wait(65);
    let response = visitor.get("/api/atlas/v2/groups").await;
    assert_eq!(response.headers()[header::DATE], "Tue, 24 Nov 2026 10:01:05 GMT");
    response.bytes().await.unwrap();
    visitor.json("/api/atlas/v2/groups").await;
    let entries = visitor.server.journal().entries();
    assert!(entries.len() == 3 && entries.iter().all(|entry| entry.connection == entries[0].connection), "{entries:?}");
}
