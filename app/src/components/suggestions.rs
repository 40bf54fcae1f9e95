//! Suggestions under every field that has a place for them, by the combobox pattern of ARIA: arrows choose, Enter goes, Escape closes.
//!
//! One listener of the page serves every field, those of fragments too. Without the program a field is a plain one, and says so.

use crate::api;
use crate::browser::{self, set};
use crate::fragments::suggestions::options;
use crate::messages;
use crate::navigation::use_navigation;
use crate::routes::{Page, locale_of};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_navigate};
use model::page::Items;
use model::suggestions::Suggestion;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

/// The fewest letters that say something.
const LEAST: usize = 2;

/// What is followed: typing, keys, the mouse, leaving.
const EVENTS: [&str; 4] = ["input", "keydown", "mousedown", "focusout"];

/// A field with its place for suggestions.
#[derive(Clone)]
struct Field {
    input: HtmlInputElement,
    list: Element,
}

impl Field {
    /// The field that an element is, or whose suggestions it is among.
    fn of(element: &Element) -> Option<Self> {
        let id = element.closest(".suggestions").ok()?.map_or_else(|| element.id(), |list| list.id().trim_end_matches("-list").to_owned());
        let list = browser::element(&format!("{id}-list"))?;
        Some(Self { input: browser::element(&id)?.dyn_into().ok()?, list })
    }

    fn close(&self) {
        set(&self.list, "hidden", Some(""));
        set(&self.input, "aria-expanded", Some("false"));
        set(&self.input, "aria-activedescendant", None);
    }

    fn open(&self, options: &str) {
        for (name, value) in [("role", "combobox"), ("aria-autocomplete", "list"), ("autocomplete", "off"), ("aria-expanded", "true")] {
            set(&self.input, name, Some(value));
        }
        set(&self.input, "aria-controls", Some(&self.list.id()));
        self.list.set_inner_html(options);
        set(&self.list, "hidden", None);
    }

    fn active(&self) -> Option<Element> {
        browser::element(&self.input.get_attribute("aria-activedescendant")?)
    }

    /// Chooses the option after the active one, or before it; from the field itself, the first or the last.
    fn step(&self, forward: bool) {
        let active = self.active();
        let next = match (&active, forward) {
            (Some(active), true) => active.next_element_sibling(),
            (Some(active), false) => active.previous_element_sibling(),
            (None, true) => self.list.first_element_child(),
            (None, false) => self.list.last_element_child(),
        };
        for (option, selected) in [(&active, "false"), (&next, "true")] {
            if let Some(option) = option {
                set(option, "aria-selected", Some(selected));
            }
        }
        // Past either end, one is back in the field.
        set(&self.input, "aria-activedescendant", next.as_ref().map(Element::id).as_deref());
        if let Some(next) = next {
            next.scroll_into_view_with_bool(false);
        }
    }
}

fn is_escape(event: &Event) -> bool {
    // What fills a form by itself sends events that are of no key.
    event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape")
}

/// Follows the fields of the page, for as long as it lives.
pub fn follow_fields() {
    let (navigation, path, go) = (use_navigation(), use_location().pathname, use_navigate());
    // Which question is the last: what others bring comes too late.
    let last = StoredValue::new(0_u32);
    let ask = move |field: Field| {
        let mine = last.get_value();
        spawn_local(async move {
            let locale = locale_of(&path.read_untracked());
            let answer = api::suggestions(locale, &field.input.value()).await;
            if last.get_value() != mine {
                return;
            }
            let m = messages::of(locale);
            match answer.read::<Items<Suggestion>>() {
                Ok(Items { items }) if !items.is_empty() => {
                    field.open(&options(&field.input.id(), &items, locale, m).into_string());
                    navigation.announce((m.suggested)(items.len()));
                }
                _ => field.close(),
            }
        });
    };
    let follow = move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some((target, field)) = target.and_then(|target| Some((target.clone(), Field::of(&target)?))) else { return };
        let choose = |option: Option<Element>| {
            let Some(option) = option else { return };
            event.prevent_default();
            let data = |name| option.get_attribute(name).unwrap_or_default();
            let (parameter, value) = (data("data-name"), data("data-value"));
            field.close();
            last.update_value(|last| *last += 1);
            if parameter == "q" {
                // The form knows what else is asked.
                field.input.set_value(&value);
                browser::submit(&field.input);
            } else {
                field.input.set_value("");
                let to = Page::Opportunities.with_query(locale_of(&path.read_untracked()), &format!("{parameter}={value}"));
                go(&to, leptos_router::NavigateOptions::default());
            }
        };
        match event.type_().as_str() {
            "input" => {
                last.update_value(|last| *last += 1);
                if field.input.value().trim().chars().count() < LEAST { field.close() } else { ask(field) }
            }
            "focusout" => {
                last.update_value(|last| *last += 1);
                field.close();
            }
            "mousedown" => choose(target.closest(".suggestion").ok().flatten()),
            // What was asked before Escape opens nothing after it.
            _ if is_escape(&event) => {
                last.update_value(|last| *last += 1);
                if !field.list.has_attribute("hidden") {
                    event.prevent_default();
                    field.close();
                }
            }
            _ if field.list.has_attribute("hidden") => {}
            _ => match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
                key @ ("ArrowDown" | "ArrowUp") => {
                    event.prevent_default();
                    field.step(key == "ArrowDown");
                }
                "Enter" => choose(field.active()),
                _ => {}
            },
        }
    };
    browser::listen(&EVENTS, follow);
}
