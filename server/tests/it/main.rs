//! The portal, tested whole: the store on both databases, the feeds, the search, the API, the pages, the program itself.
//!
//! A test says what holds. [`app::TestApp`] is the whole server over a fresh database with a clock that stands still;
//! [`db::each_database`] runs one body on SQLite and, where `QA_TEST_POSTGRES` names a server, on PostgreSQL:
//! `node build/postgres.mjs cargo test --release --package server --test it`. To add a test, add it to the file of its
//! noun. To take in an intended change of the API's answers: `INSTA_UPDATE=always cargo test …`, then read the diff.

mod app;
mod db;
mod records;

mod answers;
mod api;
mod backup;
mod bombs;
mod changes;
mod command_line;
mod crashes;
mod cursors;
mod demand;
mod drafts;
mod employers;
mod facets;
mod fixtures;
mod hostile;
mod hostile_requests;
mod hostile_texts;
mod imports;
mod interests;
mod lexicon;
mod linked_data;
mod opportunities;
mod pages;
mod places;
mod round_trip;
mod saved_searches;
mod schema;
mod search;
mod security;
mod seed;
mod serving;
mod sitemap;
mod smtp;
mod suggestions;
mod texts;
mod understanding;
