//! A fact: its figure, what it says, and in the margin where it comes from.

use crate::components::icon::Icon;
use crate::use_messages;
use leptos::prelude::*;
use model::facts::{Fact, Standing};

/// The mark of what must be verified.
#[component]
pub fn StaleMark() -> impl IntoView {
    let m = use_messages();
    view! { <span class="mark mark--stale"><Icon name="clock"/>{m.to_verify}</span> }
}

/// A fact as a figure.
#[component]
pub fn Figure(
    /// The fact.
    fact: Fact,
    /// In a margin.
    #[prop(optional)]
    small: bool,
    /// With its caution.
    #[prop(optional)]
    with_note: bool,
) -> impl IntoView {
    let m = use_messages();
    let class = match (small, fact.stale) {
        (false, false) => "figure",
        (false, true) => "figure figure--stale",
        (true, false) => "figure figure--small",
        (true, true) => "figure figure--small figure--stale",
    };
    let second_hand = (fact.standing == Standing::SecondHand).then(|| format!(" ({})", m.source_second_hand));
    let source = match fact.url.clone() {
        Some(url) => view! { <a href=url rel="noopener">{fact.source.clone()}</a> }.into_any(),
        None => fact.source.clone().into_any(),
    };
    view! {
        <div class=class>
            <p class="figure__value">{fact.value.clone()}</p>
            <p class="figure__label">{fact.label.clone()}</p>
            <p class="figure__source">
                {fact.stale.then(|| view! { <StaleMark/> " " })}
                {source}{second_hand} ". " {fact.period.clone()} "."
                {with_note.then(|| fact.note.clone().map(|note| view! { <br/> {note} }))}
            </p>
        </div>
    }
}
