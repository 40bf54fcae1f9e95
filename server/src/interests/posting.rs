//! The draft of an opportunity that an employer proposes.

use model::dates;
use model::interests::form::Answers;
use model::opportunities::record::{EmployerName, PlaceName, Record, Texts};
use model::opportunities::{Apply, Kind, Stated};

/// Makes the draft of a proposal. What was written freely about pay stands in the text: the team turns it into amounts.
pub fn draft(reference: &str, answers: &Answers) -> Record {
    let said = |name: &str| Some(answers.get(name).trim().to_owned()).filter(|text| !text.is_empty());
    let french = |text: Option<String>| Texts { fr: text, en: None };
    let mut body = said("body").unwrap_or_default();
    if let Some(pay) = said("pay") {
        body.push_str("\n\nRémunération\u{a0}: ");
        body.push_str(&pay);
    }
    let apply = said("apply").and_then(|apply| {
        if model::text::is_email(&apply) { Some(Apply::Email(apply)) } else { model::text::is_web_url(&apply).then_some(Apply::Url(apply)) }
    });
    Record {
        external_id: reference.to_owned(),
        kind: Kind::parse(answers.get("posting_kind")).unwrap_or(Kind::Job),
        title: french(said("title")),
        summary: Texts::default(),
        body: french(Some(body)),
        employer: said("organization").map(|name| EmployerName { key: None, name }),
        sectors: vec![],
        audience: vec![],
        place: said("place").map(|city| PlaceName { city: Some(city), borough: None, remote: false }),
        mode: None,
        schedule: None,
        hours_per_week: None,
        pay: None,
        french: None,
        other_language: None,
        sponsorship: Stated::NotStated,
        relocation: Stated::NotStated,
        noc: None,
        openings: None,
        opens: None,
        closes: dates::parse(answers.get("closes_on")),
        apply,
        status: None,
    }
}
