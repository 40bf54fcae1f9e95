//! The API client: one function an endpoint. Nothing else knows an address of the API.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "ssr")]
pub mod in_process;

use model::facts::Fact;
use model::locale::Locale;
use model::opportunities::filters::Filters;
use model::opportunities::{GoneOpportunity, OpportunityDetail, OpportunityItem, OpportunityList};
use model::page::Items;
use model::problem::Problem;
use model::resources::{Resource, ResourceItem};
use model::sectors::{Sector, SectorItem};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Why an answer is not what was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ApiError {
    /// Nothing answers to that name.
    NotFound,
    /// It is over; this is what is left.
    Gone(Box<GoneOpportunity>),
    /// The server refused or failed; its problem, if it said one.
    Problem(Option<Problem>),
    /// The server could not be reached.
    Network,
}

/// A result of the API.
pub type ApiResult<T> = Result<T, ApiError>;

/// A page of opportunities.
pub async fn opportunities(locale: Locale, filters: &Filters, limit: usize) -> ApiResult<OpportunityList> {
    let query = filters.query();
    let more = if query.is_empty() { String::new() } else { format!("&{query}") };
    get(format!("/api/v1/opportunities?lang={locale}&limit={limit}{more}")).await
}

/// One opportunity, by slug or id.
pub async fn opportunity(locale: Locale, slug: &str) -> ApiResult<(OpportunityItem, OpportunityDetail)> {
    let (status, body) = fetch(format!("/api/v1/opportunities/{}?lang={locale}", segment(slug))).await?;
    Ok((read(status, &body)?, read(status, &body)?))
}

/// Every sector.
pub async fn sectors(locale: Locale) -> ApiResult<Items<SectorItem>> {
    get(format!("/api/v1/sectors?lang={locale}")).await
}

/// One sector, by key or slug.
pub async fn sector(locale: Locale, slug: &str) -> ApiResult<Sector> {
    get(format!("/api/v1/sectors/{}?lang={locale}", segment(slug))).await
}

/// Every guide and page about the site.
pub async fn resources(locale: Locale) -> ApiResult<Items<ResourceItem>> {
    get(format!("/api/v1/resources?lang={locale}")).await
}

/// One guide or page about the site, by key or slug.
pub async fn resource(locale: Locale, slug: &str) -> ApiResult<Resource> {
    get(format!("/api/v1/resources/{}?lang={locale}", segment(slug))).await
}

/// Facts by key, in that order.
pub async fn facts(locale: Locale, keys: &[&str]) -> ApiResult<Items<Fact>> {
    let keys: String = keys.iter().map(|key| format!("&key={key}")).collect();
    get(format!("/api/v1/facts?lang={locale}{keys}")).await
}

/// A path segment that may come from an address bar: what is no slug names nothing.
fn segment(slug: &str) -> &str {
    let plain = !slug.is_empty() && slug.len() <= 200 && slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if plain { slug } else { "-" }
}

/// Reads an answer.
fn read<T: DeserializeOwned>(status: u16, body: &str) -> ApiResult<T> {
    #[derive(Deserialize)]
    struct Gone {
        gone: GoneOpportunity,
    }
    match status {
        200..300 => serde_json::from_str(body).map_err(|_| ApiError::Problem(None)),
        404 => Err(ApiError::NotFound),
        410 => Err(serde_json::from_str::<Gone>(body).map_or(ApiError::NotFound, |answer| ApiError::Gone(Box::new(answer.gone)))),
        _ => Err(ApiError::Problem(serde_json::from_str(body).ok())),
    }
}

/// Asks and reads.
async fn get<T: DeserializeOwned>(path: String) -> ApiResult<T> {
    let (status, body) = fetch(path).await?;
    read(status, &body)
}

#[cfg(feature = "ssr")]
async fn fetch(path: String) -> ApiResult<(u16, String)> {
    in_process::get(path).await.ok_or(ApiError::Network)
}

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
async fn fetch(path: String) -> ApiResult<(u16, String)> {
    browser::get(path).await.ok_or(ApiError::Network)
}

/// Without a side to be on, nobody can be reached; the library alone still compiles.
#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
async fn fetch(_: String) -> ApiResult<(u16, String)> {
    Err(ApiError::Network)
}
