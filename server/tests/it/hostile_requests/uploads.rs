//! Files that hurt, through every way in: of a program and of a page, with a request and after it.

use super::UNBOUNDED;
use crate::app::{Answer, TestApp};
use crate::bombs::{Bomb, SCRIPT, bombs, document, photo, written};
use crate::db::{Database, Start, each_database};
use crate::hostile_texts::shown;
use crate::interests::{FORM, address, cookies, encoded, hidden, minimal, sent};
use app::messages::interests::fault;
use http::{Method, StatusCode};
use image::ImageFormat;
use model::interests::form::FaultCode;
use model::locale::Locale;

pub const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=limite");

/// A form with files, as it is sent.
pub fn parts(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--limite\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, bytes) in files {
        let head =
            format!("--limite\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\ncontent-type: image/png\r\n\r\n");
        body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
    }
    body.extend(b"--limite--\r\n");
    body
}

/// The cookie of a form that is filled up to its last page.
pub async fn filled(app: &TestApp) -> String {
    let page = app.get("/fr/demandes/question").await;
    let (token, key) = (hidden(&page, "token"), hidden(&page, "key"));
    let fields = encoded(&[("message", "Une question"), ("token", &token), ("key", &key)]);
    let cookie = cookies(&app.write(Method::POST, "/fr/demandes/question?step=question", &[FORM], fields).await);
    let contact = encoded(&[("name", "Noor"), ("email", "noor@exemple.invalid")]);
    let next = app.write(Method::POST, "/fr/demandes/question?step=contact", &[FORM, ("cookie", &cookie)], contact).await;
    assert_eq!(next.header("location"), "/fr/demandes/question?step=check");
    cookie
}

/// How many rows there are that a file could have written.
async fn rows(app: &TestApp) -> [i64; 3] {
    [
        app.db.number("select count(*) from interests").await,
        app.db.number("select count(*) from files").await,
        app.db.number("select count(*) from draft_files").await,
    ]
}

/// The ways in that files have.
struct Ways<'a> {
    app: &'a TestApp,
    reference: String,
    code: String,
    followed: String,
    draft: String,
}

impl Ways<'_> {
    async fn of(app: &TestApp) -> Ways<'_> {
        let (reference, code) = sent(app, &minimal()).await;
        let followed = cookies(&app.get(&format!("/fr/suivi?reference={reference}&code={code}")).await);
        Ways { draft: filled(app).await, app, reference, code, followed }
    }

    /// Sends files to a program's addresses.
    async fn programs(&self, files: &[(&str, &[u8])]) -> [Answer; 2] {
        let request = minimal().to_string();
        let new = self.app.write(Method::POST, "/api/v1/interests", &[MULTIPART], parts(&[("request", &request)], files)).await;
        let address = format!("/api/v1/interests/{}/files", self.reference);
        let bearer = format!("Bearer {}", self.code);
        // By the cookie: codes are tried sixty times an hour.
        let headers = [MULTIPART, ("cookie", self.followed.as_str()), ("authorization", bearer.as_str())];
        [new, self.app.write(Method::POST, &address, &headers, parts(&[], files)).await]
    }

    /// Sends files to a browser's.
    async fn pages(&self, files: &[(&str, &[u8])]) -> [Answer; 2] {
        let headers = [MULTIPART, ("cookie", self.draft.as_str())];
        let new =
            self.app.write(Method::POST, "/fr/demandes/question?step=check", &headers, parts(&[("consent_answer", "yes")], files)).await;
        let headers = [MULTIPART, ("cookie", self.followed.as_str())];
        [new, self.app.write(Method::POST, "/fr/suivi", &headers, parts(&[("action", "file")], files)).await]
    }

    /// Fails unless every way in refuses files, with a code and its words, and writes nothing.
    async fn assert_refused(&self, what: &str, code: &str, files: &[(&str, &[u8])]) {
        let before = rows(self.app).await;
        for answer in self.programs(files).await {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", answer.text());
            let error = &answer.json()["errors"][0];
            assert_eq!((error["field"].as_str(), error["code"].as_str()), (Some("files"), Some(code)), "{what}");
        }
        let words = fault(FaultCode::parse(code).expect("a code"), Locale::Fr);
        for answer in self.pages(files).await {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
            assert!(shown(&answer.page(), ".errors").concat().contains(words), "{what}: {}", answer.text());
        }
        assert_eq!(rows(self.app).await, before, "{what} left something");
    }
}

each_database!(files_that_hurt_are_refused_wherever_they_come_in_and_leave_nothing, Seeded, |db| {
    let app = TestApp::on(db, &UNBOUNDED).await;
    let ways = Ways::of(&app).await;
    for Bomb { what, name, bytes, code } in bombs() {
        if let Some(code) = code {
            ways.assert_refused(what, code, &[(name, &bytes)]).await;
            // Nor does it come in behind an honest file.
            ways.assert_refused(what, code, &[("plan.pdf", &document(&[])), (name, &bytes)]).await;
        }
    }
    let small = document(&[]);
    ways.assert_refused("four files", "file_count", &[("a", &small), ("b", &small), ("c", &small), ("d", &small)]).await;
});

#[tokio::test]
async fn what_is_behind_a_picture_is_not_kept() {
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &UNBOUNDED).await;
    let carries = |bytes: &[u8]| [SCRIPT, b"PK\x03\x04", b"iCCP"].iter().any(|trace| bytes.windows(trace.len()).any(|part| part == *trace));
    for Bomb { what, name, bytes, code } in bombs() {
        if code.is_some() {
            continue;
        }
        assert!(carries(&bytes), "{what}");
        let ways = Ways::of(&app).await;
        let files = [(name, bytes.as_slice())];
        let [new, added] = ways.programs(&files).await;
        assert_eq!((new.status, added.status), (StatusCode::CREATED, StatusCode::NO_CONTENT), "{what}: {}", new.text());
        let [page, followed] = ways.pages(&files).await;
        assert_eq!((page.status, followed.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER), "{what}");
        for cookie in [cookies(&new), cookies(&page), ways.followed.clone()] {
            let told = app.get_with("/api/v1/interests/followed", &[("cookie", &cookie)]).await.json();
            let files = told["files"].as_array().expect("files");
            assert!(!files.is_empty(), "{what}");
            for file in files {
                let path = format!("/api/v1/interests/followed/files/{}", file["id"].as_str().expect("an id"));
                let kept = app.get_with(&path, &[("cookie", &cookie)]).await.body;
                assert!(!carries(&kept) && image::load_from_memory(&kept).is_ok(), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn what_honest_people_attach_is_kept() {
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &UNBOUNDED).await;
    let ways = Ways::of(&app).await;
    let (pdf, png, jpeg) = (crate::bombs::packed_document(b"10 0 << >>", 5), written(ImageFormat::Png), photo(400, 300, 80));
    let files: [(&str, &[u8]); 3] = [("plan.pdf", &pdf), ("logo.png", &png), ("photo.jpg", &jpeg)];
    let [new, added] = ways.programs(&files).await;
    assert_eq!((new.status, added.status), (StatusCode::CREATED, StatusCode::NO_CONTENT), "{} {}", new.text(), added.text());
    // Three in all.
    let [page, followed] = ways.pages(&files).await;
    assert_eq!((page.status, followed.status), (StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(rows(&app).await, [3, 9, 0]);
}

each_database!(a_body_over_the_limit_is_a_413_with_its_length_and_without, Seeded, |db| {
    let app = TestApp::on(db, &UNBOUNDED).await;
    let ways = Ways::of(&app).await;
    let before = rows(&app).await;
    let long = vec![b' '; 5_200_000];
    let envelope = parts(
        &[("request", &minimal().to_string()), ("consent_answer", "yes"), ("action", "file")],
        &[("a", &long), ("b", &long), ("c", &long)],
    );
    let text = format!("{{\"kind\":\"{}\"}}", "x".repeat(70_000));
    let page = encoded(&[("message", &"x".repeat(300_000)), ("action", "write")]);
    let files = address(&ways.reference, &ways.code, "/files");
    let messages = address(&ways.reference, &ways.code, "/messages");
    let json = ("content-type", "application/json");
    for (path, kind, body) in [
        ("/api/v1/interests", MULTIPART, envelope.as_slice()),
        (files.as_str(), MULTIPART, envelope.as_slice()),
        ("/api/v1/interests", json, text.as_bytes()),
        (messages.as_str(), json, text.as_bytes()),
        ("/fr/demandes/question?step=check", MULTIPART, envelope.as_slice()),
        ("/en/requests/question?step=question", FORM, page.as_bytes()),
        ("/fr/suivi", MULTIPART, envelope.as_slice()),
        ("/en/follow", FORM, page.as_bytes()),
    ] {
        let length = body.len().to_string();
        for said in [Some(length.as_str()), None] {
            let mut headers = vec![kind, ("cookie", ways.draft.as_str())];
            headers.extend(said.map(|said| ("content-length", said)));
            // Without its length a body comes in pieces.
            let answer = app.write(Method::POST, path, &headers, body.to_vec()).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path} {said:?}");
            let is_page = answer.header("content-type").starts_with("text/html");
            assert_eq!(is_page, !path.starts_with("/api/"), "{path} {said:?}");
        }
    }
    assert_eq!(rows(&app).await, before);
});
