//! The pages of the portal: rendered whole on the server, then hydrated.
//!
//! `routes` knows every path, `api` every address of the API, `messages` every text of the interface. A page is a file of
//! `pages/`; what several pages show is a file of `components/`. The same tree is built on both sides: no clock, no
//! randomness and no window while a view is built; what only the server knows crosses in a `Resource` or a `SharedValue`.

// The types of whole pages are deep.
#![recursion_limit = "512"]

pub mod api;
mod browser;
pub mod components;
pub mod format;
pub mod fragments;
pub mod messages;
mod navigation;
pub mod pages;
pub mod routes;
mod saved;

#[cfg(feature = "ssr")]
pub use api::in_process::ApiRouter;

use components::layout::Layout;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;
use messages::Messages;
use model::locale::Locale;
use model::site::Site;

/// The names of what every page loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The glue of the program.
    pub js: String,
    /// The program.
    pub wasm: String,
    /// The fonts to load first.
    pub fonts: Vec<String>,
}

/// The document around the application, made by the server only.
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    use leptos_meta::MetaTags;
    use std::sync::Arc;
    let assets = expect_context::<Arc<Assets>>();
    let nonce = use_nonce();
    let start = format!(
        "import('{}').then(m=>m.default({{module_or_path:'{}'}}).then(()=>m.hydrate()))",
        assets.js, assets.wasm
    );
    let fonts = assets.fonts.clone();
    view! {
        <!DOCTYPE html>
        <html>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#12385f"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="stylesheet" href=assets.css.clone()/>
                {fonts.into_iter().map(|font| view! { <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous"/> }).collect_view()}
                <link rel="modulepreload" href=assets.js.clone()/>
                <link rel="preload" href=assets.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script type="module" nonce=nonce>{start}</script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The language of the page shown, by its path.
#[derive(Clone, Copy)]
struct PageLocale(Memo<Locale>);

/// The language of the page. A page keeps its own for its whole life: another language is another page.
pub fn use_locale() -> Locale {
    use_context::<PageLocale>().map_or(Locale::Fr, |locale| locale.0.get_untracked())
}

/// The texts of the page's language.
pub fn use_messages() -> &'static Messages {
    messages::of(use_locale())
}

/// What the operator tells every page.
pub fn use_site() -> Site {
    expect_context::<Site>()
}

/// The application.
#[component]
pub fn App() -> impl IntoView {
    #[cfg(feature = "ssr")]
    leptos_meta::provide_meta_context();
    // The server puts it in context; it crosses with the page.
    let site = SharedValue::new(expect_context::<Site>).into_inner();
    provide_context(site);
    let (is_routing, set_is_routing) = signal(false);
    view! {
        <Router set_is_routing>
            <Layout is_routing=is_routing.into()>
                <FlatRoutes fallback=|| view! { <pages::not_found::NotFound/> }>
                    <Route path=path!("/fr") view=pages::home::Home/>
                    <Route path=path!("/fr/possibilites") view=pages::opportunities::List/>
                    <Route path=path!("/fr/possibilites/:slug") view=pages::opportunity::One/>
                    <Route path=path!("/fr/enregistrees") view=pages::saved::Saved/>
                    <Route path=path!("/fr/secteurs") view=pages::sectors::List/>
                    <Route path=path!("/fr/secteurs/:slug") view=pages::sector::One/>
                    <Route path=path!("/fr/s-etablir") view=pages::resources::List/>
                    <Route path=path!("/fr/s-etablir/:slug") view=pages::resource::One/>
                    <Route path=path!("/fr/vision") view=pages::site::Vision/>
                    <Route path=path!("/fr/accessibilite") view=pages::site::Accessibility/>
                    <Route path=path!("/fr/confidentialite") view=pages::site::Privacy/>
                    <Route path=path!("/fr/mentions-legales") view=pages::site::Legal/>
                    <Route path=path!("/en") view=pages::home::Home/>
                    <Route path=path!("/en/opportunities") view=pages::opportunities::List/>
                    <Route path=path!("/en/opportunities/:slug") view=pages::opportunity::One/>
                    <Route path=path!("/en/saved") view=pages::saved::Saved/>
                    <Route path=path!("/en/sectors") view=pages::sectors::List/>
                    <Route path=path!("/en/sectors/:slug") view=pages::sector::One/>
                    <Route path=path!("/en/settling") view=pages::resources::List/>
                    <Route path=path!("/en/settling/:slug") view=pages::resource::One/>
                    <Route path=path!("/en/vision") view=pages::site::Vision/>
                    <Route path=path!("/en/accessibility") view=pages::site::Accessibility/>
                    <Route path=path!("/en/privacy") view=pages::site::Privacy/>
                    <Route path=path!("/en/legal") view=pages::site::Legal/>
                </FlatRoutes>
            </Layout>
        </Router>
    }
}

/// Where the browser begins: the tree that the server rendered comes alive.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(App);
}
