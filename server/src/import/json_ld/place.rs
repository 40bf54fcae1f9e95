//! The places of a posting.

use super::graph::{Graph, Object, text_of};
use crate::import::region::{city_and_province, province};
use crate::import::text::{amount, stated};

/// Where a job is, as it is compared with the region asked for.
#[derive(Debug, Default, PartialEq)]
pub struct Place {
    /// Province of Canada, or the country when it is another.
    pub province: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Country, as it is written.
    pub country: Option<String>,
}

impl Place {
    /// What a Place says of where it is.
    pub fn of<'v>(object: &'v Object, graph: &Graph<'v>) -> Option<Self> {
        let address = graph.objects(object.get("address")).first().copied();
        let Some(address) = address else {
            return object.get("address").or(object.get("name")).and_then(text_of).map(|line| Place::of_line(&line));
        };
        let say = |key: &str| address.get(key).and_then(text_of).and_then(|text| stated(&text));
        let (city, of_city) = say("addressLocality").map_or((None, None), |locality| city_and_province(&locality));
        let country = say("addressCountry");
        let area = say("addressRegion");
        let known = area.clone().filter(|area| province(area).is_some()).or(of_city);
        let abroad = country.clone().filter(|country| amount::currency_of(Some(country)) != Some("CAD"));
        // An area that is no province of ours is a region here, and elsewhere when the country is another.
        let region = area.filter(|_| known.is_none() && abroad.is_none());
        let place = Place { province: abroad.or(known), region, city, country };
        (place != Place::default()).then_some(place)
    }

    /// What a place written in one line says.
    pub fn of_line(line: &str) -> Self {
        let (city, province) = city_and_province(line);
        Self { province, region: None, city, country: None }
    }
}
