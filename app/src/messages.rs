//! Every text of the interface: one structure, one constant a language. A text missing in one does not compile.
//!
//! Words of closed vocabularies (kinds, modes, levels…) are matched in `words`, so a new value does not compile either until
//! both languages have a word for it.

mod en;
#[cfg(feature = "ssr")]
pub mod following;
mod fr;
#[cfg(feature = "ssr")]
pub mod interests;
pub mod words;

use model::locale::Locale;

/// The texts of a language.
pub const fn of(locale: Locale) -> &'static Messages {
    match locale {
        Locale::Fr => &fr::FRENCH,
        Locale::En => &en::ENGLISH,
    }
}

/// The texts of the interface in one language.
#[derive(Debug)]
pub struct Messages {
    /// The name of the site.
    pub site_name: &'static str,
    /// The first link of every page.
    pub skip: &'static str,
    /// The home page.
    pub home: &'static str,
    /// The label of the brand.
    pub brand_label: &'static str,
    /// The label of the strip of samples.
    pub sample_label: &'static str,
    /// Its first word.
    pub sample_word: &'static str,
    /// Its sentence.
    pub sample_text: &'static str,
    /// The strip of a translation that is behind.
    pub behind: fn(i64, i64) -> String,
    /// Its link.
    pub behind_link: &'static str,
    /// The label of the main navigation.
    pub nav_main: &'static str,
    /// The list of opportunities.
    pub nav_opportunities: &'static str,
    /// The sectors.
    pub nav_sectors: &'static str,
    /// The guides.
    pub nav_settling: &'static str,
    /// The requests.
    pub nav_requests: &'static str,
    /// To a form, from a page about something.
    pub ask_about: &'static str,
    /// A request that was sent.
    pub footer_follow: &'static str,
    /// The vision.
    pub nav_vision: &'static str,
    /// The saved list.
    pub nav_saved: &'static str,
    /// What the number of saved ones means.
    pub saved_here: fn(usize) -> String,
    /// The button of the menu.
    pub menu: &'static str,
    /// The label of the breadcrumb.
    pub crumbs: &'static str,
    /// What the site is, at the foot.
    pub footer_say: &'static str,
    /// The first column of the foot.
    pub footer_come: &'static str,
    /// Jobs.
    pub footer_jobs: &'static str,
    /// The guides.
    pub footer_guides: &'static str,
    /// The guides of one stage.
    pub footer_immigration: &'static str,
    /// The second column.
    pub footer_work: &'static str,
    /// Partnerships.
    pub footer_partner: &'static str,
    /// Hosting and seats.
    pub footer_host: &'static str,
    /// Pilots.
    pub footer_pilot: &'static str,
    /// The third column.
    pub footer_site: &'static str,
    /// The accessibility statement.
    pub footer_accessibility: &'static str,
    /// The privacy notice.
    pub footer_privacy: &'static str,
    /// The legal notice.
    pub footer_legal: &'static str,
    /// The reference of the API.
    pub footer_api: &'static str,
    /// At the foot.
    pub footer_no_cookie: &'static str,
    /// At the foot.
    pub footer_french_first: &'static str,
    /// At the foot.
    pub footer_open: &'static str,
    /// While something comes.
    pub loading: &'static str,
    /// When something does not come.
    pub failed_title: &'static str,
    /// What to do.
    pub failed_text: &'static str,
    /// When the network is gone.
    pub failed_network: &'static str,
    /// Try again.
    pub retry: &'static str,
    /// A masculine value that is unknown.
    pub not_stated: &'static str,
    /// A feminine value that is unknown.
    pub not_stated_f: &'static str,
    /// The mark of what is stale.
    pub to_verify: &'static str,
    /// A figure nobody gave.
    pub unknown_figure: &'static str,
    /// The mark of a second-hand source.
    pub source_second_hand: &'static str,
    /// Sources.
    pub sources: &'static str,
    /// Print.
    pub print: &'static str,
    /// Share.
    pub share: &'static str,
    /// Copy the address.
    pub copy: &'static str,
    /// Once copied.
    pub copied: &'static str,
    /// When the clipboard refuses.
    pub copy_failed: &'static str,
    /// Share by mail.
    pub by_mail: &'static str,
    /// The button of a search.
    pub search: &'static str,
    /// The title of the home page.
    pub home_title: &'static str,
    /// Its description.
    pub home_description: &'static str,
    /// The first line of its heading.
    pub home_line_1: &'static str,
    /// The second line.
    pub home_line_2: &'static str,
    /// Its lead.
    pub home_lead: &'static str,
    /// The label of its search.
    pub home_search_label: &'static str,
    /// The example in its search.
    pub home_search_example: &'static str,
    /// Under a search box.
    pub search_hint: &'static str,
    /// The drawing of the home page.
    pub hero_alt: &'static str,
    /// The street.
    pub home_doors: &'static str,
    /// The figures.
    pub home_facts: &'static str,
    /// Their lead.
    pub home_facts_lead: &'static str,
    /// The questions.
    pub home_start: &'static str,
    /// The newest ones.
    pub home_newest: &'static str,
    /// The link to all of them.
    pub home_all: fn(u64) -> String,
    /// The vision on the home page.
    pub home_promise: &'static str,
    /// What it is.
    pub home_promise_text: &'static str,
    /// Its source.
    pub home_promise_source: &'static str,
    /// Its link.
    pub home_promise_link: &'static str,
    /// The sectors.
    pub home_sectors: &'static str,
    /// The heading of the list.
    pub list_title: &'static str,
    /// Its lead.
    pub list_lead: &'static str,
    /// Its description.
    pub list_description: &'static str,
    /// The filters.
    pub filter: &'static str,
    /// How many are in force.
    pub filters_active: fn(usize) -> String,
    /// The words.
    pub words: &'static str,
    /// The button of the filters.
    pub apply_filters: &'static str,
    /// Forget every filter.
    pub clear_filters: &'static str,
    /// The label of the chips.
    pub active_filters: &'static str,
    /// What a chip does.
    pub remove_filter: &'static str,
    /// After a count, for screen readers.
    pub facet_results: &'static str,
    /// A filter.
    pub facet_kind: &'static str,
    /// A filter.
    pub facet_sector: &'static str,
    /// A filter.
    pub facet_audience: &'static str,
    /// A filter.
    pub facet_mode: &'static str,
    /// A filter.
    pub facet_schedule: &'static str,
    /// A filter.
    pub facet_french: &'static str,
    /// No level chosen.
    pub facet_french_any: &'static str,
    /// What the filter keeps.
    pub facet_french_hint: &'static str,
    /// A filter.
    pub facet_sponsorship: &'static str,
    /// A filter.
    pub facet_place: &'static str,
    /// A filter.
    pub facet_pay: &'static str,
    /// What the filter keeps.
    pub facet_pay_hint: &'static str,
    /// A filter.
    pub facet_employer: &'static str,
    /// A filter.
    pub facet_since: &'static str,
    /// The short name of a filter.
    pub chip_french: &'static str,
    /// The short name of a filter.
    pub chip_pay: &'static str,
    /// The short name of a filter.
    pub chip_words: &'static str,
    /// After a level of French.
    pub chip_or_less: &'static str,
    /// A choice.
    pub stated_not: &'static str,
    /// The order.
    pub sort_by: &'static str,
    /// The button of the order.
    pub sort_button: &'static str,
    /// An order.
    pub sort_relevance: &'static str,
    /// An order.
    pub sort_newest: &'static str,
    /// An order.
    pub sort_closing: &'static str,
    /// An order.
    pub sort_pay: &'static str,
    /// How many were found.
    pub count: fn(u64) -> String,
    /// A query read with its typos: what was understood.
    pub corrected: fn(&str) -> String,
    /// A list widened to most of the words: how many have every word.
    pub exact: fn(u64) -> String,
    /// What a filter leaves out in silence.
    pub left_out: fn(u64) -> String,
    /// What a filter keeps though it states nothing.
    pub kept_unstated: fn(u64) -> String,
    /// Nothing was found for words.
    pub empty_for: fn(&str) -> String,
    /// Nothing was found for filters.
    pub empty: &'static str,
    /// A way out.
    pub empty_way: &'static str,
    /// The widest way out.
    pub empty_all: &'static str,
    /// What leads to lists that ask less.
    pub empty_less: &'static str,
    /// Without the filters.
    pub empty_words: &'static str,
    /// Without the words.
    pub empty_no_words: &'static str,
    /// Without one filter, by its name.
    pub empty_without: fn(&str) -> String,
    /// With fewer words, those kept.
    pub empty_fewer: fn(&str) -> String,
    /// The list of suggestions.
    pub suggestions: &'static str,
    /// How many there are, and how to choose.
    pub suggested: fn(usize) -> String,
    /// An occupation, among suggestions.
    pub suggests_occupation: &'static str,
    /// What stands between a name and its value.
    pub colon: &'static str,
    /// The label of the page links.
    pub pages_label: &'static str,
    /// The first page.
    pub first_page: &'static str,
    /// The next page.
    pub next_page: &'static str,
    /// How many in all.
    pub in_all: fn(u64) -> String,
    /// A fact of a posting.
    pub pay: &'static str,
    /// A fact of a call that is no job.
    pub amount: &'static str,
    /// A fact of a posting.
    pub french: &'static str,
    /// A fact of a posting.
    pub permit: &'static str,
    /// A fact of a posting.
    pub mode: &'static str,
    /// A short value.
    pub permit_yes: &'static str,
    /// A short value.
    pub permit_no: &'static str,
    /// A short value.
    pub french_not_stated: &'static str,
    /// When a feed names no employer.
    pub employer_unknown: &'static str,
    /// Why there is none.
    pub employer_unknown_why: &'static str,
    /// When it stays open.
    pub no_date: &'static str,
    /// When it closes.
    pub closes_on: fn(&str) -> String,
    /// It closes tonight.
    pub closes_today: &'static str,
    /// It closes tomorrow.
    pub closes_tomorrow: &'static str,
    /// How long it stays.
    pub in_days: fn(i64) -> String,
    /// A mark.
    pub last_day: &'static str,
    /// A mark.
    pub soon: &'static str,
    /// A mark.
    pub new: &'static str,
    /// The mark of a late feed.
    pub verify_at_source: &'static str,
    /// What the mark means.
    pub verify_at_source_text: &'static str,
    /// The heading of the facts of a posting.
    pub essentials: &'static str,
    /// A fact.
    pub closing_date: &'static str,
    /// After a time.
    pub local_time: &'static str,
    /// A fact.
    pub french_level: &'static str,
    /// A fact.
    pub work_permit: &'static str,
    /// A fact.
    pub work_mode: &'static str,
    /// A fact.
    pub schedule: &'static str,
    /// A fact.
    pub relocation: &'static str,
    /// A fact.
    pub place: &'static str,
    /// A fact.
    pub openings: &'static str,
    /// A fact.
    pub noc: &'static str,
    /// The short name of the classification.
    pub noc_abbr: &'static str,
    /// Its whole name.
    pub noc_full: &'static str,
    /// A fact.
    pub other_language: &'static str,
    /// Why another language is asked.
    pub other_language_why: &'static str,
    /// When it is not said.
    pub other_language_no_reason: &'static str,
    /// When it was posted.
    pub posted_on: &'static str,
    /// Before its number.
    pub number: &'static str,
    /// A value.
    pub offered: &'static str,
    /// A feminine value.
    pub offered_f: &'static str,
    /// A value.
    pub not_offered: &'static str,
    /// A feminine value.
    pub not_offered_f: &'static str,
    /// Hours.
    pub hours_per_week: fn(&str) -> String,
    /// The button of a job.
    pub apply: &'static str,
    /// The button of a call.
    pub answer: &'static str,
    /// The button of a call answered by mail.
    pub apply_by_mail: &'static str,
    /// The button of a posting of a late feed.
    pub apply_at_source: &'static str,
    /// When nothing says how.
    pub apply_unknown: &'static str,
    /// What the buttons do.
    pub apply_foot: &'static str,
    /// What the buttons do.
    pub apply_foot_mail: &'static str,
    /// Save on the device.
    pub save: &'static str,
    /// It is saved.
    pub saved: &'static str,
    /// When the device refuses.
    pub save_failed: &'static str,
    /// The heading of the text.
    pub description: &'static str,
    /// When there is none.
    pub no_description: &'static str,
    /// The heading of the employer.
    pub employer: &'static str,
    /// The heading of a host.
    pub host: &'static str,
    /// The link to the others of an employer.
    pub others_of: fn(&str) -> String,
    /// The heading of the guides of a job.
    pub come_with_job: &'static str,
    /// What the guides say.
    pub come_with_job_text: &'static str,
    /// Their link.
    pub come_with_job_link: &'static str,
    /// The similar ones.
    pub similar: &'static str,
    /// The similar ones of one that is over.
    pub similar_open: &'static str,
    /// A 410 page.
    pub gone_state: &'static str,
    /// A 410 heading.
    pub gone_closed: &'static str,
    /// A 410 heading.
    pub gone_filled: &'static str,
    /// A 410 heading.
    pub gone_withdrawn: &'static str,
    /// A 410 lead.
    pub gone_lead: &'static str,
    /// The heading of the saved list.
    pub saved_title: &'static str,
    /// Its lead.
    pub saved_lead: &'static str,
    /// What to know.
    pub saved_note: &'static str,
    /// The hidden heading of the list.
    pub saved_list: &'static str,
    /// When there is none.
    pub saved_empty: &'static str,
    /// A way out.
    pub saved_empty_way: &'static str,
    /// Without JavaScript.
    pub saved_no_script: &'static str,
    /// Forget one.
    pub remove: &'static str,
    /// Once forgotten.
    pub removed: fn(&str) -> String,
    /// Take it back.
    pub undo: &'static str,
    /// The mark of a saved one that is over.
    pub saved_gone: &'static str,
    /// The heading of the sectors.
    pub sectors_title: &'static str,
    /// Their lead.
    pub sectors_lead: &'static str,
    /// The figures of a sector.
    pub sector_figures: &'static str,
    /// When there is none.
    pub sector_no_figures: &'static str,
    /// The institutions.
    pub sector_people: &'static str,
    /// The text of a sector.
    pub sector_about: &'static str,
    /// Its opportunities.
    pub sector_open: &'static str,
    /// When there is none.
    pub sector_none: &'static str,
    /// The note on stale figures.
    pub why_verify: &'static str,
    /// What it means.
    pub why_verify_text: &'static str,
    /// The margin of a sector.
    pub sector_next: &'static str,
    /// What to do.
    pub sector_next_text: &'static str,
    /// The heading of the guides.
    pub guides_title: &'static str,
    /// Their lead.
    pub guides_lead: &'static str,
    /// The choice of an audience.
    pub guides_for: &'static str,
    /// No audience chosen.
    pub guides_all: &'static str,
    /// When a stage is empty.
    pub guides_none: &'static str,
    /// What they are not.
    pub guides_info: &'static str,
    /// When a guide was verified.
    pub verified_on: fn(&str) -> String,
    /// When it must be again.
    pub review_before: fn(&str) -> String,
    /// The figures of a guide.
    pub in_figures: &'static str,
    /// The label of the margin.
    pub landmarks: &'static str,
    /// The label of the links to others.
    pub neighbours: &'static str,
    /// A 404 page.
    pub lost_state: &'static str,
    /// Its heading.
    pub lost_title: &'static str,
    /// Its lead.
    pub lost_lead: &'static str,
    /// Its search.
    pub lost_search: &'static str,
    /// The heading of the vision, until its text comes.
    pub vision_title: &'static str,
}
