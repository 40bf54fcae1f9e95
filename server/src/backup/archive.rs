//! The file: a ZIP of a dump and its manifest, written beside its final name, proven, then named.

use super::{BackupError, FORMAT, Manifest, Result, at};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use uuid::Uuid;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The name of the manifest in an archive.
const MANIFEST: &str = "manifest.json";
/// The longest manifest that is read, in bytes.
const MANIFEST_SIZE: u64 = 65_536;
/// How much is read at once, in bytes.
const PIECE: usize = 262_144;

/// What SQLite may leave beside a file.
pub const SIBLINGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A file that is removed, with what SQLite leaves beside it, unless it took another name.
#[derive(Debug)]
pub struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // Most of these were never there, and the file has its final name when all went well.
        let _ = std::fs::remove_file(&self.0);
        for sibling in SIBLINGS {
            let _ = std::fs::remove_file(beside(&self.0, sibling));
        }
    }
}

impl Temporary {
    /// A new empty file in the folder of another one, that only its owner may read.
    pub fn beside(file: &Path) -> Result<(Self, File)> {
        let name = file.file_name().ok_or_else(|| BackupError::File(file.to_owned(), io::ErrorKind::InvalidFilename.into()))?;
        let path = file.with_file_name(format!(".{}.{}.partial", name.to_string_lossy(), Uuid::now_v7().simple()));
        let mut options = OpenOptions::new();
        options.create_new(true).read(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let made = options.open(&path).map_err(at(&path))?;
        Ok((Self(path), made))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Gives it a name that nothing bears yet.
    pub fn publish(self, file: &Path) -> Result<()> {
        // A link fails where the name is taken; a renaming would write over it.
        match std::fs::hard_link(&self.0, file) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(BackupError::Exists(file.to_owned())),
            // Some file systems know no links.
            Err(_) if file.symlink_metadata().is_err() => std::fs::rename(&self.0, file).map_err(at(file))?,
            Err(_) => return Err(BackupError::Exists(file.to_owned())),
        }
        sync_folder(file)
    }
}

/// The path of a file whose name has an ending more.
pub fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Has the name of a file on disk, not only its bytes.
pub fn sync_folder(file: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        let folder = folder(file);
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))?;
    }
    Ok(())
}

/// The folder of a file.
pub fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes an archive and has it on disk. The manifest is completed with the sum and the size of the dump.
pub fn write(target: File, path: &Path, dump: &Path, mut manifest: Manifest) -> Result<Manifest> {
    let mut zip = ZipWriter::new(BufWriter::new(target));
    let failed = |error: ZipError| BackupError::File(path.to_owned(), error.into());
    let options = SimpleFileOptions::default().unix_permissions(0o600);
    let method = match manifest.engine {
        super::Engine::Sqlite => CompressionMethod::Deflated,
        // `pg_dump` compressed it already.
        super::Engine::Postgres => CompressionMethod::Stored,
    };
    zip.start_file(manifest.engine.dump(), options.compression_method(method).large_file(true)).map_err(failed)?;
    (manifest.sha256, manifest.size) = copy(File::open(dump).map_err(at(dump))?, &mut zip).map_err(at(path))?;
    zip.start_file(MANIFEST, options.compression_method(CompressionMethod::Stored)).map_err(failed)?;
    let json = serde_json::to_vec_pretty(&manifest).map_err(io::Error::from).map_err(at(path))?;
    zip.write_all(&json).map_err(at(path))?;
    let target = zip.finish().map_err(failed)?.into_inner().map_err(|error| at(path)(error.into_error()))?;
    target.sync_all().map_err(at(path))?;
    Ok(manifest)
}

/// Copies, and tells the SHA-256 and the size of what was copied.
fn copy(mut from: impl Read, mut into: impl Write) -> io::Result<(String, u64)> {
    let (mut sum, mut size, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        sum.update(&piece[..read]);
        into.write_all(&piece[..read])?;
        size += read as u64;
    }
    Ok((hex::encode(sum.finalize()), size))
}

/// What is wrong with an archive.
fn damaged(file: &Path) -> impl Fn(String) -> BackupError {
    let file = file.to_owned();
    move |what| BackupError::Damaged(file.clone(), what)
}

fn open(file: &Path) -> Result<(ZipArchive<BufReader<File>>, Manifest)> {
    let damaged = damaged(file);
    let opened = File::open(file).map_err(at(file))?;
    let mut zip = ZipArchive::new(BufReader::new(opened)).map_err(|error| damaged(error.to_string()))?;
    let mut json = Vec::new();
    let entry = zip.by_name(MANIFEST).map_err(|error| damaged(format!("{MANIFEST}: {error}")))?;
    entry.take(MANIFEST_SIZE).read_to_end(&mut json).map_err(|error| damaged(format!("{MANIFEST}: {error}")))?;
    // The format is read first: another one may have other fields.
    #[derive(serde::Deserialize)]
    struct Format {
        format: u32,
    }
    let wrong = |error: serde_json::Error| damaged(format!("{MANIFEST}: {error}"));
    let Format { format } = serde_json::from_slice(&json).map_err(wrong)?;
    if format > FORMAT {
        return Err(BackupError::Newer(format!("format {format}")));
    }
    let manifest = serde_json::from_slice(&json).map_err(wrong)?;
    Ok((zip, manifest))
}

/// What an archive says of itself; the dump is not read.
pub fn manifest(file: &Path) -> Result<Manifest> {
    Ok(open(file)?.1)
}

/// Reads an archive whole and compares its dump with what the manifest says.
pub fn prove(file: &Path) -> Result<Manifest> {
    unpack(file, io::sink())
}

/// Writes the dump of an archive out, and compares it with what the manifest says.
pub fn unpack(file: &Path, into: impl Write) -> Result<Manifest> {
    let damaged = damaged(file);
    let (mut zip, manifest) = open(file)?;
    let name = manifest.engine.dump();
    let entry = zip.by_name(name).map_err(|error| damaged(format!("{name}: {error}")))?;
    // One byte more than was promised is enough to know.
    let (sha256, size) = copy(entry.take(manifest.size.saturating_add(1)), into).map_err(|error| damaged(format!("{name}: {error}")))?;
    if (&sha256, size) != (&manifest.sha256, manifest.size) {
        return Err(damaged(format!("{name} is not what the manifest says")));
    }
    Ok(manifest)
}
