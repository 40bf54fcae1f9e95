//! Requests: what people, companies and organizations write to the office, and what they may follow. In code a request is an
//! *interest*; on screen, *une demande*.

pub mod check;
pub mod form;
pub mod view;

words! {
    /// Who writes, and so which form is filled.
    InterestKind {
        /// A company that settles, invests, recruits, partners or exports.
        Company = "company",
        /// An international organization that looks for a seat.
        Organization = "organization",
        /// A planner who wants to host an event.
        Event = "event",
        /// A city with a practice to share or a pilot to try.
        City = "city",
        /// An exporter, a creator, a school or a laboratory of the region.
        Region = "region",
        /// A worker, a student or a researcher with a question.
        Talent = "talent",
        /// An employer who proposes an opportunity.
        Posting = "posting",
    }
}

words! {
    /// Where a request stands, as its author reads it.
    InterestStatus {
        /// It is on the record; nobody has taken it up yet.
        Received = "received",
        /// Someone works on it.
        InProgress = "in_progress",
        /// The office waits for its author.
        Waiting = "waiting",
        /// The office answered.
        Answered = "answered",
        /// It is over.
        Closed = "closed",
    }
}

words! {
    /// What a person agrees to, each apart from the others.
    Purpose {
        /// That the office reads the request in order to answer; without it there is no request.
        Answer = "answer",
        /// That a partner of the region, named first, receives it.
        Partners = "partners",
        /// The newsletter.
        News = "news",
    }
}

words! {
    /// What is asked about, when a page of the portal led to the form.
    AboutNoun {
        /// An opportunity, by public id.
        Opportunity = "opportunity",
        /// A sector, by key.
        Sector = "sector",
        /// A guide, by key.
        Resource = "resource",
    }
}

impl InterestStatus {
    /// Whether a request in this state may go to another by what the office does.
    pub fn leads_to(self, next: Self) -> bool {
        self != next && next != Self::Received
    }
}

/// The page that led to a form: `opportunity:2bbktszk`, `sector:health`, `resource:housing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What kind of thing.
    pub noun: AboutNoun,
    /// Its public id or key.
    pub key: String,
}

impl About {
    /// Reads `noun:key`.
    pub fn parse(text: &str) -> Option<Self> {
        let (noun, key) = text.split_once(':')?;
        crate::text::is_key(key).then_some(Self { noun: AboutNoun::parse(noun)?, key: key.to_owned() })
    }
}

impl std::fmt::Display for About {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.noun, self.key)
    }
}

/// The fields that are about the person, not about the request.
pub const CONTACT: [&str; 5] = ["name", "email", "phone", "country", "organization"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_led_to_a_form_is_a_noun_and_a_key() {
        let about = About { noun: AboutNoun::Sector, key: "health".into() };
        assert_eq!(About::parse(&about.to_string()), Some(about));
        for wrong in ["", "sector", "sector:", "person:1", "sector:a b", "sector:<x>"] {
            assert_eq!(About::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_request_never_goes_back_to_received() {
        for from in InterestStatus::ALL {
            assert!(!from.leads_to(InterestStatus::Received) && !from.leads_to(*from));
        }
        assert!(InterestStatus::Closed.leads_to(InterestStatus::InProgress), "a closed request may be taken up again");
    }
}
