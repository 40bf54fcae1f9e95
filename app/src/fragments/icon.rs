//! Drawings of the sprite. The page colours them; they say nothing to screen readers.

use maud::{Markup, PreEscaped, html};
use model::opportunities::Kind;

/// A drawing of the sprite, by its id there, with the class that sizes it.
pub fn drawing(class: &str, id: &str) -> Markup {
    html! {
        svg class=(class) aria-hidden="true" { (PreEscaped("<use href=\"/images/sprite.svg#")) (id) (PreEscaped("\"></use>")) }
    }
}

/// A small sign beside words, by its name after `icon-`.
pub fn icon(name: &str) -> Markup {
    drawing("icon", &format!("icon-{name}"))
}

/// The pictogram of a kind.
pub fn pictogram(class: &str, kind: Kind) -> Markup {
    drawing(class, &format!("kind-{kind}"))
}
