//! Forms half filled without the program: what is kept of them, and what their author takes out again.

use crate::app::{Answer, TestApp, css};
use crate::bombs::document;
use crate::db::each_database;
use crate::hostile_requests::{MULTIPART, filled, parts};
use crate::hostile_texts::shown;
use crate::interests::{FORM, TEAM, cookies, encoded, minimal, sent};
use http::{Method, StatusCode};

const CHECK: &str = "/fr/demandes/question?step=check";

/// The values of the boxes of the files that are kept.
fn boxes(page: &Answer) -> Vec<String> {
    page.page().select(&css("input[name=remove]")).filter_map(|input| input.attr("value").map(str::to_owned)).collect()
}

/// Sends the last page of a form.
async fn send(app: &TestApp, cookie: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    app.write(Method::POST, CHECK, &[MULTIPART, ("cookie", cookie)], parts(fields, files)).await
}

each_database!(a_file_that_is_kept_is_taken_out_again_before_sending, Seeded, |db| {
    let app = TestApp::on(db, TEAM).await;
    let cookie = filled(&app).await;
    let (one, three) = (document(&[]), document(&[b"<< /A 2 >>".to_vec()]));
    // Of the same content, and another file all the same.
    let two = one.clone();
    // Without a consent the page comes back, and keeps the files.
    let kept = send(&app, &cookie, &[], &[("un.pdf", &one), ("deux.pdf", &two)]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(shown(&kept.page(), ".file__name"), ["un.pdf", "deux.pdf"]);
    let names = kept.page().select(&css(".file .choice__label")).map(|label| label.text().collect::<String>()).collect::<Vec<_>>();
    assert_eq!(names, ["Retirer un.pdf", "Retirer deux.pdf"]);
    let ids = boxes(&kept);
    assert_eq!(boxes(&app.get_with(CHECK, &[("cookie", &cookie)]).await), ids, "and so does a reload");
    // One is taken out and another one comes, still without a consent.
    let changed = send(&app, &cookie, &[("remove", &ids[0])], &[("trois.pdf", &three)]).await;
    assert_eq!(shown(&changed.page(), ".file__name"), ["deux.pdf", "trois.pdf"]);
    // The same press once more takes out nothing else.
    let again = send(&app, &cookie, &[("remove", &ids[0]), ("remove", "0123456789abcdef")], &[]).await;
    assert_eq!(shown(&again.page(), ".file__name"), ["deux.pdf", "trois.pdf"]);
    // What is taken out makes room: three are kept of four, and what is sent has what is left.
    let done = send(&app, &cookie, &[("remove", &ids[1]), ("consent_answer", "yes")], &[("un.pdf", &one), ("quatre.pdf", &two)]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/fr/demandes/recue"), "{}", done.text());
    let files = app.get_with("/api/v1/interests/followed", &[("cookie", &cookies(&done))]).await.json()["files"].clone();
    let names: Vec<_> = files.as_array().expect("files").iter().filter_map(|file| file["name"].as_str()).collect();
    assert_eq!(names, ["trois.pdf", "un.pdf", "quatre.pdf"]);
    assert_eq!(app.db.number("select count(*) from draft_files").await, 0);
});

/// Pieces of a page that says that what was sent is too large.
fn told(answer: &Answer, lang: &str) -> (String, Vec<String>) {
    let page = answer.page();
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.select(&css(&format!("html[lang={lang}]"))).next().is_some(), "in the reader's language");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(page.select(&css(".errors[autofocus][role=alert]")).next().is_some(), "{}", answer.text());
    let links = page.select(&css(".errors a")).filter_map(|link| link.attr("href").map(str::to_owned)).collect();
    (shown(&page, ".errors__title").concat(), links)
}

each_database!(what_is_too_large_is_told_on_the_page_with_all_that_is_kept, Seeded, |db| {
    let app = TestApp::on(db, TEAM).await;
    let cookie = filled(&app).await;
    let small = send(&app, &cookie, &[], &[("un.pdf", &document(&[]))]).await;
    assert_eq!(boxes(&small).len(), 1);
    let large = vec![b' '; 8_000_000];
    let answer = send(&app, &cookie, &[("consent_answer", "yes")], &[("a.pdf", &large), ("b.pdf", &large)]).await;
    assert_eq!(told(&answer, "fr-CA"), ("L’envoi est trop lourd".to_owned(), vec!["#q-files".to_owned()]));
    assert!(shown(&answer.page(), ".answers__value").contains(&"noor@exemple.invalid".to_owned()), "the answers are there");
    assert_eq!(shown(&answer.page(), ".file__name"), ["un.pdf"], "and the file that was kept");
    assert!(answer.page().select(&css("form[method=post] input[type=file]")).next().is_some(), "and the way on");
    let done = send(&app, &cookie, &[("consent_answer", "yes")], &[]).await;
    assert_eq!(done.header("location"), "/fr/demandes/recue", "from which the request leaves");

    // A text pasted by mistake comes back with what is wrong with it; one beyond reason does not.
    let pasted = |length: usize| encoded(&[("message", &"é".repeat(length))]);
    let long = app.write(Method::POST, "/en/requests/question?step=question", &[FORM], pasted(20_000)).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.text().contains(&"é".repeat(20_000)));
    let longer = app.write(Method::POST, "/en/requests/question?step=question", &[FORM], pasted(50_000)).await;
    assert_eq!(told(&longer, "en-CA"), ("What you sent is too large".to_owned(), vec!["#q-message".to_owned()]));

    let (reference, code) = sent(&app, &minimal()).await;
    let followed = cookies(&app.get(&format!("/fr/suivi?reference={reference}&code={code}")).await);
    let headers = [MULTIPART, ("cookie", followed.as_str())];
    let files: [(&str, &[u8]); 2] = [("a.pdf", &large), ("b.pdf", &large)];
    let answer = app.write(Method::POST, "/fr/suivi", &headers, parts(&[("action", "file")], &files)).await;
    assert_eq!(told(&answer, "fr-CA").0, "L’envoi est trop lourd");
    assert!(answer.text().contains(&reference), "the request is there all the same");
    let answer = app.write(Method::POST, "/en/follow", &[MULTIPART], parts(&[("action", "file")], &files)).await;
    assert_eq!(told(&answer, "en-CA").0, "What you sent is too large");
    assert!(answer.page().select(&css("input[name=code]")).next().is_some(), "the way in is there");
});
