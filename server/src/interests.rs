//! Requests: the forms of the content, the language of an answer, the day that is promised.

pub mod archive;
mod content;
pub mod posting;

pub use content::{Forms, Retention};

use crate::clock::Clock;
use crate::config::Config;
use crate::mail::Mailer;
use crate::store::{Erased, Result, Store, StoredInterest};
use model::dates::Date;
use model::interests::InterestKind;
use model::locale::Locale;

/// The country of what is established in Québec.
pub const QUEBEC: &str = "CA-QC";

/// The language in which the office answers. Whoever is a body established in Québec is answered in French, as the Charter of
/// the French language has it (sections 21 to 22.5); people, and bodies from elsewhere, in the language they wrote in.
pub fn reply_lang(kind: InterestKind, country: &str, lang: Locale) -> Locale {
    let is_of_quebec = match kind {
        InterestKind::Talent => false,
        InterestKind::Region => true,
        InterestKind::Posting => country.is_empty() || country == QUEBEC,
        InterestKind::Company | InterestKind::Organization | InterestKind::Event | InterestKind::City => country == QUEBEC,
    };
    if is_of_quebec { Locale::Fr } else { lang }
}

/// The day by which an answer is promised: so many working days after today.
pub fn due_on(today: Date, days: i64) -> Date {
    model::workdays::after(today, days)
}

/// The day until which what is kept for some months is kept.
pub fn keep_until(clock: &Clock, months: i64) -> Date {
    clock.months_after(clock.today(), months)
}

/// Erases a request, or puts it out of reach where the law keeps it, with the letters that a development folder holds. The ids of
/// what was erased are written beside the database too, so that a backup restored forgets them again.
///
/// # Errors
/// When the database fails; then the request is still there.
pub async fn erase(store: &Store, config: &Config, mailer: &Mailer, interest: &StoredInterest) -> Result<Erased> {
    let erased = store.erase_interest(interest, &config.archived_kinds).await?;
    if let Erased::Gone(letters) = &erased {
        for letter in letters {
            if let Err(error) = mailer.forget(*letter) {
                tracing::error!(%letter, %error, "A letter of an erased request stays in the folder of mail; remove it by hand");
            }
        }
        if let Err(error) = crate::privacy::remember(&config.data.data, interest.id, store.clock().now()) {
            tracing::error!(%error, "The journal of erasures could not be written");
        }
    }
    Ok(erased)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_of_quebec_is_answered_in_french() {
        use InterestKind::{Company, Posting, Region, Talent};
        assert_eq!(reply_lang(Company, QUEBEC, Locale::En), Locale::Fr);
        assert_eq!(reply_lang(Company, "FR", Locale::En), Locale::En);
        assert_eq!(reply_lang(Company, "CA", Locale::En), Locale::En);
        assert_eq!(reply_lang(Region, "", Locale::En), Locale::Fr);
        assert_eq!(reply_lang(Posting, "", Locale::En), Locale::Fr);
        assert_eq!(reply_lang(Talent, QUEBEC, Locale::En), Locale::En);
    }
}
