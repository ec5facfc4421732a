use std::collections::HashSet;

use super::*;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_537_800, 0).expect("a moment")
}

fn world() -> World {
    World::new(SEED, now())
}

fn user<'world>(world: &'world World, project: &str, name: &str) -> &'world User {
    world.project_named(project).and_then(|project| project.user(name)).expect(name)
}

fn all(user: &User) -> Vec<Certificate> {
    user.certificates.page(now(), 0, usize::MAX)
}

#[test]
fn the_same_seed_and_moment_give_the_same_world_and_another_seed_another() {
    let text = |seed| format!("{:?}", World::new(seed, now()).projects);
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
    // Ids follow from the seed alone: what was visited yesterday is found again today.
    let ids = |at| World::new(1, at).projects.iter().map(|project| project.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(now()), ids(now() + TimeDelta::days(1)));
}

#[test]
fn there_are_as_many_as_promised() {
    let world = world();
    assert_eq!((world.organisations().len(), world.projects().len()), (3, 24));
    assert!(world.projects().is_sorted_by(|left, right| left.name < right.name), "byte order, all different");
    for project in world.projects() {
        assert!(project.users.len() <= 100, "{} has {}", project.name, project.users.len());
        let identities: HashSet<_> = project.users.iter().map(|user| (user.database(), &user.name)).collect();
        assert_eq!(identities.len(), project.users.len(), "{}: every user is another", project.name);
    }
    let listed = |project, name| user(&world, project, name).certificates.listed(now());
    assert_eq!(world.project_named("customer-360").map(|project| project.users.len()), Some(100));
    assert_eq!(listed("payments", "hourly-rotation"), 17_500);
    assert_eq!(listed("load-test", "etl-fleet"), 100_000);
    assert_eq!(listed("analytics", "daily-rotation"), 730);
    assert_eq!(listed("load-test", "exactly-501"), 501);
    assert_eq!(listed("payments", "svc-new"), 0);
    assert!(world.project_named("greenfield").is_some_and(|project| project.users.is_empty()));
    for landmark in LANDMARKS {
        assert!(listed(landmark.project, landmark.user) > 0, "{landmark:?}");
    }
}

#[test]
fn most_managed_users_have_one_to_four_and_only_they_have_any() {
    let world = world();
    let users: Vec<_> = world.projects().iter().flat_map(|project| &project.users).collect();
    let (managed, others): (Vec<_>, Vec<_>) = users.into_iter().partition(|user| user.sign_in == SignIn::ManagedX509);
    assert!(others.iter().all(|user| user.certificates.listed(now()) == 0));
    let usual = managed.iter().filter(|user| (1..=4).contains(&user.certificates.listed(now()))).count();
    assert!(usual * 10 > managed.len() * 8, "{usual} of {}", managed.len());
    assert!(managed.iter().any(|user| user.name.starts_with("CN=")), "some are named by a DN");
    assert!(others.iter().any(|user| user.name.starts_with("arn:aws:iam::")));
    assert!(others.iter().any(|user| user.sign_in == SignIn::OidcGroup && user.name.contains('/')));
    assert!(
        others.iter().any(|user| user.delete_after.is_some()) && others.iter().any(|user| user.description.is_some())
    );
}

#[test]
fn every_severity_can_be_seen_at_once() {
    for (project, name) in [("payments", "svc-ledger"), ("Acme Platform", "api-gateway")] {
        let left: Vec<i64> =
            all(user(&world(), project, name)).iter().map(|one| (one.not_after - now()).num_hours()).collect();
        assert!(left.first().is_some_and(|hours| *hours <= 0), "what matters most stands on top");
        let any = |range: std::ops::Range<i64>| left.iter().any(|hours| range.contains(hours));
        assert!(any(0..24) && any(24..7 * 24) && any(7 * 24..30 * 24) && any(30 * 24..3000), "{left:?}");
        assert!(!left.is_sorted(), "the order is that of createdAt");
    }
}

#[test]
fn lists_ascend_by_creation_and_lifetimes_are_whole_months_and_an_hour() {
    let world = world();
    for user in world.projects().iter().flat_map(|project| &project.users) {
        let page = user.certificates.page(now(), 0, 2000);
        assert!(page.is_sorted_by(|left, right| left.created_at < right.created_at), "{}", user.name);
        for one in page {
            let issued = one.created_at + TimeDelta::hours(1);
            let whole = |months| issued.checked_add_months(chrono::Months::new(months)) == Some(one.not_after);
            assert!((1..=24).any(whole), "{one:?}");
            assert!(issued <= now() && (1..1 << 63).contains(&one.serial), "{one:?}");
        }
    }
}

#[test]
fn on_any_day_a_certificate_can_end_at_any_given_moment() {
    for day in 0..1461 {
        let end = now() + TimeDelta::days(day);
        let one = issue::ending_at(end, 3, 1, "");
        assert_eq!(one.not_after, end);
        assert!(one.created_at < end - TimeDelta::days(27), "{end}");
    }
}

#[test]
fn a_page_far_back_is_the_same_as_when_all_are_asked_for() {
    let world = world();
    let fleet = user(&world, "load-test", "etl-fleet");
    let everything = all(fleet);
    assert_eq!(fleet.certificates.page(now(), 99_500, 500), everything[99_500..]);
    assert!(everything.is_sorted_by(|left, right| left.created_at < right.created_at));
    let serials: HashSet<u64> = everything.iter().map(|one| one.serial).collect();
    assert_eq!(serials.len(), 100_000);
}

#[test]
fn what_expires_leaves_the_list_an_hour_later() {
    let world = world();
    let ledger = user(&world, "payments", "svc-ledger");
    assert_eq!(ledger.certificates.listed(now() + TimeDelta::minutes(58)), 11);
    assert_eq!(ledger.certificates.listed(now() + TimeDelta::minutes(59)), 10);
    let hourly = user(&world, "payments", "hourly-rotation");
    let later = now() + TimeDelta::days(30);
    let gone = 17_500 - hourly.certificates.listed(later);
    assert!((600..720).contains(&gone), "{gone}");
    assert_eq!(hourly.certificates.page(later, 0, 1)[0], hourly.certificates.page(now(), gone, 1)[0]);
}

#[test]
fn the_museum_has_what_breaks_others() {
    let subjects: Vec<String> =
        all(user(&world(), "compliance", "dn-museum")).into_iter().map(|one| one.subject).collect();
    for part in [
        "\u{1B}[",
        "\u{202E}",
        "\u{200B}",
        "\\00",
        "\u{0}",
        "\n",
        "\\C4\\8D",
        "+UID=",
        "=#04",
        "株式会社",
        "Акме",
        "\u{301}",
        "👩",
    ] {
        assert!(subjects.iter().any(|subject| subject.contains(part)), "{part:?}");
    }
    assert!(subjects.iter().any(String::is_empty));
    assert!(subjects.iter().any(|subject| !subject.is_empty() && !subject.contains('=')));
    assert!(subjects.iter().any(|subject| subject.len() > 2000));
}
