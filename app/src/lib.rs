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
#[cfg(feature = "ssr")]
pub mod form_state;
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
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use messages::Messages;
use model::locale::Locale;
use model::site::Site;
use pages::not_found::NotFound;
use routes::Page;

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
    let start = format!("import('{}').then(m=>m.default({{module_or_path:'{}'}}).then(()=>m.hydrate()))", assets.js, assets.wasm);
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
    {
        leptos_meta::provide_meta_context();
        provide_context(components::head::Told::default());
    }
    // The server puts it in context; it crosses with the page.
    let site = SharedValue::new_str(expect_context::<Site>).into_inner();
    provide_context(site);
    view! {
        <Router>
            <Layout>
                // The table is ours, `routes`; of the router we keep the location and the links.
                <Shown/>
            </Layout>
        </Router>
    }
}

/// The page that the address names.
#[component]
fn Shown() -> impl IntoView {
    let path = use_location().pathname;
    let page = Memo::new(move |_| Page::parse(&path.read()));
    move || page.get().map_or_else(|| view! { <NotFound/> }.into_any(), |(_, page)| show(page))
}

/// The view of a page.
fn show(page: Page) -> AnyView {
    match page {
        Page::Home => view! { <pages::home::Home/> }.into_any(),
        Page::Opportunities => view! { <pages::opportunities::List/> }.into_any(),
        Page::Opportunity(slug) => pages::opportunity::one(slug),
        Page::Saved => view! { <pages::saved::Saved/> }.into_any(),
        Page::Sectors => view! { <pages::sectors::List/> }.into_any(),
        Page::Sector(slug) => pages::sector::one(slug),
        Page::Resources => view! { <pages::resources::List/> }.into_any(),
        Page::Resource(slug) => pages::resource::one(slug),
        Page::Interests | Page::Interest(_) | Page::Received | Page::Follow => pages::made::made(&page),
        Page::Vision => pages::site::about("vision", Page::Vision, "vision"),
        Page::Accessibility => pages::site::about("accessibility", Page::Accessibility, ""),
        Page::Privacy => pages::site::about("privacy", Page::Privacy, ""),
        Page::Legal => pages::site::about("legal", Page::Legal, ""),
    }
}

/// Where the browser begins: the tree that the server rendered comes alive.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    use leptos::mount::hydrate_body;
    console_error_panic_hook::set_once();
    hydrate_body(App);
}
