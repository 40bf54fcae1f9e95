//! `/opportunities`.

use crate::http::error::{ApiError, GoneProblem};
use crate::http::extract::{Lang, ListQuery};
use crate::state::AppState;
use crate::store::Stored;
use axum::Json;
use axum::extract::{Path, State};
use model::locale::{Behind, Locale};
use model::opportunities::{GoneOpportunity, Opportunity, OpportunityDetail, OpportunityList, OtherLanguage, Status};
use model::problem::Problem;
use serde_json::{Value, json};

/// How many similar ones are shown.
const SIMILAR: usize = 3;

/// The parameters of the list, for the document.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by extract::ListQuery; described here")]
pub struct ListParams {
    /// Words sought, at most 200 characters.
    q: Option<String>,
    /// Language of the texts: `fr` (default) or `en`.
    lang: Option<Locale>,
    /// Any of these kinds.
    kind: Option<Vec<model::opportunities::Kind>>,
    /// Any of these sector keys; `not_stated` too.
    sector: Option<Vec<String>>,
    /// Any of these audiences.
    audience: Option<Vec<model::opportunities::Audience>>,
    /// Any of `on_site`, `hybrid`, `remote`, `not_stated`.
    mode: Option<Vec<String>>,
    /// Any of `full_time`, `part_time`, `casual`, `internship`, `not_stated`.
    schedule: Option<Vec<String>>,
    /// The most French the reader has. What states nothing stays.
    french: Option<model::opportunities::French>,
    /// Any of `yes`, `no`, `not_stated`.
    sponsorship: Option<Vec<model::opportunities::Stated>>,
    /// The least CAD a year. What states nothing stays.
    pay_min: Option<f64>,
    /// Any of these place keys; `not_stated` too.
    place: Option<Vec<String>>,
    /// An employer's key.
    employer: Option<String>,
    /// Posted on this day (YYYY-MM-DD) or since.
    posted_since: Option<String>,
    /// `relevance`, `newest`, `closing` or `pay`.
    sort: Option<model::opportunities::filters::Sort>,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many items, 1 to 100, 20 unless asked.
    limit: Option<u32>,
}

/// Opportunities open now, with counts by facet.
#[utoipa::path(get, path = "/opportunities", tag = "opportunities", params(ListParams),
    responses((status = 200, body = OpportunityList), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(query: ListQuery, State(state): State<AppState>) -> Result<Json<OpportunityList>, ApiError> {
    let (now, today) = (state.clock().now(), state.clock().today());
    let since = query.filters.posted_since.map(|day| state.clock().start_of(day));
    let (search, words) = (state.search.clone(), query.filters.q.clone());
    let found = move || {
        let list = search.list(&query.filters, query.lang, now, since, today, query.limit);
        (query.filters, list)
    };
    let (filters, list) = state.pool.run(&words, found).await?;
    let list = list?;
    if filters.after.is_none() {
        state.demand.made(&filters, list.total);
    }
    Ok(Json(list))
}

/// One opportunity by `title-id` or by id.
#[utoipa::path(get, path = "/opportunities/{slug}", tag = "opportunities",
    params(("slug" = String, Path, description = "`title-id`, or the id alone"), ("lang" = Option<Locale>, Query, description = "Language of the texts")),
    responses((status = 200, body = Opportunity), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = GoneProblem, content_type = "application/problem+json")))]
pub async fn one(Lang(lang): Lang, Path(slug): Path<String>, State(state): State<AppState>) -> Result<Json<Opportunity>, ApiError> {
    let public_id = slug.rsplit('-').next().unwrap_or_default();
    let stored = state.store.opportunity_by_public_id(public_id).await?.ok_or(ApiError::NotFound)?;
    let now = state.clock().now();
    // What was never shown does not exist; what was shown and is over is said to be.
    let was_shown = stored.live_revision.is_some() && stored.opens.1 <= now && !matches!(stored.status, Status::Draft | Status::InReview);
    if !stored.is_open(now) && !was_shown {
        return Err(ApiError::NotFound);
    }
    let similar = {
        let (search, stored) = (state.search.clone(), stored.clone());
        state.pool.run("", move || search.similar(&stored, lang, now, SIMILAR)).await??
    };
    let today = state.clock().today();
    if !stored.is_open(now) {
        let reason = match stored.status {
            Status::Filled => "filled",
            Status::Withdrawn if stored.missing_since.is_none() => "withdrawn",
            _ => "closed",
        };
        let item = stored.item(lang);
        let gone =
            GoneOpportunity { title: item.title, title_lang: item.title_lang, kind: item.kind, reason: reason.to_owned(), similar, today };
        return Err(ApiError::Gone(Box::new(gone)));
    }
    let text_lang = stored.lang(lang);
    let record = &stored.record;
    let about = stored.employer.as_ref().and_then(|employer| match (lang, &employer.en) {
        (Locale::En, Some((_, about))) => about.clone(),
        _ => employer.fr.1.clone(),
    });
    let detail = OpportunityDetail {
        slugs: stored.slugs(),
        body_html: record.body.get(text_lang).map(crate::markdown::to_html).unwrap_or_default(),
        employer_description: about,
        audience: record.audience.clone(),
        other_language: record
            .other_language
            .as_ref()
            .map(|other| OtherLanguage { language: other.language.clone(), reason: other.reason.get(text_lang).map(str::to_owned) }),
        relocation: record.relocation,
        noc: record.noc.clone(),
        openings: record.openings,
        apply: record.apply.clone(),
        revision: stored.revision,
        behind: if text_lang == Locale::En { Behind::between(stored.en_follows, stored.fr_revision) } else { None },
        json_ld: job_posting(&stored, text_lang, &state.config.public_url()).map(|posting| posting.to_string()),
        similar,
        today,
    };
    Ok(Json(Opportunity { item: stored.item(lang), detail }))
}

/// schema.org JobPosting, when everything it requires is known: title, description, date, employer and place. An invented
/// posting has none.
fn job_posting(stored: &Stored, lang: Locale, origin: &str) -> Option<Value> {
    let record = &stored.record;
    if stored.sample || record.kind != model::opportunities::Kind::Job {
        return None;
    }
    let employer = stored.employer.as_ref()?;
    let body = record.body.get(lang)?;
    // Only the places we know are known to be in Québec.
    stored.place.as_ref()?;
    let city = record.place.as_ref().and_then(|place| place.city.clone())?;
    let path = match lang {
        Locale::Fr => "/fr/possibilites/",
        Locale::En => "/en/opportunities/",
    };
    let mut posting = json!({
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": record.title.get(lang)?,
        "description": crate::markdown::to_html(body),
        "datePosted": stored.opens.0.to_string(),
        "inLanguage": lang.tag(),
        "url": format!("{origin}{path}{}", stored.slug(lang)),
        "identifier": { "@type": "PropertyValue", "name": stored.source, "value": record.external_id },
        "hiringOrganization": { "@type": "Organization", "name": employer.fr.0 },
    });
    let set = |posting: &mut Value, name: &str, value: Value| posting[name] = value;
    if let Some((_, at)) = stored.closes {
        let last = jiff::Timestamp::from_second(at - 1).ok()?;
        set(&mut posting, "validThrough", json!(last.to_string()));
    }
    let address = json!({ "@type": "PostalAddress", "addressLocality": city, "addressRegion": "QC", "addressCountry": "CA" });
    set(&mut posting, "jobLocation", json!({ "@type": "Place", "address": address }));
    if record.mode == Some(model::opportunities::Mode::Remote) {
        set(&mut posting, "jobLocationType", json!("TELECOMMUTE"));
    }
    if let Some(schedule) = record.schedule {
        use model::opportunities::Schedule;
        let word = match schedule {
            Schedule::FullTime => "FULL_TIME",
            Schedule::PartTime => "PART_TIME",
            Schedule::Casual => "TEMPORARY",
            Schedule::Internship => "INTERN",
        };
        set(&mut posting, "employmentType", json!(word));
    }
    if let Some(openings) = record.openings {
        set(&mut posting, "totalJobOpenings", json!(openings));
    }
    if let Some(pay) = &record.pay {
        use model::money::PayPeriod;
        let unit = match pay.period {
            PayPeriod::Hour => Some("HOUR"),
            PayPeriod::Day => Some("DAY"),
            PayPeriod::Week => Some("WEEK"),
            PayPeriod::TwoWeeks => None,
            PayPeriod::Month => Some("MONTH"),
            PayPeriod::Year => Some("YEAR"),
        };
        if let Some(unit) = unit {
            let mut value = json!({ "@type": "QuantitativeValue", "unitText": unit });
            for (name, amount) in [("minValue", pay.min), ("maxValue", pay.max)] {
                if let Some(amount) = amount {
                    value[name] = json!(amount);
                }
            }
            set(&mut posting, "baseSalary", json!({ "@type": "MonetaryAmount", "currency": pay.currency, "value": value }));
        }
    }
    Some(posting)
}
