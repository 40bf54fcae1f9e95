//! The pages as a reader without a program receives them.

use crate::app::{Answer, TestApp, css};
use crate::db::{DAY, Database, Start, each_database};
use crate::records::{city, day, employer, job, one, with};
use app::routes::{Page, translate};
use http::StatusCode;
use model::locale::Locale;
use scraper::Html;

fn all(page: &Html, selector: &str) -> Vec<String> {
    page.select(&css(selector)).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
}

fn attribute(page: &Html, selector: &str, name: &str) -> Option<String> {
    page.select(&css(selector)).next().and_then(|element| element.value().attr(name)).map(str::to_owned)
}

/// What holds on every page, whatever its status.
fn assert_page(answer: &Answer, path: &str) -> Html {
    let page = answer.page();
    let lang = if path.starts_with("/en") { "en-CA" } else { "fr-CA" };
    assert!(answer.header("content-type").starts_with("text/html"), "{path}");
    assert_eq!(attribute(&page, "html", "lang").as_deref(), Some(lang), "{path}");
    assert_eq!(all(&page, "h1").len(), 1, "{path} has one title: {:?}", all(&page, "h1"));
    assert!(all(&page, "title").concat().contains("Québec"), "{path}: {:?}", all(&page, "title"));
    assert_eq!(all(&page, "main").len(), 1, "{path}");
    let mut ids: Vec<_> = page.select(&css("[id]")).filter_map(|element| element.value().attr("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{path} has an id twice");
    page
}

async fn ok(app: &TestApp, path: &str) -> Html {
    let answer = app.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    assert_page(&answer, path)
}

#[tokio::test]
async fn every_page_of_the_table_answers_in_both_languages_and_names_the_other() {
    let app = TestApp::sample().await;
    for fixed in Page::FIXED.iter().chain([&Page::Saved]) {
        for lang in Locale::ALL.iter().copied() {
            let path = fixed.path(lang);
            let page = ok(&app, &path).await;
            let other = translate(&path);
            assert_eq!(other, fixed.path(lang.other()));
            let link = format!("a[hreflang={}]", lang.other().tag());
            assert_eq!(attribute(&page, &link, "href"), Some(other), "{path} is one click from its other language");
            let alternate = |tag: &str| attribute(&page, &format!("link[rel=alternate][hreflang={tag}]"), "href");
            let origin = "http://localhost:3000";
            assert_eq!(alternate("fr-CA"), Some(format!("{origin}{}", fixed.path(Locale::Fr))), "{path}");
            assert_eq!(alternate("en-CA"), Some(format!("{origin}{}", fixed.path(Locale::En))), "{path}");
            assert_eq!(attribute(&page, "link[rel=canonical]", "href"), Some(format!("{origin}{path}")), "{path}");
            assert!(attribute(&page, "meta[name=description]", "content").is_some_and(|text| text.len() > 20), "{path}");
        }
    }
}

#[tokio::test]
async fn the_head_of_a_page_says_each_thing_once() {
    let app = TestApp::sample().await;
    let slug = one(&app.store, "sample", "sample-job-001").await.slug(Locale::Fr);
    for path in ["/fr", "/en/vision", "/fr/possibilites", &format!("/fr/possibilites/{slug}"), "/fr/secteurs/optique-et-photonique"] {
        let page = ok(&app, path).await;
        for once in
            ["title", "meta[name=description]", "link[rel=canonical]", "link[rel=alternate][hreflang=en-CA]", "meta[property='og:title']"]
        {
            assert_eq!(all(&page, once).len(), 1, "{once} of {path}");
        }
    }
}

#[tokio::test]
async fn every_sector_and_guide_has_its_page_in_both_languages() {
    let app = TestApp::sample().await;
    let mut paths = Vec::new();
    for lang in [Locale::Fr, Locale::En] {
        paths.extend(app.store.sectors(lang).await.expect("reads").into_iter().map(|sector| Page::Sector(sector.slug).path(lang)));
        let guides = app.store.resources(lang).await.expect("reads").into_iter();
        let guides = guides.filter(|guide| guide.stage != model::resources::Stage::Site);
        paths.extend(guides.map(|guide| Page::Resource(guide.slug).path(lang)));
    }
    assert!(paths.len() > 60);
    for path in paths {
        let page = ok(&app, &path).await;
        assert!(all(&page, ".prose").concat().len() > 200, "{path} has a text");
        let words = all(&page, "body").concat();
        assert!(
            !words.contains("{{") && !words.contains("chiffre inconnu") && !words.contains("figure unknown"),
            "{path} names a fact that is not there"
        );
        // The other language's slug leads to the proper one.
        let other = translate(&path);
        let answer = app.get(&other).await;
        assert!(matches!(answer.status, StatusCode::OK | StatusCode::MOVED_PERMANENTLY), "{other}: {}", answer.status);
        if answer.status == StatusCode::MOVED_PERMANENTLY {
            ok(&app, answer.header("location")).await;
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_404_page_with_a_way_on() {
    let app = TestApp::sample().await;
    for path in [
        "/fr/rien",
        "/en/nothing",
        "/rien",
        "/fr/possibilites/rien",
        "/en/opportunities/nothing-00000000",
        "/fr/secteurs/rien",
        "/fr/s-etablir/rien",
        "/fr/possibilites/%3Cscript%3E",
        "/fr/possibilites/a/b",
        "/fr/secteurs/%2e%2e%2fetc",
        "/de",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        let page = assert_page(&answer, path);
        assert_eq!(attribute(&page, "meta[name=robots]", "content").as_deref(), Some("noindex"), "{path}");
        assert!(!all(&page, "main form[role=search]").is_empty(), "{path} offers a search");
    }
}

#[tokio::test]
async fn a_posting_that_is_over_is_a_410_page_with_what_is_open_and_like_it() {
    let app = TestApp::sample().await;
    let stored = one(&app.store, "sample", "sample-job-002").await;
    app.clock.set(app.clock.now() + 3 * DAY);
    for lang in [Locale::Fr, Locale::En] {
        let path = Page::Opportunity(stored.slug(lang)).path(lang);
        let answer = app.get(&path).await;
        assert_eq!(answer.status, StatusCode::GONE, "{path}");
        let page = assert_page(&answer, &path);
        assert_eq!(attribute(&page, "meta[name=robots]", "content").as_deref(), Some("noindex"));
        assert_eq!(all(&page, ".result").len(), 3, "{path}");
        assert!(answer.text().contains(stored.record.title.get(lang).expect("a title")), "{path}");
    }
}

#[tokio::test]
async fn a_posting_reached_by_another_title_moves_to_its_own_address() {
    let app = TestApp::sample().await;
    let stored = one(&app.store, "sample", "sample-job-001").await;
    let id = &stored.public_id;
    let (fr, en) = (stored.slug(Locale::Fr), stored.slug(Locale::En));
    for (asked, proper) in [
        (format!("/fr/possibilites/ancien-titre-{id}"), format!("/fr/possibilites/{fr}")),
        (format!("/fr/possibilites/{id}"), format!("/fr/possibilites/{fr}")),
        (format!("/fr/possibilites/{en}"), format!("/fr/possibilites/{fr}")),
        (format!("/en/opportunities/{fr}"), format!("/en/opportunities/{en}")),
    ] {
        let answer = app.get(&asked).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::MOVED_PERMANENTLY, proper.as_str()), "{asked}");
        ok(&app, &proper).await;
    }
}

#[tokio::test]
async fn an_old_slug_and_the_other_language_s_move_to_the_proper_one() {
    let db = Database::sqlite(Start::Seeded).await;
    db.execute("update slugs set slug = 'ancien-secteur' where noun = 'sectors' and key = 'optics_photonics' and lang = 'fr'").await;
    db.execute("update sectors set seed_hash = 'former' where key = 'optics_photonics'").await;
    db.store.seed().await.expect("seeds");
    let app = TestApp::on(db, &[]).await;
    for (asked, proper) in [
        ("/fr/secteurs/ancien-secteur", "/fr/secteurs/optique-et-photonique"),
        ("/fr/secteurs/optics_photonics", "/fr/secteurs/optique-et-photonique"),
        ("/en/sectors/ancien-secteur", "/en/sectors/optics-and-photonics"),
        ("/en/sectors/optique-et-photonique", "/en/sectors/optics-and-photonics"),
    ] {
        let answer = app.get(asked).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::MOVED_PERMANENTLY, proper), "{asked}");
        ok(&app, proper).await;
    }
}

#[tokio::test]
async fn the_root_leads_to_french_and_a_final_slash_is_taken_away() {
    let app = TestApp::new().await;
    let root = app.get_with("/", &[("accept-language", "en")]).await;
    assert!(root.status.is_redirection() && root.header("location") == "/fr" && root.header("vary").is_empty(), "{:?}", root.headers);
    for (asked, proper) in [
        ("/fr/", "/fr"),
        ("/fr/possibilites/", "/fr/possibilites"),
        ("/en/opportunities/?q=a&kind=job", "/en/opportunities?q=a&kind=job"),
        ("//evil.example/", "/evil.example"),
    ] {
        let answer = app.get(asked).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, proper), "{asked}");
    }
}

#[tokio::test]
async fn the_root_follows_the_browser_where_the_operator_wants_it() {
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &["--negotiate-language"]).await;
    for (asked, leads) in [("en-GB,fr;q=0.8", "/en"), ("fr-CA", "/fr"), ("de", "/fr")] {
        let root = app.get_with("/", &[("accept-language", asked)]).await;
        assert_eq!((root.header("location"), root.header("vary")), (leads, "accept-language"), "{asked}");
    }
}

#[tokio::test]
async fn what_a_page_does_not_know_in_an_address_it_leaves_out() {
    let app = TestApp::sample().await;
    for lang in [Locale::Fr, Locale::En] {
        for page in Page::FIXED {
            ok(&app, &page.with_query(lang, "utm_source=lettre&fbclid=1")).await;
        }
    }
    let rows = |page: &Html| all(page, ".results > .result").len();
    let plain = ok(&app, "/fr/possibilites?kind=pilot").await;
    let noisy = ok(&app, "/fr/possibilites?utm_source=x&kind=pilot&kind=emploi&pay_min=beaucoup&mode=&sort=hasard&limit=1&lang=en").await;
    assert_eq!((rows(&plain), rows(&noisy)), (7, 7));
    let long = ok(&app, &format!("/fr/possibilites?q={}", "zzzz+".repeat(60))).await;
    assert_eq!(rows(&long), 0);
}

#[tokio::test]
async fn the_list_works_as_plain_forms_and_links() {
    let app = TestApp::sample().await;
    let page = ok(&app, "/fr/possibilites?kind=job&sort=closing").await;
    assert_eq!(all(&page, ".results > .result").len(), 20);
    assert_eq!(attribute(&page, ".facets__form", "method").as_deref(), Some("get"));
    assert!(attribute(&page, ".facets__form input[name=kind][value=job]", "checked").is_some(), "what is asked is ticked");
    assert_eq!(attribute(&page, "input[type=hidden][name=kind]", "value").as_deref(), Some("job"), "the order keeps the filters");
    let next = attribute(&page, "a[rel=next]", "href").expect("a second page");
    let second = ok(&app, &next).await;
    assert_eq!(all(&second, ".results > .result").len(), 16);
    let titles = |page: &Html| {
        page.select(&css(".result__link")).filter_map(|link| link.value().attr("href")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(titles(&second).iter().all(|href| !titles(&page).contains(href)));
    let chip = attribute(&page, ".chip", "href").expect("a chip");
    assert_eq!(chip, "/fr/possibilites?sort=closing", "a chip takes its own filter away");
    let empty = ok(&app, "/fr/possibilites?q=zzzzzz").await;
    assert_eq!(all(&empty, ".empty").len(), 1);
    assert!(all(&empty, ".empty").concat().contains("zzzzzz"));
}

#[tokio::test]
async fn what_a_posting_does_not_state_is_said_in_words() {
    let app = TestApp::new().await;
    app.import([job("1", "Soudeuse ou soudeur")]).await;
    let slug = app.slug("1").await;
    let page = ok(&app, &format!("/fr/possibilites/{slug}")).await;
    let unknown = all(&page, ".panel .unknown").len();
    assert!(unknown >= 5, "pay, French, permit, mode, schedule, place: {unknown}");
    let list = ok(&app, "/fr/possibilites").await;
    assert!(all(&list, ".result .unknown").len() >= 4);
}

#[tokio::test]
async fn a_text_in_french_on_an_english_page_is_marked_as_french() {
    let app = TestApp::new().await;
    let french = with(job("1", "Soudeuse ou soudeur"), |record| {
        (record.body.fr, record.employer, record.place) = (Some("Souder des **coques**.".into()), employer("Chantier"), city("Lévis"));
    });
    app.import([french, with(job("2", "Cuisinière"), |record| record.title.en = Some("Cook".into()))]).await;
    let path = format!("/en/opportunities/{}", app.slug("1").await);
    let page = ok(&app, &path).await;
    assert_eq!(attribute(&page, "h1", "lang").as_deref(), Some("fr-CA"));
    assert_eq!(attribute(&page, ".posting .prose[lang]", "lang").as_deref(), Some("fr-CA"));
    let list = ok(&app, "/en/opportunities").await;
    let marked: Vec<_> =
        list.select(&css(".result__link")).map(|link| (link.text().collect::<String>(), link.value().attr("lang"))).collect();
    assert!(
        marked.contains(&("Soudeuse ou soudeur".to_owned(), Some("fr-CA"))) && marked.contains(&("Cook".to_owned(), None)),
        "{marked:?}"
    );
    let french = ok(&app, &format!("/fr/possibilites/{}", app.slug("1").await)).await;
    assert_eq!(attribute(&french, "h1", "lang"), None);
}

#[tokio::test]
async fn an_english_page_behind_its_french_says_so() {
    let app = TestApp::new().await;
    app.db
        .execute(
            "insert into sector_texts (sector_key, lang, revision, follows, title, summary, teaser, body, institutions, actor, at) \
             select sector_key, lang, revision + 1, null, title, summary, teaser, 'Revu', institutions, 'someone', at from sector_texts \
             where sector_key = 'optics_photonics' and lang = 'fr'",
        )
        .await;
    let page = ok(&app, "/en/sectors/optics-and-photonics").await;
    assert_eq!(attribute(&page, ".behind a", "href").as_deref(), Some("/fr/secteurs/optique-et-photonique"));
    let page = ok(&app, "/fr/secteurs/optique-et-photonique").await;
    assert!(all(&page, ".behind").is_empty());
}

#[tokio::test]
async fn samples_are_told_on_every_page_and_kept_out_of_search_engines() {
    let app = TestApp::sample().await;
    let slug = one(&app.store, "sample", "sample-job-001").await.slug(Locale::Fr);
    let page = ok(&app, &format!("/fr/possibilites/{slug}")).await;
    assert_eq!(attribute(&page, "meta[name=robots]", "content").as_deref(), Some("noindex"));
    for path in ["/fr", "/en/opportunities", "/fr/rien"] {
        assert_eq!(all(&app.get(path).await.page(), ".sample").len(), 1, "{path}");
    }
    let without = TestApp::new().await;
    assert!(all(&ok(&without, "/fr").await, ".sample").is_empty());
}

#[tokio::test]
async fn a_portal_without_a_single_opportunity_is_whole() {
    let app = TestApp::new().await;
    for page in Page::FIXED {
        for lang in [Locale::Fr, Locale::En] {
            ok(&app, &page.path(lang)).await;
        }
    }
    let page = ok(&app, "/fr/possibilites").await;
    assert_eq!(all(&page, ".empty").len(), 1);
}

#[tokio::test]
async fn what_the_operator_says_is_on_the_pages_about_the_site() {
    let said = ["--contact", "Bureau & <Cie>, 2, rue des Jardins", "--officer", "Camille <b>Roy</b>"];
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &said).await;
    let words = async |app: &TestApp, path: &str| all(&ok(app, path).await, "main").concat();
    // As it was written, never as markup.
    assert!(words(&app, "/fr/confidentialite").await.contains("Camille <b>Roy</b>"));
    for path in ["/fr/mentions-legales", "/en/accessibility"] {
        assert!(words(&app, path).await.contains("Bureau & <Cie>, 2, rue des Jardins"), "{path}");
    }
    let silent = TestApp::new().await;
    assert!(words(&silent, "/fr/confidentialite").await.contains("n’a pas encore nommé"));
}

each_database!(the_whole_portal_works, Sample, |db| {
    let app = TestApp::on(db, &["--sample"]).await;
    assert_eq!(app.list("").await.total, 82);
    let slug = one(&app.store, "sample", "sample-job-001").await.slug(Locale::Fr);
    let closing = with(job("1", "Soudeuse"), |record| record.closes = Some(day("2026-12-01")));
    app.import([closing]).await;
    assert_eq!(app.ids("q=soudeuze&sort=closing").await.first().map(String::as_str), Some("1"));
    for path in ["/fr", "/en/opportunities?kind=job&q=nurse", &format!("/fr/possibilites/{slug}"), "/fr/secteurs/optique-et-photonique"] {
        ok(&app, path).await;
    }
    assert_eq!(app.get("/sitemap.xml").await.status, StatusCode::OK);
    assert_eq!(app.get("/readyz").await.status, StatusCode::OK);
});
