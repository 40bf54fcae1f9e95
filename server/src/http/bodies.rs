//! How much of a body is read. A program is told 413 at once; a browser is told by the page that it wrote on.

use super::error::ApiError;
use super::forms;
use app::routes::Page;
use axum::BoxError;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header;
use http_body_util::{LengthLimitError, Limited};
use hyper::body::Frame;
use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The largest body read, in bytes.
const BODY_LIMIT: usize = 64 << 10;

/// The largest page of a form read, in bytes: a text pasted by mistake comes back with what is wrong with it.
const PAGE_LIMIT: usize = 256 << 10;

/// The largest form with files read, in bytes: three files of 5 MB and what is around them.
const UPLOAD_LIMIT: usize = 15_300_000;

/// How much of what is over the limit of a page is taken and thrown away, in bytes: a browser reads no answer while it sends.
const THROWN_AWAY: usize = 64 << 20;

/// Refuses bodies that are too large, before they are read where their size is said.
pub async fn limit(request: Request, next: Next) -> Response {
    let (is_upload, said) = {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let is_upload = header(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/form-data"));
        (is_upload, header(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok()))
    };
    let is_page = Page::parse(request.uri().path()).is_some_and(|(_, page)| forms::is_personal(&page));
    let limit = match (is_upload, is_page) {
        (true, _) => UPLOAD_LIMIT,
        (false, true) => PAGE_LIMIT,
        (false, false) => BODY_LIMIT,
    };
    let is_over = said.is_some_and(|length| length > limit as u64);
    if is_page {
        let left = if is_over { 0 } else { limit };
        return next.run(request.map(|inner| Body::new(Bounded { inner, left, over: None }))).await;
    }
    if is_over {
        return ApiError::TooLarge.into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, limit)))).await
}

/// Whether reading a body ended because it is too large.
pub fn is_too_large(error: &(dyn Error + 'static)) -> bool {
    let is_one = error.is::<TooLarge>() || error.is::<LengthLimitError>();
    is_one || error.source().is_some_and(is_too_large)
}

/// A body is larger than what is read.
#[derive(Debug, thiserror::Error)]
#[error("the body is too large")]
struct TooLarge;

/// A body read up to a limit, and let run out beyond it before it fails.
struct Bounded {
    inner: Body,
    /// How many bytes may still come.
    left: usize,
    /// How many more are thrown away, once it is too large.
    over: Option<usize>,
}

impl hyper::body::Body for Bounded {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        loop {
            let frame = ready!(Pin::new(&mut this.inner).poll_frame(cx));
            let size = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref()).map_or(0, Bytes::len);
            if this.over.is_none() && size <= this.left {
                this.left -= size;
                return Poll::Ready(frame.map(|frame| frame.map_err(BoxError::from)));
            }
            let room = this.over.unwrap_or(THROWN_AWAY);
            match frame {
                Some(Ok(_)) if size <= room => this.over = Some(room - size),
                _ => return Poll::Ready(Some(Err(TooLarge.into()))),
            }
        }
    }
}
