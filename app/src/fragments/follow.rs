//! The pages of one request, made by the server alone.

use crate::form_state::FormState;
use crate::format;
use crate::fragments::interest::{Asked, weight};
use crate::messages::following::{Following, event, of, status};
use crate::messages::interests;
use crate::routes::Page;
use maud::{Markup, html};
use model::dates;
use model::interests::Purpose;
use model::interests::form::{Answers, Fault, FaultCode, Form};
use model::interests::view::{Event, FileInfo, Given, Happened, Interest, Party, Receipt};
use model::locale::Locale;

/// What a page of one request says of what was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No request answers to that number with that code.
    Wrong,
    /// Too many attempts.
    TooMany,
    /// What was sent is no form.
    NotRead,
    /// What was sent is larger than what is read.
    TooLarge,
    /// The store does not take anything now.
    Unavailable,
    /// It is recorded.
    Done,
    /// The request is erased.
    Gone,
    /// The request is out of reach.
    Restricted,
    /// A message without words.
    NoMessage,
    /// No file, or one that is not taken.
    File(FaultCode),
    /// An erasure that was not confirmed.
    NotConfirmed,
}

/// What the server knows of the request that this browser follows.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    /// The request.
    pub interest: Option<Interest>,
    /// Its receipt.
    pub receipt: Option<Receipt>,
    /// What was just done.
    pub outcome: Option<Outcome>,
    /// The number that was typed.
    pub typed: String,
    /// The message that was typed.
    pub message: String,
    /// The form, when its author corrects the answers, with what was typed and what is wrong with it.
    pub correcting: Option<(Form, Answers, Vec<Fault>)>,
}

/// A page of one request.
pub fn page(page: &Page, followed: &Followed, locale: Locale) -> Markup {
    let view = View { f: of(locale), locale, followed };
    html! {
        div.wrap.section.section--tight {
            @match (page, &followed.interest, &followed.receipt) {
                (Page::Received, _, Some(receipt)) => (view.received(receipt)),
                (_, Some(interest), _) => (view.interest(interest)),
                _ => (view.open()),
            }
        }
    }
}

struct View<'a> {
    f: &'static Following,
    locale: Locale,
    followed: &'a Followed,
}

/// A number in groups that a line may end between.
fn groups(text: &str) -> Markup {
    html! { @for group in text.split_inclusive('-') { span.receipt__group { (group) } } }
}

impl View<'_> {
    fn action(&self) -> String {
        Page::Follow.path(self.locale)
    }

    /// The day of an instant.
    fn day(&self, at: &str) -> String {
        at.get(..10).and_then(dates::parse).map(|day| format::date_long(self.locale, day)).unwrap_or_default()
    }

    /// The day and the time of an instant, as they are in Québec.
    fn when(&self, at: &str) -> String {
        let (hour, minute) = (at.get(11..13).unwrap_or_default(), at.get(14..16).unwrap_or_default());
        let time = if self.locale == Locale::Fr { format!("{hour}\u{a0}h\u{a0}{minute}") } else { format!("{hour}:{minute}") };
        format!("{}, {time}", self.day(at))
    }

    fn received(&self, receipt: &Receipt) -> Markup {
        let f = self.f;
        html! {
            div.receipt {
                p { (f.received_lead) }
                p.receipt__label { (f.number) }
                p.receipt__number { (groups(&receipt.reference)) }
                p.receipt__label { (f.code) }
                p.receipt__code { (groups(&receipt.code)) }
                p.receipt__note { (f.code_note) }
            }
            div.stack.u-mt {
                p { ((f.due)(&format::date_long(self.locale, receipt.due_on))) }
                p { (f.by_mail) }
                p { a.button rel="external" href=(self.action()) { (f.go_follow) } }
            }
        }
    }

    fn errors(&self, title: &str, text: &str) -> Markup {
        html! { div.errors role="alert" tabindex="-1" id="erreurs" autofocus { h2.errors__title { (title) } p { (text) } } }
    }

    fn open(&self) -> Markup {
        let f = self.f;
        html! {
            @match self.followed.outcome {
                Some(Outcome::Wrong) => (self.errors(f.wrong, f.wrong_way)),
                Some(Outcome::TooMany) => (self.errors(f.too_many, "")),
                Some(Outcome::Unavailable) => (self.errors(f.unavailable, "")),
                Some(Outcome::NotRead) => (self.errors(f.not_read, "")),
                Some(Outcome::TooLarge) => (self.errors(f.too_large, f.too_large_way)),
                Some(Outcome::Gone) => div.notice role="status" { p { (f.gone) } },
                Some(Outcome::Restricted) => div.notice role="status" { p { (f.restricted) } },
                _ => {},
            }
            p { (f.open_lead) }
            form.form method="post" action=(self.action()) {
                input type="hidden" name="action" value="open";
                div.field {
                    label.field__label for="s-reference" { (f.number) }
                    p.field__hint id="s-reference-aide" { (f.number_hint) }
                    input.input.input--medium id="s-reference" name="reference" value=(self.followed.typed) required autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="s-reference-aide";
                }
                div.field {
                    label.field__label for="s-code" { (f.code) }
                    p.field__hint id="s-code-aide" { (f.code_hint) }
                    input.input.input--medium id="s-code" name="code" required autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="s-code-aide";
                }
                div.form__actions { button.button { (f.open) } }
            }
        }
    }

    fn interest(&self, interest: &Interest) -> Markup {
        let f = self.f;
        let (word, note) = status(interest.status, self.locale);
        if let Some((form, answers, faults)) = &self.followed.correcting {
            return self.correcting(form, answers, faults);
        }
        html! {
            @match self.followed.outcome {
                Some(Outcome::Done) => div.notice role="status" { p { (f.done) } },
                Some(Outcome::NoMessage) => (self.errors(f.write_missing, "")),
                Some(Outcome::NotConfirmed) => (self.errors(f.erase_missing, "")),
                Some(Outcome::Unavailable) => (self.errors(f.unavailable, "")),
                Some(Outcome::NotRead) => (self.errors(f.not_read, "")),
                Some(Outcome::TooLarge) => (self.errors(f.too_large, f.too_large_way)),
                Some(Outcome::File(code)) => (self.errors(if code == FaultCode::Required { f.file_missing } else { interests::fault(code, self.locale) }, "")),
                _ => {},
            }
            div.spread {
                div {
                    section.block.stack {
                        div { p.u-small.u-muted { (f.number) } h2 { (interest.reference) } }
                        p class=(format!("status status--{}", interest.status)) { span.status__word { (word) } " " span.status__note { (note) } }
                        p { ((f.due)(&format::date_long(self.locale, interest.due_on))) }
                        @if let Some(about) = &interest.about { p { (interests::of(self.locale).about) " " strong { (about) } } }
                    }
                    section.block aria-labelledby="histoire" {
                        h2.block__title id="histoire" { (f.history) }
                        ol.timeline { @for (at, line) in interest.history.iter().enumerate() { (self.line(line, at + 1 == interest.history.len())) } }
                    }
                    (self.write())
                    (self.answers(interest))
                }
                aside.stack {
                    (self.consents(interest))
                    (self.files(&interest.files))
                    (self.data(interest))
                    (self.erase(interest.held))
                }
            }
        }
    }

    fn line(&self, line: &Happened, is_last: bool) -> Markup {
        let side = if line.by == Party::Office { "timeline__item--office" } else { "timeline__item--author" };
        let status_word = line.status.filter(|_| line.event != Event::Received).map(|word| status(word, self.locale).0);
        html! {
            li.timeline__item.timeline__item--current[is_last] .(side) aria-current=[is_last.then_some("step")] {
                p.timeline__when { (self.when(&line.at)) }
                p.timeline__what {
                    (event(line.event, line.by, self.locale))
                    @if let Some(word) = status_word { (if self.locale == Locale::Fr { "\u{a0}: " } else { ": " }) strong { (word) } }
                }
                @if let Some(message) = &line.message { div.timeline__text { (message) } }
            }
        }
    }

    fn write(&self) -> Markup {
        let f = self.f;
        html! {
            section.block aria-labelledby="ecrire" {
                h2.block__title id="ecrire" { (f.write) }
                form.form method="post" action=(self.action()) {
                    input type="hidden" name="action" value="write";
                    div.field {
                        label.field__label for="s-message" { (f.write_label) }
                        textarea.input.input--area id="s-message" name="message" rows="5" maxlength="4000" required { "\n" (self.followed.message) }
                    }
                    div.form__actions { button.button { (f.write_button) } }
                }
            }
        }
    }

    fn answers(&self, interest: &Interest) -> Markup {
        let f = self.f;
        html! {
            section.block aria-labelledby="reponses" {
                h2.block__title id="reponses" { (f.answers) }
                dl.answers {
                    @for answer in &interest.answers {
                        div.answers__row { dt.answers__term { (answer.label) } dd.answers__value { (answer.text) } }
                    }
                }
                p { a.more rel="external" href={ (self.action()) "?correct=1" } { (f.correct) } }
            }
        }
    }

    fn correcting(&self, form: &Form, answers: &Answers, faults: &[Fault]) -> Markup {
        let f = self.f;
        let state = FormState { answers: answers.clone(), faults: faults.to_vec(), ..FormState::default() };
        let asked = Asked { form, at: usize::MAX, about: "", state: &state, locale: self.locale };
        html! {
            (asked.errors_here())
            form.form method="post" action=(self.action()) novalidate {
                input type="hidden" name="action" value="correct";
                @for step in &form.steps { (asked.topic(step)) }
                div.form__actions { button.button { (f.correct_save) } a.more.more--back rel="external" href=(self.action()) { (f.correct_leave) } }
            }
        }
    }

    fn consents(&self, interest: &Interest) -> Markup {
        let f = self.f;
        html! {
            section.stack aria-labelledby="accords" {
                h2.form__title id="accords" { (f.consents) }
                @for given in &interest.consents { (self.consent(given)) }
            }
        }
    }

    fn consent(&self, given: &Given) -> Markup {
        let f = self.f;
        html! {
            div.stack {
                p { (given.label) }
                p.u-small.u-muted {
                    ((f.given)(&self.day(&given.given_at), given.version))
                    @if let Some(at) = &given.withdrawn_at { " " ((f.withdrawn)(&self.day(at))) }
                }
                @if given.purpose == Purpose::Answer { p.u-small.u-muted { (f.withdraw_answer) } }
                @else if given.withdrawn_at.is_none() {
                    form method="post" action=(self.action()) {
                        input type="hidden" name="action" value="withdraw";
                        button.button.button--quiet name="purpose" value=(given.purpose) { (f.withdraw) span.u-hidden { " " (given.label) } }
                    }
                }
            }
        }
    }

    fn files(&self, files: &[FileInfo]) -> Markup {
        let f = self.f;
        let r = interests::of(self.locale);
        html! {
            section.stack aria-labelledby="fichiers" {
                h2.form__title id="fichiers" { (r.files) }
                @if !files.is_empty() {
                    ul.files {
                        @for file in files {
                            li.file {
                                a.file__name href={ "/api/v1/interests/followed/files/" (file.id) } download rel="external" { (file.name) }
                                span.file__size { (weight(u64::try_from(file.size).unwrap_or_default(), self.locale)) }
                            }
                        }
                    }
                }
                @if files.len() < 3 {
                    form method="post" action=(self.action()) enctype="multipart/form-data" {
                        input type="hidden" name="action" value="file";
                        div.field {
                            label.field__label for="s-file" { (f.add_file) }
                            p.field__hint id="s-file-aide" { (r.files_hint) }
                            input.input.input--file id="s-file" name="files" type="file" required accept=".pdf,.png,.jpg,.jpeg" aria-describedby="s-file-aide";
                        }
                        button.button.button--quiet { (f.add_button) }
                    }
                }
            }
        }
    }

    fn data(&self, interest: &Interest) -> Markup {
        let f = self.f;
        html! {
            section.stack aria-labelledby="renseignements" {
                h2.form__title id="renseignements" { (f.data) }
                p { a href="/api/v1/interests/followed/export" download rel="external" { (f.export) } }
                p.u-small.u-muted { (f.export_note) }
                p { ((f.kept)(&format::date_long(self.locale, interest.keep_until))) }
                form method="post" action=(self.action()) {
                    input type="hidden" name="action" value="leave";
                    p.u-small.u-muted { (f.leave_note) }
                    button.button.button--quiet { (f.leave) }
                }
            }
        }
    }

    fn erase(&self, held: bool) -> Markup {
        let f = self.f;
        html! {
            section.danger aria-labelledby="effacer" {
                h2.danger__title id="effacer" { (f.erase) }
                p { (if held { f.erase_held } else { f.erase_means }) }
                form method="post" action=(self.action()) {
                    input type="hidden" name="action" value="erase";
                    div.choice {
                        input.choice__box type="checkbox" id="s-confirm" name="confirm" value="yes";
                        label.choice__label for="s-confirm" { (f.erase_confirm) }
                    }
                    button.button.button--danger { (f.erase_button) }
                }
            }
        }
    }
}
