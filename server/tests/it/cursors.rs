//! Pages of a list: each posting once, in order, ties included.

use crate::app::TestApp;
use crate::records::{day, job, with};
use http::StatusCode;
use model::opportunities::OpportunityItem;
use std::collections::BTreeSet;

/// Follows `next` to the end.
async fn walk(app: &TestApp, query: &str, limit: usize) -> Vec<OpportunityItem> {
    let (mut items, mut after) = (Vec::new(), String::new());
    let total = app.list(&format!("{query}&limit=1")).await.total;
    loop {
        let list = app.list(&format!("{query}&limit={limit}&after={after}")).await;
        assert_eq!(list.total, total, "a page does not change the total");
        assert!(list.items.len() <= limit && (list.next.is_none() || list.items.len() == limit), "pages are full but the last");
        items.extend(list.items);
        match list.next {
            Some(next) => after = next,
            None => return items,
        }
        assert!(items.len() <= 1_000, "the pages have no end");
    }
}

/// Forty postings with many ties, in several segments of the index.
async fn app() -> TestApp {
    let app = TestApp::new().await;
    for part in 0..4 {
        app.import((0..10).map(|n| {
            with(job(&format!("{part}-{n}"), if n % 3 == 0 { "Poste de soudeuse" } else { "Soudeuse" }), |record| {
                record.opens = Some(day(if n % 2 == 0 { "2026-11-20" } else { "2026-11-21" }));
                record.closes = (n % 5 > 0).then(|| day("2026-12-11"));
                record.hours_per_week = Some(40.0);
            })
        }))
        .await;
    }
    app
}

#[tokio::test]
async fn pages_cover_everything_exactly_once_in_every_order() {
    let app = app().await;
    for query in ["sort=newest", "sort=closing", "sort=pay", "q=soudeuse", "q=soudeuse&sort=closing", "q=poste&sort=relevance", "lang=en"] {
        let whole: Vec<String> = app.ids(&format!("{query}&limit=100")).await;
        assert!(!whole.is_empty(), "{query}");
        for limit in [1, 7, 40] {
            let items = walk(&app, query, limit).await;
            let ids: Vec<String> = items.iter().map(|item| item.origin.external_id.clone()).collect();
            assert_eq!(ids, whole, "{query} by {limit}");
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{query} by {limit}");
        }
    }
}

#[tokio::test]
async fn the_order_does_not_depend_on_how_the_index_was_written() {
    let app = app().await;
    let before: Vec<_> = walk(&app, "sort=newest", 9).await.into_iter().map(|item| item.id).collect();
    app.indexer.lock().await.rebuild(&|_| ()).await.expect("rebuilds");
    let after: Vec<_> = walk(&app, "sort=newest", 9).await.into_iter().map(|item| item.id).collect();
    assert_eq!(before, after);
}

#[tokio::test]
async fn what_opens_while_one_reads_shifts_no_page() {
    let app = app().await;
    let first = app.list("sort=newest&limit=10").await;
    app.import([with(job("new", "Arrivée"), |record| record.opens = Some(day("2026-11-24")))]).await;
    let rest = walk(&app, &format!("sort=newest&after={}", first.next.clone().expect("a second page")), 10).await;
    let ids: BTreeSet<_> = first.items.iter().chain(&rest).map(|item| &item.id).collect();
    assert_eq!((rest.len(), ids.len()), (30, 40));
}

#[tokio::test]
async fn a_cursor_of_another_order_is_refused_with_a_remedy() {
    let app = app().await;
    let next = app.list("sort=newest&limit=5").await.next.expect("a second page");
    for cursor in [next.as_str(), "x", "c-1", "c-zz-1", "c-1-1-1", "%F0%9F%9A%80"] {
        let answer = app.get(&format!("/api/v1/opportunities?sort=closing&after={cursor}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{cursor}");
        let errors = answer.json()["errors"].clone();
        assert_eq!((errors[0]["field"].as_str(), errors.as_array().map(Vec::len)), (Some("after"), Some(1)), "{cursor}");
        assert!(errors[0]["detail"].as_str().is_some_and(|detail| detail.contains("`next`")), "{cursor}");
    }
}

#[tokio::test]
async fn a_page_reached_with_a_cursor_that_is_no_longer_good_begins_again() {
    let app = app().await;
    for cursor in ["n-1-1", "zzz", "c-zz-1"] {
        let answer = app.get(&format!("/fr/possibilites?sort=closing&after={cursor}")).await;
        assert_eq!(answer.status, StatusCode::OK, "a link that was kept or shared still shows the list: {cursor}");
    }
}
