//! The API, `/api/v1`: one for everybody, pages included. OpenAPI is made from the handlers.

mod employers;
mod facts;
pub mod interests;
mod opportunities;
mod resources;
mod sectors;
mod suggestions;

use super::error::ApiError;
use crate::state::AppState;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(info(
    title = "Québec attire",
    description = "Opportunities, sectors, guides and facts of the Québec City region. Texts come in `lang` (`fr` unless asked), else in French. Errors are RFC 9457 problem details.",
    license(name = "Apache-2.0", identifier = "Apache-2.0")
), servers((url = "/api/v1")))]
struct Info;

/// The handlers, relative to `/api/v1`, and their document.
pub fn router() -> (axum::Router<AppState>, Document) {
    let (router, document) = OpenApiRouter::with_openapi(Info::openapi())
        .routes(routes!(opportunities::list))
        .routes(routes!(opportunities::one))
        .routes(routes!(sectors::list))
        .routes(routes!(sectors::one))
        .routes(routes!(resources::list))
        .routes(routes!(resources::one))
        .routes(routes!(facts::list))
        .routes(routes!(employers::list))
        .routes(routes!(employers::one))
        .routes(routes!(suggestions::list))
        .routes(routes!(interests::kinds))
        .routes(routes!(interests::form))
        .routes(routes!(interests::submit::submit))
        .routes(routes!(interests::follow::one, interests::follow::patch, interests::follow::erase))
        .routes(routes!(interests::follow::message))
        .routes(routes!(interests::follow::add_files))
        .routes(routes!(interests::follow::file))
        .routes(routes!(interests::follow::export))
        .routes(routes!(interests::follow::withdraw))
        .split_for_parts();
    (router.fallback(not_found).method_not_allowed_fallback(not_allowed), document)
}

/// The document alone, for the command line and the snapshot.
pub fn openapi() -> Document {
    router().1
}

async fn not_found() -> ApiError {
    ApiError::NotFound
}

/// The router adds `Allow`.
async fn not_allowed() -> ApiError {
    ApiError::Method
}
