//! How much of a body has passed.

use std::{fmt, sync::Arc};

/// How much of a body has been sent or received; [`Body::on_progress`](crate::Body::on_progress) and
/// [`ByteStream::on_progress`](crate::ByteStream::on_progress) report it.
///
/// ```
/// use openapi_runtime::{Body, Client, Method, Progress};
/// use std::sync::{Arc, Mutex};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// let last = Arc::new(Mutex::new(None));
/// let seen = last.clone();
/// let body = Body::from(vec![0; 1 << 20]).on_progress(move |sent| *seen.lock().unwrap() = Some(sent));
/// client.request(Method::PUT, "/file").body_bytes("application/octet-stream", body).send_raw().await?;
/// let Progress { bytes, total, .. } = last.lock().unwrap().unwrap();
/// assert_eq!((bytes, total), (1 << 20, Some(1 << 20)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes so far.
    pub bytes: u64,
    /// The bytes of the whole, if that is known.
    pub total: Option<u64>,
}

/// What is called with the progress of a body.
#[derive(Clone)]
pub(crate) struct Watch {
    report: Arc<dyn Fn(Progress) + Send + Sync>,
    progress: Progress,
}

impl Watch {
    pub(crate) fn new(report: impl Fn(Progress) + Send + Sync + 'static, total: Option<u64>) -> Self {
        Self {
            report: Arc::new(report),
            progress: Progress { bytes: 0, total },
        }
    }

    /// The same for another try.
    pub(crate) fn again(&self) -> Self {
        let progress = Progress {
            bytes: 0,
            ..self.progress
        };
        Self {
            progress,
            ..self.clone()
        }
    }

    pub(crate) fn passed(&mut self, bytes: usize) {
        self.progress.bytes += bytes as u64;
        (self.report)(self.progress);
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.progress.fmt(f)
    }
}
