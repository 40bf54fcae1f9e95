//! The region asked for with `--region`, and whether a row belongs to it.
//!
//! Names are compared folded, a province by any of its names: `QC/Capitale-Nationale`, `Quebec/capitale nationale` and
//! `Québec/Capitale‑Nationale` ask the same. `Québec` alone is the province; the city is `Québec/Québec`.

use super::Admission;
use super::text::{fold, stated};

/// One value of `--region`, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    /// Code of the province.
    province: Option<&'static str>,
    /// Region or city.
    place: Option<String>,
}

/// What was asked for. Empty: everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regions(Vec<Asked>);

/// Codes of the provinces and territories with their folded names, as feeds of both languages write them.
const PROVINCES: [(&str, &[&str]); 13] = [
    ("ab", &["alberta"]),
    ("bc", &["british columbia", "colombie britannique"]),
    ("mb", &["manitoba"]),
    ("nb", &["new brunswick", "nouveau brunswick"]),
    ("nl", &["newfoundland and labrador", "newfoundland labrador", "newfoundland", "terre neuve et labrador", "terre neuve", "tnl"]),
    ("ns", &["nova scotia", "nouvelle ecosse"]),
    ("nt", &["northwest territories", "territoires du nord ouest", "tno"]),
    ("nu", &["nunavut"]),
    ("on", &["ontario"]),
    ("pe", &["prince edward island", "ile du prince edouard", "pei", "ipe"]),
    ("qc", &["quebec", "pq", "province of quebec", "province de quebec", "quebec qc"]),
    ("sk", &["saskatchewan"]),
    ("yt", &["yukon", "yukon territory"]),
];

/// The regions of Québec, folded. A name of these is a region, so that a city of another name says nothing of it.
const REGIONS: &[&str] = &[
    "abitibi temiscamingue",
    "bas saint laurent",
    "capitale nationale",
    "centre du quebec",
    "chaudiere appalaches",
    "cote nord",
    "cote nord et nord du quebec",
    "estrie",
    "gaspesie iles de la madeleine",
    "lanaudiere",
    "laurentides",
    "laval",
    "mauricie",
    "monteregie",
    "montreal",
    "nord du quebec",
    "outaouais",
    "saguenay lac saint jean",
];

/// Regions whose name is also a city's.
const CITIES_TOO: &[&str] = &["laval", "montreal"];

/// The code of the province a name or a code means.
pub fn province(name: &str) -> Option<&'static str> {
    let folded = fold(name);
    PROVINCES.iter().find(|(code, names)| *code == folded || names.contains(&folded.as_str())).map(|(code, _)| *code)
}

/// A place's name without what feeds put around it: `Ville de Québec`, `Quebec City`, `La Capitale-Nationale`.
fn place_name(name: &str) -> String {
    let folded = fold(name);
    let mut bare = folded.as_str();
    for lead in ["ville de ", "city of ", "region de la ", "region de ", "la ", "l "] {
        bare = bare.strip_prefix(lead).unwrap_or(bare);
    }
    match bare {
        "quebec city" => "quebec".to_owned(),
        bare => bare.replace(" st ", " saint ").replace(" ste ", " sainte "),
    }
}

/// The city and the province of a place written in one line: `Québec, QC, Canada`, `Lévis (Québec)`.
pub fn city_and_province(place: &str) -> (Option<String>, Option<String>) {
    let parts: Vec<String> = place.split([',', '(', ')', '|']).filter_map(stated).collect();
    let province = parts.iter().skip(1).rev().find(|part| province(part).is_some()).cloned();
    // A longer line is an address, and where its city stands is anyone's guess.
    (parts.into_iter().next().filter(|_| place.split(',').count() <= 3), province)
}

/// A city that is none: the word for working from home, or a whole country.
pub fn is_nowhere(city: &str) -> bool {
    matches!(
        fold(city).as_str(),
        "remote"
            | "teletravail"
            | "a distance"
            | "home based"
            | "anywhere"
            | "virtual"
            | "worldwide"
            | "canada"
            | "united states"
            | "usa"
            | "france"
    )
}

impl Regions {
    /// Reads the values of `--region`: `PROVINCE`, `PROVINCE/REGION-OR-CITY`, or a region or city alone. No value: everything.
    ///
    /// # Errors
    /// When a value is empty or its province is none of Canada's, in words for whoever typed it.
    pub fn parse(values: &[String]) -> Result<Self, String> {
        values.iter().map(|value| Asked::parse(value)).collect::<Result<Vec<_>, _>>().map(Self)
    }

    /// Whether nothing in particular was asked for.
    pub fn is_everything(&self) -> bool {
        self.0.is_empty()
    }

    /// Judges what a row says of where it is. It is inside when it answers any of the values.
    pub fn admit(&self, province: Option<&str>, region: Option<&str>, city: Option<&str>) -> Admission {
        if self.0.is_empty() {
            return Admission::Inside;
        }
        let (region, city) = (region.map(place_name).filter(|name| !name.is_empty()), city.map(place_name).filter(|name| !name.is_empty()));
        let verdicts: Vec<_> = self.0.iter().map(|asked| asked.admit(province, region.as_deref(), city.as_deref())).collect();
        [Admission::Inside, Admission::Unknown].into_iter().find(|verdict| verdicts.contains(verdict)).unwrap_or(Admission::Outside)
    }
}

impl Asked {
    fn parse(value: &str) -> Result<Self, String> {
        let wrong =
            |what: &str| Err(format!("--region {value}: {what}. Write Québec, Québec/Capitale-Nationale, or a region or city alone."));
        if let Some((first, place)) = value.split_once('/') {
            let place = place_name(place);
            return match province(first) {
                _ if place.is_empty() => wrong("a region or city is missing after the slash"),
                None => wrong("what stands before the slash is no province or territory of Canada"),
                known => Ok(Self { province: known, place: Some(place) }),
            };
        }
        match (province(value), place_name(value)) {
            (Some(code), _) => Ok(Self { province: Some(code), place: None }),
            (None, place) if place.is_empty() => wrong("the value is empty"),
            (None, place) => Ok(Self { province: None, place: Some(place) }),
        }
    }

    fn admit(&self, stated: Option<&str>, region: Option<&str>, city: Option<&str>) -> Admission {
        let stated = stated.filter(|name| !fold(name).is_empty());
        if let (Some(code), Some(name)) = (self.province, stated)
            && province(name) != Some(code)
        {
            return Admission::Outside;
        }
        let Some(place) = self.place.as_deref() else {
            return if stated.is_some() { Admission::Inside } else { Admission::Unknown };
        };
        if [region, city].contains(&Some(place)) {
            return Admission::Inside;
        }
        // A region is compared with a region, a city with a city; a name that may be either, with both.
        let is_region = REGIONS.contains(&place);
        let differs = if is_region { region.is_some() || (city.is_some() && CITIES_TOO.contains(&place)) } else { city.is_some() };
        if differs { Admission::Outside } else { Admission::Unknown }
    }
}

#[cfg(test)]
mod tests {
    use super::Admission::{Inside, Outside, Unknown};
    use super::*;

    fn regions(values: &[&str]) -> Regions {
        Regions::parse(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()).expect("values")
    }

    #[test]
    fn with_nothing_asked_everything_is_inside() {
        assert!(regions(&[]).is_everything());
        assert_eq!(regions(&[]).admit(None, None, None), Inside);
        assert_eq!(regions(&[]).admit(Some("Ontario"), None, Some("Ottawa")), Inside);
    }

    #[test]
    fn a_province_goes_by_all_its_names() {
        for asked in ["Québec", "quebec", "QC", " QUÉBEC "] {
            let asked = regions(&[asked]);
            assert_eq!(asked.admit(Some("Québec"), None, None), Inside);
            assert_eq!(asked.admit(Some("Quebec"), Some("Estrie"), Some("Sherbrooke")), Inside);
            assert_eq!(asked.admit(Some("Ontario"), None, Some("Québec")), Outside);
            assert_eq!(asked.admit(None, Some("Estrie"), None), Unknown);
        }
        assert_eq!(regions(&["Colombie-Britannique"]).admit(Some("British Columbia"), None, None), Inside);
    }

    #[test]
    fn a_region_or_city_of_a_province_is_compared_without_case_accents_and_hyphens() {
        let asked = regions(&["Québec/Capitale-Nationale"]);
        for (province, region, city, verdict) in [
            (Some("Québec"), Some("Capitale‑Nationale"), Some("Québec"), Inside),
            (Some("Quebec"), Some("CAPITALE NATIONALE"), None, Inside),
            (None, Some("La Capitale-Nationale"), None, Inside),
            (Some("Québec"), Some("Montérégie"), Some("Longueuil"), Outside),
            (Some("Ontario"), Some("Ottawa"), None, Outside),
            (Some("Ontario"), None, None, Outside),
            (Some("Québec"), None, Some("Lévis"), Unknown),
            (Some("Québec"), None, None, Unknown),
            (None, None, None, Unknown),
            (Some(" "), Some(""), Some("-"), Unknown),
        ] {
            assert_eq!(asked.admit(province, region, city), verdict, "{province:?} {region:?} {city:?}");
        }
    }

    #[test]
    fn a_city_is_compared_with_a_city() {
        let asked = regions(&["QC/Québec"]);
        assert_eq!(asked.admit(Some("Québec"), Some("Capitale-Nationale"), Some("Ville de Québec")), Inside);
        assert_eq!(asked.admit(None, None, Some("Quebec City")), Inside);
        assert_eq!(asked.admit(Some("Québec"), Some("Capitale-Nationale"), Some("Beaupré")), Outside);
        assert_eq!(asked.admit(Some("Québec"), Some("Capitale-Nationale"), None), Unknown);
        assert_eq!(regions(&["Montréal"]).admit(None, None, Some("Laval")), Outside);
    }

    #[test]
    fn a_place_in_one_line_is_a_city_and_perhaps_a_province() {
        let told = |place| city_and_province(place);
        assert_eq!(told("Québec, QC, Canada"), (Some("Québec".into()), Some("QC".into())));
        assert_eq!(told("Lévis (Québec)"), (Some("Lévis".into()), Some("Québec".into())));
        assert_eq!(told("Québec"), (Some("Québec".into()), None));
        assert_eq!(told(" , "), (None, None));
        assert_eq!(told(", Mountain View"), (Some("Mountain View".into()), None));
        assert_eq!(told("Stade, 1 rue du Stade, Québec, QC"), (None, Some("QC".into())));
    }

    #[test]
    fn any_of_several_values_admits() {
        let asked = regions(&["Québec/Québec", "Lévis", "Chaudière-Appalaches"]);
        assert_eq!(asked.admit(Some("Québec"), None, Some("Lévis")), Inside);
        assert_eq!(asked.admit(Some("Québec"), Some("chaudiere appalaches"), None), Inside);
        assert_eq!(asked.admit(Some("Québec"), Some("Estrie"), Some("Magog")), Outside);
    }

    #[test]
    fn a_value_that_can_ask_nothing_is_refused_with_a_remedy() {
        for wrong in ["", " - ", "Québec/", "Qubec/Lévis", "/Lévis"] {
            let told = Regions::parse(&[wrong.to_owned()]).expect_err(wrong);
            assert!(told.contains("Write Québec"), "{told}");
        }
    }
}
