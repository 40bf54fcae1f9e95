//! The pages. Each reads the API through `api` and is built alike on both sides.

pub mod home;
pub mod made;
pub mod not_found;
pub mod opportunities;
pub mod opportunity;
pub mod resource;
pub mod resources;
pub mod saved;
pub mod sector;
pub mod sectors;
pub mod site;
