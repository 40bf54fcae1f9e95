//! The server of the portal: HTTP, storage, search, imports.

pub mod attachments;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod content;
pub mod demand;
pub mod desk;
pub mod generate;
pub mod guard;
pub mod http;
pub mod import;
pub mod interests;
pub mod mail;
pub mod markdown;
pub mod nightly;
pub mod outbox;
pub mod privacy;
pub mod search;
pub mod secrets;
pub mod serve;
pub mod state;
pub mod store;
pub mod text;
