//! The API's own description (OpenAPI 3.1) at `/openapi.json`, and to read at `/docs`.

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::middleware::{self, Next};
use axum::response::Response;
use ciss_contract::problem::Problem;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, ContactBuilder, InfoBuilder, OpenApi, OpenApiBuilder};
use utoipa::{PartialSchema as _, ToResponse as _, ToSchema as _};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::Refusal;

/// What the pages may load: their own files and nothing else. Swagger UI sets styles in the page and draws its
/// icons from data URLs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The document without its paths, which the routes bring.
pub(super) fn skeleton() -> OpenApi {
    let session = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The token of a session."))
        .build();
    let mut components = Components::new();
    let (name, refusal) = Refusal::response();
    components.responses.insert(name.to_owned(), refusal);
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    components.add_security_scheme("session", SecurityScheme::Http(session));
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("CISS Hub")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "Search of Connecticut's criminal-justice sources. Every answer is filtered by policy and leaves a \
                     line in the audit trail. Errors are problem documents (RFC 9457) with a stable `code`.",
                ))
                .contact(Some(ContactBuilder::new().name(Some("CISS")).build()))
                .build(),
        )
        .components(Some(components))
        .build()
}

/// `/openapi.json` and `/docs`.
pub(super) fn pages<S: Clone + Send + Sync + 'static>(document: OpenApi) -> Router<S> {
    let config = Config::default().try_it_out_enabled(false).persist_authorization(false);
    let pages: Router<S> = SwaggerUi::new("/docs").url("/openapi.json", document).config(config).into();
    pages.layer(middleware::from_fn(guard))
}

async fn guard(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
