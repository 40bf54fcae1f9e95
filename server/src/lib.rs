//! The server of the portal: HTTP, storage, search, imports.

pub mod cli;
pub mod clock;
pub mod config;
pub mod content;
pub mod demand;
pub mod generate;
pub mod http;
pub mod import;
pub mod markdown;
pub mod search;
pub mod serve;
pub mod state;
pub mod store;
pub mod text;
