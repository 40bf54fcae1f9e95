//! Around a list: chips, notes, page links, the empty state.

use super::icon::drawing;
use crate::format;
use crate::messages::{Messages, words};
use crate::routes::Page;
use maud::{Markup, html};
use model::locale::Locale;
use model::money::Cents;
use model::opportunities::filters::Filters;
use model::opportunities::{NOT_STATED, OpportunityList, Relaxation};

/// What a list was asked and what it brought.
pub struct Asked<'a> {
    /// The filters.
    pub filters: &'a Filters,
    /// The page.
    pub list: &'a OpportunityList,
    /// The language.
    pub locale: Locale,
    /// Its texts.
    pub m: &'static Messages,
}

impl Asked<'_> {
    fn to(&self, filters: &Filters) -> String {
        Page::Opportunities.with_query(self.locale, &filters.query())
    }

    /// How many were found, and what the filters keep or leave out though it states nothing: never in silence.
    pub fn count(&self) -> Markup {
        html! {
            h2.bar__count id="resultats" { ((self.m.count)(self.list.total)) }
            @for note in self.notes() { p.u-small.u-muted { (note) } }
        }
    }

    fn notes(&self) -> Vec<String> {
        let Self { filters, list, m, .. } = *self;
        let not_stated = |facet: &str| {
            let values = list.facets.get(facet).map(Vec::as_slice).unwrap_or_default();
            values.iter().find(|value| value.value == NOT_STATED).map_or(0, |value| value.count)
        };
        let mut notes = Vec::new();
        notes.extend(list.corrected.as_deref().map(m.corrected));
        notes.extend(list.exact.map(m.exact));
        if filters.french.is_some() && not_stated("french") > 0 {
            notes.push((m.kept_unstated)(not_stated("french")));
        }
        let pairs = filters.pairs();
        for facet in ["mode", "schedule", "sponsorship"] {
            let mut chosen = pairs.iter().filter(|(name, _)| *name == facet).peekable();
            let is_used = chosen.peek().is_some();
            if is_used && chosen.all(|(_, value)| value != NOT_STATED) && not_stated(facet) > 0 {
                notes.push(format!("{}{} {}", self.facet_name(facet), m.colon, (m.left_out)(not_stated(facet))));
            }
        }
        notes
    }

    /// One link for each thing asked, which asks it no more.
    pub fn chips(&self) -> Markup {
        let Self { filters, m, .. } = *self;
        let words = (!filters.q.is_empty()).then(|| ("q", filters.q.clone()));
        let chips: Vec<_> = words.into_iter().chain(filters.active()).collect();
        html! {
            @if !chips.is_empty() {
                ul.chips aria-label=(m.active_filters) {
                    @for (name, value) in &chips {
                        li {
                            a.chip href=(self.to(&filters.without(name, value))) {
                                span {
                                    span.u-hidden { (m.remove_filter) }
                                    span.chip__name { (self.facet_name(name)) (m.colon) }
                                    " " (self.chip_word(name, value))
                                }
                                (drawing("icon icon--small", "icon-cross"))
                            }
                        }
                    }
                    li { a.tools__link href=(Page::Opportunities.path(self.locale)) { (m.clear_filters) } }
                }
            }
        }
    }

    fn facet_name(&self, facet: &str) -> &'static str {
        let m = self.m;
        match facet {
            "q" => m.chip_words,
            "kind" => m.facet_kind,
            "sector" => m.facet_sector,
            "audience" => m.facet_audience,
            "mode" => m.mode,
            "schedule" => m.facet_schedule,
            "french" => m.chip_french,
            "sponsorship" => m.permit,
            "pay_min" => m.chip_pay,
            "place" => m.facet_place,
            "employer" => m.facet_employer,
            _ => m.facet_since,
        }
    }

    fn chip_word(&self, name: &str, value: &str) -> String {
        let Self { list, locale, m, .. } = *self;
        let plain = || value.replace('_', " ");
        match name {
            "q" => value.to_owned(),
            "french" => format!("{}{}", format::uncapitalised(&words::facet_value(name, value, value, locale)), m.chip_or_less),
            "pay_min" => Cents::parse(value).map_or_else(plain, |cents| format::money(locale, cents, "CAD")),
            "posted_since" => model::dates::parse(value).map_or_else(plain, |day| format::date_long(locale, day)),
            "employer" => {
                let known = list.items.iter().filter_map(|item| item.employer.as_ref()).find(|employer| employer.key == value);
                known.map_or_else(plain, |employer| employer.name.clone())
            }
            _ => {
                let known = list.facets.get(name).and_then(|values| values.iter().find(|known| known.value == value));
                words::facet_value(name, value, &known.map_or_else(plain, |known| known.label.clone()), locale)
            }
        }
    }

    /// Nothing found: what was asked, and ways out.
    pub fn empty(&self) -> Markup {
        let Self { filters, m, .. } = *self;
        html! {
            div.empty {
                p { strong { @if filters.q.is_empty() { (m.empty) } @else { ((m.empty_for)(&filters.q)) } } }
                @if self.list.relaxations.is_empty() { p { (m.empty_way) } } @else {
                    p { (m.empty_less) }
                    ul.empty__ways {
                        @for less in &self.list.relaxations {
                            li {
                                a.more href=(Page::Opportunities.with_query(self.locale, &less.query)) { (self.way(less)) }
                                span.u-muted { ((m.count)(less.total)) }
                            }
                        }
                    }
                }
                p { a.more href=(Page::Opportunities.path(self.locale)) { (m.empty_all) } }
            }
        }
    }

    /// What a list that asks less leaves out.
    fn way(&self, less: &Relaxation) -> String {
        let m = self.m;
        match less.without.as_str() {
            "filters" => m.empty_words.to_owned(),
            "q" if less.words.is_empty() => m.empty_no_words.to_owned(),
            "q" => (m.empty_fewer)(&less.words),
            name => (m.empty_without)(self.facet_name(name)),
        }
    }

    /// The links to the first page and to the next.
    pub fn links(&self) -> Markup {
        let Self { filters, list, m, .. } = *self;
        let page = |after: Option<String>| self.to(&Filters { after, ..filters.clone() });
        html! {
            @if list.total > 0 {
                nav.pages aria-label=(m.pages_label) {
                    @if filters.after.is_some() { a.more.more--back href=(page(None)) { (m.first_page) } }
                    p { ((m.in_all)(list.total)) }
                    @if list.next.is_some() { a.more rel="next" href=(page(list.next.clone())) { (m.next_page) } }
                }
            }
        }
    }
}
