// The words and addresses that the tests rely on, in both languages. They are those of app/src/messages, app/src/routes.rs and
// server/content: when one of them changes, it changes here.

export type Lang = "fr" | "en";
export const langs: Lang[] = ["fr", "en"];

export const texts = {
  fr: {
    tag: "fr-CA",
    site: "Québec attire",
    brand: "Québec attire, accueil",
    otherLanguage: "English",
    skip: "Aller au contenu",
    mainNavigation: "Navigation principale",
    navigation: { opportunities: "Possibilités", sectors: "Secteurs", settling: "S’établir", vision: "La vision" },
    crumbs: "Fil d’Ariane",
    home: "Accueil",

    // The home page.
    homeWords: "Métier, domaine ou projet",
    search: "Chercher",
    doors: "Huit portes d’entrée",

    // The list.
    opportunities: "Possibilités",
    words: "Mots recherchés",
    kind: "Type",
    sector: "Secteur",
    job: "Emploi",
    pilot: "Projet pilote",
    apply: "Appliquer les filtres",
    sortBy: "Trier par",
    sort: "Trier",
    activeFilters: "Filtres actifs",
    clearAll: "Tout effacer",
    counted: /\d possibilité/,
    nothing: /Aucune possibilité/,
    seeAll: "Voir toutes les possibilités",
    pages: "Pages de résultats",
    nextPage: "Page suivante",
    firstPage: "Revenir au début",

    // One posting.
    essentials: "L’essentiel",
    pay: "Salaire",
    workMode: "Mode de travail",
    notStated: /non précisée?/,
    save: /^Enregistr(er|ée)/,

    // What the device keeps.
    saved: "Enregistrées",
    remove: /^Retirer/,
    undo: "Annuler",
    nothingSaved: "Rien d’enregistré sur cet appareil.",
    savingNeedsScript: "Enregistrer demande JavaScript",

    // Sectors and guides.
    sectors: "Secteurs",
    figures: "Le secteur en chiffres",
    openHere: "Ouvertes aujourd’hui dans ce secteur",
    guides: "S’établir à Québec",
    stages: ["Explorer", "Préparer", "Arriver", "S’établir"],
    sources: "Sources",
    verified: /Vérifié le \d/,

    lost: "Il n’y a pas de maison à ce numéro",
  },
  en: {
    tag: "en-CA",
    site: "Québec Attracts",
    brand: "Québec Attracts, home",
    otherLanguage: "Français",
    skip: "Skip to content",
    mainNavigation: "Main navigation",
    navigation: { opportunities: "Opportunities", sectors: "Sectors", settling: "Settling", vision: "The vision" },
    crumbs: "Breadcrumb",
    home: "Home",

    homeWords: "Job, field or project",
    search: "Search",
    doors: "Eight doors in",

    opportunities: "Opportunities",
    words: "Words sought",
    kind: "Kind",
    sector: "Sector",
    job: "Job",
    pilot: "Pilot project",
    apply: "Apply filters",
    sortBy: "Sort by",
    sort: "Sort",
    activeFilters: "Active filters",
    clearAll: "Clear all",
    counted: /\d opportunit/,
    nothing: /No opportunity/,
    seeAll: "See all opportunities",
    pages: "Result pages",
    nextPage: "Next page",
    firstPage: "Back to the start",

    essentials: "The essentials",
    pay: "Pay",
    workMode: "Work mode",
    notStated: /not stated/,
    save: /^Saved?/,

    saved: "Saved",
    remove: /^Remove/,
    undo: "Undo",
    nothingSaved: "Nothing saved on this device.",
    savingNeedsScript: "Saving needs JavaScript",

    sectors: "Sectors",
    figures: "The sector in figures",
    openHere: "Open today in this sector",
    guides: "Settling in Québec City",
    stages: ["Explore", "Prepare", "Arrive", "Settle"],
    sources: "Sources",
    verified: /Verified .*\d/,

    lost: "There is no house at this number",
  },
} as const;

/** The pages that stand at a fixed address, by name. */
export const paths = {
  home: { fr: "/fr", en: "/en" },
  opportunities: { fr: "/fr/possibilites", en: "/en/opportunities" },
  saved: { fr: "/fr/enregistrees", en: "/en/saved" },
  sectors: { fr: "/fr/secteurs", en: "/en/sectors" },
  sector: { fr: "/fr/secteurs/optique-et-photonique", en: "/en/sectors/optics-and-photonics" },
  guides: { fr: "/fr/s-etablir", en: "/en/settling" },
  guide: { fr: "/fr/s-etablir/assurance-maladie", en: "/en/settling/health-insurance" },
  vision: { fr: "/fr/vision", en: "/en/vision" },
  accessibility: { fr: "/fr/accessibilite", en: "/en/accessibility" },
  privacy: { fr: "/fr/confidentialite", en: "/en/privacy" },
  legal: { fr: "/fr/mentions-legales", en: "/en/legal" },
} satisfies Record<string, Record<Lang, string>>;

/** Samples that a test can count on: their dates follow the day, so they are open whenever it runs. */
export const samples = {
  /** States neither pay nor work mode. Its words find it alone or first. */
  silent: {
    words: { fr: "jouabilité", en: "gameplay" },
    title: { fr: "Programmeuse ou programmeur de jouabilité", en: "Gameplay programmer" },
    slug: { fr: /\/fr\/possibilites\/programmeuse-ou-programmeur-de-jouabilite-\w{8}$/, en: /\/en\/opportunities\/gameplay-programmer-\w{8}$/ },
  },
  /** Typed without its accent, or with a slip, it is found all the same. */
  forgiven: {
    words: { fr: ["infirmiere", "infirmeire"], en: ["registred nurse", "nurse"] },
    title: { fr: "Infirmière ou infirmier, médecine et chirurgie", en: "Registered nurse, medicine and surgery" },
  },
  /** The two that close tomorrow, before all others. */
  closingFirst: {
    fr: /Résidence d’écriture croisée|Technicienne ou technicien en fabrication de fibres optiques/,
    en: /Crossed writing residency|Fibre optics manufacturing technician/,
  },
  sector: { key: "optics_photonics", title: { fr: "Optique et photonique", en: "Optics and photonics" } },
  guide: { title: { fr: "L’assurance maladie : attente et ententes", en: "Health insurance: the wait and the agreements" } },
} as const;
