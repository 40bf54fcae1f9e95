//! The filters of the list: one form, which works as a plain form without the program.

use crate::messages::{Messages, words};
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use model::opportunities::filters::Filters;
use model::opportunities::{French, OpportunityList};
use model::page::FacetValue;

/// The facets shown as boxes to tick, with the name of each.
fn boxes(m: &'static Messages) -> [(&'static str, &'static str); 7] {
    [
        ("kind", m.facet_kind),
        ("sector", m.facet_sector),
        ("sponsorship", m.facet_sponsorship),
        ("mode", m.facet_mode),
        ("schedule", m.facet_schedule),
        ("place", m.facet_place),
        ("audience", m.facet_audience),
    ]
}

/// Whether a value is selected.
pub fn is_selected(filters: &Filters, facet: &str, value: &str) -> bool {
    filters.pairs().iter().any(|(name, selected)| *name == facet && selected == value)
}

/// The filters, with counts that follow the list while the boxes stay where they are.
#[component]
pub fn Facets(
    /// What is asked.
    filters: Memo<Filters>,
    /// What was found.
    list: Memo<Option<OpportunityList>>,
    /// Where to start again.
    clear: String,
) -> impl IntoView {
    let m = use_messages();
    view! {
        <div class="field u-anchor">
            <label class="field__label" for="f-q">{m.words}</label>
            <input
                class="input"
                id="f-q"
                name="q"
                type="search"
                maxlength="200"
                value=move || filters.with_untracked(|filters| filters.q.clone())
                prop:value=move || filters.with(|filters| filters.q.clone())
            />
            <ul class="suggestions" id="f-q-list" role="listbox" aria-label=m.suggestions hidden></ul>
        </div>
        {boxes(m).into_iter().take(2).map(|(facet, name)| view! { <Boxes facet name filters list/> }).collect_view()}
        <Levels filters list/>
        {boxes(m).into_iter().skip(2).take(3).map(|(facet, name)| view! { <Boxes facet name filters list/> }).collect_view()}
        <div class="field facet">
            <label class="field__label" for="f-pay">{m.facet_pay}</label>
            <p class="field__hint" id="f-pay-hint">{m.facet_pay_hint}</p>
            <input
                class="input input--short"
                id="f-pay"
                name="pay_min"
                inputmode="numeric"
                aria-describedby="f-pay-hint"
                value=move || filters.with_untracked(pay)
                prop:value=move || filters.with(pay)
            />
        </div>
        {boxes(m).into_iter().skip(5).map(|(facet, name)| view! { <Boxes facet name filters list/> }).collect_view()}
        {move || filters.with(|filters| filters.employer.clone()).map(|key| view! { <input type="hidden" name="employer" value=key/> })}
        {move || filters.with(|filters| filters.posted_since).map(|day| view! { <input type="hidden" name="posted_since" value=day.to_string()/> })}
        {move || filters.with(|filters| filters.sort).map(|sort| view! { <input type="hidden" name="sort" value=sort.as_str()/> })}
        <div class="form__actions">
            <button class="button">{m.apply_filters}</button>
            <a href=clear>{m.clear_filters}</a>
        </div>
    }
}

fn pay(filters: &Filters) -> String {
    filters.pay_min.map(|cents| (cents.0 / 100).to_string()).unwrap_or_default()
}

/// The values of a facet in the list found.
fn values(list: &Option<OpportunityList>, facet: &str) -> Vec<FacetValue> {
    list.as_ref().and_then(|list| list.facets.get(facet)).cloned().unwrap_or_default()
}

/// The count of a value, in words a screen reader can use.
#[component]
fn Count(facet: &'static str, value: String, list: Memo<Option<OpportunityList>>) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let count = move || {
        list.with(|list| {
            let values = list.as_ref().and_then(|list| list.facets.get(facet));
            values
                .and_then(|values| values.iter().find(|known| known.value == value))
                .map(|known| crate::format::number(locale, known.count))
        })
    };
    view! {
        <span class="facet__count">
            <span class="u-hidden">", "</span>
            {count}
            <span class="u-hidden">{m.facet_results}</span>
        </span>
    }
}

#[component]
fn Boxes(facet: &'static str, name: &'static str, filters: Memo<Filters>, list: Memo<Option<OpportunityList>>) -> impl IntoView {
    let locale = use_locale();
    let one = move |value: FacetValue| {
        let id = format!("f-{facet}-{}", value.value.replace('_', "-"));
        let word = words::facet_value(facet, &value.value, &value.label, locale);
        let word_of_value = value.value.clone();
        let selected = move || filters.with(|filters| is_selected(filters, facet, &word_of_value));
        let at_first = filters.with_untracked(|filters| is_selected(filters, facet, &value.value));
        view! {
            <div class="choice">
                <input
                    class="choice__box"
                    type="checkbox"
                    id=id.clone()
                    name=facet
                    value=value.value.clone()
                    checked=at_first
                    prop:checked=selected
                />
                <label class="choice__label" for=id>{word}</label>
                <Count facet value=value.value list/>
            </div>
        }
    };
    view! {
        <fieldset class="facet" hidden=move || list.with(|list| values(list, facet).is_empty())>
            <legend class="facet__name">{name}</legend>
            <For each=move || list.with(|list| values(list, facet)) key=|value| value.value.clone() children=one/>
        </fieldset>
    }
}

/// The level of French: one of them, or any.
#[component]
fn Levels(filters: Memo<Filters>, list: Memo<Option<OpportunityList>>) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let levels = std::iter::once(None).chain(French::ALL.iter().copied().map(Some));
    let one = move |level: Option<French>| {
        let word = level.map_or(m.facet_french_any, |level| words::french(level, locale));
        let value = level.map_or("", French::as_str);
        let id = format!("f-french-{}", if value.is_empty() { "any" } else { value });
        let selected = move || filters.with(|filters| filters.french == level);
        let at_first = filters.with_untracked(|filters| filters.french == level);
        view! {
            <div class="choice">
                <input
                    class="choice__box"
                    type="radio"
                    id=id.clone()
                    name="french"
                    value=value
                    checked=at_first
                    prop:checked=selected
                />
                <label class="choice__label" for=id>{word}</label>
                {level.map(|level| view! { <Count facet="french" value=level.as_str().to_owned() list/> })}
            </div>
        }
    };
    view! {
        <fieldset class="facet" aria-describedby="f-french-hint">
            <legend class="facet__name">{m.facet_french}</legend>
            <p class="facet__hint" id="f-french-hint">{m.facet_french_hint}</p>
            {levels.map(one).collect_view()}
        </fieldset>
    }
}
