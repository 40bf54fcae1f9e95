//! What would add a header, a recipient or a body to a letter, in every field that is near one.

use super::UNBOUNDED;
use super::uploads::{MULTIPART, parts};
use crate::app::TestApp;
use crate::db::{Database, Start};
use crate::interests::{FORM, JSON, TEAM, address, cookies, encoded, send, sent};
use crate::smtp::{Received, Sink};
use http::{Method, StatusCode};
use mail_parser::MessageParser;
use model::interests::InterestStatus;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const HEADERS: [&str; 9] =
    ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type"];

/// Ways to end a line, or to have a reader end it.
const ADDITIONS: [&str; 16] = [
    "x\r\nBcc: victime@exemple.invalid",
    "x\rBcc: victime@exemple.invalid",
    "x\nBcc: victime@exemple.invalid",
    "x\r\n\r\n<p>un autre corps</p>",
    "x\r\n.\r\nMAIL FROM:<a@exemple.invalid>",
    "x\r\n Bcc: victime@exemple.invalid",
    "x\0Bcc: victime@exemple.invalid",
    "x\u{b}Bcc: victime@exemple.invalid",
    "x\u{85}Bcc: victime@exemple.invalid",
    "x\u{2028}Bcc: victime@exemple.invalid",
    "x\u{2029}Bcc: victime@exemple.invalid",
    "x%0d%0aBcc: victime@exemple.invalid",
    "x\\r\\nBcc: victime@exemple.invalid",
    "=?utf-8?q?x=0D=0ABcc:_victime@exemple.invalid?=",
    "=?utf-8?b?eA0KQmNjOiB2aWN0aW1lQGV4ZW1wbGUuaW52YWxpZA==?=",
    "x\" <victime@exemple.invalid>, \"y",
];

fn posting() -> Value {
    json!({ "kind": "posting", "lang": "fr", "consents": ["answer"],
        "contact": { "name": "Noor", "email": "noor@exemple.invalid", "phone": "+14186416411", "organization": "Atelier", "country": "FR" },
        "answers": { "posting_kind": "job", "title": "Soudeuse", "body": "Un poste", "place": "Québec", "pay": "30", "apply": "a@exemple.invalid",
            "closes_on": "2027-05-31" } })
}

/// Fails unless a letter is one of ours, whole, to one person.
fn assert_ours(letter: &Received, to: &[&str]) {
    let raw = &letter.raw;
    assert!(raw.is_ascii() && !raw.replace("\r\n", "").contains(['\r', '\n', '\0']), "{raw}");
    let (head, _) = raw.split_once("\r\n\r\n").expect("a head and a body");
    let names: Vec<_> =
        head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).map(|line| line.split(':').next().expect("a name")).collect();
    assert_eq!(names, HEADERS, "{raw}");
    let parsed = MessageParser::default().parse(raw.as_bytes()).expect("a letter");
    assert_eq!(parsed.parts.len(), 3, "two bodies, and what holds them: {raw}");
    assert!(parsed.bcc().is_none() && parsed.cc().is_none() && parsed.reply_to().is_none(), "{raw}");
    let recipients = parsed.to().and_then(|to| to.as_list()).expect("recipients");
    assert_eq!(recipients.len(), 1, "{raw}");
    let address = recipients[0].address().expect("an address");
    assert_eq!(letter.to, [address], "the envelope says the same");
    assert!(to.contains(&address), "{address}");
    for text in [recipients[0].name().unwrap_or_default(), parsed.subject().expect("a subject")] {
        assert!(!text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')), "{text:?}");
    }
}

#[tokio::test]
async fn no_field_adds_anything_to_a_letter() {
    let probed = TestApp::on(Database::sqlite(Start::Seeded).await, &UNBOUNDED).await;
    let sink = Sink::start().await;
    let url = sink.url();
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &[&UNBOUNDED, TEAM, &["--smtp-url", &url]].concat()).await;
    let plain = posting();
    let fields: Vec<(&str, String)> = ["contact", "answers"]
        .into_iter()
        .flat_map(|part| plain[part].as_object().expect("fields").keys().map(move |name| (part, name.clone())))
        .collect();
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let mut meant = 0;
    for (at, addition) in ADDITIONS.into_iter().enumerate() {
        // In every field that takes it, at once.
        let mut all = posting();
        for (part, name) in &fields {
            let mut body = posting();
            body[part][name] = json!(addition);
            let answer = send(&probed, &body, &[]).await;
            if answer.status == StatusCode::CREATED {
                *taken.entry(name).or_default() += 1;
                all[part][name] = json!(addition);
                continue;
            }
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {addition:?}");
            assert_eq!(answer.json()["errors"].as_array().map(Vec::len), Some(1), "{name}: {addition:?}");
        }
        // On both sides of an address, and in it.
        for email in
            [format!("{addition}@exemple.invalid"), format!("noor@exemple.invalid{addition}"), format!("noor@{addition}exemple.invalid")]
        {
            let mut body = posting();
            body["contact"]["email"] = json!(email);
            assert_eq!(send(&probed, &body, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{email:?}");
        }
        let (reference, code) = sent(&app, &all).await;
        let stored = app.store.interest(&reference).await.expect("reads").expect("is there");
        // The office quotes what it reads.
        app.store.answer_interest(&stored, "conseil", addition, InterestStatus::Waiting).await.expect("answers");
        let client = format!("198.51.100.{at}");
        let headers = [JSON, ("x-forwarded-for", client.as_str())];
        let message = json!({ "message": addition }).to_string();
        let wrote = app.write(Method::POST, &address(&reference, &code, "/messages"), &headers, message).await;
        meant += 3;
        match wrote.status {
            StatusCode::NO_CONTENT => meant += 1,
            status => assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{addition:?}"),
        }
    }
    // A text of one line holds no line break; what it may hold ends a line for nobody but a careless program. One of several lines holds
    // line breaks, and no other control.
    let lines = ["apply", "name", "organization", "pay", "place", "title"].map(|name| (name, 7));
    assert_eq!(taken, BTreeMap::from_iter(lines.into_iter().chain([("body", 13)])));
    assert_eq!(app.outbox.send_due().await.expect("sends"), meant);
    let letters = sink.wait_for(meant).await;
    assert_eq!(letters.len(), meant, "no letter more");
    for letter in &letters {
        assert_ours(letter, &["noor@exemple.invalid", "equipe@exemple.invalid"]);
        assert_eq!(letter.from, "ne-pas-repondre@localhost");
    }
}

#[tokio::test]
async fn a_page_refuses_a_line_break_where_a_letter_would_have_it() {
    let app = TestApp::new().await;
    for addition in ADDITIONS.iter().take(9) {
        for pair in [("name", "email"), ("email", "name")] {
            let fields = encoded(&[(pair.0, *addition), (pair.1, "noor@exemple.invalid")]);
            let answer = app.write(Method::POST, "/fr/demandes/question?step=contact", &[FORM], fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{pair:?}: {addition:?}");
        }
    }
    // Nor does a number that is asked for add a header to an answer.
    for reference in ["QA%0d%0aSet-Cookie:%20qa_follow=x", "QA%0aLocation:%20//x.invalid", "QA%e2%80%a8x"] {
        let answer = app.get(&format!("/fr/suivi?reference={reference}&code=x%0d%0ay")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!((answer.header("set-cookie"), answer.header("location")), ("", ""), "{reference}");
    }
}

#[tokio::test]
async fn the_name_of_a_file_adds_nothing_to_a_letter_or_to_an_answer() {
    let sink = Sink::start().await;
    let url = sink.url();
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &[&UNBOUNDED, TEAM, &["--smtp-url", &url]].concat()).await;
    let names = [
        "plan%0d%0aBcc: a@exemple.invalid.pdf",
        "plan\u{2028}Bcc: a.pdf",
        "plan\u{85}Bcc.pdf",
        "=?utf-8?q?=0D=0ABcc:_a?=.pdf",
        "a;filename=b.pdf",
    ];
    for (at, name) in names.into_iter().enumerate() {
        let (reference, code) = sent(&app, &posting()).await;
        let client = format!("198.51.100.{at}");
        let headers = [MULTIPART, ("x-forwarded-for", client.as_str())];
        let body = parts(&[], &[(name, &crate::bombs::document(&[]))]);
        let added = app.write(Method::POST, &address(&reference, &code, "/files"), &headers, body).await;
        assert_eq!(added.status, StatusCode::NO_CONTENT, "{}", added.text());
        let opened = app.get_with(&format!("/fr/suivi?reference={reference}&code={code}"), &[("x-forwarded-for", &client)]).await;
        let cookie = cookies(&opened);
        let file = app.get_with("/api/v1/interests/followed", &[("cookie", &cookie)]).await.json()["files"][0].clone();
        let kept = file["name"].as_str().expect("a name");
        assert!(
            !kept.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | ':')) && kept.ends_with(".pdf"),
            "{kept:?}"
        );
        let path = format!("/api/v1/interests/followed/files/{}", file["id"].as_str().expect("an id"));
        let download = app.get_with(&path, &[("cookie", &cookie)]).await;
        let disposition = download.header("content-disposition");
        let told = disposition.strip_prefix("attachment; filename*=UTF-8''").expect("a name");
        assert!(told.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._%".contains(&byte)), "{disposition}");
        assert_eq!(percent_encoding::percent_decode_str(told).decode_utf8().expect("UTF-8"), kept);
        assert_eq!((download.headers.get("bcc"), download.header("x-content-type-options")), (None, "nosniff"));
    }
    let count = app.outbox.send_due().await.expect("sends");
    assert_eq!(count, 3 * names.len());
    for letter in sink.wait_for(count).await {
        assert_ours(&letter, &["noor@exemple.invalid", "equipe@exemple.invalid"]);
    }
}
