//! Opportunities: what the city and its employers offer, in eight kinds.

pub mod filters;
pub mod record;

use crate::dates::Date;
use crate::employers::EmployerRef;
use crate::locale::{Behind, Locale, Localized};
use crate::money::Pay;
use crate::page::FacetValue;
use crate::places::PlaceRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// What an opportunity is.
    Kind {
        /// A job.
        Job = "job",
        /// A call to investors and companies.
        Investment = "investment",
        /// A partnership sought or offered.
        Partnership = "partnership",
        /// A seat for an organization.
        Seat = "seat",
        /// An event to host.
        Hosting = "hosting",
        /// A market abroad for the region's businesses and schools.
        Export = "export",
        /// A market or residency for creators.
        Culture = "culture",
        /// A practice to try with other cities.
        Pilot = "pilot",
    }
}

words! {
    /// Where an opportunity stands. Only `published` is ever listed.
    Status {
        /// Being written, or waiting for its French text.
        Draft = "draft",
        /// Waiting for approval.
        InReview = "in_review",
        /// Live between its dates.
        Published = "published",
        /// Somebody got it.
        Filled = "filled",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// For whom a content is.
    Audience {
        /// Workers.
        Worker = "worker",
        /// Students.
        Student = "student",
        /// Researchers.
        Researcher = "researcher",
        /// Entrepreneurs.
        Entrepreneur = "entrepreneur",
        /// Companies.
        Company = "company",
        /// International organizations.
        Organization = "organization",
        /// Event planners.
        Planner = "planner",
        /// Other cities.
        City = "city",
        /// Creators.
        Creator = "creator",
    }
}

words! {
    /// Where the work is done.
    Mode {
        /// On the employer's premises.
        OnSite = "on_site",
        /// Partly at home.
        Hybrid = "hybrid",
        /// Wherever one is.
        Remote = "remote",
    }
}

words! {
    /// How much of a week, or what sort of contract.
    Schedule {
        /// Full time.
        FullTime = "full_time",
        /// Part time.
        PartTime = "part_time",
        /// On call or seasonal.
        Casual = "casual",
        /// Internship.
        Internship = "internship",
    }
}

words! {
    /// The French asked, or the most French a reader has.
    French {
        /// No French needed.
        None = "none",
        /// Everyday words.
        Beginner = "beginner",
        /// Can work in French with help.
        Intermediate = "intermediate",
        /// At ease at work, in writing too.
        Advanced = "advanced",
    }
}

words! {
    /// A yes, a no, or silence. Silence is an answer that a filter can ask for.
    Stated {
        /// Stated: yes.
        Yes = "yes",
        /// Stated: no.
        No = "no",
        /// Not stated.
        NotStated = "not_stated",
    }
}

/// The word filters use for an unknown value.
pub const NOT_STATED: &str = "not_stated";

/// Another language asked, and why (Charter of the French language, sections 41 to 46).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherLanguage {
    /// ISO 639-1 code.
    pub language: String,
    /// The reason, in the reader's language, if it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How to answer an opportunity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Apply {
    /// On a page.
    Url(String),
    /// By mail.
    Email(String),
}

/// Where a posting was read, when it was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Origin {
    /// The feed's name: `jobbank`, `office`…
    pub source: String,
    /// The posting's number there.
    pub external_id: String,
    /// True when the reader must verify at the source that it is still open.
    pub verify: bool,
}

/// An opportunity as a list shows it, in the reader's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpportunityItem {
    /// Public id, eight characters.
    pub id: String,
    /// The last part of its page's path, in the language of its title.
    pub slug: String,
    /// What it is.
    pub kind: Kind,
    /// Its title, plain text.
    pub title: String,
    /// The language of title and summary: `lang`, else French.
    pub title_lang: Locale,
    /// What it is about, plain text.
    pub summary: String,
    /// Who offers it; null when the source does not say.
    pub employer: Option<EmployerRef>,
    /// Sector keys.
    pub sectors: Vec<String>,
    /// Where; null when not stated or remote.
    pub place: Option<PlaceRef>,
    /// Where the work is done; null when not stated.
    pub mode: Option<Mode>,
    /// How much of a week; null when not stated.
    pub schedule: Option<Schedule>,
    /// Pay; null when not stated.
    pub pay: Option<Pay>,
    /// Hours a week; null when not stated.
    pub hours_per_week: Option<f64>,
    /// French asked; null when not stated.
    pub french: Option<French>,
    /// Support for a work permit.
    pub sponsorship: Stated,
    /// First day, in America/Toronto.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub opens: Date,
    /// Last day, whole; null when it has no closing date.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = "date"))]
    pub closes: Option<Date>,
    /// Where it was read.
    pub origin: Origin,
    /// True for an invented one.
    pub sample: bool,
    /// Where the words sought are, in a list that answers a query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highlights: Option<Highlights>,
}

/// Texts with the words sought between `<mark>` and `</mark>`, everything else escaped: HTML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Highlights {
    /// The title.
    pub title: String,
    /// The summary.
    pub summary: String,
}

/// A page of opportunities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpportunityList {
    /// The items of this page.
    pub items: Vec<OpportunityItem>,
    /// How many there are in all.
    pub total: u64,
    /// When few have every word, the list goes on with titles that have most of them: then, how many have every word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<u64>,
    /// The query as it was understood, when a word was read with its typos.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<String>,
    /// Counts by facet; each facet ignores its own selection.
    pub facets: BTreeMap<String, Vec<FacetValue>>,
    /// When nothing is found: what is found if less is asked, the most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relaxations: Vec<Relaxation>,
    /// What to pass as `after` for the next page; null on the last.
    pub next: Option<String>,
    /// The day it was computed, in America/Toronto.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub today: Date,
}

/// A list that asks less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Relaxation {
    /// What is no longer asked: the name of a parameter, or `filters` for every filter.
    pub without: String,
    /// The query string of that list, canonical.
    pub query: String,
    /// The words that are still sought.
    pub words: String,
    /// How many are found.
    pub total: u64,
}

/// An opportunity with everything its page says, in the reader's language: one flat object. It is written whole and read in
/// its two halves, because reading a flattened structure costs the browser every type a second time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opportunity {
    /// What lists show.
    #[serde(flatten)]
    pub item: OpportunityItem,
    /// What its page adds.
    #[serde(flatten)]
    pub detail: OpportunityDetail,
}

/// What the page of an opportunity says beyond the lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpportunityDetail {
    /// The last part of its page's path in each language.
    pub slugs: Localized<String>,
    /// Its text, as safe HTML.
    pub body_html: String,
    /// What the employer does.
    pub employer_description: Option<String>,
    /// For whom.
    pub audience: Vec<Audience>,
    /// Another language asked, and why.
    pub other_language: Option<OtherLanguage>,
    /// Help with moving.
    pub relocation: Stated,
    /// NOC 2021 code, five digits.
    pub noc: Option<String>,
    /// How many people are sought; null when not stated.
    pub openings: Option<i64>,
    /// How to answer; null when not stated.
    pub apply: Option<Apply>,
    /// Revision of the content.
    pub revision: i64,
    /// Set when the translation is older than the French text.
    pub behind: Option<Behind>,
    /// Three like it.
    pub similar: Vec<OpportunityItem>,
    /// schema.org JobPosting as text, when its required properties are known and it is no sample.
    pub json_ld: Option<String>,
    /// The day it was computed, in America/Toronto.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub today: Date,
}

/// What is left of an opportunity that is over: the 410 answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoneOpportunity {
    /// Its title, plain text.
    pub title: String,
    /// The language of the title.
    pub title_lang: Locale,
    /// What it was.
    pub kind: Kind,
    /// Why it is over: `closed`, `filled` or `withdrawn`.
    pub reason: String,
    /// Three that are open and like it.
    pub similar: Vec<OpportunityItem>,
    /// The day it was computed, in America/Toronto.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub today: Date,
}
