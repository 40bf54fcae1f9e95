//! What a letter looks like on its way, and what a configuration may say.

use super::*;
use clap::{CommandFactory, Parser};
use mail_parser::{MessageParser, MimeHeaders};
use tempfile::TempDir;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    mail: MailArgs,
}

fn args(flags: &[&str]) -> MailArgs {
    Line::parse_from([&["test"], flags].concat()).mail
}

fn mailer(flags: &[&str]) -> (Mailer, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    (Mailer::new(&args(flags), folder.path(), "attire.example").expect("a mailer"), folder)
}

fn letter() -> Letter {
    Letter {
        id: Uuid::from_u128(7),
        at: 1_790_000_000,
        to_name: "Élise Tremblay".to_owned(),
        to: "elise@exemple.invalid".to_owned(),
        lang: Locale::Fr,
        subject: "Dossier QA-7\u{a0}: votre message est bien arrivé".to_owned(),
        text: "Bonjour,\n.\n..\nÀ bientôt\n".to_owned(),
        html: "<p>À bientôt</p>".to_owned(),
    }
}

fn composed(mailer: &Mailer, letter: &Letter) -> String {
    String::from_utf8(mailer.compose(letter).expect("a message").1).expect("ASCII")
}

/// The names of the headers, as they stand on the wire.
fn headers(message: &str) -> Vec<&str> {
    let (head, _) = message.split_once("\r\n\r\n").expect("a head and a body");
    head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).map(|line| line.split(':').next().expect("a name")).collect()
}

const HEADERS: [&str; 9] =
    ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type"];

#[test]
fn a_letter_has_two_bodies_an_identity_and_the_marks_of_a_machine() {
    let raw = composed(&mailer(&[]).0, &letter());
    assert!(raw.is_ascii());
    assert_eq!(headers(&raw), HEADERS);
    let message = MessageParser::default().parse(&raw).expect("a message");
    assert_eq!(message.content_type().expect("a type").subtype(), Some("alternative"));
    assert_eq!(message.subject(), Some("Dossier QA-7\u{a0}: votre message est bien arrivé"));
    assert_eq!(message.message_id(), Some("00000000-0000-0000-0000-000000000007@attire.example"));
    assert_eq!(message.date().expect("a date").to_timestamp(), 1_790_000_000);
    assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert_eq!(message.header_raw("Content-Language").map(str::trim), Some("fr-CA"));
    let from = message.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!((from.name(), from.address()), (Some("Québec attire"), Some("ne-pas-repondre@attire.example")));
    let to = message.to().and_then(|to| to.first()).expect("a recipient");
    assert_eq!((to.name(), to.address()), (Some("Élise Tremblay"), Some("elise@exemple.invalid")));
    assert_eq!(message.parts.len(), 3);
    assert_eq!(message.body_text(0).as_deref(), Some("Bonjour,\r\n.\r\n..\r\nÀ bientôt\r\n"));
    assert_eq!(message.body_html(0).as_deref(), Some("<p>À bientôt</p>"));
}

#[test]
fn no_field_can_add_a_header_or_a_recipient() {
    for end in ["\r\n", "\n", "\r", "\u{2028}", "\u{85}", "\u{b}", "\0\r\n", "\r\n\r\n", "\r\n "] {
        let attack = format!("x{end}Bcc: victime@exemple.invalid{end}X-Added: 1{end}{end}<p>y</p>");
        let hostile = Letter {
            to_name: attack.clone(),
            subject: attack.clone(),
            text: format!("{attack}\r\n.\r\nQUIT\r\n"),
            html: attack.clone(),
            ..letter()
        };
        let (mailer, _folder) = mailer(&["--mail-from", "Québec attire <portail@exemple.invalid>"]);
        let raw = composed(&mailer, &hostile);
        assert_eq!(headers(&raw), HEADERS, "{end:?}");
        let message = MessageParser::default().parse(&raw).expect("a message");
        let flat = "x Bcc: victime@exemple.invalid X-Added: 1 <p>y</p>";
        assert_eq!(message.subject(), Some(flat), "{end:?}");
        let to = message.to().expect("recipients").as_list().expect("a list");
        assert_eq!(to.len(), 1);
        assert_eq!((to[0].name(), to[0].address()), (Some(flat), Some("elise@exemple.invalid")), "{end:?}");
        assert_eq!(message.parts.len(), 3);
        assert!(raw.is_ascii() && !raw.replace("\r\n", "").contains(['\r', '\n', '\0']), "{end:?}");

        let (to, from) = (format!("a{end}@exemple.invalid"), format!("Q{end} <a@exemple.invalid>{end}Bcc: b@exemple.invalid"));
        for to in [attack, to, format!("elise@exemple.invalid{end}Bcc: b@exemple.invalid"), format!("a@exemple.{end}invalid")] {
            let refused = mailer.compose(&Letter { to, ..letter() }).map(|_| ());
            assert_eq!(refused, Err(MailError::Refused("the address cannot be written to".to_owned())), "{end:?}");
        }
        if let Ok(mailer) = Mailer::new(&args(&["--mail-from", &from]), Path::new("/"), "a.example") {
            assert_eq!(headers(&composed(&mailer, &letter())), HEADERS, "{end:?}");
        }
        assert!(matches!(Mailer::new(&args(&[]), Path::new("/"), &format!("a{end}.b")), Err(MailConfigError::Host(_))), "{end:?}");
    }
}

#[test]
fn every_character_can_stand_in_a_name_and_a_subject() {
    let (mailer, _folder) = mailer(&[]);
    let every: Vec<char> = ('\0'..='\u{2fff}').chain('\u{fe00}'..='\u{1f0ff}').chain('\u{e0000}'..='\u{e01ff}').collect();
    for some in every.chunks(50) {
        let text: String = some.iter().flat_map(|c| [*c, 'a', ' ']).collect();
        let raw = composed(&mailer, &Letter { to_name: text.clone(), subject: text, ..letter() });
        assert_eq!(headers(&raw), HEADERS, "{some:?}");
        let message = MessageParser::default().parse(&raw).expect("a message");
        assert_eq!(message.to().and_then(|to| to.first()).and_then(|to| to.address()), Some("elise@exemple.invalid"), "{some:?}");
    }
}

#[test]
fn a_line_keeps_its_words_and_not_what_deceives() {
    assert_eq!(one_line("\u{202e}abc\u{200f}\u{2066}d\u{61c}", 9), "abcd");
    assert_eq!(one_line(" «\u{a0}Un\u{a0}» \r\n\t deux ", 99), "«\u{a0}Un\u{a0}» deux");
    assert_eq!(one_line("=?utf-8?q?=0D=0ABcc:_x?=", 99), "= ?utf-8?q?=0D=0ABcc:_x?=");
    assert_eq!(one_line(&"é".repeat(500), LONGEST_NAME).chars().count(), 120);
    assert_eq!(one_line("\r\n", 9), "");
    assert_eq!(body("a\r\nb\rc\0\n\td"), "a\nb\nc\n\td");
}

#[test]
fn a_recipient_without_a_name_is_an_address() {
    let raw = composed(&mailer(&[]).0, &Letter { to_name: " \u{202e}\r\n".to_owned(), ..letter() });
    assert!(raw.contains("\r\nTo: elise@exemple.invalid\r\n"), "{raw}");
}

#[test]
fn a_domain_with_accents_travels_in_ascii() {
    let (mailer, _folder) = mailer(&["--mail-from", "Portail <portail@québec.example>"]);
    let (to, raw) = mailer.compose(&Letter { to: "elise@Québec.example".to_owned(), ..letter() }).expect("a message");
    assert_eq!(to.to_string(), "elise@xn--qubec-csa.example");
    let raw = String::from_utf8(raw).expect("ASCII");
    assert!(raw.contains("<elise@xn--qubec-csa.example>") && raw.contains("<portail@xn--qubec-csa.example>"), "{raw}");
}

#[test]
fn what_is_no_address_is_refused_without_being_named() {
    let (mailer, _folder) = mailer(&[]);
    for to in ["", "a", "@b.c", "a@", "a b@c.d", "é@exemple.invalid", "\"a b\"@exemple.invalid", "a@b@c.d", "a@b..c", "a>@b.c", "<a@b.c>"]
    {
        let error = mailer.compose(&Letter { to: to.to_owned(), ..letter() }).map(|_| ()).expect_err(to);
        assert_eq!(error, MailError::Refused("the address cannot be written to".to_owned()), "{to}");
    }
}

#[test]
fn what_a_server_says_is_kept_without_the_address_it_echoes() {
    let told = |text: &str| MailError::Refused(text.to_owned()).discreet("Elise.T").to_string();
    assert_eq!(told("permanent error (550): <elise.t@exemple.invalid>: unknown"), "refused: permanent error (550): … unknown");
    assert_eq!(told("550 user=ELISE.T, is\r\nunknown"), "refused: 550 … is unknown");
    assert_eq!(MailError::Later("a b.".to_owned()).discreet("a"), MailError::Later("… b.".to_owned()));
    assert_eq!(told(&"é ".repeat(900)).chars().count(), "refused: ".len() + LONGEST_FAULT - 1);
}

#[test]
fn a_wrong_url_is_told_without_its_password() {
    for url in [
        "secret",
        "http://a:secret@mail.example",
        "smtp://a:secret@mail.example",
        "smtp://a:secret@mail.example?tls=opportunistic",
        "smtp://a:secret@mail.example?tls=no",
        "smtps://a:secret@mail.example?tls=opportunistic",
        "smtps://a:secret@",
        "smtps://a:secret@mail.example:99999",
        "smtps://a:secret@b$c",
        "smtps://secret@mail.example",
        "smtps://a:secret%ff@mail.example",
        "smtps://a:secret@mail.example/not a name",
    ] {
        let error = Mailer::new(&args(&["--smtp-url", url]), Path::new("/"), "a.example").map(|_| ()).expect_err(url);
        assert!(matches!(error, MailConfigError::Url(_)), "{url}: {error}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}

#[test]
fn the_password_is_neither_in_logs_nor_in_the_help() {
    let line = Line::parse_from(["test", "--smtp-url", "smtps://a:secret@mail.example"]);
    assert!(!format!("{line:?} {line:#?}").contains("secret"));
    let command = Line::command();
    let argument = command.get_arguments().find(|argument| argument.get_id() == "smtp_url").expect("the flag");
    assert!(argument.is_hide_env_values_set());
}

#[test]
fn a_host_is_a_domain_alone() {
    for host in ["attire.example", "localhost", "127.0.0.1", "québec.example"] {
        assert!(domain(host).is_some(), "{host}");
    }
    for host in ["", "localhost:3000", "a b", "a/b", "https://a.example", "::1", "[::1]", "a@b", "<a>", "a..b"] {
        assert!(domain(host).is_none(), "{host}");
    }
}

#[tokio::test]
async fn without_a_server_a_letter_is_a_file_until_it_is_forgotten() {
    let (mailer, folder) = mailer(&[]);
    let letter = letter();
    let names = || {
        let entries = fs::read_dir(folder.path()).expect("a folder");
        entries.map(|entry| entry.expect("a file").file_name().into_string().expect("a name")).collect::<Vec<_>>()
    };
    assert!(mailer.is_folder());
    mailer.send(&letter).await.expect("written");
    mailer.send(&letter).await.expect("written again");
    assert_eq!(names(), ["00000000-0000-0000-0000-000000000007.eml"]);
    let raw = fs::read(folder.path().join(&names()[0])).expect("a letter");
    assert_eq!(MessageParser::default().parse(&raw).expect("a message").subject(), Some(letter.subject.as_str()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.path().join(&names()[0])).expect("a file").permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    mailer.forget(Uuid::from_u128(8)).expect("nothing to forget");
    mailer.forget(letter.id).expect("forgotten");
    assert!(names().is_empty());
    mailer.forget(letter.id).expect("forgotten already");
    drop(folder);
    assert!(matches!(mailer.send(&letter).await, Err(MailError::Later(_))));
}
