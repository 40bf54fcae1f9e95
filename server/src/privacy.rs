//! The journal of erasures: ids and instants, beside the database. A backup restored forgets again what it names.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Where it is, in the data folder.
pub fn journal(data: &Path) -> PathBuf {
    data.join("erasures.log")
}

/// Writes down that something was erased; it is on disk when this returns.
///
/// # Errors
/// When the folder cannot be written.
pub fn remember(data: &Path, id: Uuid, at: i64) -> io::Result<()> {
    let mut file: File = OpenOptions::new().create(true).append(true).open(journal(data))?;
    writeln!(file, "{id} {at}")?;
    file.sync_data()
}

/// What the journal names; a line cut short names nothing.
///
/// # Errors
/// When there is a journal that cannot be read.
pub fn remembered(journal: &Path) -> io::Result<Vec<(Uuid, i64)>> {
    let text = match std::fs::read_to_string(journal) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let line = |line: &str| {
        let (id, at) = line.split_once(' ')?;
        Some((Uuid::parse_str(id).ok()?, at.parse().ok()?))
    };
    Ok(text.lines().filter_map(line).collect())
}
