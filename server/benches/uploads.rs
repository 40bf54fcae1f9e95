//! What the files of strangers take: time, and the most memory beside the file itself, each in a process of its own.
//!
//! `cargo bench --package server --bench uploads` measures all of them; a word after `--` chooses.

#[path = "../tests/it/bombs.rs"]
mod bombs;

use bombs::{LARGEST, bombs, deflated, document, packed_document, photo, stream, written};
use image::ImageFormat;
use server::attachments::accept;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// How often each is taken in.
const ROUNDS: usize = 5;

/// Before the path of a file that a process of its own takes in.
const ONE: &str = "one=";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match arguments.iter().find_map(|argument| argument.strip_prefix(ONE)) {
        Some(file) => one(Path::new(file)),
        None => all(arguments.first().map_or("", String::as_str)),
    }
}

/// What honest people send.
fn honest() -> Vec<(&'static str, Vec<u8>)> {
    let objects = |from: usize| {
        let text: String =
            (from..from + 200).map(|at| format!("<< /Type /StructElem /K {at} /P {at} 0 R /T (Un titre {at}) >>\n")).collect();
        let table = "10 0 ";
        let packed = deflated(format!("{table}{text}").as_bytes());
        stream(&format!("<< /Type /ObjStm /N 1 /First {} /Filter /FlateDecode >>", table.len()), &packed)
    };
    let mut parts: Vec<_> = (0..400).map(|at| objects(at * 200)).collect();
    let room = LARGEST - document(&parts).len() - 200;
    // A photo in the document: what it is made of is packed already.
    let pixels = photo(4_000, 3_000, 60);
    parts.push(stream("<< /Subtype /Image /Filter /DCTDecode >>", &pixels[..room.min(pixels.len())]));
    vec![
        ("honest: a photo of 12 megapixels", photo(4_000, 3_000, 64)),
        ("honest: a photo that is written smaller", photo(3_000, 2_250, 86)),
        ("honest: a document", document(&parts)),
        ("honest: a small document", packed_document(b"10 0 << /Type /Catalog >>", 5)),
        ("honest: a small drawing", written(ImageFormat::Png)),
    ]
}

fn all(word: &str) {
    let hostile = bombs().into_iter().map(|bomb| (format!("{} ({})", bomb.what, bomb.name), bomb.bytes, bomb.code.unwrap_or("kept")));
    let honest = honest().into_iter().map(|(what, bytes)| (what.to_owned(), bytes, "kept"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    println!("{:<50} {:>10} {:>11} {:>11}  outcome", "file", "bytes", "ms, median", "MB, median");
    for (what, bytes, meant) in hostile.chain(honest).filter(|(what, ..)| what.contains(word)) {
        std::fs::write(&file, &bytes).expect("writes");
        let mut rounds: Vec<(f64, f64)> = Vec::new();
        let mut outcome = String::new();
        for _ in 0..ROUNDS {
            let program = std::env::current_exe().expect("a program");
            let done = Command::new(program).arg(format!("{ONE}{}", file.display())).output().expect("runs");
            let said = String::from_utf8(done.stdout).expect("words");
            let mut words = said.split_whitespace();
            let mut number = || words.next().and_then(|word| word.parse::<f64>().ok()).expect("a number");
            rounds.push((number(), number()));
            outcome = words.collect::<Vec<_>>().join(" ");
        }
        let median = |of: fn(&(f64, f64)) -> f64| {
            let mut values: Vec<f64> = rounds.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        println!("{what:<50} {:>10} {:>11.2} {:>11.1}  {outcome}", bytes.len(), median(|round| round.0), median(|round| round.1));
        assert_eq!(outcome.starts_with("kept"), meant == "kept", "{what}: {outcome}, {meant} was meant");
    }
}

/// Takes one file in, and says the milliseconds, the megabytes and the outcome.
fn one(file: &Path) {
    let bytes = std::fs::read(file).expect("a file");
    // From here on, the most that is resident is counted anew; where that cannot be asked, memory is told as zero.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = resident("VmRSS");
    let start = Instant::now();
    let outcome = accept("file", &bytes);
    let time = start.elapsed();
    let most = resident("VmHWM");
    let said = outcome.map_or_else(|refusal| format!("refused: {}", refusal.code()), |kept| format!("kept: {} bytes", kept.bytes.len()));
    println!("{} {} {said}", time.as_secs_f64() * 1e3, (most - before).max(0.0));
}

/// A line of what the kernel says of this process, in megabytes.
fn resident(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1e3
}
