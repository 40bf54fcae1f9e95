//! What several pages show.

pub mod crumbs;
pub mod facets;
pub mod figure;
pub mod head;
pub mod heading;
pub mod icon;
pub mod item;
pub mod json_ld;
pub mod layout;
pub mod loaded;
pub mod prose;
pub mod save;
pub mod search;
pub mod share;
pub mod unknown;
