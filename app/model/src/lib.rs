//! The nouns of the portal and the rules about them.
//!
//! Nothing here knows a framework, a database or a clock: the server stores these types, the pages show them, and both
//! apply the same rules. To add a noun, add `src/<noun>.rs` here and follow the word through `store/`, `http/api/` and
//! `pages/`; CONTRIBUTING.md tells the whole way.

#[macro_use]
mod words;

pub mod dates;
pub mod employers;
pub mod facts;
pub mod interests;
pub mod locale;
pub mod money;
pub mod opportunities;
pub mod page;
pub mod places;
pub mod problem;
pub mod resources;
pub mod sectors;
pub mod site;
pub mod suggestions;
pub mod text;
pub mod workdays;
