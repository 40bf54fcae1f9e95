//! The living parts of pages: the frame, the title, forms, buttons, what is waited for.

pub mod facets;
pub mod head;
pub mod heading;
#[cfg(feature = "hydrate")]
pub mod interests;
pub mod layout;
pub mod loaded;
pub mod page_head;
pub mod save;
pub mod share;
pub mod suggestions;
