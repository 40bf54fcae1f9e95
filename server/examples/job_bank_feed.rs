//! Writes an invented month of the Job Bank to standard output, in its format: UTF-16 LE with its mark, tabs, 65 columns, `NA`.
//!
//! `cargo run --release --example job_bank_feed -- --lang en --rows 50000 > month_en.csv`
//!
//! The same rows come out in both languages, by the same ids, whatever the number asked; `--seed` gives another month. About
//! one row in a hundred is dirty as the real ones are: codes with `.0` or without their leading zeros, dates in the older
//! shape, no title, no region, a pay upside down. Every title, number and amount is ours; none is copied from a posting.

use std::io::{BufWriter, Write};

/// The header in both languages. English: the order the publisher uses. French: the names seen by readers of the file; those
/// marked "ours" were not seen, in either language, and only keep their place.
const HEADER: [(&str, &str); 65] = [
    ("WIC Job Location Snapshot ID", "ID WIC Lieu emploi"),
    ("Job Title", "Appellation d'emploi"),
    ("Original Job Title", "Appellation d'emploi originale"), // ours in French, as below unless a comment says seen
    ("NOC 2016 Code", "Code CNP 2016"),
    ("NOC 2016 Code Name", "Nom du code CNP 2016"),
    ("NOC21 Code", "Code CNP 2021"), // seen
    ("NOC21 Code Name", "Nom du code CNP 2021"),
    ("External Indicator", "Indicateur externe"),
    ("First Posting Date", "Date initiale affichage de l'offre d'emploi"), // seen
    ("Vacancy Count", "Nombre de postes vacants"),                         // seen
    ("Education LOS", "Niveau d'études"),
    ("Experience Level", "Niveau d'expérience"),
    ("Government Type", "Type de gouvernement"),
    ("Placement Agency", "Agence de placement"),
    ("NAICS", "SCIAN"),
    ("Province/Territory", "Provinces/Territoires"), // seen
    ("City", "Ville"),                               // seen
    ("Work Location Postal Code", "Code postal du lieu de travail"),
    ("Economic  Region", "Région  économique"),
    ("Various Location", "Lieux divers"),
    ("Employment Type", "Type d'emploi"),
    ("Employment Term", "Durée de l'emploi"),
    ("Employment Term Start Date", "Durée de l'emploi Date de début"),
    ("Employment Term End Date", "Durée de l'emploi Date de fin"),
    ("Employment Term Oncall", "Durée de l'emploi Sur appel"),
    ("Employment Term Overtime", "Durée de l'emploi Heures supplémentaires"),
    ("Employment Term Day", "Durée de l'emploi Jour"),
    ("Employment Term Evening", "Durée de l'emploi Soir"),
    ("Employment Term Shift", "Durée de l'emploi Quart"),
    ("Employment Term Weekend", "Durée de l'emploi Fin de semaine"),
    ("Employment Term Night", "Durée de l'emploi Nuit"),
    ("Employment Term Telework", "Durée de l'emploi Télétravail"),
    ("Employment Term Early", "Durée de l'emploi Tôt le matin"),
    ("Employment Term Flex", "Durée de l'emploi Horaire flexible"),
    ("Employment Term Morning", "Durée de l'emploi Matin"),
    ("Employment Term TBD", "Durée de l'emploi À déterminer"),
    ("Salary Condition Detail", "Détail rémunération"), // seen
    ("Salary Per", "Salaire par"),
    ("Salary Minimum", "Salaire Minimum"),
    ("Salary Maximum", "Salaire Maximum"), // seen
    ("Salary Condition Collective", "Condition salariale Convention"),
    ("Salary Condition Bonus", "Condition salariale Prime"),
    ("Salary Condition Disability", "Condition salariale Invalidité"),
    ("Salary Condition Gratuity", "Condition salariale Pourboires"),
    ("Salary Condition Medical", "Condition salariale Soins médicaux"),
    ("Salary Condition Mileage", "Condition salariale Kilométrage"),
    ("Salary Condition Piecework", "Condition salariale À la pièce"),
    ("Salary Condition Commission", "Condition salariale Commission"),
    ("Salary Condition RESP", "Condition salariale REEE"),
    ("Salary Condition Dental", "Condition salariale Soins dentaires"),
    ("Salary Condition Group Insurance", "Condition salariale Assurance collective"),
    ("Salary Condition Life Insurance", "Condition salariale Assurance vie"),
    ("Salary Condition Pension", "Condition salariale Pension"),
    ("Salary Condition RRSP", "Condition salariale REER"),
    ("Condition Vision Care", "Condition salariale Soins de la vue"),
    ("Salary Condition Other Benefits", "Condition salariale Autres avantages"),
    ("Commission PER", "Commission par"),
    ("Commission Type", "Type de commission"),
    ("Hours Per", "Heures par"),
    ("Hours Minimum", "Heures minimum"),
    ("Hours Maximum", "Heures maximum"),
    ("Work Hours", "Heures de travail"),
    ("Work Hours From Time", "Heures de travail De"),
    ("Work Hours To Time", "Heures de travail À"),
    ("Posting Channel", "Voie d'affichage"), // ours in both: the sixty-fifth was not told
];

/// A word in both languages.
type Pair = (&'static str, &'static str);

/// Trades with their NOC 2021 code, their industry, and what an hour of them pays at least, in cents.
const TRADES: &[(Pair, &str, Pair, u32)] = &[
    (("welder", "soudeur/soudeuse"), "72106", ("Fabricated metal works", "Travaux de métal"), 2_400),
    (("cook", "cuisinier/cuisinière"), "63200", ("Eating places", "Restauration"), 1_900),
    (("registered nurse", "infirmier autorisé/infirmière autorisée"), "31301", ("Hospitals", "Hôpitaux"), 2_900),
    (
        ("software developer", "développeur/développeuse de logiciels"),
        "21232",
        ("Computer systems design and related services", "Conception de systèmes informatiques et services connexes"),
        3_400,
    ),
    (("plumber", "plombier/plombière"), "72300", ("Construction", "Construction"), 3_000),
    (("financial analyst", "analyste financier/analyste financière"), "11101", ("Finance and insurance", "Finance et assurances"), 3_100),
    (("senior manager, health", "cadre supérieur/cadre supérieure, santé"), "00013", ("Hospitals", "Hôpitaux"), 5_500),
    (("hotel front desk clerk", "réceptionniste d'hôtel"), "64314", ("Accommodation services", "Services d'hébergement"), 1_800),
    (
        ("food processing labourer", "manœuvre en transformation des aliments"),
        "95106",
        ("Food manufacturing", "Fabrication d'aliments"),
        1_850,
    ),
    (("cabinetmaker", "ébéniste"), "72311", ("Wood product manufacturing", "Fabrication de produits en bois"), 2_200),
    (("early childhood educator", "éducateur/éducatrice de la petite enfance"), "42202", ("Child care", "Services de garde"), 2_100),
    (
        ("truck driver, long haul", "conducteur/conductrice de grand routier"),
        "73300",
        ("Truck transportation", "Transport par camion"),
        2_400,
    ),
    (("snow removal worker", "déneigeur/déneigeuse"), "75119", ("Services to buildings", "Services aux bâtiments"), 2_000),
    (
        ("optical technologist", "technologue en optique"),
        "22310",
        ("Computer and electronic product manufacturing", "Fabrication de produits informatiques et électroniques"),
        2_700,
    ),
    (("supervisor, \"A\" shift", "superviseur/superviseure, équipe « A »"), "92020", ("Manufacturing", "Fabrication"), 2_600),
    (("farm worker", "ouvrier/ouvrière agricole"), "85100", ("Crop production", "Cultures agricoles"), 1_610),
];

/// Places: how many of a hundred rows, the province, the region, the city, the first letter of the postal code.
const PLACES: &[(u32, Pair, &str, &str, char)] = &[
    (6, ("Québec", "Québec"), "Capitale-Nationale", "Québec", 'G'),
    (1, ("Québec", "Québec"), "Capitale-Nationale", "Saint-Raymond", 'G'),
    (2, ("Québec", "Québec"), "Chaudière-Appalaches", "Lévis", 'G'),
    (7, ("Québec", "Québec"), "Montréal", "Montréal", 'H'),
    (3, ("Québec", "Québec"), "Montérégie", "Longueuil", 'J'),
    (2, ("Québec", "Québec"), "Estrie", "Sherbrooke", 'J'),
    (18, ("Ontario", "Ontario"), "Toronto", "Toronto", 'M'),
    (10, ("Ontario", "Ontario"), "Ottawa", "Ottawa", 'K'),
    (6, ("Ontario", "Ontario"), "London", "London", 'N'),
    (13, ("British Columbia", "Colombie-Britannique"), "Lower Mainland - Southwest", "Vancouver", 'V'),
    (12, ("Alberta", "Alberta"), "Calgary", "Calgary", 'T'),
    (5, ("Manitoba", "Manitoba"), "Winnipeg", "Winnipeg", 'R'),
    (4, ("Saskatchewan", "Saskatchewan"), "Saskatoon - Biggar", "Saskatoon", 'S'),
    (4, ("Nova Scotia", "Nouvelle-Écosse"), "Halifax", "Halifax", 'B'),
    (3, ("New Brunswick", "Nouveau-Brunswick"), "Moncton - Richibucto", "Moncton", 'E'),
    (1, ("Newfoundland and Labrador", "Terre-Neuve-et-Labrador"), "Avalon Peninsula", "St. John's", 'A'),
    (1, ("Prince Edward Island", "Île-du-Prince-Édouard"), "Prince Edward Island", "Charlottetown", 'C'),
    (1, ("Yukon", "Yukon"), "Yukon", "Whitehorse", 'Y'),
    (1, ("Northwest Territories", "Territoires du Nord-Ouest"), "NA", "Yellowknife", 'X'),
];

/// Random numbers that are the same everywhere (SplitMix64): a feed must not change with a library.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 33) as u32 % sides.max(1)
    }

    fn one<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.roll(things.len() as u32) as usize]
    }
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let told = |name: &str| arguments.iter().position(|word| word == name).and_then(|at| arguments.get(at + 1));
    let french = told("--lang").is_some_and(|lang| lang == "fr");
    let rows: u32 = told("--rows").and_then(|rows| rows.parse().ok()).unwrap_or(50_000);
    let seed: u64 = told("--seed").and_then(|seed| seed.parse().ok()).unwrap_or(2026);

    let mut out = BufWriter::new(std::io::stdout().lock());
    out.write_all(&[0xff, 0xfe])?;
    write_row(&mut out, HEADER.iter().map(|(english, french_name)| (if french { french_name } else { english }).to_string()))?;
    for number in 0..rows {
        write_row(&mut out, row(seed, number, french).into_iter())?;
    }
    out.flush()
}

/// A row as the publisher writes it: tabs, quotes where a cell needs them, `CR LF`, two bytes a unit.
fn write_row(out: &mut impl Write, cells: impl Iterator<Item = String>) -> std::io::Result<()> {
    let quoted = cells.map(|cell| if cell.contains(['"', ',', '\t']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell });
    let line = quoted.collect::<Vec<_>>().join("\t") + "\r\n";
    line.encode_utf16().try_for_each(|unit| out.write_all(&unit.to_le_bytes()))
}

/// One posting. Every choice is made in the same order in both languages, so that both files tell the same.
fn row(seed: u64, number: u32, french: bool) -> Vec<String> {
    let mut dice = Dice(seed.wrapping_mul(1_000_003).wrapping_add(u64::from(number)));
    let say = |(english, in_french): Pair| (if french { in_french } else { english }).to_owned();
    let mut cells: Vec<String> = HEADER.iter().map(|_| "NA".to_owned()).collect();
    let mut set = |name: &str, value: String| {
        if let Some(at) = HEADER.iter().position(|(english, _)| *english == name) {
            cells[at] = value;
        }
    };

    let (title, code, industry, floor) = *dice.one(TRADES);
    set("WIC Job Location Snapshot ID", (70_000_000 + u64::from(number)).to_string());
    set("Job Title", if dice.roll(400) == 0 { "NA".to_owned() } else { say(title) });
    set("Original Job Title", title.0.to_uppercase());
    set("NOC21 Code Name", say(title));
    set(
        "NOC21 Code",
        match dice.roll(100) {
            0..=4 => format!("{code}.0"),
            5..=9 => code.trim_start_matches('0').to_owned(),
            10 => "NA".to_owned(),
            _ => code.to_owned(),
        },
    );
    set("External Indicator", dice.roll(2).to_string());
    let day = 1 + dice.roll(30);
    set("First Posting Date", if dice.roll(200) == 0 { format!("2026-09-{day:02}") } else { format!("2026/09/{day:02}") });
    set("Vacancy Count", (1 + dice.roll(4) * dice.roll(4)).to_string());
    set(
        "Education LOS",
        say(*dice.one(&[("Secondary school", "Études secondaires"), ("College", "Collège"), ("University", "Université")])),
    );
    set(
        "Experience Level",
        say(*dice.one(&[("1 to 2 years", "1 à 2 ans"), ("No experience", "Aucune expérience"), ("3 years or more", "3 ans et plus")])),
    );
    set("NAICS", if dice.roll(5) == 0 { "NA".to_owned() } else { say(industry) });

    let mut share = dice.roll(100);
    let (_, province, region, city, letter) =
        PLACES.iter().find(|(weight, ..)| share.checked_sub(*weight).map(|left| share = left).is_none()).unwrap_or(&PLACES[0]);
    set("Province/Territory", say(*province));
    set("City", (*city).to_owned());
    set("Economic  Region", if dice.roll(150) == 0 { "NA".to_owned() } else { (*region).to_owned() });
    set("Work Location Postal Code", format!("{letter}{}A {}B{}", dice.roll(10), dice.roll(10), dice.roll(10)));

    set(
        "Employment Type",
        say(*dice.one(&[
            ("Full time", "Temps plein"),
            ("Full time", "Temps plein"),
            ("Full time", "Temps plein"),
            ("Part time", "Temps partiel"),
            ("Part time leading to full time", "Temps partiel menant à temps plein"),
        ])),
    );
    set(
        "Employment Term",
        say(*dice.one(&[
            ("Permanent", "Permanent"),
            ("Permanent", "Permanent"),
            ("Permanent", "Permanent"),
            ("Term or contract", "Durée déterminée ou contrat"),
            ("Seasonal", "Saisonnier"),
            ("Casual", "Occasionnel"),
        ])),
    );
    for (name, _) in HEADER {
        let flag = name.starts_with("Salary Condition ") || name.starts_with("Employment Term ");
        if flag && !name.ends_with("Date") && !name.ends_with("Detail") {
            set(name, say(if dice.roll(6) == 0 { ("Yes", "Oui") } else { ("No", "Non") }));
        }
    }

    let weekly = *dice.one(&[30, 35, 37, 40]);
    let hourly = floor + dice.roll(12) * 50;
    let (per, times, upside_down) = (*dice.one(&[0, 0, 0, 0, 1, 2, 3, 4]), f64::from(weekly), dice.roll(700) == 0);
    let (span, factor) = [
        (("Hour", "Heure"), 1.0),
        (("Year", "Année"), times * 52.0),
        (("Week", "Semaine"), times),
        (("Bi-weekly", "Aux deux semaines"), times * 2.0),
        (("Month", "Mois"), times * 52.0 / 12.0),
    ][per];
    let amount = |cents: u32| format!("{:.2}", f64::from(cents) / 100.0 * factor).trim_end_matches(".00").to_owned();
    let top = if upside_down { hourly.saturating_sub(300) } else { hourly + dice.roll(5) * 100 };
    if dice.roll(12) > 0 {
        set("Salary Per", say(span));
        set("Salary Minimum", amount(hourly));
        set("Salary Maximum", if dice.roll(6) == 0 && !upside_down { "NA".to_owned() } else { amount(top) });
    }
    set("Hours Per", say(("Week", "Semaine")));
    set("Hours Minimum", weekly.to_string());
    set("Hours Maximum", if dice.roll(3) == 0 { (weekly + 5).to_string() } else { weekly.to_string() });
    set("Work Hours", format!("{weekly}"));
    cells
}
