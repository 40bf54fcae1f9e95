//! A form of a request, one topic a page: the same on the server, for who has no program, and in the browser.

use crate::form_state::{FormState, Kept};
use crate::format;
use crate::fragments::icon::icon;
use crate::messages::interests::{Requests, fault, of};
use crate::routes::Page;
use maud::{Markup, html};
use model::dates::Date;
use model::interests::form::{Consent, FILES, Fault, FaultCode, Field, Form, Input, Step, consent_name};
use model::locale::Locale;

/// The key, in addresses, of the page where all is checked and sent.
pub const CHECK: &str = "check";

/// The name of the boxes of the files to remove.
pub const REMOVE: &str = "remove";

/// The note of what was larger than what is read.
pub const TOO_LARGE: &str = "too_large";

/// A page of a form.
pub struct Asked<'a> {
    /// The form.
    pub form: &'a Form,
    /// Which page: a topic, or the last one.
    pub at: usize,
    /// What the page that led here is called in addresses.
    pub about: &'a str,
    /// What is answered, what is wrong with it, what is kept.
    pub state: &'a FormState,
    /// The language of the page.
    pub locale: Locale,
}

/// Which page of a form a key names; the first one when it names none.
pub fn place(form: &Form, key: &str) -> usize {
    if key == CHECK { form.steps.len() } else { form.step(key).map_or(0, |(at, _)| at) }
}

/// The key of a page.
pub fn key(form: &Form, at: usize) -> &str {
    form.steps.get(at).map_or(CHECK, |step| &step.key)
}

/// The address of a page of a form.
pub fn address(form: &Form, at: usize, about: &str, locale: Locale) -> String {
    let about = if about.is_empty() { String::new() } else { format!("&about={about}") };
    Page::Interest(form.kind).with_query(locale, &format!("step={}{about}", key(form, at)))
}

/// The id of the control of a question.
fn id(name: &str) -> String {
    format!("q-{}", name.replace('_', "-"))
}

impl Asked<'_> {
    fn r(&self) -> &'static Requests {
        of(self.locale)
    }

    /// The page: where one stands, what is wrong, what is asked. What is said while it is sent is there, hidden, for the program.
    pub fn page(&self) -> Markup {
        let r = self.r();
        let is_last = self.at >= self.form.steps.len();
        let said = [
            ("sending", r.sending, ""),
            ("proving", r.proving, ""),
            ("failed", r.send_failed, "failed"),
            ("too_many", r.too_many, "too_many"),
        ];
        let challenge = self.state.challenge.as_ref().filter(|_| is_last);
        html! {
            (self.steps())
            (self.errors())
            form.form method="post" action=(address(self.form, self.at, self.about, self.locale)) novalidate
                enctype=[is_last.then_some("multipart/form-data")] data-request={ "qa.request." (self.form.kind) } data-last[is_last]
                data-challenge=[challenge.map(|challenge| challenge.0.as_str())] data-bits=[challenge.map(|challenge| challenge.1)] {
                p.draft hidden { (r.draft) " " button.draft__forget type="button" { (r.draft_forget) } }
                (self.inside())
                div role="status" {
                    @for (name, text, note) in said { p data-note=(name) hidden[note.is_empty() || note != self.state.note] { (text) } }
                }
            }
        }
    }

    /// Where one stands.
    fn steps(&self) -> Markup {
        let r = self.r();
        let all = self.form.steps.len() + 1;
        let titles = self.form.steps.iter().map(|step| step.title.as_str()).chain([r.check]);
        html! {
            ol.steps aria-label=(r.steps) {
                @for (at, title) in titles.enumerate() {
                    @if at < self.at {
                        li.step.step--done {
                            a rel="external" href=(address(self.form, at, self.about, self.locale)) { (title) } " "
                            span.step__state { (r.step_done) }
                        }
                    } @else if at == self.at {
                        li.step.step--current aria-current="step" { (title) " " span.step__state { ((r.step_now)(at + 1, all)) } }
                    } @else {
                        li.step { (title) " " span.step__state { (r.step_next) } }
                    }
                }
            }
        }
    }

    /// What is wrong with an answer, in words.
    fn why(&self, fault_: &Fault) -> String {
        let missing = if fault_.code == FaultCode::Required { self.form.missing(&fault_.field) } else { None };
        missing.map_or_else(|| fault(fault_.code, self.locale).to_owned(), str::to_owned)
    }

    /// All that is wrong, with the way to each: the browser's own, which moves the focus too.
    fn errors(&self) -> Markup {
        self.errors_by(true)
    }

    /// All that is wrong, where every question stands on one page.
    pub fn errors_here(&self) -> Markup {
        self.errors_by(false)
    }

    /// What is said of an envelope that was not opened, with the way to what made it heavy.
    fn too_large(&self) -> Markup {
        let r = self.r();
        let field = self.form.steps.get(self.at).and_then(|step| step.fields.iter().rfind(|field| field.input == Input::Long));
        let is_last = self.at >= self.form.steps.len();
        let (text, way) = if is_last { (r.too_large_files, r.too_large_choose) } else { (r.too_large_text, r.too_large_again) };
        let to = if is_last { format!("#{}", id(FILES)) } else { field.map_or_else(String::new, |field| format!("#{}", id(&field.name))) };
        html! {
            div.errors role="alert" aria-labelledby="erreurs-titre" tabindex="-1" id="erreurs" autofocus {
                h2.errors__title id="erreurs-titre" { (r.too_large) }
                p { (text) }
                @if !to.is_empty() { ul.errors__list { li { a rel="external" href=(to) { (way) } } } }
            }
        }
    }

    fn errors_by(&self, pages: bool) -> Markup {
        let r = self.r();
        if self.state.note == TOO_LARGE {
            return self.too_large();
        }
        // An answer of another page is reached there.
        let way = |fault: &Fault| {
            let at = self.form.steps.iter().position(|step| step.fields.iter().any(|field| field.name == fault.field));
            let page =
                at.filter(|at| pages && *at != self.at).map(|at| address(self.form, at, self.about, self.locale)).unwrap_or_default();
            format!("{page}#{}", id(&fault.field))
        };
        html! {
            @if !self.state.faults.is_empty() {
                div.errors role="alert" aria-labelledby="erreurs-titre" tabindex="-1" id="erreurs" autofocus {
                    h2.errors__title id="erreurs-titre" { ((r.errors)(self.state.faults.len())) }
                    p { (r.errors_kept) }
                    ul.errors__list { @for fault in &self.state.faults { li { a rel="external" href=(way(fault)) { (self.why(fault)) } } } }
                }
            }
        }
    }

    /// The questions of the page, or all the answers to check.
    fn inside(&self) -> Markup {
        let r = self.r();
        html! {
            @match self.form.steps.get(self.at) {
                Some(step) => (self.topic(step)),
                None => (self.check()),
            }
            input type="hidden" name="token" value=(self.state.token);
            input type="hidden" name="key" value=(self.state.key);
            div.u-hidden aria-hidden="true" {
                label for="q-website" { (r.leave_empty) }
                input id="q-website" name="website" type="text" tabindex="-1" autocomplete="off";
            }
            div.form__actions {
                button.button { (if self.at < self.form.steps.len() { r.go_on } else { r.send }) }
                @if let Some(before) = self.at.checked_sub(1).and_then(|before| Some((before, self.form.steps.get(before)?))) {
                    a.more.more--back rel="external" href=(address(self.form, before.0, self.about, self.locale)) { ((r.back)(&before.1.title)) }
                }
            }
        }
    }

    /// The questions of a topic.
    pub fn topic(&self, step: &Step) -> Markup {
        html! {
            fieldset.form__part {
                legend.form__title { (step.title) }
                @if let (0, Some(about)) = (self.at, &self.form.about) { p { (self.r().about) " " strong { (about) } } }
                @for field in &step.fields { (self.field(field)) }
            }
        }
    }

    fn error(&self, name: &str, id: &str) -> (Option<Markup>, Option<String>) {
        let Some(fault) = self.state.faults.iter().find(|fault| fault.field == name) else { return (None, None) };
        let error = format!("{id}-erreur");
        let markup = html! {
            p.field__error id=(error) { (icon("warning")) span { span.u-hidden { (self.r().error_prefix) } (self.why(fault)) } }
        };
        (Some(markup), Some(error))
    }

    fn field(&self, field: &Field) -> Markup {
        let r = self.r();
        let id = id(&field.name);
        let value = self.state.answers.get(&field.name);
        let (error, error_id) = self.error(&field.name, &id);
        let hint_id = field.hint.as_ref().map(|_| format!("{id}-aide"));
        let described = [hint_id.as_deref(), error_id.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let described = Some(described).filter(|described| !described.is_empty());
        let invalid = error.as_ref().map(|_| "true");
        let optional = html! { @if field.missing.is_none() { " " span.field__optional { (r.optional) } } };
        let around = html! {
            @if let Some(hint) = &field.hint { p.field__hint id=[hint_id.as_deref()] { (hint) } }
            @if let Some(error) = &error { (error) }
        };
        let class = if error.is_some() { "field field--error" } else { "field" };
        if field.input == Input::Choice {
            return html! {
                fieldset class=(class) aria-describedby=[described] {
                    legend.field__legend { (field.label) (optional) }
                    (around)
                    @for (at, option) in field.options.iter().enumerate() {
                        @let option_id = if at == 0 { id.clone() } else { format!("{id}-{at}") };
                        div.choice {
                            input.choice__box type="radio" id=(option_id) name=(field.name) value=(option.value) checked[option.value == value];
                            label.choice__label for=(option_id) { (option.label) }
                        }
                    }
                }
            };
        }
        html! {
            div class=(class) {
                label.field__label for=(id) { (field.label) (optional) }
                (around)
                @match field.input {
                    Input::Long => textarea.input.input--area id=(id) name=(field.name) rows="6" aria-describedby=[described] aria-invalid=[invalid] {
                        // A parser takes the first line break away.
                        "\n" (value)
                    },
                    Input::Country | Input::Sector => select.input.input--select.input--medium id=(id) name=(field.name)
                        autocomplete=[field.autocomplete.as_deref()] aria-describedby=[described] aria-invalid=[invalid] {
                        option value="" { (r.choose) }
                        @for option in &field.options { option value=(option.value) selected[option.value == value] { (option.label) } }
                    },
                    input => input.input.input--medium[!matches!(input, Input::Number | Input::Date)].input--short[matches!(input, Input::Number | Input::Date)]
                        id=(id) name=(field.name) value=(value) type=(kind(input)) inputmode=[(input == Input::Number).then_some("numeric")]
                        autocomplete=[field.autocomplete.as_deref()] aria-describedby=[described] aria-invalid=[invalid];,
                }
            }
        }
    }

    /// Every answer with the way to change it, the files, the notice, what is agreed to.
    fn check(&self) -> Markup {
        let r = self.r();
        html! {
            @for (at, step) in self.form.steps.iter().enumerate() {
                section.form__part {
                    h2.form__title { (step.title) }
                    dl.answers {
                        @for field in &step.fields {
                            @let value = self.state.answers.get(&field.name).trim();
                            div.answers__row {
                                dt.answers__term { (field.label) }
                                @if value.is_empty() { dd.answers__value { span.unknown { (r.nothing) } } }
                                @else { dd.answers__value { (said(field, value, self.locale)) } }
                                dd.answers__change {
                                    a rel="external" href={ (address(self.form, at, self.about, self.locale)) "#" (id(&field.name)) } {
                                        (r.change) span.u-hidden { " " (field.label) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            (self.documents())
            fieldset.form__part {
                legend.form__title { (r.consents) }
                (self.notice())
                div.form__checks { @for consent in &self.form.notice.consents { (self.consent(consent)) } }
            }
        }
    }

    fn documents(&self) -> Markup {
        let r = self.r();
        let id = id(FILES);
        let (error, error_id) = self.error(FILES, &id);
        let described = format!("{id}-aide{}", error_id.map(|error| format!(" {error}")).unwrap_or_default());
        html! {
            div.form__part {
                div class=(if error.is_some() { "field field--error" } else { "field" }) {
                    label.field__label for=(id) { (r.files) " " span.field__optional { (r.optional) } }
                    p.field__hint id={ (id) "-aide" } { (r.files_hint) " " (r.files_again) }
                    @if let Some(error) = error { (error) }
                    input.input.input--file id=(id) name=(FILES) type="file" multiple accept=".pdf,.png,.jpg,.jpeg" aria-describedby=(described);
                }
                @if !self.state.files.is_empty() {
                    fieldset.field {
                        legend.field__legend { (r.files_kept) }
                        ul.files { @for (at, file) in self.state.files.iter().enumerate() { (self.kept(at, file)) } }
                    }
                }
            }
        }
    }

    /// A file that is kept, and the box to send the request without it.
    fn kept(&self, at: usize, file: &Kept) -> Markup {
        let id = format!("{}-{at}", id(REMOVE));
        html! {
            li.file {
                span.file__name { (file.name) }
                span.file__size { (weight(file.size, self.locale)) }
                div.choice {
                    input.choice__box type="checkbox" id=(id) name=(REMOVE) value=(file.id);
                    label.choice__label for=(id) { (self.r().file_remove) span.u-hidden { " " (file.name) } }
                }
            }
        }
    }

    fn notice(&self) -> Markup {
        let r = self.r();
        let notice = &self.form.notice;
        html! {
            div.notice {
                h3.notice__title { (notice.title) ", " ((r.notice_version)(notice.version, &format::date_long(self.locale, notice.date))) }
                p { (notice.text) " " ((r.notice_kept)(self.form.keep_months)) " " a href=(Page::Privacy.path(self.locale)) { (r.notice_link) } }
            }
        }
    }

    fn consent(&self, consent: &Consent) -> Markup {
        let name = consent_name(consent.purpose);
        let id = id(&name);
        let (error, error_id) = self.error(&name, &id);
        let agreed = self.state.answers.agrees(consent.purpose);
        html! {
            div class=(if error.is_some() { "field field--error" } else { "field" }) {
                @if let Some(error) = error { (error) }
                div.choice {
                    input.choice__box type="checkbox" id=(id) name=(name) value="yes" checked[agreed] aria-describedby=[error_id];
                    label.choice__label for=(id) {
                        (consent.label)
                        @if let Some(note) = &consent.note { span.choice__note { (note) } }
                    }
                }
            }
        }
    }
}

/// What happens once the request is sent.
pub fn next(form: &Form, r: &Requests) -> Markup {
    let answer = (r.next_answer)(form.answer_days);
    html! {
        h2.form__title id="suite" { (r.next_title) }
        ol.way {
            @for (number, text) in (1..).zip([r.next_receipt, answer.as_str(), r.next_follow]) {
                li.way__step { span.way__number aria-hidden="true" { (number) } p.way__text { (text) } }
            }
        }
    }
}

/// The size of a file as one reads it.
pub fn weight(bytes: u64, locale: Locale) -> String {
    format!("{}\u{a0}{}", format::number(locale, (bytes / 1_000).max(1)), if locale == Locale::Fr { "ko" } else { "kB" })
}

/// An answer as one reads it.
pub fn said(field: &Field, value: &str, locale: Locale) -> String {
    match field.input {
        Input::Date => model::dates::parse(value).map_or_else(|| value.to_owned(), |day: Date| format::date_long(locale, day)),
        _ => field.words(value).to_owned(),
    }
}

const fn kind(input: Input) -> &'static str {
    match input {
        Input::Email => "email",
        Input::Phone => "tel",
        Input::Date => "date",
        _ => "text",
    }
}
