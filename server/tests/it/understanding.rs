//! What search understands: the other gender, the other language, typos, phrases, what must not be there.

use crate::app::TestApp;
use crate::db::DAY;
use crate::records::{job, with};
use model::locale::Locale;
use model::opportunities::OpportunityList;

async fn app() -> TestApp {
    let app = TestApp::new().await;
    app.import([
        job("nurse", "Infirmier clinicien, urgence"),
        job("aux", "Infirmière auxiliaire"),
        job("welder", "Soudeur-monteur"),
        with(job("baker", "Boulangère ou boulanger, de nuit"), |record| {
            record.summary.fr = Some("Pain, brioches et horaires de nuit.".into());
        }),
        with(job("pastry", "Pâtissière"), |record| {
            record.summary.fr = Some("Le pain est fait ailleurs; ici, de jour, les gâteaux.".into());
        }),
        with(job("dev", "Développeur·euse C++"), |record| record.title.en = Some("C++ developer".into())),
        job("wire", "Opératrice de tréfilerie"),
        job("support", "Soutien technique TI"),
    ])
    .await;
    app
}

async fn list(app: &TestApp, words: &str) -> OpportunityList {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish();
    app.list(&query).await
}

/// The numbers of what has every word, in the order of the list.
async fn ids(app: &TestApp, words: &str) -> Vec<String> {
    let list = list(app, words).await;
    let whole = list.exact.unwrap_or(list.total) as usize;
    list.items.into_iter().take(whole).map(|item| item.origin.external_id).collect()
}

#[tokio::test]
async fn one_trade_is_found_by_every_name_of_it() {
    let app = app().await;
    for words in ["nurse", "infirmier", "infirmiere", "infirmère", "soins infirmiers", "Infirmier·ère", "INFIRMIÈRES"] {
        let mut found = ids(&app, words).await;
        found.sort();
        assert_eq!(found, ["aux", "nurse"], "{words}");
    }
    for words in ["welder", "soudeuse", "soudeur(se)", "soudeuse/soudeur", "soudeurs ou soudeuses"] {
        assert_eq!(ids(&app, words).await, ["welder"], "{words}");
    }
    for words in ["baker", "boulangers", "boulangere"] {
        assert_eq!(ids(&app, words).await, ["baker"], "{words}");
    }
    for words in ["développeuse", "developer", "développeuse c++", "C++"] {
        assert_eq!(ids(&app, words).await, ["dev"], "{words}");
    }
    assert_eq!(ids(&app, "IT support").await, ["support"]);
}

#[tokio::test]
async fn a_typo_is_read_and_the_list_says_how() {
    let app = app().await;
    let read = list(&app, "infirmère auxiliaire").await;
    assert_eq!(read.corrected.as_deref(), Some("infirmière auxiliaire"));
    assert_eq!(read.items[0].origin.external_id, "aux");
    assert_eq!(list(&app, "infirmière").await.corrected, None, "a word that exists is never corrected");
    assert_eq!(list(&app, "infirm").await.corrected, None, "nor one that goes on");
    let unread = list(&app, "zzzzzzzzz").await;
    assert_eq!((unread.total, unread.corrected), (0, None));
}

#[tokio::test]
async fn quotes_keep_words_together_and_a_dash_keeps_them_out() {
    let app = app().await;
    assert_eq!(ids(&app, "\"de nuit\"").await, ["baker"]);
    assert_eq!(ids(&app, "pain").await.len(), 2);
    assert_eq!(ids(&app, "pain -nuit").await, ["pastry"]);
    assert_eq!(ids(&app, "pain -\"horaires de nuit\"").await, ["pastry"]);
    assert_eq!(ids(&app, "\"auxiliaire infirmière\"").await, Vec::<String>::new(), "the order counts");
    assert_eq!(ids(&app, "-nuit").await.len(), 7, "everything else");
}

#[tokio::test]
async fn a_list_with_few_goes_on_with_most_of_the_words_and_says_where() {
    let app = app().await;
    let widened = list(&app, "infirmière clinicienne").await;
    let ids: Vec<&str> = widened.items.iter().map(|item| item.origin.external_id.as_str()).collect();
    assert_eq!((widened.exact, widened.total, ids), (Some(1), 2, vec!["nurse", "aux"]));
    let by_date = app.list("q=infirmi%C3%A8re+clinicienne&sort=newest").await;
    assert_eq!((by_date.exact, by_date.total), (None, 1), "another order is not widened while one has every word");
    // No title has both words, nor the English of them: the root of one is enough.
    let rooted = list(&app, "wire drawing operator").await;
    assert_eq!(rooted.items[0].origin.external_id, "wire");
}

#[tokio::test]
async fn the_pages_of_a_widened_list_follow_each_other() {
    let app = TestApp::new().await;
    let plain = (0..30).map(|n| job(&format!("n{n:02}"), "Infirmière auxiliaire"));
    app.import(plain.chain([job("whole", "Infirmière clinicienne")])).await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let list = app.list(&format!("q=infirmi%C3%A8re+clinicienne&limit=7{after}")).await;
        assert_eq!((list.exact, list.total), (Some(1), 31));
        seen.extend(list.items.into_iter().map(|item| item.origin.external_id));
        let Some(next) = list.next else { break };
        after = format!("&after={next}");
    }
    assert_eq!((seen.len(), seen[0].as_str()), (31, "whole"));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 31, "each once");
}

#[tokio::test]
async fn what_was_sought_is_marked_in_titles_and_summaries_and_nothing_else_is_html() {
    let app = TestApp::new().await;
    app.import([with(job("x", "Boulangère <b>\"x\"</b>"), |record| record.summary.fr = Some("Du pain & des boulangers.".into()))]).await;
    let list = list(&app, "boulanger").await;
    let marked = list.items[0].highlights.as_ref().expect("marked");
    assert_eq!(marked.title, "<mark>Boulangère</mark> &#60;b&#62;&#34;x&#34;&#60;/b&#62;");
    assert_eq!(marked.summary, "Du pain &#38; des <mark>boulangers</mark>.");
    assert!(app.list("").await.items[0].highlights.is_none());
}

#[tokio::test]
async fn a_fresh_posting_comes_before_an_old_one_that_says_the_same() {
    let app = TestApp::new().await;
    let on = |id: &str, day: &str| with(job(id, "Soudeuse"), |record| record.opens = model::dates::parse(day));
    app.import([on("old", "2026-06-01"), on("fresh", "2026-11-20"), on("middle", "2026-10-20")]).await;
    assert_eq!(ids(&app, "soudeuse").await, ["fresh", "middle", "old"]);
    app.db.clock.set(app.db.clock.now() + DAY);
    assert_eq!(ids(&app, "soudeuse").await, ["fresh", "middle", "old"]);
}

#[tokio::test]
async fn the_reader_s_language_comes_first() {
    let app = TestApp::new().await;
    app.import([
        job("french", "Data scientist"),
        with(job("both", "Data scientist"), |record| record.title.en = Some("Data scientist".into())),
    ])
    .await;
    let first = |list: OpportunityList| list.items[0].origin.external_id.clone();
    assert_eq!(first(app.list("q=data+scientist&lang=en").await), "both");
    let list = app.list("q=data+scientist&lang=en").await;
    assert_eq!(list.items.iter().map(|item| item.title_lang).collect::<Vec<_>>(), [Locale::En, Locale::Fr]);
}

#[tokio::test]
async fn no_query_is_an_error_and_a_long_word_finds_nothing_rather_than_everything() {
    let app = app().await;
    for words in ["\"", "-", "\"\"", "*:*", "a AND (b", "title:nurse", "\\", "«»", "--", "+++", "\u{0}", &"é".repeat(150)] {
        let list = list(&app, words).await;
        assert!(list.total <= 8, "{words:?}");
    }
    assert_eq!(list(&app, &"é".repeat(150)).await.total, 0);
}
