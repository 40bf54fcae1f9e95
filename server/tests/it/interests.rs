//! Requests, as programs send them and as their authors follow them.

use crate::app::{Answer, TestApp};
use crate::db::{DAY, Database, NOW, Start, each_database};
use crate::smtp::{Mode, Sink, Stage};
use http::{Method, StatusCode};
use model::interests::{InterestKind, InterestStatus};
use serde_json::{Value, json};

/// What names the team in these tests.
pub const TEAM: &[&str] = &["--team-mail", "equipe@exemple.invalid"];

pub const JSON: (&str, &str) = ("content-type", "application/json");

/// The least that must be accepted.
pub fn minimal() -> Value {
    json!({ "kind": "talent", "lang": "fr", "contact": { "name": "Noor Exemple", "email": "noor@exemple.invalid" },
        "answers": { "message": "Comment venir travailler à Québec?" }, "consents": ["answer"] })
}

pub async fn send(app: &TestApp, body: &Value, headers: &[(&'static str, &str)]) -> Answer {
    let headers: Vec<_> = [JSON].into_iter().chain(headers.iter().copied()).collect();
    app.write(Method::POST, "/api/v1/interests", &headers, body.to_string()).await
}

/// The number and the code of a request that is sent.
pub async fn sent(app: &TestApp, body: &Value) -> (String, String) {
    let answer = send(app, body, &[]).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let receipt = answer.json();
    let word = |name: &str| receipt[name].as_str().expect("a text").to_owned();
    (word("reference"), word("code"))
}

pub fn address(reference: &str, code: &str, more: &str) -> String {
    format!("/api/v1/interests/{reference}{more}?code={code}")
}

each_database!(the_least_is_accepted_and_all_of_it_is_on_the_record, Seeded, |db| {
    let app = TestApp::on(db, TEAM).await;
    let answer = send(&app, &minimal(), &[]).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    let receipt = answer.json();
    // Five working days after Tuesday 24 November.
    assert_eq!(receipt["due_on"], "2026-12-01");
    let reference = receipt["reference"].as_str().expect("a number");
    let stored = app.store.interest(reference).await.expect("reads").expect("is there");
    assert_eq!((stored.kind, stored.status), (InterestKind::Talent, InterestStatus::Received));
    assert_eq!(stored.keep_until.to_string(), "2027-11-24");
    let consents = app.store.interest_consents(stored.id).await.expect("reads");
    assert_eq!(consents.len(), 1);
    assert_eq!((consents[0].version, consents[0].given_at), (1, NOW));
    assert_eq!(app.store.interest_history(stored.id).await.expect("reads").len(), 1);
    let letters = app.store.letters("waiting").await.expect("reads");
    assert_eq!(letters.iter().map(|letter| letter.message.as_str()).collect::<Vec<_>>(), ["acknowledgment", "notice"]);
});

each_database!(a_retry_under_one_key_gets_one_receipt, Seeded, |db| {
    let app = TestApp::on(db, TEAM).await;
    let key = [("idempotency-key", "a-key")];
    let first = send(&app, &minimal(), &key).await;
    let again = send(&app, &minimal(), &key).await;
    assert_eq!((again.status, again.json()), (StatusCode::CREATED, first.json()));
    let mut other = minimal();
    other["answers"]["message"] = json!("Autre chose");
    let refused = send(&app, &other, &key).await;
    assert_eq!((refused.status, refused.json()["type"].clone()), (StatusCode::UNPROCESSABLE_ENTITY, json!("key_reused")));
    let (body, key) = (minimal(), [("idempotency-key", "b")]);
    let twins = tokio::join!(send(&app, &body, &key), send(&app, &body, &key));
    assert_eq!(twins.0.json(), twins.1.json());
    assert_eq!(app.store.interests(server::store::Listing::default(), None, 10).await.expect("reads").len(), 2);
});

#[tokio::test]
async fn what_is_wrong_is_named_with_its_remedy_in_the_language_of_the_request() {
    let app = TestApp::new().await;
    let body = json!({ "kind": "event", "lang": "en", "contact": { "name": "", "email": "a@b", "phone": "12" },
        "answers": { "event_name": "x", "discipline": "y", "starts_on": "2027-05-02", "ends_on": "2027-05-01", "participants": "many", "colour": "red" },
        "consents": [] });
    let answer = send(&app, &body, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        answer.json()["errors"][0],
        json!({ "field": "answers.colour", "code": "unknown", "detail": "Remove this answer: there is no such question." })
    );
    let mut body = body;
    body["answers"].as_object_mut().expect("an object").remove("colour");
    let answer = send(&app, &body, &[]).await.json();
    let codes: Vec<_> = answer["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| format!("{} {}", error["field"].as_str().unwrap_or_default(), error["code"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        codes,
        [
            "answers.ends_on order",
            "answers.participants number",
            "contact.name required",
            "contact.email email",
            "contact.phone phone",
            "consents required"
        ]
    );
    for error in answer["errors"].as_array().expect("errors") {
        assert!(error["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{error}");
    }
}

#[tokio::test]
async fn whoever_has_the_number_and_the_code_follows_and_nobody_else() {
    let app = TestApp::new().await;
    let (reference, code) = sent(&app, &minimal()).await;
    let one = app.get(&address(&reference, &code, "")).await;
    assert_eq!((one.status, one.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(one.json()["status"], "received");
    // A wrong code and an unknown number are answered alike.
    let wrong = app.get(&address(&reference, "0000-0000-0000", "")).await;
    let unknown = app.get(&address("QA-0000-0000", &code, "")).await;
    assert_eq!((wrong.status, wrong.text()), (StatusCode::NOT_FOUND, unknown.text()));
    for (method, more) in [(Method::DELETE, ""), (Method::PATCH, ""), (Method::POST, "/messages"), (Method::DELETE, "/consents/news")] {
        let answer = app.write(method.clone(), &address(&reference, "0000-0000-0000", more), &[JSON], "{}").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {more}");
    }
    // Attempts are limited, good ones too.
    for _ in 0..60 {
        app.get(&address(&reference, "0000-0000-0000", "")).await;
    }
    let late = app.get(&address(&reference, &code, "")).await;
    assert_eq!(late.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(late.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
}

each_database!(its_author_writes_corrects_withdraws_and_the_office_answers, Seeded, |db| {
    let app = TestApp::on(db, TEAM).await;
    let mut body = minimal();
    body["consents"] = json!(["answer", "news"]);
    let (reference, code) = sent(&app, &body).await;
    let message = app
        .write(Method::POST, &address(&reference, &code, "/messages"), &[JSON], json!({ "message": "Et ma famille?" }).to_string())
        .await;
    assert_eq!(message.status, StatusCode::NO_CONTENT, "{}", message.text());
    let correction = json!({ "contact": { "email": "noor@exemple.québec" } }).to_string();
    assert_eq!(app.write(Method::PATCH, &address(&reference, &code, ""), &[JSON], correction).await.status, StatusCode::NO_CONTENT);
    let wrong =
        app.write(Method::PATCH, &address(&reference, &code, ""), &[JSON], json!({ "contact": { "email": "non" } }).to_string()).await;
    assert_eq!((wrong.status, wrong.json()["errors"][0]["field"].clone()), (StatusCode::UNPROCESSABLE_ENTITY, json!("contact.email")));
    assert_eq!(app.write(Method::DELETE, &address(&reference, &code, "/consents/news"), &[], "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(
        app.write(Method::DELETE, &address(&reference, &code, "/consents/news"), &[], "").await.status,
        StatusCode::NOT_FOUND,
        "once"
    );
    let stored = app.store.interest(&reference).await.expect("reads").expect("is there");
    app.store.answer_interest(&stored, "conseil", "Votre famille peut venir.", InterestStatus::Waiting).await.expect("answers");
    let one = app.get(&address(&reference, &code, "")).await.json();
    let events: Vec<_> =
        one["history"].as_array().expect("lines").iter().map(|line| line["event"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(events, ["received", "wrote", "corrected", "withdrawn", "answered"]);
    assert_eq!((one["status"].clone(), one["history"][4]["message"].clone()), (json!("waiting"), json!("Votre famille peut venir.")));
    assert!(!one.to_string().contains("conseil"), "who of the office answered is not told");
    let email = one["answers"].as_array().expect("answers").iter().find(|answer| answer["name"] == "email").expect("an address");
    assert_eq!(email["value"], "noor@exemple.québec");
    // Its author writes again: the office has the word.
    let again = json!({ "message": "Merci" }).to_string();
    app.write(Method::POST, &address(&reference, &code, "/messages"), &[JSON], again).await;
    assert_eq!(app.get(&address(&reference, &code, "")).await.json()["status"], "in_progress");
});

each_database!(a_proposal_becomes_a_draft_that_nobody_sees_and_goes_with_its_request, Seeded, |db| {
    let app = TestApp::on(db, &[]).await;
    let body = json!({ "kind": "posting", "contact": { "name": "Ève Exemple", "email": "eve@exemple.invalid", "organization": "Atelier (exemple)" },
        "answers": { "posting_kind": "job", "title": "Soudeuse-monteuse", "body": "Un poste.", "apply": "https://exemple.invalid/poste", "pay": "30 $ l’heure" },
        "consents": ["answer"] });
    let (reference, code) = sent(&app, &body).await;
    app.index().await;
    assert_eq!(app.list("").await.total, 0);
    let stored = app.store.interest(&reference).await.expect("reads").expect("is there");
    let draft = app.store.opportunity(stored.opportunity_id.expect("a draft")).await.expect("reads").expect("is there");
    assert_eq!(draft.record.title.fr.as_deref(), Some("Soudeuse-monteuse"));
    assert!(draft.record.body.fr.is_some_and(|body| body.contains("30 $ l’heure")));
    assert_eq!(app.write(Method::DELETE, &address(&reference, &code, ""), &[], "").await.status, StatusCode::NO_CONTENT);
    assert!(app.store.opportunity(draft.id).await.expect("reads").is_none());
});

each_database!(what_says_the_same_is_flagged_and_kept, Seeded, |db| {
    let app = TestApp::on(db, &[]).await;
    let (first, _) = sent(&app, &minimal()).await;
    let (second, _) = sent(&app, &minimal()).await;
    let mut other = minimal();
    other["answers"]["message"] = json!("Où apprendre le français avant de partir, et combien cela coûte-t-il?");
    other["contact"]["name"] = json!("N. E.");
    let (third, _) = sent(&app, &other).await;
    let id = app.store.interest(&first).await.expect("reads").expect("is there").id;
    assert_eq!(app.store.interest(&second).await.expect("reads").expect("is there").duplicate_of, Some(id));
    assert_eq!(app.store.interest(&third).await.expect("reads").expect("is there").duplicate_of, None);
});

each_database!(an_erased_request_leaves_nothing, Seeded, |db| {
    const CANARY: &str = "canari-jaune-7731";
    let app = TestApp::on(db, TEAM).await;
    let mut body = minimal();
    body["contact"]["name"] = json!(CANARY);
    body["contact"]["email"] = json!(format!("{CANARY}@exemple.invalid"));
    body["answers"]["message"] = json!(format!("{CANARY} écrit"));
    let (reference, code) = sent(&app, &body).await;
    app.write(Method::POST, &address(&reference, &code, "/messages"), &[JSON], json!({ "message": CANARY }).to_string()).await;
    app.outbox.send_due().await.expect("sends");
    assert!(holds(&app, CANARY).await, "the test would find it");
    assert_eq!(app.write(Method::DELETE, &address(&reference, &code, ""), &[], "").await.status, StatusCode::NO_CONTENT);
    assert!(!holds(&app, CANARY).await);
    assert_eq!(app.get(&address(&reference, &code, "")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.store.erasures().await.expect("reads").len(), 1);
    assert_eq!(server::privacy::remembered(&server::privacy::journal(app.folder.path())).expect("reads").len(), 1);
});

/// Whether the files of the server, or the rows of its database, hold a text.
async fn holds(app: &TestApp, text: &str) -> bool {
    fn files(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { files(&path, found) } else { found.push(path) }
        }
    }
    let mut all = Vec::new();
    files(app.folder.path(), &mut all);
    if let Some(file) = app.db.url.strip_prefix("sqlite:") {
        let file = std::path::Path::new(file);
        files(file.parent().expect("a folder"), &mut all);
    } else {
        for sql in [
            "select answers::text from interests",
            "select coalesce(message, '') from interest_history",
            "select coalesce(error, '') from outbox",
            "select coalesce(body, '') from opportunity_texts",
        ] {
            if app.db.texts(sql).await.iter().any(|row| row.contains(text)) {
                return true;
            }
        }
    }
    // A file may go while it is read: the journal of SQLite comes and goes.
    all.iter().filter_map(|path| std::fs::read(path).ok()).any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

each_database!(the_purge_erases_what_is_over_and_nothing_else, Seeded, |db| {
    let app = TestApp::on(db, &["--archive", "city"]).await;
    let city = json!({ "kind": "city", "contact": { "name": "C", "email": "c@exemple.invalid", "organization": "Ville (exemple)", "country": "FR" },
        "answers": { "theme": "climate", "form": "pilot", "message": "Essayons." }, "consents": ["answer"] });
    let (talent, _) = sent(&app, &minimal()).await;
    let (held, _) = sent(&app, &minimal()).await;
    let (archived, _) = sent(&app, &city).await;
    let id = app.store.interest(&held).await.expect("reads").expect("is there").id;
    app.store.hold_interest(id, true).await.expect("holds");
    let purge = |dry: bool| {
        let app = &app;
        async move {
            let today = app.clock.today();
            let purged = server::nightly::purge(&app.store, &app.config, &app.desk.mailer, today, dry).await.expect("purges");
            (purged.erased.len(), purged.restricted.len(), purged.held.len())
        }
    };
    // Talents are kept for twelve months, cities for twenty-four.
    app.clock.set(NOW + 365 * DAY);
    assert_eq!(purge(false).await, (0, 0, 0), "on the last day");
    app.clock.set(NOW + 366 * DAY);
    assert_eq!(purge(true).await, (1, 0, 1), "a dry run tells");
    assert!(app.store.interest(&talent).await.expect("reads").is_some(), "and does nothing");
    assert_eq!(purge(false).await, (1, 0, 1));
    assert!(app.store.interest(&talent).await.expect("reads").is_none());
    assert!(app.store.interest(&held).await.expect("reads").is_some());
    app.clock.set(NOW + 732 * DAY);
    assert_eq!(purge(false).await, (0, 1, 1));
    assert!(app.store.interest(&archived).await.expect("reads").is_some_and(|interest| interest.restricted));
    assert_eq!(purge(false).await, (0, 0, 1), "once");
});

#[tokio::test]
async fn a_body_established_in_quebec_is_answered_in_french() {
    let app = TestApp::new().await;
    let body = |country: &str| {
        json!({ "kind": "company", "lang": "en", "contact": { "name": "A", "email": "a@exemple.invalid", "organization": "B", "country": country },
            "answers": { "project": "settle", "message": "A plant." }, "consents": ["answer"] })
    };
    let (here, _) = sent(&app, &body("CA-QC")).await;
    let (there, _) = sent(&app, &body("DE")).await;
    let lang = async |reference: &str| app.store.interest(reference).await.expect("reads").expect("is there").reply_lang.to_string();
    assert_eq!((lang(&here).await, lang(&there).await), ("fr".to_owned(), "en".to_owned()));
}

#[tokio::test]
async fn one_client_may_not_send_without_end_and_under_attack_programs_work_for_it() {
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &["--requests-per-hour", "3", "--attack-per-minute", "5"]).await;
    let from = |client: &str| [("x-forwarded-for", client.to_owned())];
    for at in 0..4 {
        let header = from("192.0.2.1");
        let answer = send(&app, &minimal(), &[(header[0].0, &header[0].1)]).await;
        assert_eq!(answer.status == StatusCode::CREATED, at < 3, "{}", answer.text());
    }
    // Many clients at once: a proof is asked, and one that is made is taken.
    let mut asked = None;
    for at in 10..20 {
        let header = from(&format!("192.0.2.{at}"));
        let answer = send(&app, &minimal(), &[(header[0].0, &header[0].1)]).await;
        if answer.status == StatusCode::PRECONDITION_REQUIRED {
            asked = Some(answer.json());
            break;
        }
    }
    let asked = asked.expect("a proof is asked");
    let (challenge, bits) = (asked["challenge"].as_str().expect("a text"), asked["bits"].as_u64().expect("a number"));
    let nonce = (0_u64..).find(|nonce| zeros(&format!("{challenge}:{nonce}")) >= bits).expect("a nonce");
    let answer = send(&app, &minimal(), &[("x-forwarded-for", "192.0.2.99"), ("proof-of-work", &format!("{challenge}.{nonce}"))]).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let again = send(&app, &minimal(), &[("x-forwarded-for", "192.0.2.98"), ("proof-of-work", &format!("{challenge}.{nonce}"))]).await;
    assert_eq!(again.status, StatusCode::PRECONDITION_REQUIRED, "a proof holds once");
}

fn zeros(text: &str) -> u64 {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(text.as_bytes());
    let at = hash.iter().position(|byte| *byte != 0).unwrap_or(32);
    at as u64 * 8 + hash.get(at).map_or(0, |byte| u64::from(byte.leading_zeros()))
}

#[tokio::test]
async fn bodies_over_the_limit_are_refused_before_they_are_read() {
    let app = TestApp::new().await;
    let long = format!("{{\"kind\":\"{}\"}}", "x".repeat(70_000));
    assert_eq!(app.write(Method::POST, "/api/v1/interests", &[JSON], long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let length = [("content-type", "multipart/form-data; boundary=x"), ("content-length", "20000000")];
    assert_eq!(app.write(Method::POST, "/api/v1/interests", &length, "").await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn files_are_told_by_what_they_are_and_come_back_as_downloads() {
    let app = TestApp::new().await;
    let (reference, code) = sent(&app, &minimal()).await;
    let pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
    let part = |name: &str, bytes: &[u8]| {
        let head = format!("--x\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\ncontent-type: image/png\r\n\r\n");
        [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat()
    };
    let multipart = [("content-type", "multipart/form-data; boundary=x")];
    let wrong = app.write(Method::POST, &address(&reference, &code, "/files"), &multipart, part("plan.png", b"<html>")).await;
    assert_eq!((wrong.status, wrong.json()["errors"][0]["code"].clone()), (StatusCode::UNPROCESSABLE_ENTITY, json!("file_type")));
    let good = app.write(Method::POST, &address(&reference, &code, "/files"), &multipart, part("plan.png", pdf)).await;
    assert_eq!(good.status, StatusCode::NO_CONTENT, "{}", good.text());
    let files = app.get(&address(&reference, &code, "")).await.json()["files"].clone();
    assert_eq!((files[0]["name"].clone(), files[0]["file_type"].clone()), (json!("plan.pdf"), json!("pdf")));
    let file = app.get(&address(&reference, &code, &format!("/files/{}", files[0]["id"].as_str().expect("an id")))).await;
    assert_eq!((file.body.as_ref(), file.header("content-type")), (pdf.as_slice(), "application/octet-stream"));
    assert!(file.header("content-disposition").starts_with("attachment;"));
    let export = app.get(&address(&reference, &code, "/export")).await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(export.body.to_vec())).expect("an archive");
    let names: Vec<_> = archive.file_names().map(str::to_owned).collect();
    assert_eq!(names, [format!("{reference}/request.json"), format!("{reference}/1-plan.pdf")]);
    let json: Value = serde_json::from_reader(archive.by_index(0).expect("a file")).expect("JSON");
    assert_eq!(json["reference"], json!(reference));
}

/// The fields of a page of a form, as a browser without a program sends them.
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The cookies that an answer sets, as a browser sends them back.
pub fn cookies(answer: &Answer) -> String {
    answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()?.split(';').next()).collect::<Vec<_>>().join("; ")
}

/// The hidden fields of the form of a page.
pub fn hidden(page: &Answer, name: &str) -> String {
    let page = page.page();
    let field = page.select(&crate::app::css(&format!("input[name={name}]"))).next().expect("a hidden field");
    field.attr("value").unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_form_is_filled_page_by_page_without_the_program_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let first = app.get("/fr/demandes/question").await;
    assert_eq!((first.status, first.header("cache-control")), (StatusCode::OK, "no-store"));
    let (token, key) = (hidden(&first, "token"), hidden(&first, "key"));
    // Nothing is answered: the page comes back with what is wrong, and the focus goes there.
    let empty =
        app.write(Method::POST, "/fr/demandes/question?step=question", &[FORM], encoded(&[("message", ""), ("token", &token)])).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.page().select(&crate::app::css(".errors[autofocus] a[href='#q-message']")).next().is_some(), "{}", empty.text());
    assert!(empty.text().contains("<title>Erreur"), "the title says it");
    app.clock.set(NOW + 60);
    let said = "</textarea><script>alert(1)</script> “été”";
    let next = app
        .write(
            Method::POST,
            "/fr/demandes/question?step=question",
            &[FORM],
            encoded(&[("message", said), ("token", &token), ("key", &key)]),
        )
        .await;
    assert_eq!((next.status, next.header("location")), (StatusCode::SEE_OTHER, "/fr/demandes/question?step=contact"));
    let cookie = cookies(&next);
    let contact = [("name", "Noor"), ("email", "noor@exemple"), ("key", key.as_str())];
    let wrong = app.write(Method::POST, "/fr/demandes/question?step=contact", &[FORM, ("cookie", &cookie)], encoded(&contact)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("value=\"noor@exemple\""), "what was typed is there");
    let contact = [("name", "Noor"), ("email", "noor@exemple.invalid")];
    let next = app.write(Method::POST, "/fr/demandes/question?step=contact", &[FORM, ("cookie", &cookie)], encoded(&contact)).await;
    assert_eq!(next.header("location"), "/fr/demandes/question?step=check");
    let check = app.get_with("/fr/demandes/question?step=check", &[("cookie", &cookie)]).await;
    assert!(check.text().contains("noor@exemple.invalid") && !check.text().contains("<script>alert(1)"), "escaped");
    // Without the consent there is no request; with it there is one, however often it is sent.
    let without = app.write(Method::POST, "/fr/demandes/question?step=check", &[FORM, ("cookie", &cookie)], "").await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let headers = [FORM, ("cookie", cookie.as_str())];
    let agreed = encoded(&[("consent_answer", "yes")]);
    let done = app.write(Method::POST, "/fr/demandes/question?step=check", &headers, agreed.clone()).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/fr/demandes/recue"), "{}", done.text());
    let followed = cookies(&done);
    let received = app.get_with("/fr/demandes/recue", &[("cookie", &followed)]).await;
    assert_eq!(received.header("referrer-policy"), "no-referrer");
    let number = received.page().select(&crate::app::css(".receipt__number")).next().expect("a number").text().collect::<String>();
    let stored = app.store.interest(number.trim()).await.expect("reads").expect("is there");
    assert_eq!((stored.answers.get("message"), stored.caught.as_deref()), (said, None));
    let page = app.get_with("/fr/suivi", &[("cookie", &followed)]).await;
    assert!(page.text().contains("Reçue") && !page.text().contains("<script>alert(1)"));
    // The draft is gone, and no address says anything of anyone.
    assert!(!app.get_with("/fr/demandes/question?step=check", &[("cookie", &cookie)]).await.text().contains("noor@exemple.invalid"));
}

#[tokio::test]
async fn a_second_press_finds_what_the_first_one_sent_and_two_forms_are_two_drafts() {
    let app = TestApp::new().await;
    let page = app.get("/fr/demandes/question").await;
    let (token, key) = (hidden(&page, "token"), hidden(&page, "key"));
    let fields = encoded(&[("message", "Une question"), ("token", &token), ("key", &key)]);
    let cookie = cookies(&app.write(Method::POST, "/fr/demandes/question?step=question", &[FORM], fields).await);
    let headers = [FORM, ("cookie", cookie.as_str())];
    // The same browser begins another form meanwhile.
    let company = encoded(&[("organization", "Atelier (exemple)"), ("country", "FR"), ("sector", "")]);
    app.write(Method::POST, "/fr/demandes/entreprise?step=organization", &headers, company).await;
    let contact = encoded(&[("name", "Noor"), ("email", "noor@exemple.invalid")]);
    app.write(Method::POST, "/fr/demandes/question?step=contact", &headers, contact).await;
    let last = encoded(&[("consent_answer", "yes"), ("key", &key)]);
    let first = app.write(Method::POST, "/fr/demandes/question?step=check", &headers, last.clone()).await;
    let second = app.write(Method::POST, "/fr/demandes/question?step=check", &headers, last).await;
    for answer in [&first, &second] {
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/fr/demandes/recue"));
    }
    let aside = server::store::Listing { caught: true, ..Default::default() };
    let sent = app.store.interests(Default::default(), None, 10).await.expect("reads").len();
    assert_eq!(sent + app.store.interests(aside, None, 10).await.expect("reads").len(), 1);
    let company = app.get_with("/fr/demandes/entreprise", &[("cookie", &cookie)]).await;
    assert!(company.text().contains("Atelier (exemple)"), "the other form is as it was left");
}

#[tokio::test]
async fn a_trap_that_is_sprung_shows_what_everyone_sees_and_sets_the_request_aside() {
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, TEAM).await;
    let page = app.get("/en/requests/question").await;
    let (token, key) = (hidden(&page, "token"), hidden(&page, "key"));
    app.clock.set(NOW + 60);
    let fields = [("message", "Buy"), ("website", "https://spam.invalid"), ("token", token.as_str()), ("key", key.as_str())];
    let cookie = cookies(&app.write(Method::POST, "/en/requests/question?step=question", &[FORM], encoded(&fields)).await);
    let headers = [FORM, ("cookie", cookie.as_str())];
    app.write(Method::POST, "/en/requests/question?step=contact", &headers, encoded(&[("name", "X"), ("email", "x@exemple.invalid")]))
        .await;
    let done = app.write(Method::POST, "/en/requests/question?step=check", &headers, encoded(&[("consent_answer", "yes")])).await;
    assert_eq!(done.header("location"), "/en/requests/received");
    let aside = server::store::Listing { caught: true, ..Default::default() };
    let lines = app.store.interests(aside, None, 10).await.expect("reads");
    assert_eq!((lines.len(), lines[0].caught.as_deref()), (1, Some("honeypot")));
    assert_eq!(app.outbox.send_due().await.expect("sends"), 0, "nobody gets a letter");
    let stored = app.store.interest(&lines[0].reference).await.expect("reads").expect("is there");
    app.store.take_back_interest(&stored).await.expect("takes back");
    assert_eq!(app.outbox.send_due().await.expect("sends"), 2, "once it is taken back, both leave");
}

#[tokio::test]
async fn the_link_of_a_letter_is_traded_for_a_cookie() {
    let app = TestApp::new().await;
    let (reference, code) = sent(&app, &minimal()).await;
    let opened = app.get(&format!("/fr/suivi?reference={reference}&code={code}")).await;
    assert_eq!((opened.status, opened.header("location")), (StatusCode::SEE_OTHER, "/fr/suivi"));
    assert_eq!(opened.header("referrer-policy"), "no-referrer");
    assert!(opened.header("set-cookie").contains("HttpOnly"));
    let page = app.get_with("/fr/suivi", &[("cookie", &cookies(&opened))]).await;
    assert!(page.text().contains(&reference));
    assert!(!app.get("/fr/suivi").await.text().contains(&reference));
    app.clock.set(NOW + 3_601);
    assert!(!app.get_with("/fr/suivi", &[("cookie", &cookies(&opened))]).await.text().contains(&reference), "for an hour");
    let wrong = app.get(&format!("/fr/suivi?reference={reference}&code=0000")).await;
    let unknown = app.get("/fr/suivi?reference=QA-0000-0000&code=0000").await;
    assert_eq!((wrong.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
}

each_database!(a_draft_cannot_be_read_in_the_database, Seeded, |db| {
    let app = TestApp::on(db, &[]).await;
    let fields = encoded(&[("message", "canari-bleu-4242"), ("token", "x"), ("key", "k")]);
    let next = app.write(Method::POST, "/fr/demandes/question?step=question", &[FORM], fields).await;
    assert_eq!(next.status, StatusCode::SEE_OTHER);
    assert!(!holds(&app, "canari-bleu-4242").await);
});

/// A request is taken whatever the mail does, and its letters leave later, at most once too many.
async fn mail_comes_later(mode: Mode, most: usize) {
    let mut sink = Sink::start().await;
    sink.set(mode).await;
    let url = sink.url();
    let flags = ["--team-mail", "equipe@exemple.invalid", "--smtp-url", &url, "--smtp-timeout", "1"];
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &flags).await;
    let (reference, code) = sent(&app, &minimal()).await;
    assert_eq!(app.outbox.send_due().await.expect("runs"), 0, "{mode:?}");
    assert_eq!(app.outbox.send_due().await.expect("runs"), 0, "not before a minute has passed");
    sink.set(Mode::Accept).await;
    app.clock.set(NOW + 61);
    assert_eq!(app.outbox.send_due().await.expect("runs"), 2, "{mode:?}");
    let letters = sink.wait_for(2).await;
    assert!(letters.len() <= most, "{mode:?}: {} letters", letters.len());
    let ids: std::collections::BTreeSet<_> =
        letters.iter().filter_map(|letter| letter.raw.lines().find(|line| line.starts_with("Message-ID"))).collect();
    assert_eq!(ids.len(), 2, "a letter keeps its Message-ID");
    let read = |raw: &str| {
        mail_parser::MessageParser::default()
            .parse(raw.as_bytes())
            .and_then(|mail| mail.body_text(0).map(|text| text.into_owned()))
            .expect("a letter")
    };
    let (own, team): (Vec<_>, Vec<_>) = letters.iter().partition(|letter| letter.to == ["noor@exemple.invalid"]);
    assert!(read(&own[0].raw).contains(&reference) && read(&own[0].raw).contains(&code));
    assert!(!team[0].raw.contains(&code) && !team[0].raw.contains("Noor"), "the team's letter tells nothing of a person");
}

#[tokio::test]
async fn mail_that_is_down_refuses_or_is_cut_costs_no_request() {
    mail_comes_later(Mode::Down, 2).await;
    mail_comes_later(Mode::Refuse4xx(Stage::Letter), 2).await;
    mail_comes_later(Mode::Refuse5xx(Stage::Recipient), 2).await;
    mail_comes_later(Mode::Slow(std::time::Duration::from_secs(3)), 2).await;
    // What was taken and not acknowledged comes once more.
    mail_comes_later(Mode::CutAfterData, 4).await;
}

#[tokio::test]
async fn a_letter_that_never_leaves_is_dead_after_ten_tries_and_may_be_tried_again() {
    let mut sink = Sink::start().await;
    sink.set(Mode::Down).await;
    let url = sink.url();
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &["--smtp-url", &url]).await;
    sent(&app, &minimal()).await;
    for day in 0..12 {
        app.clock.set(NOW + day * 2 * DAY);
        app.outbox.send_due().await.expect("runs");
    }
    let dead = app.store.letters("dead").await.expect("reads");
    assert_eq!((dead.len(), dead[0].attempts), (1, 10));
    sink.set(Mode::Accept).await;
    assert!(app.store.retry_letter(dead[0].id).await.expect("retries"));
    assert_eq!(app.outbox.send_due().await.expect("runs"), 1);
}
