//! Requests that want to be more than requests: three hundred hostile texts through every field of every form into every place that
//! shows them; then, in files of their own, what would add to a letter (`mail`) and what would hurt whoever opens it (`uploads`).

mod mail;
mod uploads;

pub use uploads::{MULTIPART, filled, parts};

use crate::app::{Answer, TestApp};
use crate::db::{Database, NOW, Start};
use crate::hostile_texts::{assert_same, bundles, shown, skeleton, texts, typed};
use crate::interests::{FORM, TEAM, cookies, encoded, hidden};
use app::routes::Page;
use http::{Method, StatusCode};
use mail_parser::MessageParser;
use model::interests::form::{Field, Form, Input};
use model::interests::{InterestKind, InterestStatus};
use model::locale::Locale;
use scraper::Html;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

/// No limit but those of the test.
const UNBOUNDED: [&str; 6] = ["--requests-per-hour", "100000", "--requests-per-domain", "100000", "--attack-per-minute", "100000"];

/// A form that is attacked.
struct Attacked<'a> {
    app: &'a TestApp,
    form: Form,
    locale: Locale,
    token: String,
}

/// What the pages that show what was written are made of, by their names.
type Shown = BTreeMap<&'static str, Vec<String>>;

/// Whether people write there what they want.
fn is_free(field: &Field) -> bool {
    matches!(field.input, Input::Text | Input::Long)
}

/// An answer that is taken, of a field that does not take any text.
fn harmless(field: &Field) -> String {
    match field.input {
        Input::Email => "noor@exemple.invalid".to_owned(),
        Input::Phone => "+14186416411".to_owned(),
        Input::Number => "12".to_owned(),
        Input::Date => "2027-05-31".to_owned(),
        _ => field.options.first().map(|option| option.value.clone()).unwrap_or_default(),
    }
}

impl Attacked<'_> {
    async fn new(app: &TestApp, kind: InterestKind, locale: Locale) -> Attacked<'_> {
        let form = app.get(&format!("/api/v1/interests/forms/{kind}?lang={locale}")).await;
        let form = serde_json::from_slice(&form.body).expect("a form");
        let token = hidden(&app.get(&Page::Interest(kind).path(locale)).await, "token");
        // Nobody writes faster.
        app.clock.set(NOW + 60);
        Attacked { app, form, locale, token }
    }

    fn path(&self, step: &str) -> String {
        Page::Interest(self.form.kind).with_query(self.locale, &format!("step={step}"))
    }

    async fn post(&self, path: &str, cookie: &str, pairs: &[(&str, &str)]) -> Answer {
        self.app.write(Method::POST, path, &[FORM, ("cookie", cookie)], encoded(pairs)).await
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        let answer = self.app.get_with(path, &[("cookie", cookie)]).await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"), "{path}");
        answer
    }

    /// Puts a text in every field that takes it, sends the form, goes on with the text, and looks at every page that shows it. The whole
    /// way has the receipt, the page that corrects and every letter too.
    async fn through(&self, text: &str, key: &str, whole: bool) -> Shown {
        let mut cookie = String::new();
        for step in &self.form.steps {
            let values: Vec<_> = step.fields.iter().map(|field| if is_free(field) { text.to_owned() } else { harmless(field) }).collect();
            let mut pairs = vec![("token", self.token.as_str()), ("key", key)];
            pairs.extend(step.fields.iter().zip(&values).map(|(field, value)| (field.name.as_str(), value.as_str())));
            let next = self.post(&self.path(&step.key), &cookie, &pairs).await;
            assert_eq!(next.status, StatusCode::SEE_OTHER, "{}: {text}", step.key);
            assert!(!next.header("location").contains("alert"), "nothing of anyone in an address");
            cookie = cookies(&next);
        }
        let check = self.get(&self.path("check"), &cookie).await.page();
        self.assert_answers(&check, text);
        let done = self.post(&self.path("check"), &cookie, &[("consent_answer", "yes"), ("key", key)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{text}");
        let cookie = cookies(&done);
        let follow = Page::Follow.path(self.locale);
        let wrote = self.post(&follow, &cookie, &[("action", "write"), ("message", text)]).await;
        assert_eq!(wrote.status, StatusCode::SEE_OTHER, "{text}");
        let reference = self.get("/api/v1/interests/followed", &cookie).await.json()["reference"].clone();
        let reference = reference.as_str().expect("a number");
        let stored = async || self.app.store.interest(reference).await.expect("reads").expect("is there");
        assert_eq!(stored().await.caught, None);
        self.app.store.answer_interest(&stored().await, "conseil", text, InterestStatus::Answered).await.expect("answers");
        let page = self.get(&follow, &cookie).await.page();
        self.assert_answers(&page, text);
        assert_eq!(shown(&page, ".timeline__text"), [text, text], "of its author and of the office");
        self.assert_exported(&cookie, text).await;
        let mut pages = Shown::from([("check", skeleton(&check)), ("follow", skeleton(&page))]);
        if whole {
            assert!(self.app.store.set_interest_status(&stored().await, "conseil", InterestStatus::Closed).await.expect("closes"));
            let receipt = self.get(&Page::Received.path(self.locale), &cookie).await;
            assert!(!receipt.text().contains(text));
            let correct = self.get(&format!("{follow}?correct=1"), &cookie).await.page();
            for field in self.form.fields().filter(|field| is_free(field)) {
                assert_eq!(typed(&correct, &field.name).as_deref(), Some(text), "{}", field.name);
            }
            pages.extend([("receipt", skeleton(&receipt.page())), ("correct", skeleton(&correct))]);
            self.app.outbox.send_due().await.expect("sends");
            pages.extend(letters(&self.app.config.mail_folder(), reference, text));
        }
        pages
    }

    /// Fails unless every answer is there as it was written.
    fn assert_answers(&self, page: &Html, text: &str) {
        let shown = shown(page, ".answers__value");
        assert_eq!(shown.len(), self.form.fields().count());
        for (field, shown) in self.form.fields().zip(shown).filter(|(field, _)| is_free(field)) {
            assert_eq!(shown, text, "{}", field.name);
        }
    }

    /// Fails unless the export and the API hold the text, exactly, as files and data.
    async fn assert_exported(&self, cookie: &str, text: &str) {
        let export = self.get("/api/v1/interests/followed/export", cookie).await;
        assert_eq!((export.header("content-type"), export.header("x-content-type-options")), ("application/zip", "nosniff"));
        assert!(export.header("content-disposition").starts_with("attachment; filename*=UTF-8''QA-"));
        let mut archive = zip::ZipArchive::new(Cursor::new(export.body.to_vec())).expect("an archive");
        let exported: Value = serde_json::from_reader(archive.by_index(0).expect("a file")).expect("JSON");
        let told = self.get("/api/v1/interests/followed", cookie).await;
        assert_eq!((told.header("content-type"), told.header("x-content-type-options")), ("application/json", "nosniff"));
        for json in [exported, told.json()] {
            let answers: BTreeMap<_, _> = json["answers"]
                .as_array()
                .expect("answers")
                .iter()
                .map(|answer| (answer["name"].clone().to_string(), &answer["value"]))
                .collect();
            for field in self.form.fields().filter(|field| is_free(field)) {
                assert_eq!(answers[&json!(field.name).to_string()], &json!(text), "{}", field.name);
            }
            let messages: Vec<_> = json["history"].as_array().expect("lines").iter().filter_map(|line| line["message"].as_str()).collect();
            assert_eq!(messages, [text, text]);
        }
    }

    /// Puts fifty texts in each field of a page, those included that take no such thing: all come back, and none is more than text.
    async fn refused(&self, group: &[String]) {
        let text = group.join(" ");
        let plain = "a".repeat(text.chars().count());
        for step in &self.form.steps {
            let sent = async |text: &str| {
                let mut pairs = vec![("token", self.token.as_str())];
                pairs.extend(step.fields.iter().map(|field| (field.name.as_str(), text)));
                let answer = self.post(&self.path(&step.key), "", &pairs).await;
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", step.key);
                answer.page()
            };
            let page = sent(&text).await;
            assert_same(&skeleton(&page), &skeleton(&sent(&plain).await), &text);
            for field in &step.fields {
                match field.input {
                    // What is not among the choices is not shown.
                    Input::Choice | Input::Country | Input::Sector => {}
                    _ => assert_eq!(typed(&page, &field.name), Some(text.clone()), "{}", field.name),
                }
            }
        }
    }
}

/// Attacks a form. Each text goes through each form to where it is shown, and the whole way in one of the seven: a letter carries the
/// name and what the office wrote, and nothing else, whatever the form.
async fn attack(kind: InterestKind, locale: Locale) {
    let app = async || TestApp::on(Database::sqlite(Start::Seeded).await, &[&UNBOUNDED, TEAM].concat()).await;
    // From the one, no letter leaves: each costs a file.
    let (quiet, writing) = (app().await, app().await);
    let (attacked, wholly) = (Attacked::new(&quiet, kind, locale).await, Attacked::new(&writing, kind, locale).await);
    for group in texts().chunks(50) {
        let mut group = group.to_vec();
        group.sort_by_key(|text| !text.starts_with("javascript:"));
        attacked.refused(&group).await;
    }
    let turn = InterestKind::ALL.iter().position(|known| *known == kind).expect("a kind");
    let (whole, brief) = (wholly.through("Noor", "plain", true).await, attacked.through("Noor", "plain", false).await);
    assert_eq!((whole.len(), brief.len()), (9, 2), "{:?}", whole.keys());
    for (at, text) in bundles(120).iter().enumerate() {
        let is_whole = at % InterestKind::ALL.len() == turn;
        let (attacked, meant) = if is_whole { (&wholly, &whole) } else { (&attacked, &brief) };
        let found = attacked.through(text, &format!("key-{at}"), is_whole).await;
        assert_eq!(found.keys().collect::<Vec<_>>(), meant.keys().collect::<Vec<_>>());
        for (page, found) in &found {
            assert_same(found, &meant[page], &format!("{page}: {text}"));
        }
    }
}

/// What the five letters about a request are made of. What the office wrote is in its reply, as a text and as a page; the name is where
/// they greet; nothing else of anyone is anywhere. The letters are taken away.
fn letters(folder: &Path, reference: &str, text: &str) -> Shown {
    let mut found = Shown::new();
    for file in std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()) {
        let bytes = std::fs::read(&file).expect("reads");
        std::fs::remove_file(&file).expect("removes");
        let parsed = MessageParser::default().parse(&bytes).expect("a letter");
        let (plain, html) = (parsed.body_text(0).expect("a text"), parsed.body_html(0).expect("a page"));
        assert!(plain.contains(reference));
        let subject = parsed.subject().expect("a subject");
        let is_of = |words: &[&str]| words.iter().any(|word| subject.contains(word));
        let (letter, times) = match () {
            () if is_of(&["écrit", "written"]) => ("reply", 2),
            () if is_of(&["fermée", "closed"]) => ("closed", 1),
            () if is_of(&["est reçue", "received"]) => ("acknowledgment", 0),
            () if is_of(&["Nouvelle", "New"]) => ("notice", 0),
            () => ("heard", 0),
        };
        let page = Html::parse_document(&html);
        let counts = [plain.matches(text).count(), shown(&page, "body").concat().matches(text).count()];
        assert_eq!(counts, [times; 2], "{letter}: {plain}");
        // The link holds the number and the code.
        let skeleton = skeleton(&page).into_iter().map(|element| element.split('?').next().unwrap_or_default().to_owned());
        found.insert(letter, skeleton.collect());
    }
    found
}

/// Declares the attack of a form.
macro_rules! attacks {
    ($($name:ident: $kind:ident, $locale:ident;)*) => {
        $(#[tokio::test]
        async fn $name() {
            attack(InterestKind::$kind, Locale::$locale).await;
        })*
    };
}

attacks! {
    what_a_company_writes_is_read_as_text_wherever_it_is_shown: Company, Fr;
    what_an_organization_writes_is_read_as_text_wherever_it_is_shown: Organization, En;
    what_a_planner_writes_is_read_as_text_wherever_it_is_shown: Event, Fr;
    what_a_city_writes_is_read_as_text_wherever_it_is_shown: City, En;
    what_the_region_writes_is_read_as_text_wherever_it_is_shown: Region, Fr;
    what_a_talent_writes_is_read_as_text_wherever_it_is_shown: Talent, Fr;
    what_an_employer_writes_is_read_as_text_wherever_it_is_shown: Posting, En;
}
